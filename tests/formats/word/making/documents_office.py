"""Which documents LibreOffice writes for the corpus; they hold what `plan_office` can tell it to make."""

from collections.abc import Iterator, Mapping, Sequence

from tests.formats.word.making.model import (
    Box,
    Com,
    Del,
    Document,
    Ins,
    Level,
    Link,
    Listing,
    Note,
    Para,
    Picture,
    Words,
)
from tests.formats.word.making.scenes import Play

_THEMES: Mapping[str, tuple[str, str, Sequence[str]]] = {
    "office-replacements": ("en fr es ar", "docx", ["heading", "replacements", "in_a_word", "clean", "put_in"]),
    "office-paragraphs": ("en ar", "docx", ["heading", "paragraph_taken_out", "put_in", "subheading", "clean"]),
    "office-notes": ("fr es", "docx", ["subheading", "footnotes", "endnote", "note_beside_changes", "web_link"]),
    "office-comments": ("en ar", "docx", ["comments_here", "replacements", "comments_on_edits", "clean"]),
    "office-lists": ("es fr", "docx", ["heading", "bullets_here", "numbers_here", "bold", "quotation_here"]),
    "office-left-out": ("en fr", "docx", ["heading", "table", "replacements", "boxes_here", "clean"]),
    "office-nested": ("en ar", "docx", ["nested_here", "bold_by", "put_in", "nested_here"]),
    "office-clean-parts": ("en es ar", "odt", ["subheading", "boxes_here", "endnote", "quotation_here", "clean"]),
    "office-clean": (
        "en fr es ar",
        "odt",
        ["heading", "clean", "footnotes", "bold", "web_link", "comments_here", "clean"],
    ),
    "office-clean-lists": ("en ar", "odt", ["heading", "bullets_here", "numbers_here", "table", "subheading", "clean"]),
    "office-tracked": ("en", "odt", ["heading", "replacements", "clean"]),
}


class OfficePlay(Play):
    """Scenes in the ways that LibreOffice is told to make them."""

    def put_in(self) -> None:
        by = self.by()
        self.add(self.plain())
        self.add(Ins(by, [self.plain()]), mark_ins=by)
        self.add(Ins(by, [self.plain()]), mark_ins=by)
        self.add(self.plain())

    def nested_here(self) -> None:
        one, other = self.by(), self.by()
        a, b = self.halves()
        c, d = self.halves()
        self.add(Words(a), Ins(one, [Words("("), Del(other, [Words(c)]), Words(d.rstrip(".") + ") ")]), Words(b))

    def bold_by(self) -> None:
        a, strong, b, _, c = self.stock["strong"]
        self.add(Words(a), Words(strong, bold=True, by=self.by()), Words(b + c))

    def endnote(self) -> None:
        self.add(self.plain(), Note([Para([Words(self.next("notes"))])], end=True))

    def note_beside_changes(self) -> None:
        self.add(*self.edit(), Note([Para([Words(self.next("notes"))])]), Words(" "), *self.edit())

    def web_link(self) -> None:
        a, words, b = self.stock["link"]
        self.add(Words(a), Link(self.stock["href"], [Words(words)]), Words(b))

    def comments_here(self) -> None:
        a, b = self.halves()
        self.add(Words(a), Com(self.comment(), [Words(b)]))
        self.add(Com(self.comment(body=[self.next("comments")]), [self.plain()]), Words(" "), self.plain())

    def comments_on_edits(self) -> None:
        by = self.by()
        before, old, new, after = self.next("edits")
        self.add(*self.some(before), Com(self.comment(), [Del(by, [Words(old)])]), Ins(by, [Words(new)]), Words(after))

    def bullets_here(self) -> None:
        self.add(self.plain())
        for depth in (0, 1, 0):
            self.add(Words(self.next("items")), kind="item", num=(0, depth))

    def numbers_here(self) -> None:
        for _ in range(3):
            self.add(Words(self.next("items")), kind="item", num=(1, 0))
        self.add(self.plain())

    def bold(self) -> None:
        a, strong, b, secret, c = self.stock["strong"]
        self.add(Words(a), Words(strong, bold=True), Words(b), Words(secret, italic=True), Words(c))

    def quotation_here(self) -> None:
        self.add(Words(self.stock["quote"]), kind="quotation")

    def boxes_here(self) -> None:
        self.add(self.plain(), Box([Para([Words(self.stock["box"])])]))
        self.add(self.plain(), Picture(self.stock["cells"][3]))


def office() -> Iterator[tuple[str, Document]]:
    """The documents, each with the name of its file."""
    for turn, (theme, (languages, ending, scenes)) in enumerate(_THEMES.items()):
        for language in languages.split():
            yield f"{theme}-{language}.{ending}", played_by_office(language, scenes, turn)


def played_by_office(language: str, scenes: Sequence[str], turn: int) -> Document:
    """The document of these scenes."""
    play = OfficePlay(language, turn)
    for scene in scenes:
        getattr(play, scene)()
    # LibreOffice's own lists: bullets, and "Numbering 123".
    play.listings = {0: Listing(0, [Level("bullet", "•")] * 3), 1: Listing(1, [Level("decimal", "%1.")] * 3)}
    return play.done(scenes)
