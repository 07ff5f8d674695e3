// What a form sends, its long texts as what changed in them since the page was opened.
import { oneChange, sent } from "./deltas.js";

const GAIN = 300; // signs on the line; below that it is not worth two digests

// Null where nothing is gained, or the browser cannot.
export async function lessOf(form, submitter = null) {
  const fields = new URLSearchParams(new FormData(form));
  if (submitter?.name) fields.set(submitter.name, submitter.value);
  const whole = fields.toString().length;
  for (const box of form.querySelectorAll("[data-less]")) {
    const { text, delta, base, digest } = await sent(box.defaultValue, box.value, oneChange);
    if (text !== undefined) continue;
    fields.delete(box.name);
    for (const [part, value] of Object.entries({ delta, base, digest })) fields.set(`${box.name}.${part}`, value);
  }
  return whole - fields.toString().length > GAIN ? fields : null;
}
