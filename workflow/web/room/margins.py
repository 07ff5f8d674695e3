"""What stands in the margin of the room and after its text, in sentences."""

from flask import Blueprint
from flask_babel import gettext, ngettext, pgettext
from markupsafe import Markup

from workflow.queries.room.room import Room
from workflow.queries.room.room_notes import Margin
from workflow.queries.statements.agreed import Agreed
from workflow.text.values import Block
from workflow.web.shared.locale import comma
from workflow.web.shared.moments import deadline


def init(blueprint: Blueprint) -> None:
    """Give the templates of the room these words."""
    for each in (margin_summary, is_amendable, sent_sentence):
        blueprint.add_app_template_global(each)


def margin_summary(margin: Margin, writes: bool, amendable: bool) -> Markup:
    """How many notes stand beside a paragraph; of one without notes what can be done there.

    writes: the reader may comment on it. amendable: and propose other words.
    """
    said = []
    if margin.amendments:
        said.append(ngettext("%(num)s amendment", "%(num)s amendments", margin.amendments))
    if margin.comments:
        said.append(ngettext("%(num)s comment", "%(num)s comments", margin.comments))
    if margin.drafts:
        said.append(ngettext("%(num)s draft", "%(num)s drafts", margin.drafts))
    if not margin.notes and writes:
        said.append(gettext("Comment or amend") if amendable else pgettext("verb", "Comment"))
    if not margin.notes and margin.past:
        said.append(ngettext("%(num)s answered earlier", "%(num)s answered earlier", margin.past))
    return comma().join(said)


def is_amendable(room: Room, agreed: Agreed, block: Block | None) -> bool:
    """Whether amendments to the paragraph are taken, where any are; None: to the whole text."""
    if block is None or room.consultation is None:
        return True
    opened = room.consultation.open_blocks
    return (opened is None or block.id in opened) and block.id not in agreed.closed


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
