// Keys for readers who want them, off until switched on: n and p go to the next and the previous note, j and k to the
// next and the previous paragraph, c and a to the form that comments on it or amends it, / to the search, ? to the help.
// Never while something is typed.
const button = document.querySelector('[data-behaviour~="keys"]');
const NAME = "communique-keys";
const FORMS = { c: "kind=comment&", a: "/amendments/new?" };
const STEPS = { n: [".note, .ledger > li[id]", 1], p: [".note, .ledger > li[id]", -1], j: [".para", 1], k: [".para", -1] };

function isOn() {
  try { return localStorage.getItem(NAME) === "on"; } catch { return false; }
}

function say() {
  button.hidden = false;
  button.textContent = isOn() ? button.dataset.on : button.dataset.off;
  button.setAttribute("aria-pressed", String(isOn()));
}

function isTyping(target) {
  return target.isContentEditable || Boolean(target.closest?.("input, textarea, select, dialog"));
}

function step([what, way]) {
  const all = [...document.querySelectorAll(what)];
  const from = document.activeElement?.closest(what) ?? document.querySelector("[data-here]");
  const at = all.indexOf(from);
  go(at < 0 ? (way > 0 ? all[0] : all.at(-1)) : all[at + way]);
}

function go(target) {
  if (!target) return;
  document.querySelector("[data-here]")?.removeAttribute("data-here");
  target.setAttribute("data-here", "");
  for (let box = target.closest("details"); box; box = box.parentElement.closest("details")) {
    if (box !== target) box.open = true;
  }
  const focus = target.querySelector("summary") ?? target;
  if (focus === target || !target.matches("details")) target.tabIndex = -1;
  (target.matches("details") ? focus : target).focus({ preventScroll: true });
  target.scrollIntoView({ block: "nearest" });
}

function write(form) {
  const at = document.activeElement?.closest(".para") ?? document.querySelector("[data-here]")?.closest(".para");
  const link = at?.querySelector(`.beside > a[href*="${form}"]`);
  if (link) location.assign(link.href);
}

function search() {
  const field = document.querySelector('input[type="search"]');
  const tab = document.querySelector("[data-search]");
  if (field) {
    for (let box = field.closest("details"); box; box = null) box.open = true;
    field.focus();
  }
  else if (tab) location.assign(tab.dataset.search);
}

if (button) {
  say();
  button.addEventListener("click", () => {
    try { localStorage.setItem(NAME, isOn() ? "off" : "on"); } catch { return; }
    say();
  });
  document.addEventListener("keydown", (event) => {
    if (!isOn() || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    if (event.key in STEPS) step(STEPS[event.key]);
    else if (event.key in FORMS) write(FORMS[event.key]);
    else if (event.key === "/") search();
    else if (event.key === "?") location.assign(button.dataset.help);
    else return;
    event.preventDefault();
  });
}
