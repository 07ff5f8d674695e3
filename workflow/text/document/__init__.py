"""A statement as blocks with permanent ids: read from Markdown and files, written, numbered, joined; inline marks."""

from workflow.text.document.blocks import canonical, digest, heading_levels, note_numbers, numbers, with_ids, word_count
from workflow.text.document.brackets import TITLE, Alternative, Bracket, divided, open_brackets, titled
from workflow.text.document.inline import html, line, plain
from workflow.text.document.levels import LARGEST
from workflow.text.document.likeness import keep_ids
from workflow.text.document.markdown import in_one_line, mark_behind, parse, to_markdown, without_bare_mark
from workflow.text.document.marks import Style, marked_slice, pieces
from workflow.text.document.paragraphs import headed, inserted, joined, moved, removed, replaced, typed_for
from workflow.text.document.reading import Reading, Unreadable, read, read_text
from workflow.text.document.setting import address_of, set_words
from workflow.text.document.widening import with_whole_words
from workflow.text.unicode.normal import one_line

__all__ = [
    "LARGEST",
    "TITLE",
    "Alternative",
    "Bracket",
    "Reading",
    "Style",
    "Unreadable",
    "address_of",
    "canonical",
    "digest",
    "divided",
    "headed",
    "heading_levels",
    "html",
    "in_one_line",
    "inserted",
    "joined",
    "keep_ids",
    "line",
    "mark_behind",
    "marked_slice",
    "moved",
    "note_numbers",
    "numbers",
    "one_line",
    "open_brackets",
    "parse",
    "pieces",
    "plain",
    "read",
    "read_text",
    "removed",
    "replaced",
    "set_words",
    "titled",
    "to_markdown",
    "typed_for",
    "with_ids",
    "with_whole_words",
    "without_bare_mark",
    "word_count",
]
