// What is new stops being new once it stood on the screen for a second: only that, and only as it was when the page
// was made. Without this, a button marks all of the page as seen.
const form = document.querySelector('form[data-behaviour~="seen-items"]');
const waiting = new Map();
const seen = new Set();

function tell() {
  if (!form || !seen.size) return;
  const said = new FormData(form);
  said.set("items", [...seen].join(" "));
  said.delete("next");
  if (navigator.sendBeacon(form.action, said)) seen.clear();
}

if (form && globalThis.IntersectionObserver) {
  const watch = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        clearTimeout(waiting.get(target));
        if (!isIntersecting) continue;
        waiting.set(target, setTimeout(() => {
          seen.add(target.dataset.new);
          watch.unobserve(target);
        }, 1000));
      }
    },
    { threshold: 0.6 },
  );
  for (const note of document.querySelectorAll("[data-new]")) watch.observe(note);
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && tell());
  addEventListener("pagehide", tell);
  setInterval(tell, 5000);
}
