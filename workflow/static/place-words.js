// Words selected in a paragraph of the list choose the paragraph and fill in the field, with a little of what stands
// beside them. Without this, the paragraph is chosen and the words are copied.
import { selected } from "./whole-words.js";

const form = document.querySelector('form[data-behaviour~="place-words"]');

document.addEventListener("selectionchange", () => {
  const selection = document.getSelection();
  if (!form || selection.rangeCount === 0 || selection.isCollapsed) return;
  const range = selection.getRangeAt(0);
  const within = range.commonAncestorContainer;
  const text = (within.nodeType === Node.TEXT_NODE ? within.parentElement : within).closest("[data-text]");
  if (!text || !form.contains(text)) return;
  text.closest("label").querySelector("input").checked = true;
  const found = selected(text, range);
  form.elements.words.value = found.words;
  put(found.prefix, found.suffix);
});

// Words typed by hand stand for themselves: what stood beside the selected ones would lead away from them.
form?.elements.words.addEventListener("input", () => {
  put("", "");
});

// What stands beside the words, where the form asks for it.
function put(prefix, suffix) {
  if (!form.elements.prefix) return;
  form.elements.prefix.value = prefix;
  form.elements.suffix.value = suffix;
}
