// Keeps what is typed in a form on this device until the server has it: over a reload, a dead line, a fault on the way,
// a phone that fell asleep, a sign-in that ended. Each page keeps its own words; a later page takes those over of which
// no page is open any more. Where there is no line, sending waits and tries again, and says so. Sign-out and Quiet exit
// take all of it away, in every tab. Without this, or where nothing can be stored, the form works as ever.
const PREFIX = "words ";
const LEFT = "words-left"; // written for a moment by who leaves, so that the other tabs keep nothing either
const LAST = "words-last"; // of this tab: the key under which its last page kept words
const DAYS = 14;
const SAVE_AFTER = 400;
const CHOSEN = new Set(["after", "language"]); // from a list: their values are codes, nothing to copy
const NAMES_LEFT_OUT = new Set(["csrf_token", "known"]);
const OWN = ["version", "seen", "form_token"]; // what a form was opened on, which goes with its words
const PASSING = new Set(["try", "version", "language"]); // in an address, which say nothing of what is written there
const EXITS = /\/(sign-out|quiet-exit)$/;

function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

function store(key, value) {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}

function keysKept(beginning = PREFIX) {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(beginning));
  } catch {
    return [];
  }
}

function lastOfTab() {
  try {
    return sessionStorage.getItem(LAST);
  } catch {
    return null;
  }
}

function noteLastOfTab(key) {
  try {
    sessionStorage.setItem(LAST, key);
  } catch {
    // the next page of the tab knows less of this one
  }
}

// The keys of pages that are open now; none where the browser does not tell.
async function keysOpen() {
  try {
    return new Set((await navigator.locks.query()).held.map(({ name }) => name));
  } catch {
    return new Set();
  }
}

// The newest words kept in a place of which no page is open: [key, words], or undefined.
async function newestLeft(place) {
  const before = lastOfTab(), open = await keysOpen();
  return keysKept(`${place} #`)
    .filter((key) => key === before || !open.has(key))
    .map((key) => [key, read(key)])
    .filter(([, kept]) => kept)
    .sort(([, one], [, other]) => other.at - one.at)[0];
}

function placeOf(person) {
  const asked = [...new URLSearchParams(location.search)].filter(([name]) => !PASSING.has(name)).sort();
  return `${PREFIX}${person} ${location.pathname}?${new URLSearchParams(asked)}`;
}

// What the server says it has, and what nobody came back for, goes.
function tidy(arrived) {
  for (const key of keysKept()) {
    const kept = read(key);
    if (!kept || arrived.includes(kept.token) || Date.now() - kept.at > DAYS * 86400000) store(key, null);
  }
}

function onLeaving(done) {
  document.addEventListener("submit", ({ target }) => {
    if (!EXITS.test(new URL(target.action).pathname)) return;
    done();
    for (const key of keysKept()) store(key, null);
    store(LEFT, Date.now());
    store(LEFT, null);
  }, true);
  addEventListener("storage", ({ key, newValue }) => key === LEFT && newValue && done());
}

const { arrived, person } = document.querySelector("script[data-arrived]").dataset;
const line = document.querySelector("p[data-kept]");
const lost = document.querySelector("[data-words-left]");
tidy(arrived.split(" "));
if (line) keepWords(line.closest("form"), line);
else onLeaving(() => {});
if (lost) showLeft(lost);

// Words of a form that is gone, with what it was about, are shown where it stood.
async function showLeft(section) {
  const [, kept] = (await newestLeft(placeOf(person))) ?? [];
  for (const [name, value, checked] of kept?.typed ?? []) {
    if (checked !== null || CHOSEN.has(name) || value.trim().length < 2) continue;
    const words = document.createElement("p");
    Object.assign(words, { textContent: value, dir: "auto", className: "txt" });
    section.append(words);
    section.hidden = false;
  }
}

async function keepWords(form, line) {
  const said = line.dataset;
  const isFresh = "fresh" in said;
  const place = placeOf(person);
  const key = `${place} #${Math.random().toString(36).slice(2)}`;
  const asGiven = JSON.stringify(fields().map((each) => [each.name, ...given(each)]));
  let waiting;
  let letGo;
  let isMine = false; // something is kept of this page
  let isBusy = false;
  let isReady = false; // what is typed here goes away, sent or discarded: nothing is kept of it any more
  let isOver = false; // somebody left on this device

  function fields() {
    const boxes = "textarea, select, input:not([type=hidden], [type=file], [type=password])";
    return [...form.elements].filter((each) => each.name && !NAMES_LEFT_OUT.has(each.name) && each.matches(boxes));
  }

  function given(each) {
    if (each.matches("select")) return [([...each.options].find((one) => one.defaultSelected) ?? each.options[0])?.value, null];
    return isChoice(each) ? [each.value, each.defaultChecked] : [each.defaultValue, null];
  }

  function isChoice(each) {
    return each.type === "radio" || each.type === "checkbox";
  }

  function typed() {
    return fields().map((each) => [each.name, each.value, isChoice(each) ? each.checked : null]);
  }

  function own() {
    return OWN.map((name) => [name, form.elements[name]?.value]).filter(([, value]) => value);
  }

  function keep(sent = false) {
    clearTimeout(waiting);
    if (isOver || isReady) return;
    if (isMine && !read(key)) return leave(); // taken away in another tab that did not say so
    const now = typed();
    if (!sent && isFresh && JSON.stringify(now) === asGiven) {
      if (isMine) isMine = !store(key, null);
      return;
    }
    isMine = store(key, { at: Date.now(), sent, typed: now, own: own(), token: form.elements.form_token?.value });
    if (isMine) noteLastOfTab(key);
    // What stands there stays: a line that became shorter would move the button while it is pressed.
    if (isMine && line.hidden) say(said.saidKept);
  }

  function leave() {
    [isOver, line.hidden] = [true, true];
    clearTimeout(waiting);
    // Whoever sits here next neither reads the words nor sends them.
    form.reset();
    form.inert = true;
  }

  function say(words, { button = null, isLoud = false } = {}) {
    line.hidden = false;
    line.className = isLoud ? "notice care" : "hint";
    line.textContent = words;
    if (button) line.append(" ", button);
  }

  function putBack(kept) {
    const left = [...kept.typed];
    for (const each of fields()) {
      const at = left.findIndex(([name, value]) => name === each.name && (!isChoice(each) || value === each.value));
      if (at < 0) continue;
      const [[, value, checked]] = left.splice(at, 1);
      if (isChoice(each)) each.checked = checked;
      else each.value = value;
    }
    for (const [name, value] of left) addBox(name, value);
    // What was written on: where another version or other words of a colleague stand now, the server shows both.
    for (const [name, value] of kept.own ?? []) if (form.elements[name]) form.elements[name].value = value;
  }

  // A box that came while the form was filled, which the page has not now: its words stay with the others.
  function addBox(name, value) {
    if (!name.startsWith("reason-") || !value.trim()) return;
    const box = document.createElement("textarea");
    Object.assign(box, { name, value, className: "input lean", dir: "auto" });
    box.ariaLabel = form.elements.reason.labels[0]?.textContent;
    (form.querySelector("[data-reasons]") ?? form).append(box);
  }

  function discard() {
    isReady = true;
    store(key, null);
    location.reload();
  }

  async function begin() {
    const before = lastOfTab();
    if (!isFresh) {
      // The server drew what was sent: the page before needs not keep it.
      if (before?.startsWith(`${place} #`)) store(before, null);
      return keep();
    }
    const [from, kept] = (await newestLeft(place)) ?? [];
    if (!kept || JSON.stringify(kept.typed) === asGiven) return JSON.stringify(typed()) === asGiven || keep();
    putBack(kept);
    isMine = store(key, kept);
    if (isMine) store(from, null);
    noteLastOfTab(key);
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "btn link", textContent: said.saidDiscard, onclick: discard });
    say(kept.sent ? said.saidPerhaps : said.saidBack, { button, isLoud: true });
    form.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function hold() {
    navigator.locks?.request(key, () => new Promise((done) => (letGo = done))).catch(() => {});
  }

  async function isLineThere() {
    try {
      const asked = { method: "HEAD", cache: "no-store", signal: AbortSignal.timeout(10000) };
      return (await fetch(said.probe, asked)).ok;
    } catch {
      return false;
    }
  }

  onLeaving(leave);
  hold();
  form.addEventListener("input", (event) => {
    if (event.target === form) return;
    clearTimeout(waiting);
    waiting = setTimeout(keep, SAVE_AFTER);
  });
  form.addEventListener("change", () => keep());
  document.addEventListener("visibilitychange", () => document.hidden && keep());
  addEventListener("pagehide", () => {
    keep(Boolean(read(key)?.sent));
    letGo?.();
  });
  addEventListener("pageshow", ({ persisted }) => {
    isReady = isBusy = false;
    if (persisted) hold();
  });
  form.addEventListener("submit", async (event) => {
    if (isReady) return;
    event.preventDefault();
    if (isBusy) return;
    isBusy = true;
    keep();
    for (let wait = 2; !(await isLineThere()); wait = Math.min(2 * wait, 30)) {
      for (let left = wait; left > 0; left -= 1) {
        say(said.saidWaiting.replace("{count}", left), { isLoud: true });
        await new Promise((done) => setTimeout(done, 1000));
      }
    }
    keep(true);
    say(said.saidSending);
    isReady = true;
    form.requestSubmit(event.submitter);
  });
  await begin();
}
