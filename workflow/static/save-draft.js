// A draft is saved by itself while somebody writes, as what changed in it; what comes of it is said beside its button.
// The words stay in the box whatever happens. Without this, or where the button has more to tell, the form is sent.
import { lineOf } from "./draft-line.js";

const QUIET = 3000; // after the last key
const LONGEST = 20000; // while somebody goes on typing
const WAITS = [2000, 5000, 10000, 30000];
const SOFT = new Set(["saving", "saved", "unsaved"]); // not said aloud: they come every few seconds
const LAST = new Set(["stale", "gone", "other"]);

for (const state of document.querySelectorAll('[data-behaviour~="save-draft"]')) watch(state, state.closest("form"));

function watch(state, form) {
  const box = form.elements.text, line = lineOf(form, state.dataset.writer);
  // A text that was refused stands in the box, and nowhere else.
  const isRefused = "refused" in state.dataset;
  let saved = isRefused ? null : line.written(), since = isRefused ? Date.now() : 0, failures = 0;
  let timer, isBusy = false, isOver = false, isLeaving = false, isPressed = false;

  // A page that comes back has its words from the server: old ones over a newer save would pass for typed.
  form.autocomplete = "off";

  function say(came, said = "") {
    const here = state.querySelector(SOFT.has(came) ? "[data-soft]" : "[data-loud]");
    if (state.dataset.came === came && !said) return;
    state.dataset.came = came;
    for (const each of state.querySelectorAll("[data-soft], [data-loud]")) each.replaceChildren();
    here.append(said || state.querySelector(`template[data-says="${came}"]`).content.cloneNode(true));
    state.hidden = false;
  }

  function wait(span) {
    clearTimeout(timer);
    if (!isOver) timer = setTimeout(save, span);
  }

  function due() {
    if (since) wait(Math.min(QUIET, Math.max(0, since + LONGEST - Date.now())));
  }

  // A title is saved once it is left: half of one would stand in everybody's lists.
  function isInOtherField() {
    const field = document.activeElement;
    return field !== box && form.contains(field) && field.matches("input:not([type=checkbox]), textarea");
  }

  async function save() {
    if (isBusy || isOver || isLeaving || (!isPressed && (isInOtherField() || !since))) return;
    clearTimeout(timer);
    const byButton = isPressed;
    if (!byButton && line.written() === saved && state.dataset.came !== "line") return settle();
    isBusy = true;
    if (byButton || SOFT.has(state.dataset.came ?? "saved")) say("saving");
    const found = await line.save(byButton);
    isBusy = false;
    follow(found, byButton);
  }

  function settle() {
    since = 0;
    if (state.dataset.came === "unsaved") say("saved", state.dataset.said);
  }

  function follow({ came, said, now, address }, byButton) {
    if (came === "next") return leave(() => location.assign(address), true);
    if (came === "saved" || came === "since") {
      [saved, failures, since, state.dataset.said] = [now, 0, line.written() === now ? 0 : Date.now(), said];
      if (came === "since") return goOn();
      say(came, said);
      return isPressed ? save() : due();
    }
    [isPressed, since] = [false, Date.now()];
    if (byButton && came !== "line" && came !== "again") return leave(() => form.submit()); // its page tells more
    isOver = LAST.has(came);
    say(came === "again" ? "line" : came, said);
    if (came !== "refused") wait(WAITS[Math.min(failures++, WAITS.length - 1)]);
  }

  // The press stands, but its answer came late: what was typed since is saved too, and the page left, at the next pause.
  function goOn() {
    isPressed = true;
    say("unsaved");
    since ||= Date.now();
    due();
  }

  // Until the other page is there nothing more can be typed into this one, where it would be lost.
  function leave(go, isSaved = false) {
    [isLeaving, isPressed] = [true, false];
    if (isSaved) state.dataset.left = "saved";
    go();
    hold(true);
  }

  function hold(isHeld) {
    for (const field of form.querySelectorAll("input, textarea")) field.readOnly = isHeld;
  }

  form.addEventListener("input", () => {
    since ||= Date.now();
    if (["saved", "refused", undefined].includes(state.dataset.came)) say("unsaved");
    due();
  });
  for (const kind of ["change", "focusout"]) form.addEventListener(kind, due);
  form.addEventListener("submit", (event) => {
    if (isOver) return leave(() => {});
    event.preventDefault();
    isPressed = true;
    save();
  });
  addEventListener("beforeunload", (event) => {
    if (!isLeaving && since && line.written() !== saved) event.preventDefault();
  });
  for (const kind of ["focus", "online"]) {
    addEventListener(kind, () => ["line", "signin"].includes(state.dataset.came) && save());
  }
  // Gone back to, as it was left: the serial in it is an old one where it was saved.
  addEventListener("pageshow", ({ persisted }) => {
    if (!persisted || !isLeaving) return;
    if (state.dataset.left) return location.reload();
    isLeaving = false;
    hold(false);
  });
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && save());
}
