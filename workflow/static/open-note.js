// A reference in the text opens its note, and the notes of its paragraph, at once. Without this, browsers that open
// the details around a target do it themselves, and `?open=A12` has the server send them open.
function open(name) {
  const note = document.getElementById(decodeURIComponent(name));
  for (let box = note?.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
  return note;
}

document.addEventListener("click", (event) => {
  const link = event.target.closest('a[href^="#"]');
  if (link) open(link.hash.slice(1));
});
open(location.hash.slice(1))?.scrollIntoView({ block: "nearest" });
