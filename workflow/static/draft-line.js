// The line from a draft's form to the server: one save at a time, and what came of it in one word.
import { kept, sent } from "./deltas.js";

const PATIENCE = 20000;
// What a form carries of itself, which is none of its writer's words.
const CARRIED = ["csrf_token", "serial", "shown", "seen"];
const FINAL = { 403: "gone", 404: "gone" };

export function lineOf(form, writer) {
  const box = form.elements.text;
  let base = box.defaultValue; // what the server has, null where that is not known
  let under = null; // sent, and not answered yet: the same is sent again, since it may have arrived
  let isSignedOut = false;

  // What its writer wrote, as one string to compare.
  function written() {
    const fields = new URLSearchParams(new FormData(form));
    for (const name of CARRIED) fields.delete(name);
    return fields.toString();
  }

  async function gather(byButton) {
    const typed = box.value, now = written(), fields = new URLSearchParams(new FormData(form));
    fields.delete("text");
    for (const [name, value] of Object.entries(await sent(base, typed))) fields.set(name, value);
    if (!byButton) fields.set("by_itself", "1");
    return { typed, now, fields, byButton };
  }

  async function post(fields) {
    fields.set("csrf_token", form.elements.csrf_token.value);
    const answer = await fetch(form.action, {
      method: "POST", body: fields, credentials: "same-origin", redirect: "manual",
      headers: { Accept: "application/json" }, signal: AbortSignal.timeout(PATIENCE),
    });
    const isTold = answer.headers.get("Content-Type")?.startsWith("application/json");
    return { status: answer.status, told: isTold ? await answer.json() : null };
  }

  // A sign-in in another tab gives all forms of this browser another token; somebody else's is not for these words.
  async function renew() {
    const page = await fetch(location.href, { credentials: "same-origin", redirect: "manual" });
    if (!page.ok) return page.status === 404 ? "gone" : "signin";
    const text = new DOMParser().parseFromString(await page.text(), "text/html");
    const there = text.querySelector('[data-behaviour~="save-draft"]');
    if (!there) return "gone";
    if (there.dataset.writer !== writer) return "other";
    const token = there.closest("form").elements.csrf_token.value;
    for (const field of document.querySelectorAll('input[name="csrf_token"]')) field.value = token;
    isSignedOut = false;
    return "";
  }

  async function read({ status, told }, was) {
    if (status === 200 && told) {
      under = null;
      // A button leads on once nothing stands in the form but what it sent; what came of one box may be two paragraphs.
      if (told.next && written() === was.now) return { came: "next", address: told.next };
      if (told.next && told.serial === undefined) return { came: "stale" };
      form.elements.serial.value = told.serial;
      if (form.elements.shown) form.elements.shown.value = told.shown;
      base = await kept(was.typed, told.kept, told.digest);
      return { came: told.next ? "since" : "saved", said: told.said, now: was.now };
    }
    if (status === 400 || status === 401 || status === 0) {
      isSignedOut = true;
      return { came: status === 400 ? "again" : "signin" };
    }
    if (told?.whole && was.fields.has("delta")) {
      [base, under] = [null, null];
      return { came: "again" };
    }
    if (told?.said && !told.whole) under = null;
    if (told?.stale) return { came: "stale" };
    if (FINAL[status]) return { came: FINAL[status] };
    return told?.said && !told.whole ? { came: "refused", said: told.said } : { came: "line" };
  }

  async function save(byButton, tries = 2) {
    try {
      if (isSignedOut) {
        const came = await renew();
        if (came) return { came };
      }
      const isEarlier = under !== null;
      under ??= await gather(byButton);
      const found = await read(await post(under.fields), under);
      const isDone = !isEarlier || found.came !== "saved" || (!byButton && written() === found.now);
      return (found.came === "again" || !isDone) && tries ? save(byButton, tries - 1) : found;
    } catch {
      return { came: "line" };
    }
  }

  return { save, written };
}
