"""What pages and mails say of the Committee's roll: each change, and who stands behind it."""

from flask_babel import gettext
from markupsafe import Markup, escape

from workflow.queries.people.roll import RollActor, SeatChangeLine
from workflow.rules.people.roll import SeatAct, SeatChangeState
from workflow.rules.shared.names import Named


def seat_change_sentence(line: SeatChangeLine) -> Markup:
    """What the change does, or did: whose seat is given, ends, is suspended or resumed."""
    who = roll_name(line.who)
    return _fill(_made(line.act) if line.is_made else _asked(line.act), who=who)


def _made(act: SeatAct) -> str:
    return {
        SeatAct.GIVE: gettext("%(who)s was given a seat on the Committee."),
        SeatAct.END: gettext("%(who)s no longer holds a seat on the Committee."),
        SeatAct.SUSPEND: gettext("%(who)s was suspended, and with it its seat."),
        SeatAct.RESUME: gettext("%(who)s is no longer suspended, and can use its seat again."),
    }[act]


def _asked(act: SeatAct) -> str:
    return {
        SeatAct.GIVE: gettext("%(who)s is to be given a seat on the Committee."),
        SeatAct.END: gettext("%(who)s is to lose its seat on the Committee."),
        SeatAct.SUSPEND: gettext("%(who)s is to be suspended, and with it its seat."),
        SeatAct.RESUME: gettext("%(who)s is to be no longer suspended, and to use its seat again."),
    }[act]


def roll_name(who: Named) -> Markup:
    """What an organisation is called on the roll, where no label of a statement stands for it."""
    return escape(gettext("A protected organisation")) if who.code else _isolated(who.name)


def seat_change_story(line: SeatChangeLine) -> Markup:
    """Who asked for the change, and what another person answered."""
    return _fill(_story(line), name=_actor(line.asked_by), second=_actor(line.second))


def _story(line: SeatChangeLine) -> str:
    if line.state is SeatChangeState.CONFIRMED and line.second is None:
        return gettext("Entered by %(name)s before the first ballot.")
    return {
        SeatChangeState.ASKED: gettext("Asked for by %(name)s. Not confirmed yet."),
        SeatChangeState.CONFIRMED: gettext("Asked for by %(name)s, confirmed by %(second)s."),
        SeatChangeState.REFUSED: gettext("Asked for by %(name)s, refused by %(second)s: the roll did not change."),
        SeatChangeState.TAKEN_BACK: gettext("Asked for and taken back by %(name)s."),
        SeatChangeState.LAPSED: gettext("Asked for by %(name)s. No second person confirmed it within 24 hours."),
    }[line.state]


def confirm_words(act: SeatAct) -> str:
    """The words of the button that confirms a change."""
    return {
        SeatAct.GIVE: gettext("Confirm this seat"),
        SeatAct.END: gettext("Confirm the end of this seat"),
        SeatAct.SUSPEND: gettext("Confirm the suspension"),
        SeatAct.RESUME: gettext("Confirm the end of the suspension"),
    }[act]


def waiting_words(act: SeatAct) -> str:
    """What stands beside a seat for which a change waits."""
    return {
        SeatAct.GIVE: gettext("is to be given, not confirmed"),
        SeatAct.END: gettext("is to end, not confirmed"),
        SeatAct.SUSPEND: gettext("is to be suspended, not confirmed"),
        SeatAct.RESUME: gettext("is to be used again, not confirmed"),
    }[act]


def act_choices() -> list[tuple[SeatAct, str]]:
    """The changes that can be asked for, and what the form says of each."""
    return [
        (SeatAct.GIVE, gettext("Give the organisation a seat")),
        (SeatAct.END, gettext("End its seat")),
        (SeatAct.SUSPEND, gettext("Suspend the organisation with its seat")),
        (SeatAct.RESUME, gettext("End its suspension")),
    ]


def _actor(actor: RollActor | None) -> Markup:
    if actor is None:
        return Markup("")
    if actor.is_operator:
        return escape(gettext("the operator"))
    return escape(gettext("a focal point of a protected organisation")) if actor.is_covered else _isolated(actor.name)


def _isolated(name: str) -> Markup:
    return Markup("<bdi>{}</bdi>").format(name)


def _fill(sentence: str, **names: Markup) -> Markup:
    return Markup(sentence) % names  # noqa: S704  (the catalogues are ours)
