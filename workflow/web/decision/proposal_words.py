"""What pages and mails say of a position that was entered for a seat: how, by whom, and whether it counts."""

from datetime import datetime
from typing import Protocol

from flask import Flask
from flask_babel import gettext
from markupsafe import Markup, escape

from workflow.queries.decision.decision import Taken
from workflow.queries.decision.proposed import SeatProposal
from workflow.rules.decision.proposals import Means
from workflow.web.shared.frame import stance_by, stance_tag
from workflow.web.shared.moments import moment


class EnteredPosition(Protocol):
    """What a page or a mail knows of a position that was entered for the reader's organisation."""

    @property
    def by(self) -> str:
        """Who entered it."""

    @property
    def at(self) -> datetime:
        """When."""

    @property
    def means(self) -> Means | None:
        """How the member gave it; None where a newcomer entered it."""

    @property
    def given_at(self) -> datetime | None:
        """When the member gave it."""

    @property
    def given_by(self) -> str:
        """Who of the member gave it."""


def init(app: Flask) -> None:
    """Give the templates the sentences."""
    app.jinja_env.globals.update(position_tag=position_tag, position_notes=position_notes, entered_words=entered_words)


def position_tag(taken: Taken, is_over: bool = False) -> tuple[str, str, str]:
    """(class, glyph, word) of a seat's position; of one that waits to be confirmed while there is no other.

    is_over: the ballot has ended, so that none comes any more.
    """
    if taken.stance is None and taken.waiting:
        return "", "○", stance_by(taken.waiting.stance, taken.waiting.means)
    shape, glyph, word = stance_tag(taken.stance, is_over=is_over)
    if taken.stance is None or taken.entered is None:
        return shape, glyph, word
    return shape, glyph, stance_by(taken.stance, taken.entered.means)


def position_notes(taken: Taken, is_over: bool) -> list[Markup]:
    """Who took, entered and confirmed a seat's position, as far as the reader may know; and what waits beside it."""
    said = [_taken_note(taken)] if taken.stance else []
    if taken.waiting:
        if taken.stance:
            said.append(escape(stance_by(taken.waiting.stance, taken.waiting.means)))
        said.append(_waiting_note(taken.waiting, is_over))
    return [each for each in said if each]


def _taken_note(taken: Taken) -> Markup:
    entered, by = taken.entered, _apart(taken.by)
    if entered is None:
        return _with_names(gettext("Recorded by %(name)s.", name=by)) if taken.by else Markup()
    if entered.is_of_secretariat:
        if taken.by:
            return _with_names(gettext("Entered by the secretariat, confirmed by %(name)s.", name=by))
        return escape(gettext("Entered by the secretariat, confirmed by the organisation."))
    if taken.by and entered.by:
        who = _apart(entered.by)
        return _with_names(gettext("Entered by %(who)s, confirmed by %(name)s.", who=who, name=by))
    return _with_names(gettext("Confirmed by %(name)s.", name=by)) if taken.by else Markup()


def _waiting_note(waiting: SeatProposal, is_over: bool) -> Markup:
    if waiting.is_of_secretariat:
        if is_over:
            return escape(gettext("Entered by the secretariat, never confirmed. It did not count."))
        return escape(gettext("Entered by the secretariat, not confirmed. It does not count yet."))
    name = _apart(waiting.by)
    if is_over:
        return _with_names(gettext("Entered by %(name)s, never confirmed. It did not count.", name=name))
    return _with_names(gettext("Entered by %(name)s, not confirmed. It does not count yet.", name=name))


def entered_words(entered: EnteredPosition) -> Markup:
    """Who entered a position for the reader's organisation, when, and how it had been given."""
    facts = {"name": _apart(entered.by), "when": escape(moment(entered.at))}
    if entered.means is None or entered.given_at is None:
        return _with_names(
            gettext(
                "%(name)s, who was invited after the ballot opened, entered this position %(when)s.",
                name=facts["name"],
                when=facts["when"],
            )
        )
    facts |= {"giver": _apart(entered.given_by), "given": escape(moment(entered.given_at))}
    if entered.means is Means.TELEPHONE:
        said = gettext(
            "%(name)s of the secretariat entered this position %(when)s. %(giver)s gave it by telephone %(given)s.",
            **facts,
        )
    elif entered.means is Means.TABLE:
        said = gettext(
            "%(name)s of the secretariat entered this position %(when)s. %(giver)s gave it at the table %(given)s.",
            **facts,
        )
    else:
        said = gettext(
            "%(name)s of the secretariat entered this position %(when)s. %(giver)s gave it by letter or email "
            "%(given)s.",
            **facts,
        )
    return _with_names(said)


def _with_names(said: str) -> Markup:
    """A sentence whose every value is markup already, so that the whole is."""
    return Markup(said)  # noqa: S704


def _apart(name: str) -> Markup:
    """A name in a direction of its own; where it is known no more, what stands for it."""
    return Markup("<bdi>{}</bdi>").format(name) if name else escape(gettext("Someone"))
