// Words selected from the middle of one to the middle of another, made whole: as the server does, which has the last
// word. Scripts that put no space between words are left as selected. What stands beside them tells where they are.
const CONTEXT = 40;
const LETTER = "(?![\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}])" +
  "[\\p{L}\\p{M}\\p{N}]";
const BEGINNING = new RegExp(`^(?:${LETTER})+`, "u");
const END = new RegExp(`(?:${LETTER})+$`, "u");

// The words selected in an element, and a little of what stands before and after them.
export function selected(within, range) {
  const before = read(beside(within, range, true)), words = read(range), after = read(beside(within, range, false));
  const left = BEGINNING.test(words) ? before.match(END)?.[0] ?? "" : "";
  const right = END.test(words) ? after.match(BEGINNING)?.[0] ?? "" : "";
  const prefix = before.slice(0, before.length - left.length).slice(-CONTEXT);
  const suffix = after.slice(right.length, right.length + CONTEXT);
  return { words: left + words + right, prefix, suffix, isWidened: left + right !== "" };
}

function read(range) {
  const copy = range.cloneContents();
  for (const extra of copy.querySelectorAll(".ref, .fn, .vh, .acts")) extra.remove();
  return copy.textContent;
}

function beside(within, range, before) {
  const around = document.createRange();
  around.selectNodeContents(within);
  if (before) around.setEnd(range.startContainer, range.startOffset);
  else around.setStart(range.endContainer, range.endOffset);
  return around;
}
