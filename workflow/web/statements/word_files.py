"""What a file of an office program has beside its words, for the page that asks what becomes of it."""

from dataclasses import dataclass
from typing import Any, Protocol

from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField
from wtforms.validators import Optional

from workflow.formats.word.importing import WordReading, left_out_of, word_reading
from workflow.formats.word.values import LeftOutKind, Revision, RevisionKind, TakenAs, WordText
from workflow.web.shared.forms import options

_SHOWN = 100  # of the changes of a file; all of them are counted


class FileChoiceNeeded(Exception):
    """The file has tracked changes, comments or what no text of ours holds, and nobody has said what becomes of it."""

    def __init__(self, text: WordText) -> None:
        super().__init__()
        self.text = text


def tracked_field(label: Any) -> RadioField:
    """How tracked changes are taken; none is chosen before."""
    ways = [
        (TakenAs.ACCEPTED.value, _l("As if all were accepted")),
        (TakenAs.REFUSED.value, _l("As if all were rejected")),
    ]
    return RadioField(label, choices=options(ways), validators=[Optional()], validate_choice=False)


def comments_field(label: Any) -> RadioField:
    """What becomes of comments."""
    ends = [("kept", _l("Keep them beside the draft, for penholders alone")), ("left", _l("Leave them in the file"))]
    return RadioField(label, choices=options(ends), default="kept", validate_choice=False)


class FileChoices(Protocol):
    """A form with the two fields. asked: whether its reader was shown what is in the file."""

    tracked: RadioField
    comments: RadioField
    asked: HiddenField


def chosen_reading(text: WordText, form: FileChoices) -> WordReading:
    """The text of the file as its reader chose; raises FileChoiceNeeded, and Unreadable where no words are left."""
    how = next((each for each in TakenAs if each.value == form.tracked.data), None)
    is_more = bool(text.comments or left_out_of(text) or text.raw_revisions)
    if (text.revisions and how is None) or (is_more and not form.asked.data):
        raise FileChoiceNeeded(text)
    return word_reading(text, how or TakenAs.ACCEPTED, with_comments=form.comments.data != "left")


@dataclass(frozen=True)
class TrackedShown:
    """A tracked change. said: what it does; words: those that it is about; place: the paragraph's first words."""

    said: str
    words: str
    author: str
    place: str


@dataclass(frozen=True)
class FileShown:
    """What the page tells. more: changes beyond those of `tracked`; left_out: what it is, with its words."""

    count: int
    tracked: list[TrackedShown]
    more: str
    unread: str
    left_out: list[tuple[str, str]]


def file_shown(text: WordText) -> FileShown:
    """What the page tells of the file."""
    more, unread = len(text.revisions) - _SHOWN, text.raw_revisions - len(text.revisions)
    return FileShown(
        len(text.revisions),
        [_tracked(text, each) for each in text.revisions[:_SHOWN]],
        ngettext("and %(num)s more change", "and %(num)s more changes", more) if more > 0 else "",
        ngettext(
            "%(num)s tracked change of the file could not be read: look through the file for it.",
            "%(num)s tracked changes of the file could not be read: look through the file for them.",
            unread,
        )
        if unread > 0
        else "",
        [(left_out_name(each.kind), each.words) for each in left_out_of(text)],
    )


def _tracked(text: WordText, each: Revision) -> TrackedShown:
    pieces = text.paragraphs[each.paragraph].pieces if each.paragraph >= 0 else ()
    place = "".join(piece.text for piece in pieces if not piece.deleted).strip()
    place = place if len(place) <= 80 else f"{place[:80].rsplit(' ', 1)[0]} …"
    return TrackedShown(_kind_said(each.kind), each.words, each.author, place)


def _kind_said(kind: RevisionKind) -> str:
    return {
        RevisionKind.INSERTION: gettext("inserted"),
        RevisionKind.DELETION: gettext("deleted"),
        RevisionKind.MOVED_FROM: gettext("moved away"),
        RevisionKind.MOVED_TO: gettext("moved here"),
        RevisionKind.PARAGRAPH_INSERTED: gettext("paragraph divided"),
        RevisionKind.PARAGRAPH_DELETED: gettext("paragraphs joined"),
        RevisionKind.FORMAT: gettext("set in another way"),
        RevisionKind.TABLE: gettext("change of a table"),
        RevisionKind.OTHER: gettext("other change"),
    }[kind]


def left_out_name(kind: LeftOutKind) -> str:
    """What it is that a text has no place for."""
    return {
        LeftOutKind.TABLE: gettext("Table"),
        LeftOutKind.PICTURE: gettext("Picture"),
        LeftOutKind.TEXT_BOX: gettext("Text box"),
        LeftOutKind.FIELD: gettext("Field"),
        LeftOutKind.HEADER: gettext("Header of the page"),
        LeftOutKind.FOOTER: gettext("Foot of the page"),
        LeftOutKind.MACRO: gettext("Macro"),
        LeftOutKind.EQUATION: gettext("Formula"),
        LeftOutKind.EMBEDDED: gettext("Embedded file"),
        LeftOutKind.HIDDEN: gettext("Hidden words"),
        LeftOutKind.NOTE: gettext("Footnote without a mark in the text"),
        LeftOutKind.LINK: gettext("Address of a link"),
        LeftOutKind.STRUCK: gettext("Words crossed out by hand, which stay in the text"),
        LeftOutKind.UNKNOWN: gettext("Something that we do not know"),
    }[kind]
