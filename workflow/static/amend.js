// Shows the changes of a paragraph while it is edited, two seconds after the last sign; nothing is kept by it. Opens the
// box at the words that were selected in the text. Without this, or where the server does not answer, "Show the change"
// shows them.
import { Drawing } from "./drawn.js";

const form = document.querySelector('form[data-behaviour~="amend"]');
const box = form?.querySelector("#edited");

if (box && form.dataset.shown) {
  const drawing = new Drawing(form, form.dataset.shown, "[data-changes]", "[data-reasons]");
  const draw = async () => {
    const drawn = await drawing.after(2000);
    form.querySelector("[data-without-script]").hidden = Boolean(drawn);
    if (!drawn) return;
    form.querySelector("[data-send]").textContent = drawn.dataset.sendWords;
    form.elements.known.value = drawn.dataset.known;
  };
  for (const kind of ["input", "change"]) {
    form.addEventListener(kind, ({ target }) => {
      // The form itself tells where words came back from the device.
      if ([form, box].includes(target) || target.name === "division") draw();
    });
  }
  if (box.value !== box.defaultValue) draw(); // put back by the browser
  if (box.dataset.start) {
    box.focus();
    box.setSelectionRange(Number(box.dataset.start), Number(box.dataset.end));
  }
}
