// Keeps what is typed in a form on this device until it was sent: over a reload, a dead line, a phone that fell asleep,
// a sign-in that ended. Where there is no line, sending waits and tries again, and says so. Sign-out and Quiet exit take
// all of it away. Without this, or where nothing can be stored, the form works as ever.
const PREFIX = "words ";
const DAYS = 14;
const SAVE_AFTER = 400;
const NAMES_LEFT_OUT = new Set(["csrf_token", "known", "seen"]);

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

function keysKept() {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
  } catch {
    return [];
  }
}

// What was sent from another page has arrived when this one is shown; what nobody came back for goes by and by.
function tidy(own) {
  for (const key of keysKept()) {
    const kept = read(key);
    const isOld = !kept || Date.now() - kept.at > DAYS * 86400000;
    if (isOld || (kept.sent && key !== own)) store(key, null);
  }
}

const line = document.querySelector("p[data-kept]");
const form = line?.closest("form");
const key = form ? `${PREFIX}${line.dataset.kept} ${location.pathname}${location.search}` : "";
tidy(key);
if (form) keepWords();

function keepWords() {
  const said = line.dataset;
  const initial = JSON.stringify(typed());
  let waiting;
  let isBusy = false;
  let isReady = false; // what is typed here goes away, sent or discarded: nothing is kept of it any more

  function fields() {
    return [...form.elements].filter((each) => each.name && !each.disabled && !NAMES_LEFT_OUT.has(each.name));
  }

  function typed() {
    return fields()
      .filter((each) => each.matches("textarea, select, input:not([type=hidden], [type=file], [type=password])"))
      .map((each) => [each.name, each.value, each.checked ?? null]);
  }

  function own() {
    return ["version", "form_token"].map((name) => [name, form.elements[name]?.value]).filter(([, value]) => value);
  }

  function keep(sent = false) {
    clearTimeout(waiting);
    const now = typed();
    if (!sent && JSON.stringify(now) === initial && !read(key)) return;
    if (store(key, { at: Date.now(), sent, typed: now, own: own() }) && !sent) say(said.saidKept);
  }

  function say(words, button) {
    line.hidden = false;
    line.textContent = words;
    if (button) line.append(" ", button);
  }

  function putBack(kept) {
    const left = [...kept.typed];
    for (const each of fields()) {
      const isChoice = each.type === "radio" || each.type === "checkbox";
      const at = left.findIndex(([name, value]) => name === each.name && (!isChoice || value === each.value));
      if (at < 0) continue;
      const [[, value, checked]] = left.splice(at, 1);
      if (isChoice) each.checked = checked;
      else if (each.matches("textarea, select, input:not([type=hidden])")) each.value = value;
    }
    for (const [name, value] of left) addBox(name, value);
    // The version that was written on: where another is on the table now, the server shows both.
    for (const [name, value] of kept.own ?? []) if (form.elements[name]) form.elements[name].value = value;
    form.dispatchEvent(new Event("input", { bubbles: true }));
  }

  // A box that came while the form was filled, which the page has not now: its words stay with the others.
  function addBox(name, value) {
    if (!/^reason\d+$/.test(name) || !value.trim()) return;
    const box = document.createElement("textarea");
    Object.assign(box, { name, value, className: "input lean", dir: "auto" });
    box.ariaLabel = form.elements.reason.labels[0]?.textContent;
    (form.querySelector("[data-reasons]") ?? form).append(box);
  }

  const kept = read(key);
  if (kept && "fresh" in said && JSON.stringify(kept.typed) !== initial) {
    putBack(kept);
    store(key, { ...kept, sent: false });
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn link";
    button.textContent = said.saidDiscard;
    button.addEventListener("click", () => {
      isReady = true;
      store(key, null);
      location.reload();
    });
    say(said.saidBack, button);
  } else if (!("fresh" in said)) {
    keep();
  }

  form.addEventListener("input", (event) => {
    if (event.target === form) return;
    clearTimeout(waiting);
    waiting = setTimeout(keep, SAVE_AFTER);
  });
  form.addEventListener("change", () => keep());
  addEventListener("pagehide", () => isReady || keep());
  document.addEventListener("visibilitychange", () => document.hidden && !isReady && keep());
  addEventListener("pageshow", () => (isReady = isBusy = false));

  async function isLineThere() {
    try {
      await fetch(said.probe, { method: "HEAD", cache: "no-store", signal: AbortSignal.timeout(10000) });
      return true;
    } catch {
      return false;
    }
  }

  form.addEventListener("submit", async (event) => {
    if (isReady) return;
    event.preventDefault();
    if (isBusy) return;
    isBusy = true;
    keep();
    for (let wait = 2; !(await isLineThere()); wait = Math.min(2 * wait, 30)) {
      for (let left = wait; left > 0; left -= 1) {
        say(said.saidWaiting.replace("{count}", left));
        await new Promise((done) => setTimeout(done, 1000));
      }
    }
    say(said.saidSending);
    keep(true);
    isReady = true;
    form.requestSubmit(event.submitter);
  });
}
