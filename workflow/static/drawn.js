// A part of a page as the server draws it from what a form holds now; nothing is kept by it.
import { lessOf } from "./send-less.js";

export class Drawing {
  #asking;
  #waiting;

  // selectors: the parts, on this page and on the one that is asked for.
  constructor(form, address, ...selectors) {
    Object.assign(this, { form, address, selectors });
    form.addEventListener("submit", () => this.stop());
  }

  // Draws it after that many milliseconds without another call; answers with the first part, or null where it was not drawn.
  after(wait) {
    clearTimeout(this.#waiting);
    return new Promise((done) => {
      this.#waiting = setTimeout(() => done(this.#draw().catch(() => null)), wait);
    });
  }

  stop() {
    clearTimeout(this.#waiting);
    this.#asking?.abort();
  }

  async #draw() {
    this.#asking?.abort();
    this.#asking = new AbortController();
    const { signal } = this.#asking;
    const asked = { method: "POST", credentials: "same-origin", redirect: "error", signal };
    const ask = (body) => fetch(this.address, { ...asked, body });
    const whole = new URLSearchParams(new FormData(this.form));
    const less = await lessOf(this.form).catch(() => null);
    let answer = await ask(less ?? whole);
    if (less && !answer.ok) answer = await ask(whole);
    if (!answer.ok) return null;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const drawn = this.selectors.map((selector) => page.querySelector(selector));
    if (!drawn[0]) return null;
    this.selectors.forEach((selector, at) => {
      const old = document.querySelector(selector);
      if (old && drawn[at]) put(old, drawn[at]);
    });
    return drawn[0];
  }
}

// What was typed in the part stays, and the cursor in it, also where the drawn one has no box for it any more.
function put(old, drawn) {
  const held = old.contains(document.activeElement) ? document.activeElement : null;
  const isOpen = Boolean(old.querySelector("details[open]"));
  for (const folded of drawn.querySelectorAll("details")) folded.open ||= isOpen;
  for (const box of old.querySelectorAll("textarea")) {
    const boxes = [...drawn.querySelectorAll("textarea")], same = boxes.find(({ name }) => name === box.name);
    if (same && box.id) same.replaceWith(box);
    else if (same) same.value = box.value;
    else if (box.value.trim() && !boxes.some(({ value }) => value.includes(box.value.trim()))) {
      drawn.append(box.closest(".field") ?? box);
    }
  }
  const again = held && !held.matches("textarea") && [...drawn.querySelectorAll("input, button, summary")].find(
    (each) => each.name === held.name && each.value === held.value && each.localName === held.localName,
  );
  old.replaceWith(document.adoptNode(drawn));
  if (held?.isConnected) held.focus();
  else again?.focus();
}
