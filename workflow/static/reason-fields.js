// Opens the reason of an item when the answer chosen needs one. Without it the same `details` is opened by hand.

const NEEDS_REASON = new Set(["part", "not_accepted", "out_of_scope"]);

function open(event) {
  const item = event.target.closest('[data-behaviour="reason-fields"]');
  const details = item && (item.querySelector("details[data-reason]") || item.querySelector("details"));
  if (details && NEEDS_REASON.has(event.target.value)) details.open = true;
}

document.addEventListener("change", (event) => {
  if (event.target.matches('input[type="radio"]')) open(event);
});
