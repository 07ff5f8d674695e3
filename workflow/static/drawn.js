// A part of a page as the server draws it from what a form holds now; nothing is kept by it.
import { lessOf } from "./send-less.js";

export class Drawing {
  #asking;
  #waiting;

  // selector: the part, on this page and on the one that is asked for.
  constructor(form, address, selector) {
    Object.assign(this, { form, address, selector });
    form.addEventListener("submit", () => this.stop());
  }

  // Draws it after that many milliseconds without another call; answers with the part, or null where it was not drawn.
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
    const drawn = page.querySelector(this.selector);
    if (!drawn) return null;
    document.querySelector(this.selector)?.replaceWith(document.adoptNode(drawn));
    return drawn;
  }
}
