// A reference in the text opens its note, and the points of its paragraph, at once; Escape closes the points and goes
// back to their line. Points that lie over the margin close when the focus comes to the line of another paragraph, which
// they may cover. Without this, browsers that open the details around a target do it themselves, and `?open=A12` has the
// server send them open.
const lies = matchMedia("(min-width: 62rem)");

function open(name) {
  const note = document.getElementById(decodeURIComponent(name));
  for (let box = note?.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
  return note;
}

document.addEventListener("click", (event) => {
  const link = event.target.closest('a[href^="#"]');
  if (link) open(link.hash.slice(1));
});
document.addEventListener("keydown", (event) => {
  const points = event.key === "Escape" && document.querySelector(".points[open]");
  if (!points) return;
  const holds = points.contains(document.activeElement);
  points.open = false;
  if (holds) points.querySelector("summary").focus();
});
document.addEventListener("focusin", ({ target }) => {
  const points = lies.matches && document.querySelector(".points[open]");
  if (points && target.closest(".beside") && !points.closest(".para").contains(target)) points.open = false;
});
open(location.hash.slice(1))?.scrollIntoView({ block: "nearest" });
