// Counts the words of a new paragraph as they are typed; what is said goes to those who listen at most every two seconds.
// Without this, the server's count of the whole text stands there.
const language = document.documentElement.lang;
const cut = globalThis.Intl?.Segmenter ? new Intl.Segmenter(language, { granularity: "word" }) : null;

function count(text) {
  if (!cut) return text.split(/\s+/).filter(Boolean).length;
  return [...cut.segment(text)].filter((part) => part.isWordLike).length;
}

for (const line of document.querySelectorAll('[data-behaviour~="count-words"]')) {
  const { field, total, limit, said, whole } = line.dataset;
  const proposal = document.getElementById(field);
  let waiting;

  const show = () => {
    const after = count(proposal.value);
    const all = Number(total) + after;
    const counts = { before: 0, after, total: all, limit };
    line.textContent = `${said} ${whole}`.replace(/\{(\w+)\}/g, (_, name) => counts[name]);
    line.classList.toggle("warn", Boolean(limit) && all > Number(limit));
  };

  line.setAttribute("aria-live", "polite");
  proposal.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(show, 2000);
  });
  proposal.addEventListener("blur", show);
}
