"""What became of the points of a file, a sentence each, and where what could not be kept is put right."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext, ngettext
from markupsafe import Markup, escape

from workflow.models.item import ItemState
from workflow.queries.items.items import ItemShown
from workflow.queries.items.point_files import PointFileLineShown, PointFileShown, PointOrigin
from workflow.queries.shared.standing import Standing
from workflow.rules.items.file_points import FileUnit, PointFate
from workflow.rules.items.kinds import ADD, KINDS, ItemKind
from workflow.text.values import Block
from workflow.web.room.notes import paragraph_name
from workflow.web.shared.locale import colon
from workflow.web.shared.marks import name_of_version

_IN_FORM = frozenset(
    {
        PointFate.WORDS_ABSENT, PointFate.WORDS_TWICE, PointFate.WORDS_CUT, PointFate.CHANGE_UNREAD,
        PointFate.NOTHING_WRITTEN, PointFate.NOTHING_CHANGED, PointFate.TWO_PARAGRAPHS, PointFate.OTHER_VERSION,
    }
)  # fmt: skip
"""Put right in the form of the paragraph, where it is known."""
_BY_PLACE = frozenset(
    {
        PointFate.PLACE_UNREAD, PointFate.NO_SUCH_PARAGRAPH, PointFate.PARAGRAPH_GONE, PointFate.KIND_UNREAD,
        PointFate.OTHER_VERSION, PointFate.CHANGE_UNREAD, PointFate.NOTHING_WRITTEN, PointFate.NOT_IN_TEXT,
    }
)  # fmt: skip
"""Put right by choosing the paragraph."""


@dataclass(frozen=True)
class FateShown:
    """One line of what became of a file. name: which point of it; link: where it is put right, "" for nowhere."""

    name: str
    is_kept: bool
    said: Markup
    link: str = ""
    link_said: str = ""


@dataclass(frozen=True)
class FateTeller:
    """What lines are told with. points: the drafts in their order. sent: what was sent. writing: forms are taken."""

    standing: Standing
    blocks: Sequence[Block]
    points: Sequence[ItemShown]
    sent: Sequence[ItemShown]
    writing: bool

    def lines(self, file: PointFileShown) -> list[FateShown]:
        """Each point of the file and what became of it."""
        return [self._line(each) for each in file.lines]

    def _line(self, line: PointFileLineShown) -> FateShown:
        link, link_said = self._link(line) if self.writing else ("", "")
        return FateShown(unit_name(line.unit, line.number), line.is_kept, self._said(line), link, link_said)

    def _said(self, line: PointFileLineShown) -> Markup:
        if line.item is None:
            # What fills the sentence is escaped, and the sentence is ours.
            return Markup(_SENTENCES[line.fate](_Told(line, self.blocks, self.standing)))  # noqa: S704
        return escape(self._said_of_item(line))

    def _said_of_item(self, line: PointFileLineShown) -> str:
        number = next((at for at, each in enumerate(self.points, 1) if each.id == line.item), None)
        if number is not None:
            return _of_draft(line.fate, number)
        sent = next((each for each in self.sent if each.id == line.item), None)
        if sent is not None and sent.state is ItemState.SENT:
            return gettext("Sent as %(reference)s.", reference=sent.reference)
        return gettext("The point was deleted or withdrawn.")

    def _link(self, line: PointFileLineShown) -> tuple[str, str]:
        if line.fate is PointFate.OTHER_REASON:
            return self._edit(line.item)
        there = any(each.id == line.asked.block for each in self.blocks)
        if line.fate is PointFate.PARAGRAPH_CLOSED and there:
            return mending_address(self.standing.key, line, line.asked.block, kind=ItemKind.COMMENT), gettext(
                "Comment instead"
            )
        if line.fate in _IN_FORM and there:
            return mending_address(self.standing.key, line, line.asked.block), gettext("Choose the words")
        if line.fate in _BY_PLACE:
            address = url_for("comment_sheets.choose_paragraph", key=self.standing.key, line=line.key)
            return address, gettext("Choose the paragraph")
        return "", ""

    def _edit(self, item: int | None) -> tuple[str, str]:
        shown = next((each for each in self.points if each.id == item), None)
        if shown is None:
            return "", ""
        back = url_for("submission.show", key=self.standing.key)
        return url_for("item_page.edit", key=self.standing.key, item=shown.address, next=back), gettext("Edit")


def mending_address(key: str, line: PointFileLineShown, block: str | None, *, kind: ItemKind | None = None) -> str:
    """Where a point is written anew about that paragraph (None: the whole text), filled with what the file says."""
    wanted = KINDS[kind or line.asked.kind]
    facts: dict[str, Any] = {"key": key, "paragraph": block, "row": line.key}
    facts["next"] = url_for("submission.show", key=key)
    if wanted.is_about_words and block:
        return url_for("amending.new", **facts)
    if wanted.is_about_words or not wanted.amends:
        return url_for("item_page.new", **facts)
    return url_for("item_page.new", kind="addition" if wanted is ADD else wanted.code.value, **facts)


def unit_name(unit: FileUnit, number: int) -> str:
    """Which point of a file it is."""
    if unit is FileUnit.CHANGE:
        return gettext("Change %(number)s", number=number)
    if unit is FileUnit.COMMENT:
        return gettext("Comment %(number)s", number=number)
    if unit is FileUnit.REST:
        return gettext("Also in the file")
    return gettext("Row %(number)s", number=number)


def origin_words(origin: PointOrigin) -> str:
    """From where in a file a draft comes, beside its place."""
    facts = {"file": origin.file, "number": origin.number, "author": origin.author}
    if origin.unit is FileUnit.CHANGE and origin.author:
        return gettext("%(author)s, from %(file)s, change %(number)s", **facts)
    if origin.unit is FileUnit.CHANGE:
        return gettext("from %(file)s, change %(number)s", **facts)
    if origin.unit is FileUnit.COMMENT and origin.author:
        return gettext("%(author)s, from %(file)s, comment %(number)s", **facts)
    if origin.unit is FileUnit.COMMENT:
        return gettext("from %(file)s, comment %(number)s", **facts)
    return gettext("from the comment sheet, row %(number)s", number=origin.number)


def note_sentences(notes: Mapping[str, str]) -> list[str]:
    """What is to be said of the whole of a file."""
    said = []
    if encoding := notes.get("encoding"):
        name = f"Windows-{encoding.removeprefix('cp')}"
        said.append(
            gettext("The file does not say how its letters are written. We read it as %(name)s.", name=name)
            + " "
            + gettext("Check the letters with accents.")
        )
    if columns := notes.get("columns"):
        said.append(gettext("We do not know these columns, so we did not read them: %(names)s.", names=columns))
    if untracked := int(notes.get("untracked", 0)):
        said.append(
            ngettext(
                "%(num)s of the changes was made without being tracked: compare it with what you meant.",
                "%(num)s of the changes were made without being tracked: compare them with what you meant.",
                untracked,
            )
        )
    if uncounted := notes.get("uncounted"):
        read, _, all_ = uncounted.partition("/")
        said.append(
            gettext(
                "The file has %(all)s tracked changes, of which we could read %(read)s. Look through the file for the "
                "others.",
                all=all_,
                read=read,
            )
        )
    if "comments" in notes:
        said.append(gettext("Comments beside the table were not read."))
    return said


def _of_draft(fate: PointFate, number: int) -> str:
    if fate is PointFate.KEPT_LACKING:
        return gettext("Kept as point %(number)s, which has no reason yet.", number=number)
    if fate is PointFate.REASON_ADDED:
        return gettext("The reason was added to point %(number)s.", number=number)
    if fate is PointFate.SAME:
        return gettext("The same as point %(number)s.", number=number)
    if fate is PointFate.OTHER_REASON:
        return gettext("Point %(number)s asks for the same and has another reason. Nothing was changed.", number=number)
    return gettext("Kept as point %(number)s.", number=number)


def shortened(words: str) -> str:
    """The words, not longer than a line takes."""
    return words if len(words) <= 80 else f"{words[:80].rsplit(' ', 1)[0]} …"


@dataclass(frozen=True)
class _Told:
    """A line with what fills its sentence."""

    line: PointFileLineShown
    blocks: Sequence[Block]
    standing: Standing

    def fact(self, name: str) -> Any:
        """What fills the place of that name; "" where the line does not say."""
        return self.line.facts.get(name, "")

    @property
    def words(self) -> Markup:
        """The words of the text that it names, not longer than a line takes."""
        return _apart(shortened(self.line.asked.words or ""))

    @property
    def said(self) -> Markup:
        """What the file says there, with who said it; as long as it is, where nothing else keeps it."""
        said, author = _apart(self.line.asked.body), self.line.place
        return _apart(author) + colon() + " " + said if author else said

    @property
    def place(self) -> Markup:
        """Where the file says that it stands."""
        return _apart(self.line.place)

    @property
    def paragraph(self) -> Markup:
        """What its paragraph is called in a sentence."""
        return _apart(paragraph_name(self.line.asked.block, self.blocks))


def _apart(words: str) -> Markup:
    """Somebody's words in a sentence, in their own direction."""
    return Markup("<bdi>{}</bdi>").format(words)


def _place_unread(told: _Told) -> str:
    if told.line.place:
        return gettext("“%(place)s” does not name one paragraph.", place=told.place)
    return gettext("No paragraph is named.")


def _no_such_paragraph(told: _Told) -> str:
    count = int(told.fact("count") or 0)
    return ngettext(
        "“%(place)s” is not there: the text has %(num)s paragraph.",
        "“%(place)s” is not there: the text has %(num)s paragraphs.",
        count,
        place=told.place,
    )


def _nothing_written(told: _Told) -> str:
    if told.fact("kind") == ItemKind.COMMENT.value:
        return gettext("No comment is written.")
    return gettext("No words are proposed. To remove a whole paragraph, choose that kind.")


def _over_length(told: _Told) -> str:
    return ngettext("Use at most %(num)s character.", "Use at most %(num)s characters.", int(told.fact("limit") or 0))


def _too_many(told: _Told) -> str:
    return ngettext(
        "Your organisation already has %(num)s draft. Send or delete some first.",
        "Your organisation already has %(num)s drafts. Send or delete some first.",
        int(told.fact("limit") or 0),
    )


def _other_version(told: _Told) -> str:
    number = escape(name_of_version(told.standing, int(told.fact("version") or 0)))
    if told.line.unit is FileUnit.ROW:
        return gettext("This was written on a sheet for version %(number)s.", number=number)
    asked = told.line.asked
    said = _apart(shortened(asked.words or asked.proposal or asked.body))
    return gettext("“%(words)s” was written on version %(number)s.", words=said, number=number)


_SENTENCES: Mapping[PointFate, Callable[[_Told], str]] = {
    PointFate.KEPT: lambda _: gettext("The point was deleted or withdrawn."),
    PointFate.KEPT_LACKING: lambda _: gettext("The point was deleted or withdrawn."),
    PointFate.REASON_ADDED: lambda _: gettext("The point was deleted or withdrawn."),
    PointFate.SAME: lambda _: gettext("The point was deleted or withdrawn."),
    PointFate.OTHER_REASON: lambda _: gettext("The point was deleted or withdrawn."),
    PointFate.PLACE_UNREAD: _place_unread,
    PointFate.NO_SUCH_PARAGRAPH: _no_such_paragraph,
    PointFate.PARAGRAPH_GONE: lambda _: gettext("This paragraph is not in the current version."),
    PointFate.PARAGRAPH_CLOSED: lambda _: gettext(
        "This paragraph is not open to amendments in this consultation, but you can comment on it."
    ),
    PointFate.WORDS_ABSENT: lambda told: gettext(
        "The words “%(words)s” are not in %(paragraph)s.", words=told.words, paragraph=told.paragraph
    ),
    PointFate.WORDS_TWICE: lambda told: ngettext(
        "The words “%(words)s” occur %(num)s time in %(paragraph)s.",
        "The words “%(words)s” occur %(num)s times in %(paragraph)s.",
        int(told.fact("count") or 0),
        words=told.words,
        paragraph=told.paragraph,
    ),
    PointFate.WORDS_CUT: lambda told: gettext(
        "The words “%(words)s” begin or end in the middle of a word.", words=told.words
    ),
    PointFate.NOTHING_WRITTEN: _nothing_written,
    PointFate.NOTHING_CHANGED: lambda _: gettext("The words proposed are already in the text."),
    PointFate.CHANGE_UNREAD: lambda told: gettext(
        "The words proposed do not say which words of %(paragraph)s they change.", paragraph=told.paragraph
    ),
    PointFate.KIND_UNREAD: lambda told: gettext("“%(kind)s” is not a kind of point.", kind=_apart(told.fact("kind"))),
    PointFate.TWO_PARAGRAPHS: lambda _: gettext("Two paragraphs are proposed in the place of one."),
    PointFate.FORBIDDEN: lambda _: gettext(
        "The text contains an invisible character that changes how the text is read. Remove the character."
    ),
    PointFate.OVER_LENGTH: _over_length,
    PointFate.TOO_LONG_TEXT: lambda _: gettext("With this, the text would have too many paragraphs."),
    PointFate.TOO_MANY: _too_many,
    PointFate.OTHER_STATEMENT: lambda _: gettext("This was written on a sheet for another statement."),
    PointFate.OTHER_VERSION: _other_version,
    PointFate.OTHER_ORGANISATION: lambda _: gettext("This was written on the sheet of another organisation."),
    PointFate.TRACKED: lambda _: gettext(
        "A cell has tracked changes or crossed-out words. Accept or reject the changes, then upload the sheet again."
    ),
    PointFate.FORMULA: lambda _: gettext("A cell has a formula. Write words there, then upload the sheet again."),
    PointFate.CELL_UNREAD: lambda _: gettext(
        "A cell has a picture or an error, or covers several columns. Write words there, then upload the sheet again."
    ),
    PointFate.NOT_IN_TEXT: lambda told: gettext("This comment is not on words of the text. %(words)s", words=told.said),
    PointFate.STYLE: lambda told: gettext(
        "Only its bold, italics or links were changed, which no amendment can ask for. %(words)s", words=told.said
    ),
    PointFate.SHAPE: lambda told: gettext(
        "Only its kind was changed (heading, list item, paragraph), which no amendment can ask for. %(words)s",
        words=told.said,
    ),
    PointFate.NOTE: lambda told: gettext(
        "A footnote was added or removed, which no amendment can ask for: write a comment. %(words)s", words=told.said
    ),
    PointFate.SETTLED: lambda told: gettext(
        "This comment was marked as resolved in the file. %(words)s", words=told.said
    ),
    PointFate.ELSEWHERE: lambda told: gettext(
        "This change is in a table, a header or a text box, which the text does not have. %(words)s", words=told.said
    ),
    PointFate.WITHOUT_EFFECT: lambda told: gettext(
        "After all changes these words read as before. %(words)s", words=told.said
    ),
    PointFate.LEFT_OUT: lambda told: gettext(
        "This is no part of the text (a table, a picture, a text box or the like). %(words)s", words=told.said
    ),
}
