// Fills in the answer that fits a text written by hand, without the way to the server that would lose other answers.

for (const link of document.querySelectorAll('[data-behaviour="fill-answer"]')) {
  link.addEventListener("click", (event) => {
    const { item, kind, taken } = link.dataset;
    const choice = document.querySelector(`input[name="${item}_kind"][value="${kind}"]`);
    if (!choice) return;
    event.preventDefault();
    choice.checked = true;
    const words = document.querySelector(`[name="${item}_taken"]`);
    if (words && taken) words.value = taken;
    choice.closest("details")?.setAttribute("open", "");
    choice.dispatchEvent(new Event("change", { bubbles: true }));
    choice.focus();
  });
}
