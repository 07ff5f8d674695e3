"""Scenes: stretches of a document that hold one hard thing each; a document is a list of scenes in one language."""

import unicodedata
from collections.abc import Sequence
from itertools import cycle, islice
from typing import Any

from tests.formats.word.making import model as m
from tests.formats.word.making.model import (
    Box,
    Com,
    ComEnd,
    ComStart,
    Del,
    Equation,
    Field,
    Hidden,
    Inline,
    Ins,
    Level,
    Link,
    Listing,
    MoveFrom,
    MoveTo,
    Note,
    Para,
    Picture,
    Raw,
    Said,
    Symbol,
    Table,
    Words,
    Wrap,
)
from tests.formats.word.making.stock_ar import STOCK as AR
from tests.formats.word.making.stock_en import STOCK as EN
from tests.formats.word.making.stock_es import STOCK as ES
from tests.formats.word.making.stock_fr import STOCK as FR

STOCKS: dict[str, Any] = {"en": EN, "fr": FR, "es": ES, "ar": AR}
W = Words
_DOTTED = [Level("decimal", "%1."), Level("lowerLetter", "%2)"), Level("lowerRoman", "%3.")]
_LEGAL = [Level("decimal", "%1."), Level("decimal", "%1.%2."), Level("decimal", "%1.%2.%3.")]
_BRACKETED = [Level("lowerLetter", "(%1)"), Level("lowerRoman", "(%2)")]
_BULLETS = [Level("bullet", "•")] * 3


class Play:
    """A document in the making. `turn` says with which of the stock's sentences it begins."""

    def __init__(self, language: str, turn: int = 0) -> None:
        stock = STOCKS[language]
        self.language, self.stock = language, stock
        self.parts: list[m.Part] = []
        self.comments: dict[str, Said] = {}
        self.listings: dict[int, Listing] = {}
        self.kinds: list[str] = []
        self.header: Sequence[Inline] = ()
        self.footer: Sequence[Inline] = ()
        self.custom = False
        self.section = ""
        self.main = "document.xml"
        self.plain_file = False
        self._turning = {
            name: islice(cycle(stock[name]), turn % len(stock[name]), None)
            for name in ("plain", "edits", "items", "notes", "comments", "replies", "authors", "headings")
        }
        self.moves = 0

    # words

    def next(self, name: str) -> Any:
        return next(self._turning[name])

    def by(self) -> str:
        return str(self.next("authors"))

    def plain(self) -> Words:
        return W(self.next("plain"))

    def edit(self, by: str = "") -> list[Inline]:
        before, old, new, after = self.next("edits")
        by = by or self.by()
        return [*self.some(before), Del(by, [W(old)]), Ins(by, [W(new)]), W(after)]

    def some(self, text: str) -> list[Inline]:
        return [W(text)] if text else []

    def halves(self) -> tuple[str, str]:
        words = self.next("plain").split(" ")
        middle = len(words) // 2
        return " ".join(words[:middle]) + " ", " ".join(words[middle:])

    def comment(self, answers: str = "", body: Sequence[str] = ()) -> str:
        key = f"k{len(self.comments)}"
        said = body or [self.next("replies" if answers else "comments")]
        self.comments[key] = Said(self.by(), said, answers)
        return key

    def add(self, *of: Inline, **properties: Any) -> None:
        self.parts.append(Para(of, **properties))

    def listing(self, levels: Sequence[Level], *, goes_on: int = 0, restart: int | None = None) -> int:
        number = max([*self.listings, 10]) + 1
        abstract = self.listings[goes_on].abstract if goes_on else number
        self.listings[number] = Listing(abstract, self.listings[goes_on].levels if goes_on else levels, restart)
        return number

    def done(self, kinds: Sequence[str]) -> m.Document:
        self.add(self.plain())
        return m.Document(
            self.language,
            self.parts,
            kinds,
            self.comments,
            self.listings,
            self.header,
            self.footer,
            self.custom,
            self.section,
        )

    # scenes

    def heading(self) -> None:
        self.add(W(self.next("headings")), kind="heading", level=1)

    def subheading(self) -> None:
        self.add(W(self.next("headings")), kind="heading", level=2)

    def clean(self) -> None:
        self.add(self.plain())
        self.add(self.plain(), W(" "), self.plain())

    def replacements(self) -> None:
        self.add(*self.edit(), W(" "), *self.edit())
        self.add(*self.edit())

    def in_a_word(self) -> None:
        """Letters of a word, and signs, without a space beside."""
        by, one, two = self.by(), self.by(), self.next("plain")
        middle = len(two) // 2
        while not (two[middle - 1].isalpha() and two[middle].isalpha() and two[middle + 1].isalpha()):
            middle += 1
        self.add(
            W(two[: middle - 1]), Del(by, [W(two[middle - 1 : middle + 1])]), Ins(one, [W("xy")]), W(two[middle + 1 :])
        )
        three = self.next("plain")
        self.add(W(three[:-1]), Del(one, [W(three[-1])]), Ins(one, [W("!")]))

    def several_authors(self) -> None:
        """Words that one put in beside words that another did, and a change whose author is not said."""
        one, other = self.by(), self.by()
        before, old, new, after = self.next("edits")
        self.add(*self.some(before), Del(one, [W(old)]), Ins(one, [W(new)]), Ins(other, [W(" (!)")]), W(after))
        before, old, new, after = self.next("edits")
        self.add(*self.some(before), Del("", [W(old)]), Ins("", [W(new)]), W(after))

    def nested(self) -> None:
        """What one put in, another took out."""
        one, other = self.by(), self.by()
        a, b = self.halves()
        c, d = self.halves()
        self.add(W(a), Ins(one, [W("("), Del(other, [W(c)]), W(d.rstrip(".") + ") ")]), W(b))
        before, old, new, after = self.next("edits")
        self.add(*self.some(before), Ins(one, [Del(other, [W(old)])]), Ins(other, [W(new)]), W(after))

    def nested_paragraph(self) -> None:
        """A whole paragraph that one put in and another took out."""
        one, other = self.by(), self.by()
        self.add(self.plain())
        self.add(Ins(one, [Del(other, [self.plain()])]), mark_ins=one, mark_del=other)
        self.add(self.plain())

    def paragraph_put_in(self) -> None:
        by = self.by()
        self.add(self.plain())
        self.add(Ins(by, [self.plain()]), mark_ins=by)
        self.add(*self.edit(by))
        self.add(self.plain(), mark_ins=by)  # as Word writes what is typed at the end of a paragraph
        self.add(Ins(by, [self.plain()]))

    def paragraph_parted(self) -> None:
        by = self.by()
        a, b = self.halves()
        self.add(W(a), mark_ins=by)
        self.add(W(b))
        one, other = self.stock["joined"]
        self.add(W(one), mark_ins=by)
        self.add(W(other))

    def paragraph_taken_out(self) -> None:
        by, other = self.by(), self.by()
        self.add(self.plain())
        self.add(Del(by, [self.plain()]), mark_del=by)
        self.add(Del(other, [self.plain()]), mark_del=other)
        self.add(*self.edit(by))

    def paragraphs_joined(self) -> None:
        by = self.by()
        one, other = self.stock["joined"]
        self.add(W(one), mark_del=by)
        self.add(W(other))
        a, b = self.halves()
        self.add(W(a), mark_del=by)
        self.add(Del(by, [self.plain()]), mark_del=by)
        self.add(W(b))
        self.add(self.plain(), W(" "), Del(by, [self.plain()]), mark_del=by)
        self.add(Del(by, [self.plain()]))

    def heading_taken_out(self) -> None:
        by = self.by()
        self.add(Del(by, [W(self.next("headings"))]), kind="heading", level=2, mark_del=by)
        self.add(self.plain())
        self.add(Ins(by, [W(self.next("headings"))]), kind="heading", level=2, mark_ins=by)
        self.add(self.plain())

    def moved_paragraph(self) -> None:
        self.moves += 1
        by, name, text = self.by(), f"move{self.moves}", self.plain()
        self.add(MoveFrom(by, name, [text]), mark_from=by)
        self.add(self.plain())
        self.add(self.plain())
        self.add(MoveTo(by, name, [text]), mark_to=by)
        self.add(self.plain())

    def moved_words(self) -> None:
        self.moves += 1
        by, name = self.by(), f"move{self.moves}"
        words, rest = self.halves()
        a, b = self.halves()
        self.add(MoveFrom(by, name, [W(words)]), W(rest))
        self.add(W(a), MoveTo(by, name, [W(words)]), W(b))

    def moved_and_edited(self) -> None:
        """Moved words of which some are taken out and put in at their new place."""
        self.moves += 1
        by, other, name = self.by(), self.by(), f"move{self.moves}"
        before, old, new, after = self.next("edits")
        self.add(MoveFrom(by, name, [W(before + old + after)]), mark_from=by)
        self.add(self.plain())
        inside = [*self.some(before), Del(other, [W(old)])]
        self.add(MoveTo(by, name, inside), Ins(other, [W(new)]), MoveTo(by, name, [W(after)]), mark_to=by)
        self.add(self.plain())

    def formats(self) -> None:
        by = self.by()
        a, strong, b, secret, c = self.stock["strong"]
        self.add(W(a), W(strong, bold=True, by=by), W(b), W(secret, by=by, was=(False, True)), W(c))
        self.add(self.plain(), restyled=by, was='<w:jc w:val="center"/>', xml='<w:jc w:val="both"/>')

    def heading_restyled(self) -> None:
        was = f'<w:pStyle w:val="{"a" if self.language == "ar" else "Normal"}"/>'
        heading = W(self.next("headings"))
        self.add(heading, kind="heading", level=2, restyled=self.by(), was=was, was_kind=("paragraph", 0))
        self.add(self.plain())

    def footnotes(self) -> None:
        a, b = self.halves()
        self.add(W(a.rstrip()), Note([Para([W(self.next("notes"))])]), W(" " + b))
        self.add(self.plain(), Note([Para([W(self.next("notes"))]), Para([self.plain()])]))

    def footnotes_revised(self) -> None:
        by, other = self.by(), self.by()
        self.add(self.plain(), Ins(by, [Note([Para([Ins(by, [W(self.next("notes"))])])])]))
        self.add(self.plain(), Del(other, [Note([Para([W(self.next("notes"))])])]), W(" "), self.plain())
        self.add(self.plain(), Note([Para(self.edit(other))]))
        self.add(Del(by, [self.plain(), Note([Para([Del(by, [W(self.next("notes"))])])])]), mark_del=by)
        self.add(self.plain())

    def endnotes(self) -> None:
        self.add(self.plain(), Note([Para([W(self.next("notes"))])], end=True))
        self.add(self.plain(), Note([Para([W(self.next("notes"))])]), W(" "), *self.edit())

    def links(self) -> None:
        a, words, b = self.stock["link"]
        self.add(W(a), Link(self.stock["href"], [W(words)]), W(b))
        self.add(W(a), Link(self.stock["href"] + "#top", [W(words)], "complex"), W(b))
        self.add(W(a), Link("mailto:office@coalition.example.org", [W(words, bold=True)], "simple"), W(b))
        self.add(W(a), Link("_Toc12345", [W(words)], "anchor"), W(b))

    def links_revised(self) -> None:
        by, other = self.by(), self.by()
        a, words, b = self.stock["link"]
        href = self.stock["href"]
        self.add(W(a), Link(href, [Del(by, [W(words)]), Ins(by, [W("https://example.org")])]), W(b))
        self.add(W(a), Ins(other, [Link(href, [W(words)], "complex")]), W(b))
        self.add(W(a), Link(href, [Del(other, [W(words)])]), W(b.lstrip()))

    def controls(self) -> None:
        by = self.by()
        before, old, new, after = self.next("edits")
        self.add(Wrap("sdt", [*self.some(before), Del(by, [W(old)]), Ins(by, [W(new)])]), W(after))
        self.add(Wrap("smartTag", [self.plain()]), W(" "), Wrap("customXml", self.edit()))
        self.parts.append(
            m.Controlled([Para([self.plain()]), Para(self.edit()), Para([Ins(by, [self.plain()])], mark_ins=by)])
        )

    def fields(self) -> None:
        by = self.by()
        a, b = self.halves()
        self.add(W(a), Field("REF _Ref4711 \\h", [W("14 (b)")]), W(" " + b))
        self.add(W(a), Field('DATE \\@ "d MMMM yyyy"', [W("3.11.2026")], simple=True), W(" " + b))
        self.add(W(a), Del(by, [Field("REF _Ref4712 \\h", [W("17 bis")]), W(" ")]), W(b))
        self.add(W(a), Ins(by, [Field("SEQ Table \\* ARABIC", [W("23")]), W(" ")]), W(b))

    def table(self) -> None:
        cells = self.stock["cells"]
        self.add(self.plain())
        self.parts.append(Table([[[W(each)] for each in cells[:3]], [[W(each)] for each in cells[3:]]]))

    def table_revised(self) -> None:
        by, other = self.by(), self.by()
        cells = self.stock["cells"]
        first: list[list[Inline]] = [[W(each)] for each in cells[:3]]
        second: list[list[Inline]] = [[W(cells[3])], [Del(by, [W("400")]), Ins(by, [W(cells[4])])], [W(cells[5])]]
        third: list[list[Inline]] = [[W("B")], [W("7")], [W("2020")]]
        fourth: list[list[Inline]] = [[W("C")], [W("8")], [W("2021")]]
        self.add(self.plain())
        rows = [first, second, third, fourth]
        self.parts.append(Table(rows, {2: by}, {3: other}, changed=other))
        self.add(*self.edit(by))

    def comments_plain(self) -> None:
        one = self.comment()
        two = self.comment()
        self.comment(answers=one)
        a, b = self.halves()
        self.add(W(a), Com(one, [W(b)]))
        self.add(Com(two, [self.plain()]), W(" "), self.plain())

    def comments_across(self) -> None:
        key = self.comment()
        a, b = self.halves()
        c, d = self.halves()
        self.add(W(a), ComStart(key), W(b))
        self.add(self.plain())
        self.add(W(c), ComEnd(key), W(d))

    def comments_on_changes(self) -> None:
        """On words that are taken out, on both words of a replacement, with its mark alone, of two paragraphs."""
        by = self.by()
        before, old, new, after = self.next("edits")
        self.add(*self.some(before), Com(self.comment(), [Del(by, [W(old)])]), Ins(by, [W(new)]), W(after))
        before, old, new, after = self.next("edits")
        self.add(*self.some(before), Com(self.comment(), [Del(by, [W(old)]), Ins(by, [W(new)])]), W(after))
        self.add(self.plain(), Com(self.comment()))
        body = [self.next("comments"), self.next("comments")]
        self.add(
            Com(self.comment(body=body), [self.plain(), Note([Para([W(self.next("notes"))])])]), W(" "), self.plain()
        )

    def comments_overlap(self) -> None:
        one, two = self.comment(), self.comment()
        a, b = self.halves()
        c, d = self.halves()
        self.add(ComStart(one), W(a), ComStart(two), W(b), ComEnd(one), W(" "), W(c), ComEnd(two), W(d))
        three = self.comment()
        four = self.comment(answers=three)
        self.comment(answers=three)
        assert four
        self.add(Com(three, self.edit()))

    def comment_in_table(self) -> None:
        key = self.comment()
        cells = self.stock["cells"]
        self.add(self.plain())
        self.parts.append(Table([[[W(cells[0])], [Com(key, [W(cells[4])])]]]))

    def bullets(self) -> None:
        number = self.listing(_BULLETS)
        self.add(self.plain())
        for depth in (0, 1, 1, 0):
            self.add(W(self.next("items")), kind="item", num=(number, depth))
        for depth in (0, 1):
            self.add(W(self.next("items")), kind="item", level=depth, how=f"liststyle{depth}")
        self.add(self.plain(), how="listlook")

    def numbers(self) -> None:
        number = self.listing(_DOTTED)
        for depth in (0, 1, 1, 2, 0, 1):
            self.add(W(self.next("items")), kind="item", num=(number, depth))
        self.add(self.plain())
        self.add(W(self.next("items")), kind="item", num=(self.listing(_DOTTED, goes_on=number), 0))
        again = self.listing(_DOTTED, goes_on=number, restart=1)
        self.add(self.plain())
        self.add(W(self.next("items")), kind="item", num=(again, 0))
        self.add(W(self.next("items")), kind="item", num=(again, 0))

    def legal_numbers(self) -> None:
        number = self.listing(_LEGAL)
        for depth in (0, 1, 1, 2, 2, 0, 1):
            self.add(W(self.next("items")), kind="item", num=(number, depth))
        self.add(self.plain())
        letters = self.listing(_BRACKETED)
        for depth in (0, 0, 1, 1, 0):
            self.add(W(self.next("items")), kind="item", num=(letters, depth))

    def numbers_revised(self) -> None:
        by, other = self.by(), self.by()
        number = self.listing(_DOTTED)
        self.add(self.plain())
        self.add(W(self.next("items")), kind="item", num=(number, 0))
        self.add(Ins(by, [W(self.next("items"))]), kind="item", num=(number, 0), mark_ins=by)
        self.add(*self.edit(other), kind="item", num=(number, 0))
        self.add(Del(other, [W(self.next("items"))]), kind="item", num=(number, 0), mark_del=other)
        self.add(W(self.next("items")), kind="item", num=(number, 0), renumbered=by)
        self.add(self.plain())

    def boxes(self) -> None:
        self.add(Box([Para([W(self.stock["box"])])]), self.plain())
        self.add(self.plain(), Picture(self.stock["cells"][3]))
        self.add(self.plain(), Equation("x=412+7"))

    def hidden(self) -> None:
        a, b = self.halves()
        self.add(W(a), Hidden(self.stock["hidden"]), W(b))
        self.add(Hidden(self.next("comments"), style="Unseen"))
        self.add(self.plain())

    def margins(self) -> None:
        by = self.by()
        self.header = [W(self.stock["header"])]
        self.footer = [W(self.stock["footer"] + " "), Ins(by, [W("2026")])]

    def section_changed(self) -> None:
        self.section = self.by()

    def characters(self) -> None:
        a, b = self.halves()
        self.add(W(a), W("5\u2011year\tplan 2025\n2026 "), W(b))
        self.add(
            W(a),
            W("A/HRC/58/L.27"),
            W(" "),
            Symbol("≥", "Symbol", "F0B3"),
            W(" 12 "),
            Symbol("→", "Wingdings", "F0E0"),
            W(" "),
            W(b),
        )
        self.add(W(a), W("co\u00adoperation "), W(b, xml="<w:caps/>"))
        broken = self.next("plain")
        mark = '<w:bookmarkStart w:id="0" w:name="_GoBack"/><w:bookmarkEnd w:id="0"/>'
        page = "<w:r><w:lastRenderedPageBreak/></w:r>"
        self.add(W(broken[:7]), Raw(mark), W(broken[7:15]), Raw(page), W(broken[15:]))
        self.add(W(a, xml="<w:smallCaps/>"), W(b, xml="<w:strike/>"))

    def markdown_signs(self) -> None:
        a, b = self.halves()
        self.add(W(a), W("2*3*4 and snake_case_name [sic] \\ [^1] <b> ![x](https://example.org) __init__ "), W(b))
        self.add(W("1. "), W(a), W(b))
        self.add(W("# "), W(b))
        self.add(W("- "), W(a), Ins(self.by(), [W("**nota bene** ")]), W(b))

    def headings_of_all_kinds(self) -> None:
        self.custom = True
        for level, how in ((1, "style"), (2, "based"), (3, "direct"), (2, "direct"), (3, "style")):
            self.add(W(self.next("headings")), kind="heading", level=level, how=how)
            self.add(self.plain())

    def emphasis(self) -> None:
        a, strong, b, secret, c = self.stock["strong"]
        off = '<w:b w:val="0"/><w:bCs w:val="0"/>'
        self.add(W(a), W(strong, bold=True), W(b), W(secret, italic=True), W(c))
        self.add(W(a), W(strong, bold=True, style="strong"), W(b), W(secret, italic=True, style="em"), W(c))
        self.add(W(a), W(strong, style="strong", xml=off), W(b), W(secret, bold=True, italic=True), W(c))
        self.add(
            W(a),
            W(strong, xml='<w:b w:val="false"/><w:i w:val="off"/>'),
            W(b),
            W(secret, xml='<w:u w:val="single"/>'),
            W(c),
        )
        self.add(W(self.next("headings"), xml=off), kind="heading", level=2)
        self.add(W(a), W(strong, bold=True, xml='<w:b w:val="1"/><w:bCs w:val="1"/>'), W(b), W(secret), W(c))

    def emphasis_revised(self) -> None:
        by = self.by()
        a, strong, b, secret, c = self.stock["strong"]
        self.add(
            W(a),
            Ins(by, [W(strong, bold=True), W(" "), W(self.stock["cells"][3], italic=True)]),
            W(b),
            Del(by, [W(secret, italic=True)]),
            W(c),
        )

    def quotation(self) -> None:
        self.add(self.plain())
        self.add(W(self.stock["quote"]), kind="quotation")
        by = self.by()
        self.add(W(self.stock["quote"] + " "), Ins(by, [self.plain()]), kind="quotation")

    def directions(self) -> None:
        """Words of the other direction, in the elements that Word has for them."""
        other = "شبكة الأنهار" if self.language != "ar" else "River Rights Network"
        a, b = self.halves()
        self.add(W(a), Wrap("bdo", [W(other)]), W(" " + b))
        self.add(W(a), Wrap("dir", [W("A/HRC/58")]), W(" "), Ins(self.by(), [Wrap("bdo", [W(other)]), W(" ")]), W(b))
        if self.language == "ar":
            self.add(W(a), W(b, bold=True, xml="<w:bCs/>"))

    # what Word writes less often

    def fields_inside_fields(self) -> None:
        a, b = self.halves()
        inner = _field("REF _Ref1 \\h", "7")
        begin, middle, end = (
            f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")
        )
        code = '<w:r><w:instrText xml:space="preserve">{}</w:instrText></w:r>'
        whole = (
            f"{begin}{code.format(' IF ')}{inner}{code.format(' = 7 yes no ')}{middle}<w:r><w:t>yes</w:t></w:r>{end}"
        )
        self.add(W(a), m.Exact(whole, "yes"), W(" " + b))
        entry = f"{begin}{code.format(' XE &quot;rivers:dams&quot; ')}{end}"  # an entry of an index shows nothing
        self.add(W(a), m.Exact(entry), W(b))

    def field_over_paragraphs(self) -> None:
        """A field that begins in one paragraph and ends in the next but one, as a table of contents does."""
        begin, middle, end = (
            f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")
        )
        code = '<w:r><w:instrText xml:space="preserve"> INCLUDETEXT other.docx </w:instrText></w:r>'
        self.add(Raw(begin + code + middle), self.plain())
        self.add(*self.edit())
        self.add(self.plain(), Raw(end))

    def link_with_a_tip(self) -> None:
        a, words, b = self.stock["link"]
        link = _field('HYPERLINK "https://example.org/a" \\o "Words of the tip" \\t "_blank"', words)
        self.add(W(a), Link("https://example.org/a", [m.Exact(link, words)], "bare"), W(b))

    def comment_between(self) -> None:
        """A comment whose ends stand between paragraphs."""
        key = self.comment()
        self.parts.append(m.Between(begins=key))
        self.add(self.plain())
        self.add(*self.edit())
        self.parts.append(m.Between(ends=key))
        self.add(Com(key), self.plain())

    def moved_paragraphs(self) -> None:
        """Two paragraphs that move together, the ends of their range between paragraphs."""
        self.moves += 1
        by, name, one, two = self.by(), f"move{self.moves}", self.plain(), self.plain()
        who = f'w:author="{by}" w:date="2026-11-01T10:00:00Z" w:name="{name}"'
        for where, kind in (("moveFrom", MoveFrom), ("moveTo", MoveTo)):
            at = 8000 + self.moves * 2 + (where == "moveTo")
            self.parts.append(m.Between(xml=f'<w:{where}RangeStart w:id="{at}" {who}/>'))
            for words in (one, two):
                mark = {"mark_from": by} if kind is MoveFrom else {"mark_to": by}
                self.add(kind(by, "", [words]), **mark)
            self.parts.append(m.Between(xml=f'<w:{where}RangeEnd w:id="{at}"/>'))
            self.add(self.plain())

    def items_made_of_paragraphs(self) -> None:
        by, number = self.by(), self.listing(_DOTTED)
        look = f'<w:pStyle w:val="{"a" if self.language == "ar" else "Normal"}"/>'
        self.add(W(self.next("items")), kind="item", num=(number, 0))
        made = {"restyled": by, "was": look, "was_kind": ("paragraph", 0)}
        self.add(W(self.next("items")), kind="item", num=(number, 0), **made)
        self.add(W(self.next("items")), kind="item", num=(number, 0))

    def signs_taken_out(self) -> None:
        by = self.by()
        a, b = self.halves()
        self.add(W(a), Del(by, [W("no\u2011one\t")]), Ins(by, [Symbol("≥", "Symbol", "F0B3"), W(" 3\n")]), W(b))
        self.add(W(a), Del(by, [Field("REF _Ref1 \\h", [W("12")]), W("\n")]), Ins(by, [W("13 ")]), W(b))

    def boxes_to_tick(self) -> None:
        tick = (
            '<w:sdt><w:sdtPr><w:id w:val="55"/><w14:checkbox><w14:checked w14:val="1"/></w14:checkbox></w:sdtPr>'
            '<w:sdtContent><w:r><w:rPr><w:rFonts w:ascii="MS Gothic"/></w:rPr><w:t>☒</w:t></w:r></w:sdtContent></w:sdt>'
        )
        choice = (
            '<w:sdt><w:sdtPr><w:id w:val="56"/><w:dropDownList><w:listItem w:displayText="No" w:value="No"/>'
            '<w:listItem w:displayText="Yes" w:value="Yes"/></w:dropDownList></w:sdtPr>'
            "<w:sdtContent><w:r><w:t>Yes</w:t></w:r></w:sdtContent></w:sdt>"
        )
        self.add(m.Exact(tick, "☒"), W(" "), self.plain(), W(" "), m.Exact(choice, "Yes"))

    def table_in_table(self) -> None:
        cells = self.stock["cells"]
        row = "".join(f"<w:tc><w:tcPr/><w:p><w:r><w:t>{each}</w:t></w:r></w:p></w:tc>" for each in cells[3:5])
        inner = f"<w:tbl><w:tblPr/><w:tblGrid/><w:tr>{row}</w:tr></w:tbl>"
        outer = f"<w:tc><w:tcPr/><w:p><w:r><w:t>{cells[0]}</w:t></w:r></w:p>{inner}<w:p/></w:tc>"
        self.add(self.plain())
        whole = f"<w:tbl><w:tblPr/><w:tblGrid/><w:tr>{outer}</w:tr></w:tbl>"
        self.parts.append(m.Between(xml=whole, table=f"{cells[0]} {cells[3]} {cells[4]}"))
        self.add(self.plain())
        self.parts.append(Table([[[W(cells[1])], [W(cells[5])]]], controlled=True))

    def named_otherwise(self) -> None:
        """The part that has the text is not called document.xml."""
        self.main = "document2.xml"

    def deletions_that_hold_insertions(self) -> None:
        one, other = self.by(), self.by()
        a, b = self.halves()
        self.add(W(a), Del(one, [W("x1 "), Ins(other, [W("x2 ")]), W("x3 ")]), W(b))

    def heading_joined(self) -> None:
        """A heading of which two are made, and two of which one is."""
        by = self.by()
        a, b = self.halves()
        self.add(W(a), kind="heading", level=2, mark_ins=by)
        self.add(W(b), kind="heading", level=2)
        self.add(W(b), kind="heading", level=3, mark_del=by)
        self.add(W(a), kind="heading", level=3)

    def note_with_everything(self) -> None:
        by = self.by()
        a, strong, b, secret, c = self.stock["strong"]
        x, words, y = self.stock["link"]
        linked = [W(x), Link(self.stock["href"], [W(words)]), W(y)]
        self.add(
            self.plain(), Note([Para([W(a), W(strong, bold=True), W(b), Ins(by, [W(secret)]), W(c)]), Para(linked)])
        )

    def emoji(self) -> None:
        """A sign beyond the first plane as Word writes it: an element for new programs, the sign for others."""
        sign = (
            '<w:r><mc:AlternateContent><mc:Choice Requires="w16se"/><mc:Fallback><w:rPr>'
            '<w:rFonts w:ascii="Segoe UI Emoji"/></w:rPr></mc:Fallback></mc:AlternateContent>'
            '<mc:AlternateContent><mc:Choice Requires="w16se">'
            '<w16se:symEx w16se:font="Segoe UI Emoji" w16se:char="1F642"/></mc:Choice><mc:Fallback><w:t>🙂</w:t>'
            "</mc:Fallback></mc:AlternateContent></w:r>"
        )
        a, b = self.halves()
        self.add(W(a), m.Exact(sign, "🙂"), W(" "), W(b))

    def contents(self) -> None:
        """A table of contents: a field over paragraphs, in a content control, a field for each page."""
        begin, middle, end = (
            f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")
        )
        code = '<w:r><w:instrText xml:space="preserve"> TOC \\o "1-3" \\h \\z \\u </w:instrText></w:r>'
        lines = []
        for at, title in enumerate(self.stock["headings"][:2], start=1):
            page = _field("PAGEREF _Toc1 \\h", str(at))
            line = Link("_Toc1", [W(title), m.Exact("<w:r><w:tab/></w:r>", " "), m.Exact(page, str(at))], "anchor")
            lines.append(Para([*([Raw(begin + code + middle)] if at == 1 else []), line], xml="<w:tabs/>"))
        self.parts.append(m.Controlled([*lines, Para([Raw(end)])]))
        self.add(self.plain())

    def comment_on_nothing(self) -> None:
        """A comment to which no place of the text leads."""
        self.comment()
        self.add(self.plain())

    def author_with_signs(self) -> None:
        by = 'A & B "Rivers" <info@example.org>'
        self.add(*self.edit(by))
        key = self.comment(body=['5 < 6 & "7"'])
        self.add(Com(key, self.edit(by)))

    def table_changed(self) -> None:
        cells = self.stock["cells"]
        self.add(self.plain())
        self.parts.append(Table([[[W(each)] for each in cells[:3]]], cells_changed=self.by()))
        self.add(self.plain())

    def marks_changed(self) -> None:
        """The format of a paragraph's mark was changed: no word is any other."""
        by = self.by()
        self.add(self.plain(), mark_format=by)
        self.add(Ins(by, [self.plain()]), mark_ins=by, mark_format=by)
        self.add(self.plain())

    def breaks(self) -> None:
        a, b = self.halves()
        for xml in ('<w:br w:type="page"/>', '<w:br w:type="column"/>', "<w:cr/>", '<w:ptab w:relativeTo="margin"/>'):
            self.add(W(a.rstrip()), m.Exact(f"<w:r>{xml}</w:r>", " "), W(b))

    def lists_by_style(self) -> None:
        """Numbers that a style gives, its depth told by the list; a list whose levels are those of a style."""
        self.listings[8] = Listing(8, [Level("decimal", "%1."), Level("lowerLetter", "%2)")])
        self.listings[7] = Listing(7, [Level("upperRoman", "%1."), Level("decimalZero", "%2)")])
        self.listings[6] = Listing(6, self.listings[7].levels)
        for depth in (0, 1, 1, 0):
            self.add(W(self.next("items")), kind="item", num=(8, depth), how=f"numberstyle{depth}")
        self.add(self.plain())
        for depth in (0, 1, 0):
            self.add(W(self.next("items")), kind="item", num=(6, depth))

    def links_in_parts(self) -> None:
        a, words, b = self.stock["link"]
        self.add(W(a), Link("https://example.org/a_(b)/c#section-2", [W(words)]), W(b))
        self.add(W(a), Link("file:///C:/Users/x/list.xlsx", [W(words)], "unsafe"), W(b))

    def table_behind_what_is_taken_out(self) -> None:
        by, cells = self.by(), self.stock["cells"]
        self.add(self.plain())
        self.add(Del(by, [self.plain()]), mark_del=by)
        self.parts.append(Table([[[W(cells[0])], [W(cells[1])]]]))
        self.add(self.plain())

    def accents_apart(self) -> None:
        """Letters and their accents as two signs each, as some keyboards write them."""
        a, b = self.halves()
        self.add(W(unicodedata.normalize("NFD", a)), Ins(self.by(), [W(unicodedata.normalize("NFD", "déjà "))]), W(b))

    def signs_of_fonts(self) -> None:
        """Signs that a font of signs has at a private place, in the words themselves; a joiner inside a word."""
        a, b = self.halves()
        font = '<w:rPr><w:rFonts w:ascii="Symbol" w:hAnsi="Symbol" w:cs="Symbol"/></w:rPr>'
        self.add(W(a), m.Exact(f"<w:r>{font}<w:t>\uf0a3</w:t></w:r>", "≤"), W(" 40 "), W(b))
        self.add(W(a), W("می\u200cخواهیم "), W(b))

    def not_hidden_after_all(self) -> None:
        a, b = self.halves()
        self.add(W(a), W(b, xml='<w:vanish w:val="0"/>'))
        self.add(W(a, xml="<w:webHidden/>"), W(b))

    def emphasis_by_inheritance(self) -> None:
        a, strong, b, secret, c = self.stock["strong"]
        self.add(
            W(a), W(strong, bold=True, style="deep"), W(b), W(secret, italic=True, bold=True, style="deeper"), W(c)
        )

    def lists_that_begin_later(self) -> None:
        number = self.listing([Level("decimal", "%1)", 4), Level("upperLetter", "%2.", 3)])
        for depth in (0, 1, 1, 0, 1):
            self.add(W(self.next("items")), kind="item", num=(number, depth))
        self.add(self.plain(), how="unlisted")
        self.add(W(self.next("items")), kind="item", num=(number, 0))

    def table_taken_out(self) -> None:
        by, cells = self.by(), self.stock["cells"]
        rows: list[list[list[Inline]]] = [[[W(cells[0])], [W(cells[1])]], [[W(cells[3])], [W(cells[4])]]]
        self.add(self.plain())
        self.parts.append(Table(rows, rows_del={0: by, 1: by}))
        self.add(self.plain())
        self.parts.append(Table(rows, rows_ins={0: by, 1: by}))
        self.add(self.plain())

    def plainly(self) -> None:
        self.plain_file = True


def _field(code: str, words: str) -> str:
    """A field as Word writes it, of one run each."""
    begin, middle, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end"))
    code = f'<w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>'
    return f"{begin}{code}{middle}<w:r><w:t>{words}</w:t></w:r>{end}"


SCENES: Sequence[str] = [
    name for name, each in vars(Play).items()
    if callable(each) and not name.startswith("_") and name not in
    {"next", "by", "plain", "edit", "some", "halves", "comment", "add", "listing", "done"}
]  # fmt: skip


def played(language: str, scenes: Sequence[str], turn: int = 0) -> m.Document:
    """The document of these scenes."""
    play = Play(language, turn)
    for scene in scenes:
        getattr(play, scene)()
    return play.done(list(dict.fromkeys(scenes)))
