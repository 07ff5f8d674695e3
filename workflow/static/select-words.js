// Words selected in a paragraph can be commented on or amended: the form opens with them and a little of what stands
// beside them. The server finds them again; no offset leaves the browser. Without this, the form asks for the words.
const LONGEST = 1500;

for (const text of document.querySelectorAll('[data-behaviour~="select-words"]')) {
  let waiting;
  document.addEventListener("selectionchange", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => offer(text).catch(() => {}), 150); // no line: nothing is offered
  });
}

async function offer(text) {
  const selection = document.getSelection();
  const place = paragraphOf(text, selection);
  const box = text.querySelector(".acts[data-selected]");
  if (box && selection.anchorNode && box.contains(selection.anchorNode)) return;
  box?.remove();
  if (!place) return;
  const range = selection.getRangeAt(0).cloneRange();
  const { selected } = await import("./whole-words.js"); // once somebody selects words: few do, and it is a file more
  if (text.querySelector(".acts[data-selected]")) return;
  const found = selected(place, range);
  if (found.words.trim() && found.words.length <= LONGEST) place.append(made(text, place, found));
}

function paragraphOf(text, selection) {
  if (selection.rangeCount === 0 || selection.isCollapsed) return null;
  const within = selection.getRangeAt(0).commonAncestorContainer;
  const element = within.nodeType === Node.TEXT_NODE ? within.parentElement : within;
  const place = element.closest(".para[id] > .txt");
  return place && text.contains(place) && place.parentElement.id !== "text" ? place : null;
}

function made(text, place, found) {
  const box = document.createElement("p");
  box.className = "acts";
  box.dataset.selected = "";
  box.lang = document.documentElement.lang;
  if (found.isWidened) {
    const said = document.createElement("span");
    said.className = "hint";
    said.textContent = text.dataset.whole.replace("{words}", () => found.words);
    box.append(said, " ");
  }
  const { words, prefix, suffix } = found;
  const { commenting, comment, amending, amend } = text.dataset;
  const offered = [[commenting, comment], [amending, amend]];
  if ("closed" in place.parentElement.dataset) offered.pop();
  for (const [address, said] of offered) {
    const link = document.createElement("a");
    const asked = new URLSearchParams({ paragraph: place.parentElement.id, words, prefix, suffix });
    link.href = `${address}&${asked}`;
    link.textContent = said;
    box.append(link, " ");
  }
  return box;
}
