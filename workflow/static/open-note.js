// A reference in the text opens its note, and the points of its paragraph, at once; Escape closes the points and goes
// back to their line. Without this, browsers that open the details around a target do it themselves, and `?open=A12` has
// the server send them open.
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
open(location.hash.slice(1))?.scrollIntoView({ block: "nearest" });
