// Redraws the paragraph as it will read while answers are chosen and words typed; nothing is kept by it. Without this,
// or where the server does not answer, it is redrawn on Save.
const form = document.querySelector('form[data-behaviour~="redraw"]');
let waiting;
let asking;

async function redraw() {
  asking?.abort();
  asking = new AbortController();
  const body = new URLSearchParams(new FormData(form));
  const asked = { method: "POST", credentials: "same-origin", redirect: "error", signal: asking.signal, body };
  const answer = await fetch(form.dataset.redrawn, asked);
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const drawn = page.querySelector("[data-preview]");
  if (drawn) document.querySelector("[data-preview]")?.replaceWith(document.adoptNode(drawn));
}

for (const kind of ["input", "change"]) {
  form?.addEventListener(kind, () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => redraw().catch(() => {}), 600);
  });
}
form?.addEventListener("submit", () => {
  clearTimeout(waiting);
  asking?.abort();
});
