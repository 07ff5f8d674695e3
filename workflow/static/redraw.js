// Redraws the paragraph as it will read while answers are chosen and words typed; nothing is kept by it. Without this,
// or where the server does not answer, it is redrawn on Save.
import { Drawing } from "./drawn.js";

const form = document.querySelector('form[data-behaviour~="redraw"]');
const drawing = form && new Drawing(form, form.dataset.redrawn, "[data-preview]");
for (const kind of ["input", "change"]) form?.addEventListener(kind, () => drawing.after(600));
