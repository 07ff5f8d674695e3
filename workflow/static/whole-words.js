// Words selected from the middle of one to the middle of another, made whole: as the server does, which has the last
// word. Scripts that put no space between words are left as selected.
const LETTER = "(?![\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}])" +
  "[\\p{L}\\p{M}\\p{N}]";
const BEGINNING = new RegExp(`^(?:${LETTER})+`, "u");
const END = new RegExp(`(?:${LETTER})+$`, "u");

// The words, and what is left of what stands before and after them.
export function whole(before, words, after) {
  const left = BEGINNING.test(words) ? before.match(END)?.[0] ?? "" : "";
  const right = END.test(words) ? after.match(BEGINNING)?.[0] ?? "" : "";
  const prefix = before.slice(0, before.length - left.length), suffix = after.slice(right.length);
  return { words: left + words + right, prefix, suffix, isWidened: left + right !== "" };
}
