// Counts the words of a proposal as they are typed; what is said goes to those who listen at most every two seconds.
// Without this, the server's count of the whole text stands there.
const language = document.documentElement.lang;
const cut = globalThis.Intl?.Segmenter ? new Intl.Segmenter(language, { granularity: "word" }) : null;

function count(text) {
  if (!cut) return text.split(/\s+/).filter(Boolean).length;
  return [...cut.segment(text)].filter((part) => part.isWordLike).length;
}

for (const line of document.querySelectorAll('[data-behaviour~="count-words"]')) {
  const { field, instead, total, limit, said, whole } = line.dataset;
  const proposal = document.getElementById(field);
  const replaced = instead ? document.getElementById(instead) : null;
  let waiting;

  const show = () => {
    const before = replaced ? count(replaced.value) : 0;
    const after = count(proposal.value);
    const all = Number(total) - before + after;
    const counts = { before, after, total: all, limit };
    line.textContent = `${said} ${whole}`.replace(/\{(\w+)\}/g, (_, name) => counts[name]);
    line.classList.toggle("warn", Boolean(limit) && all > Number(limit));
  };

  line.setAttribute("aria-live", "polite");
  for (const input of [proposal, replaced]) {
    input?.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(show, 2000);
    });
    input?.addEventListener("blur", show);
  }
}
