// Shows the changes of a paragraph while it is edited, two seconds after the last sign; nothing is kept by it. Opens the
// box at the words that were selected in the text. Without this, or where the server does not answer, "Show the change"
// shows them.
const form = document.querySelector('form[data-behaviour~="amend"]');
const box = form?.querySelector("#edited");
let waiting;
let asking;

async function show() {
  asking?.abort();
  asking = new AbortController();
  const body = new URLSearchParams(new FormData(form));
  const asked = { method: "POST", credentials: "same-origin", redirect: "error", signal: asking.signal, body };
  const answer = await fetch(form.dataset.shown, asked);
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const drawn = page.querySelector("[data-changes]");
  if (!drawn) return;
  document.querySelector("[data-changes]").replaceWith(document.adoptNode(drawn));
  form.querySelector("[data-send]").textContent = drawn.dataset.sendWords;
  form.elements.known.value = drawn.dataset.known;
}

if (box && form.dataset.shown) {
  const button = form.querySelector("[data-without-script]");
  for (const kind of ["input", "change"]) {
    form.addEventListener(kind, (event) => {
      if (event.target !== box && event.target.name !== "division") return;
      clearTimeout(waiting);
      waiting = setTimeout(() => show().then(() => (button.hidden = true), () => (button.hidden = false)), 2000);
    });
  }
  form.addEventListener("submit", () => {
    clearTimeout(waiting);
    asking?.abort();
  });
  if (box.dataset.start) {
    box.focus();
    box.setSelectionRange(Number(box.dataset.start), Number(box.dataset.end));
  }
}
