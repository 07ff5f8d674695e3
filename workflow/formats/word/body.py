"""The paragraphs of a file of ours as its body and its footnotes."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from workflow.formats.word import own_names
from workflow.formats.word.anchors_of_remarks import RemarkPlace
from workflow.formats.word.elements import Ids, Links, attribute, mark_run, properties, revision, run
from workflow.formats.word.mentions import Mentions
from workflow.formats.word.numbered_lists import BULLETS, NumberedLists
from workflow.formats.word.written import Hand, WrittenNote, WrittenParagraph, WrittenRun
from workflow.text.document import TITLE
from workflow.text.values import Block, BlockKind

STYLES: Mapping[BlockKind, str] = {
    BlockKind.PARAGRAPH: own_names.NUMBERED,
    BlockKind.ITEM: "ListParagraph",
    BlockKind.QUOTATION: "Quote",
    BlockKind.SALUTATION: "Salutation",
    BlockKind.CLOSING: "Closing",
    BlockKind.FOOTNOTE: "FootnoteText",
}
PARAGRAPHS_LIST, BULLETS_LIST, FIRST_LIST = 1, 2, 3
"""Names of lists in the file: of the numbers of paragraphs, of bullets, and the first of the others."""


class WrittenBody:
    """Writes paragraphs one after another, and takes down what the other parts of the file must have for them.

    notes: the footnotes by their numbers, as the elements of their part.
    """

    def __init__(self, language: str, numbering: NumberedLists) -> None:
        self.language, self.numbering = language, numbering
        self.ids, self.links, self.note_links = Ids(), Links(), Links()
        self.notes: dict[int, str] = {}
        self._mentions = Mentions(())
        self._numbers: dict[str, int] = {}  # what a footnote is called -> its number
        self._bookmarks: set[str] = set()

    def paragraphs(self, given: Sequence[WrittenParagraph], anchored: Sequence[RemarkPlace]) -> Iterator[str]:
        """The elements of the paragraphs. anchored: where each remark stands, in the order of their numbers."""
        beside: dict[int, dict[int, RemarkPlace]] = defaultdict(dict)
        for number, anchor in enumerate(anchored):
            beside[anchor.paragraph][number] = anchor
        self._mentions = Mentions(run for paragraph in given for run in paragraph.runs if run.note)
        for place, paragraph in enumerate(given):
            yield self._paragraph(place, paragraph, beside[place])
        if given and given[-1].hand:
            # The mark of the last paragraph of a document can neither come nor go.
            yield f"<w:p>{properties('', self.language)}</w:p>"

    def _paragraph(self, place: int, paragraph: WrittenParagraph, remarks: Mapping[int, RemarkPlace]) -> str:
        inside = self._bookmarked(paragraph.block.id, self._runs(paragraph, remarks))
        hand = paragraph.hand
        kind = _kind(paragraph)
        mark = revision(kind, hand, self.ids) if hand else ""
        written = f"<w:p>{self._properties(place, paragraph, mark)}{inside}</w:p>"
        return self._moved(paragraph, hand, written) if hand and paragraph.moving else written

    def _moved(self, paragraph: WrittenParagraph, hand: Hand, written: str) -> str:
        range_, number = f"{_kind(paragraph)}Range", self.ids.new()
        at = f' w:date="{hand.at}"' if hand.at else ""
        return (
            f'<w:{range_}Start w:id="{number}" w:author={attribute(hand.author)}{at} w:name="move{paragraph.move}"/>'
            f'{written}<w:{range_}End w:id="{number}"/>'
        )

    def _properties(self, place: int, paragraph: WrittenParagraph, mark: str) -> str:
        block = paragraph.block
        style = STYLES.get(block.kind, "")
        numbered = ""
        if block.id == TITLE:
            style = "Title"
        elif block.kind is BlockKind.HEADING:
            style = f"Heading{min(max(block.level, 1), 6)}"
        elif block.kind is BlockKind.ITEM:
            numbered = _in_list(*self._list(place, block))
        elif block.kind is BlockKind.PARAGRAPH and paragraph.is_numbered:
            has_own = place in self.numbering.places
            numbered = _in_list(*self._list(place, block)) if has_own else _in_list(PARAGRAPHS_LIST, 0)
        return properties(style, self.language, numbered=numbered, mark=mark)

    def _list(self, place: int, block: Block) -> tuple[int, int]:
        found = self.numbering.places[place]
        return BULLETS_LIST if found == BULLETS else found - 1 + FIRST_LIST, min(max(block.level, 0), 8)

    def _bookmarked(self, block: str, inside: str) -> str:
        """What is inside a paragraph within the bookmark that carries its id; a file has none twice."""
        name = own_names.bookmark_of(block)
        if not name or name in self._bookmarks:
            return inside
        self._bookmarks.add(name)
        number = self.ids.new()
        return f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>{inside}<w:bookmarkEnd w:id="{number}"/>'

    def _runs(self, paragraph: WrittenParagraph, remarks: Mapping[int, RemarkPlace]) -> str:
        """The runs with the ends of the remarks that stand on them."""
        written: list[str] = []
        cuts = {anchor.first for anchor in remarks.values()} | {anchor.last + 1 for anchor in remarks.values()}
        places = list(enumerate(paragraph.runs))
        for group in _between(places, cuts):
            first, last = group[0][0], group[-1][0]
            written += [f'<w:commentRangeStart w:id="{n}"/>' for n, each in remarks.items() if each.first == first]
            written.append(self._stretch([each for _, each in group], paragraph, self.links))
            written += [_ended(n) for n, each in remarks.items() if each.last == last]
        if not places:
            written += [f'<w:commentRangeStart w:id="{n}"/>{_ended(n)}' for n in remarks]
        return "".join(written)

    def _stretch(self, runs: Sequence[WrittenRun], paragraph: WrittenParagraph | None, links: Links) -> str:
        """Runs among which nothing begins or ends; those of one address within its link."""
        written = []
        for href, group in groupby(runs, key=lambda each: each.style.href):
            inside = "".join(
                self._changed(list(each), paragraph)
                for _, each in groupby(group, key=lambda each: (each.put_in, each.taken_out))
            )
            written.append(f'<w:hyperlink r:id="{links.name(href)}">{inside}</w:hyperlink>' if href else inside)
        return "".join(written)

    def _changed(self, runs: Sequence[WrittenRun], paragraph: WrittenParagraph | None) -> str:
        """Runs that stayed, or came or went by one hand, as one change."""
        gone, came = runs[0].taken_out, runs[0].put_in
        moving = paragraph.moving if paragraph else None
        inside = "".join(self._run(each, is_gone=gone is not None and moving is None) for each in runs)
        hand = gone or came
        if hand is None:
            return inside
        return revision(moving.value if moving else "del" if gone else "ins", hand, self.ids, inside)

    def _run(self, given: WrittenRun, *, is_gone: bool) -> str:
        if given.note is None:
            return run(given.text, self.language, given.style, is_gone=is_gone)
        called = self._mentions.called(given)
        number = self._numbers.setdefault(called, len(self._numbers) + 1)
        if not self._mentions.is_first(given):  # Word has one mark for each note: all others name it by a field
            return self._named_again(number, is_gone=is_gone)
        self.notes[number] = self._note(given.note, number)
        mark = mark_run(f'<w:footnoteReference w:id="{number}"/>', "FootnoteReference")
        if not self._mentions.has_others(given):
            return mark
        id_ = self.ids.new()
        return f'<w:bookmarkStart w:id="{id_}" w:name="{_name(number)}"/>{mark}<w:bookmarkEnd w:id="{id_}"/>'

    def _named_again(self, number: int, *, is_gone: bool) -> str:
        code = "delInstrText" if is_gone else "instrText"
        fields = (
            '<w:fldChar w:fldCharType="begin"/>',
            f'<w:{code} xml:space="preserve"> NOTEREF {_name(number)} \\f \\h </w:{code}>',
            '<w:fldChar w:fldCharType="separate"/>',
        )
        begun = "".join(mark_run(each, "FootnoteReference") for each in fields)
        shown = run(str(number), self.language, is_gone=is_gone, own="FootnoteReference")
        return begun + shown + mark_run('<w:fldChar w:fldCharType="end"/>', "FootnoteReference")

    def _note(self, note: WrittenNote, number: int) -> str:
        inside = self._bookmarked(note.block, self._stretch(note.runs, None, self.note_links))
        mark = mark_run("<w:footnoteRef/>", "FootnoteReference") + run(" ", self.language)
        shape = properties("FootnoteText", self.language)
        return f'<w:footnote w:id="{number}"><w:p>{shape}{mark}{inside}</w:p></w:footnote>'


def _kind(paragraph: WrittenParagraph) -> str:
    """What the change of a whole paragraph is called."""
    if paragraph.moving:
        return paragraph.moving.value
    return "del" if paragraph.goes else "ins"


def _name(number: int) -> str:
    """The bookmark of the mark of a footnote that is mentioned again."""
    return f"_communique_note_{number}"


def _in_list(number: int, level: int) -> str:
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'


def _ended(number: int) -> str:
    mark = mark_run(f'<w:commentReference w:id="{number}"/>', "CommentReference")
    return f'<w:commentRangeEnd w:id="{number}"/>{mark}'


def _between(places: Sequence[tuple[int, WrittenRun]], cuts: set[int]) -> Iterator[list[tuple[int, WrittenRun]]]:
    """The runs in groups, a new one at each cut."""
    group: list[tuple[int, WrittenRun]] = []
    for each in places:
        if group and each[0] in cuts:
            yield group
            group = []
        group.append(each)
    if group:
        yield group
