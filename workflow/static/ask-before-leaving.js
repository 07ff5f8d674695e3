// Words that stand in a form and nowhere else: who leaves its page by anything but its buttons is asked about it first.
// data-unsaved: what the form came with is not saved either. Without this, the page is left as ever.
const NAME = '[data-behaviour~="ask-before-leaving"]';
const forms = [...document.querySelectorAll(NAME)];
const written = (form) => new URLSearchParams(new FormData(form)).toString();
const first = new Map(forms.map((form) => [form, "unsaved" in form.dataset ? null : written(form)]));
let isMeant = false;

addEventListener("submit", (event) => (isMeant = event.target.matches(NAME)));
addEventListener("input", () => (isMeant = false));
addEventListener("click", (event) => (isMeant ||= Boolean(event.target.closest("a[data-discards]"))));
addEventListener("pageshow", () => (isMeant = false));
addEventListener("beforeunload", (event) => {
  if (!isMeant && forms.some((form) => written(form) !== first.get(form))) event.preventDefault();
});
