// A long text of a comment or an amendment goes as what changed in it since the page was opened; the server rebuilds
// it, checks, and answers where to go on. Whatever else comes of it, the form is sent as it is. Without this it is too.
import { lessOf } from "./less.js";

const PATIENCE = 20000;
const BUTTONS = ["", "draft"]; // others ask for more than to take the words

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
    if (event.defaultPrevented || isWhole || !BUTTONS.includes(submitter?.name ?? "")) return;
    event.preventDefault();
    if (isBusy) return;
    isBusy = true;
    const next = await sentAsLess(submitter);
    if (next) return location.assign(next);
    isWhole = true;
    form.requestSubmit(submitter);
  });
  addEventListener("pageshow", () => (isBusy = isWhole = false));
}
