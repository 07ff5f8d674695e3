// A long text of a comment or an amendment goes as what changed in it since the page was opened; the server rebuilds
// it, checks, and answers where to go on. Whatever else comes of it, the form is sent as it is. Without this it is too.
const LONG = 600; // signs on the line; for fewer it is not worth two digests, nor a script more
const PATIENCE = 20000;
const BUTTONS = ["", "draft"]; // others ask for more than to take the words

// What a form sends, its long texts as what changed in them; null where nothing is gained, or the browser cannot.
export async function lessOf(form, submitter = null) {
  const boxes = longBoxes(form);
  if (!boxes.length) return null;
  const { oneChange, sent } = await import("./deltas.js");
  const fields = new URLSearchParams(new FormData(form));
  if (submitter?.name) fields.set(submitter.name, submitter.value);
  const whole = fields.toString().length;
  for (const box of boxes) {
    const { text, delta, base, digest } = await sent(box.defaultValue, box.value, oneChange);
    if (text !== undefined) continue;
    fields.delete(box.name);
    for (const [part, value] of Object.entries({ delta, base, digest })) fields.set(`${box.name}.${part}`, value);
  }
  return fields.toString().length < whole / 2 ? fields : null;
}

function longBoxes(form) {
  return [...form.querySelectorAll("[data-less]")].filter((box) => encodeURIComponent(box.value).length > LONG);
}

for (const form of new Set([...document.querySelectorAll("[data-less]")].map((box) => box.form))) watch(form);

function watch(form) {
  let isBusy = false;
  let isWhole = false;

  async function sentAsLess(submitter) {
    try {
      const body = await lessOf(form, submitter);
      if (!body) return "";
      const answer = await fetch(form.action, {
        method: "POST", body, credentials: "same-origin", redirect: "manual",
        headers: { Accept: "application/json" }, signal: AbortSignal.timeout(PATIENCE),
      });
      return (answer.ok && (await answer.json()).next) || "";
    } catch {
      return "";
    }
  }

  form.addEventListener("submit", async (event) => {
    const { submitter } = event;
    if (event.defaultPrevented || isWhole || !BUTTONS.includes(submitter?.name ?? "") || !longBoxes(form).length) return;
    event.preventDefault();
    if (isBusy) return;
    isBusy = true;
    const next = await sentAsLess(submitter);
    if (next) return location.assign(next);
    isWhole = true;
    setTimeout(() => form.requestSubmit(submitter)); // a form that is being submitted is not submitted anew
  });
  addEventListener("pageshow", () => (isBusy = isWhole = false));
}
