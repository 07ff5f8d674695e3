// Says how many characters are left as one types, or how many are too many, as the server counts them; those who listen
// hear it at most every two seconds. Without this, the most that a field takes stands there.
for (const line of document.querySelectorAll('[data-behaviour~="count-letters"]')) {
  const { field, limit, left, over } = line.dataset;
  const input = document.getElementById(field);
  let waiting;

  const show = () => {
    const rest = Number(limit) - [...input.value.normalize().trim()].length;
    line.textContent = (rest < 0 ? over : left).replace("{count}", Math.abs(rest));
    line.classList.toggle("no", rest < 0);
  };

  line.setAttribute("aria-live", "polite");
  input?.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(show, 2000);
  });
  input?.addEventListener("blur", () => input.value && show());
}
