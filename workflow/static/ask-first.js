// A link to a page that asks before it does something opens that page's question in a dialog instead.
async function ask(link) {
  const page = await fetch(link.href, { credentials: "same-origin" });
  const text = new DOMParser().parseFromString(await page.text(), "text/html");
  const question = page.ok && text.querySelector("[data-dialog]");
  if (!question) throw new Error("no question");
  const dialog = document.createElement("dialog");
  dialog.setAttribute("aria-labelledby", "ask");
  dialog.append(document.adoptNode(question));
  dialog.querySelector("[data-keep]")?.addEventListener("click", (event) => {
    event.preventDefault();
    dialog.close();
  });
  dialog.addEventListener("close", () => {
    dialog.remove();
    link.focus();
  });
  document.body.append(dialog);
  dialog.showModal();
}

document.addEventListener("click", (event) => {
  const link = event.target.closest('a[data-behaviour~="ask-first"]');
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || !globalThis.HTMLDialogElement) return;
  event.preventDefault();
  ask(link).catch(() => location.assign(link.href));
});
