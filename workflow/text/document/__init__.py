"""A statement as blocks with permanent ids: read from Markdown and files, written, numbered, joined; inline marks."""

from workflow.text.document.blocks import canonical, digest, heading_levels, note_numbers, numbers, with_ids, word_count
from workflow.text.document.brackets import TITLE, Alternative, Bracket, divided, open_brackets, titled
from workflow.text.document.encodings import ENCODINGS, Decoded, decoded_as, decodings
from workflow.text.document.glued_notes import noted
from workflow.text.document.inline import html, line, plain
from workflow.text.document.levels import LARGEST
from workflow.text.document.likeness import keep_ids
from workflow.text.document.line_lengths import BrokenWord, mended
from workflow.text.document.markdown import in_one_line, mark_behind, parse, to_markdown, without_bare_mark
from workflow.text.document.marks import Style, marked_slice, pieces
from workflow.text.document.paragraphs import (
    headed,
    inserted,
    joined,
    joined_over,
    moved,
    removed,
    replaced,
    typed_for,
)
from workflow.text.document.quotation_marks import QUOTES, straight_quotes
from workflow.text.document.reading import Reading, Unreadable, read, read_text
from workflow.text.document.reviewing import ReadingChoices, settled
from workflow.text.document.running_heads import PageLineKind
from workflow.text.document.setting import address_of, set_words
from workflow.text.document.widening import with_whole_words
from workflow.text.unicode.normal import one_line

__all__ = [
    "ENCODINGS",
    "LARGEST",
    "QUOTES",
    "TITLE",
    "Alternative",
    "Bracket",
    "BrokenWord",
    "Decoded",
    "PageLineKind",
    "Reading",
    "ReadingChoices",
    "Style",
    "Unreadable",
    "address_of",
    "canonical",
    "decoded_as",
    "decodings",
    "digest",
    "divided",
    "headed",
    "heading_levels",
    "html",
    "in_one_line",
    "inserted",
    "joined",
    "joined_over",
    "keep_ids",
    "line",
    "mark_behind",
    "marked_slice",
    "mended",
    "moved",
    "note_numbers",
    "noted",
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
    "settled",
    "straight_quotes",
    "titled",
    "to_markdown",
    "typed_for",
    "with_ids",
    "with_whole_words",
    "without_bare_mark",
    "word_count",
]
