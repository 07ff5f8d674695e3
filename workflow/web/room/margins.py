"""What stands in the margin of the room and after its text, in sentences."""

from flask import Blueprint
from flask_babel import gettext, ngettext, pgettext

from workflow.queries.items.margin import Show
from workflow.queries.room.room import Room
from workflow.queries.room.room_notes import Margin
from workflow.queries.statements.agreed import Agreed
from workflow.text.document import heading_levels
from workflow.text.values import Block
from workflow.web.shared.locale import comma
from workflow.web.shared.moments import deadline


def init(blueprint: Blueprint) -> None:
    """Give the templates of the room these words."""
    for each in (choice_words, points_line, kinds_line, is_amendable, is_title_open, sent_sentence, heading_levels):
        blueprint.add_app_template_global(each)


def choice_words(show: str, room: Room) -> str:
    """What a choice of the points beside the text is called."""
    return {
        Show.ALL: gettext("Current") if room.totals[Show.PAST] else pgettext("items", "All"),
        Show.AMENDMENTS: gettext("Amendments"),
        Show.COMMENTS: gettext("Comments"),
        Show.OURS: gettext("Ours"),
        Show.WAITING: gettext("Not yet answered"),
        Show.PAST: gettext("Answered earlier"),
        Show.NONE: pgettext("items", "None"),
    }[Show(show)]


def points_line(margin: Margin) -> str:
    """How many points stand beside a paragraph, in the one line into which they fold."""
    said = []
    if margin.points:
        said.append(ngettext("%(num)s point", "%(num)s points", margin.points))
    if margin.ours:
        said.append(ngettext("%(num)s ours", "%(num)s ours", margin.ours))
    if margin.drafts:
        said.append(ngettext("%(num)s draft", "%(num)s drafts", margin.drafts))
    return comma().join(said)


def kinds_line(margin: Margin) -> str:
    """The same by kinds, over the points that are opened; empty where there is one kind alone."""
    if not (margin.amendments and margin.comments):
        return ""
    amendments = ngettext("%(num)s amendment", "%(num)s amendments", margin.amendments)
    return comma().join([amendments, ngettext("%(num)s comment", "%(num)s comments", margin.comments)])


def is_amendable(room: Room, agreed: Agreed, block: Block | None) -> bool:
    """Whether amendments to the paragraph are taken, where any are; None: to the whole text."""
    if block is None or room.consultation is None:
        return True
    opened = room.consultation.open_blocks
    return (opened is None or block.id in opened) and block.id not in agreed.closed


def is_title_open(room: Room) -> bool:
    """Whether amendments to the title are taken, where any are."""
    opened = room.consultation.open_blocks if room.consultation else None
    return opened is None or "title" in opened


def sent_sentence(room: Room, is_secretariat: bool) -> str:
    """How much the reader's organisation has sent in the open consultation, and until when it can do more."""
    consultation = room.consultation
    if consultation is None:
        return ""
    when = deadline(consultation.closes_at)
    if room.sent:
        changing = gettext("You can change or withdraw what you sent until %(when)s.", when=when)
        return f"{_sentence_of_sent(room.sent, is_secretariat)} {changing}"
    if consultation.supports:
        return gettext(
            "Your organisation supports what others have sent; this counts as a response. You can send "
            "comments and amendments of your own until %(when)s.",
            when=when,
        )
    return gettext("Your organisation has not sent anything yet. You can do so until %(when)s.", when=when)


def _sentence_of_sent(number: int, is_secretariat: bool) -> str:
    if is_secretariat:
        return ngettext(
            "The secretariat has sent %(num)s comment or amendment.",
            "The secretariat has sent %(num)s comments and amendments.",
            number,
        )
    return ngettext(
        "Your organisation has sent %(num)s comment or amendment.",
        "Your organisation has sent %(num)s comments and amendments.",
        number,
    )
