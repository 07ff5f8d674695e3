// A text as what changed of another one, with the SHA-256 of both; the server rebuilds it and checks. All is sent
// where no delta can be made: by half a character, an old browser, or a page that did not come over a safe line.
const SECONDS = 0.1;
let library;

async function differ() {
  library ??= import("./vendor/diff-match-patch.js");
  const made = new (await library).diff_match_patch();
  made.Diff_Timeout = SECONDS;
  return made;
}

// The SHA-256 of a text in UTF-8; "" where the browser gives none.
export async function digestOf(text) {
  if (!globalThis.crypto?.subtle) return "";
  const sum = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return [...new Uint8Array(sum)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

// What to send of a text that the server is to have after `base`; the whole text where that is shorter, or safer.
export async function sent(base, text, deltaOf = everyChange) {
  const digest = await digestOf(text);
  const whole = { text, ...(digest && { digest }) };
  if (base === null || !digest) return whole;
  try {
    const delta = await deltaOf(base, text);
    // As they go over the line: each letter of Arabic is six signs there, of a delta ten.
    const [less, all] = [delta, text].map((each) => encodeURIComponent(each).length);
    return less < all ? { delta, base: await digestOf(base), digest } : whole;
  } catch {
    return whole;
  }
}

async function everyChange(base, text) {
  const made = await differ();
  return made.diff_toDelta(made.diff_main(base, text, true));
}

// All changes as one, between what the two begin and end with: for texts too short to load the library for.
export function oneChange(base, text) {
  const most = Math.min(base.length, text.length);
  let start = 0, end = 0;
  while (start < most && base[start] === text[start]) start += 1;
  while (end < most - start && base.at(-1 - end) === text.at(-1 - end)) end += 1;
  // No half of a character on either side.
  if (/[\ud800-\udbff]/.test(base.charAt(start - 1))) start -= 1;
  if (end && /[\udc00-\udfff]/.test(base.at(-end))) end -= 1;
  const gone = base.length - start - end, come = text.slice(start, text.length - end);
  const parts = [start && `=${start}`, gone && `-${gone}`, come && `+${encodeURI(come)}`, end && `=${end}`];
  return parts.filter(Boolean).join("\t");
}

// The text that the server keeps of the one that was sent; null where it cannot be told.
export async function kept(text, delta, digest) {
  if (!delta) return text;
  try {
    const made = await differ();
    const found = made.diff_text2(made.diff_fromDelta(text, delta));
    return (await digestOf(found)) === digest ? found : null;
  } catch {
    return null;
  }
}
