"""What the review of a new text says beside its paragraphs, and the box that goes with each place."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from flask_babel import gettext, ngettext
from markupsafe import Markup

from workflow.text.document import QUOTES, BrokenWord, PageLineKind, Reading, plain, straight_quotes

_SHOWN = 60  # signs of a paragraph that a box tells of


@dataclass(frozen=True)
class Mark:
    """A place where something was found. name, value: of its box, "" where there is nothing to choose."""

    said: str
    name: str = ""
    value: str = ""
    is_ticked: bool = False
    is_care: bool = False


Ticked = dict[str, Collection[str]]
"""Name of a field -> the values that are ticked."""


def marks_of(reading: Reading, ticked: Ticked) -> dict[int, list[Mark]]:
    """Index of a block -> what was found there, in the order in which it is read."""
    found: dict[int, list[Mark]] = defaultdict(list)

    def put(at: int, said: str, name: str = "", value: int = 0, is_care: bool = False) -> None:
        value_said = str(value) if name else ""
        found[at].append(Mark(said, name, value_said, value_said in ticked.get(name, ()), is_care))

    for head in reading.heads:
        put(head.index, _head_words(head.kind), "out", head.index)
    for place, note in enumerate(reading.glued):
        if note.text is None:
            put(note.block, _lone_words(note.words))
        else:
            put(note.block, _note_words(reading, note.words, note.text), "notes", place)
    for place, word in enumerate(reading.broken):
        put(word.block, _broken_words(word), "words", place)
    for at in reading.joins:
        put(at, _join_words(reading, at), "joins", at, is_care=True)
    return found


def _head_words(kind: PageLineKind) -> str:
    if kind is PageLineKind.PAGE_NUMBER:
        return gettext("Take this line out: it seems to be the number of a page")
    return gettext("Take this line out: it seems to have stood on every page")


def _note_words(reading: Reading, words: str, at: int) -> Markup:
    said = gettext("Make the number in “%(words)s” a footnote with the text “%(note)s”")
    return _fill(said, words=words, note=_cut(plain(reading.blocks[at].text)))


def _lone_words(words: str) -> Markup:
    said = gettext("“%(words)s” seems to end in the mark of a footnote. We found no text of the note.")
    return _fill(said, words=words)


def _broken_words(word: BrokenWord) -> Markup:
    said = gettext("Write “%(words)s” as “%(whole)s”: its hyphen may come from the end of a line")
    return _fill(said, words=word.words, whole=word.whole)


def _join_words(reading: Reading, at: int) -> str:
    other = reading.next_of(at)
    if other == at + 1:
        return gettext("Join this with the next paragraph: the sentence seems to be cut")
    said = gettext("Join this with the paragraph that begins “%(words)s”: the sentence seems to be cut")
    return _fill(said, words=_cut(plain(reading.blocks[other].text)))


def _fill(sentence: str, **words: str) -> Markup:
    """The sentence with words of the text in it, each in a direction of its own."""
    isolated = {name: Markup("<bdi>{}</bdi>").format(each) for name, each in words.items()}
    return Markup(sentence) % isolated  # noqa: S704  (the catalogues are ours)


def _cut(text: str) -> str:
    return text if len(text) <= _SHOWN else text[:_SHOWN].rsplit(" ", 1)[0] + " …"


def summary(reading: Reading) -> list[str]:
    """What was found in the whole text, a sentence a kind, beside the joins; empty where there is nothing."""
    notes = sum(each.text is not None for each in reading.glued)
    kinds = (
        (
            reading.wrapped,
            ngettext(
                "%(num)s line end inside a paragraph was removed, because its line was full.",
                "%(num)s line ends inside paragraphs were removed, because their lines were full.",
                reading.wrapped,
            ),
        ),
        (
            len(reading.heads),
            ngettext(
                "%(num)s line seems to have stood on every page, or to be the number of a page.",
                "%(num)s lines seem to have stood on every page, or to be numbers of pages.",
                len(reading.heads),
            ),
        ),
        (
            len(reading.broken),
            ngettext(
                "%(num)s word has a hyphen that may come from the end of a line.",
                "%(num)s words have a hyphen that may come from the end of a line.",
                len(reading.broken),
            ),
        ),
        (
            len(reading.glued),
            ngettext(
                "%(num)s word seems to end in the mark of a footnote.",
                "%(num)s words seem to end in the mark of a footnote.",
                len(reading.glued),
            ),
        ),
        (
            notes,
            ngettext(
                "We found the text of %(num)s of these notes.", "We found the texts of %(num)s of these notes.", notes
            ),
        ),
    )
    return [said for count, said in kinds if count]


def numbering_words(reading: Reading) -> str:
    """How the text numbers its own paragraphs; empty where it does not."""
    if (own := reading.numbering) is None:
        return ""
    return gettext("The text numbers its own paragraphs, from %(first)s to %(last)s", first=own.first, last=own.last)


def quotes_words(reading: Reading, language: str) -> str:
    """What the box says that sets quotation marks; empty where there is nothing to set."""
    count = straight_quotes(reading.blocks, language)
    if not count:
        return ""
    return ngettext(
        "Set %(num)s straight quotation mark as the language does: %(marks)s",
        "Set %(num)s straight quotation marks as the language does: %(marks)s",
        count,
        marks="…".join(QUOTES[language]),
    )
