"""Which documents of hand-made OOXML the corpus has: a theme, its scenes, its languages."""

from collections.abc import Iterator, Mapping, Sequence

from tests.formats.word.making.model import Document
from tests.formats.word.making.scenes import played

_THEMES: Mapping[str, tuple[str, Sequence[str]]] = {
    "replacements": ("en fr ar", ["heading", "replacements", "in_a_word", "clean"]),
    "authors": ("es en", ["several_authors", "replacements", "several_authors", "subheading", "clean"]),
    "nested": ("en fr ar", ["heading", "nested", "clean", "nested_paragraph", "nested"]),
    "paragraphs-in": ("es ar", ["paragraph_put_in", "subheading", "paragraph_parted", "replacements"]),
    "paragraphs-out": ("en fr ar", ["heading", "paragraph_taken_out", "paragraphs_joined", "heading_taken_out"]),
    "moves": ("en es ar", ["moved_paragraph", "subheading", "moved_words", "moved_and_edited"]),
    "formats": ("fr es", ["heading", "formats", "replacements"]),
    "restyled": ("en ar", ["heading", "clean", "heading_restyled", "formats"]),
    "footnotes": ("en ar", ["footnotes", "replacements", "endnotes"]),
    "footnotes-revised": ("fr es ar", ["footnotes", "footnotes_revised", "comments_plain"]),
    "links": ("en fr", ["heading", "links", "clean"]),
    "links-revised": ("es ar", ["links_revised", "links", "nested"]),
    "controls": ("en fr ar", ["controls", "paragraph_parted", "controls"]),
    "fields": ("es fr", ["heading", "fields", "replacements"]),
    "table": ("en ar", ["heading", "table", "clean", "comment_in_table"]),
    "table-revised": ("fr es", ["table_revised", "replacements", "table"]),
    "comments": ("en fr ar", ["comments_plain", "comments_across", "clean"]),
    "comments-on-changes": ("es en ar", ["comments_on_changes", "comments_overlap", "comments_plain"]),
    "lists": ("en fr ar", ["heading", "bullets", "numbers", "legal_numbers"]),
    "lists-revised": ("en es ar", ["numbers_revised", "bullets", "numbers_revised"]),
    "boxes": ("fr ar", ["heading", "boxes", "margins", "replacements"]),
    "hidden": ("en es", ["hidden", "margins", "nested", "section_changed"]),
    "characters": ("en fr es", ["characters", "markdown_signs"]),
    "headings": ("fr en ar", ["headings_of_all_kinds", "heading_taken_out"]),
    "emphasis": ("es ar", ["heading", "emphasis", "emphasis_revised", "quotation"]),
    "directions": ("ar en", ["directions", "replacements", "emphasis_revised", "quotation"]),
    "clean": ("fr es", ["heading", "clean", "subheading", "bullets", "footnotes", "links", "quotation"]),
    "rare-fields": (
        "en fr ar", ["fields_inside_fields", "field_over_paragraphs", "link_with_a_tip", "signs_taken_out"],
    ),
    "rare-ranges": (
        "es ar en", ["comment_between", "moved_paragraphs", "heading",
         "deletions_that_hold_insertions", "heading_joined"],
    ),
    "rare-parts": (
        "en fr es", ["named_otherwise", "boxes_to_tick", "table_in_table", "note_with_everything"],
    ),
    "rare-items": (
        "en ar es", ["items_made_of_paragraphs", "numbers_revised", "comment_between", "note_with_everything"],
    ),
    "rare-words": ("en fr ar", ["emoji", "breaks", "accents_apart", "author_with_signs", "comment_on_nothing"]),
    "rare-tables": ("es en ar", ["table_changed", "table_behind_what_is_taken_out", "marks_changed", "replacements"]),
    "rare-lists": ("fr ar en", ["lists_by_style", "links_in_parts", "contents", "numbers_revised"]),
    "rare-signs": ("en es fr", ["signs_of_fonts", "not_hidden_after_all", "emphasis_by_inheritance", "replacements"]),
    "rare-starts": ("es ar en", ["lists_that_begin_later", "table_taken_out", "several_authors"]),
    "plainly": (
        "en es ar",
        ["plainly", "heading", "replacements", "emphasis_revised", "nested", "comments_plain", "bullets", "footnotes",
         "links", "table"],
    ),
    "mixed": (
        "en fr es ar",
        ["heading", "nested", "moved_paragraph", "subheading", "footnotes_revised", "numbers_revised", "links_revised",
         "comments_on_changes", "paragraphs_joined", "formats", "controls", "fields", "table_revised", "boxes",
         "clean"],
    ),
    "long-a": (
        "en fr es ar",
        ["heading", "paragraph_taken_out", "comments_across", "moved_words", "moved_and_edited", "nested_paragraph",
         "legal_numbers", "numbers_revised", "footnotes_revised", "endnotes", "emphasis_revised", "margins"],
    ),
    "long-b": (
        "en fr es ar",
        ["heading_restyled", "several_authors", "in_a_word", "comments_overlap", "table_revised", "hidden",
         "section_changed", "paragraph_put_in", "paragraph_parted", "heading_taken_out", "quotation", "links"],
    ),
}  # fmt: skip


def word_like() -> Iterator[tuple[str, Document]]:
    """The documents, each with the name of its file."""
    for turn, (theme, (languages, scenes)) in enumerate(_THEMES.items()):
        for language in languages.split():
            yield f"{theme}-{language}", played(language, scenes, turn)
