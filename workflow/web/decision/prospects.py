"""What pages and mails say of a ballot before it is decided: the rule, who decides, until when, and what follows."""

from flask import Flask, current_app
from flask_babel import get_timezone, gettext, ngettext

from workflow.queries.decision.prospects import Prospect
from workflow.rules.decision.decision import FEWEST_SEATS, Settling
from workflow.rules.publication.release import ReleaseKind
from workflow.web.shared.frame import time_zone_name
from workflow.web.shared.moments import coalition_place, deadline, moment


def init(app: Flask) -> None:
    """Give the templates the sentences."""
    app.jinja_env.globals["prospect_words"] = prospect_words


def prospect_words(found: Prospect) -> list[str]:
    """The sentences, in the order in which things happen."""
    chosen = [_sooner(found.settling)] if found.settling else []
    return [_rule(found), _counting(found), _who(found), _until(found), *chosen, _release(found), _refusal_sentence()]


def _rule(found: Prospect) -> str:
    return ngettext(
        "The statement is adopted if at least %(share)s of the positions that count are in favour and %(needed)s "
        "of %(num)s seat takes part.",
        "The statement is adopted if at least %(share)s of the positions that count are in favour and at least "
        "%(needed)s of the %(num)s seats take part.",
        found.seats,
        share=str(found.threshold),
        needed=found.quorum_needed,
    )


def _counting(found: Prospect) -> str:
    if not found.recused_leave:
        return gettext(
            "Approvals and objections count. Whoever abstains or reserves a position takes part, but does not count; "
            "whoever does not participate or is recused does neither."
        )
    return ngettext(
        "Approvals and objections count. Whoever abstains or reserves a position takes part, but does not count; "
        "whoever does not participate does neither. A seat that is recused leaves the seats that count; at least "
        "%(num)s must remain.",
        "Approvals and objections count. Whoever abstains or reserves a position takes part, but does not count; "
        "whoever does not participate does neither. A seat that is recused leaves the seats that count; at least "
        "%(num)s must remain.",
        FEWEST_SEATS,
    )


def _who(found: Prospect) -> str:
    return ngettext(
        "One position can be taken: that of the organisation that holds the seat when the ballot opens.",
        "%(num)s positions can be taken: one by each organisation that holds a seat when the ballot opens.",
        found.seats,
    )


def _until(found: Prospect) -> str:
    if found.closes_at is None:
        return gettext(
            "Positions can be taken until the closing time that you choose above, by the clock of %(place)s.",
            place=time_zone_name(),
        )
    zone = current_app.config["COMMUNIQUE"].time_zone
    if found.closes_at.astimezone(zone).utcoffset() != found.closes_at.astimezone(get_timezone()).utcoffset():
        return gettext("Positions can be taken until %(when)s.", when=deadline(found.closes_at))
    return gettext(
        "Positions can be taken until %(when)s (%(place)s).", when=moment(found.closes_at), place=coalition_place()
    )


def _sooner(settling: Settling) -> str:
    if settling is Settling.ANSWERED:
        return gettext(
            "The ballot is decided at that time, or sooner: as soon as every seat has taken a "
            "position other than a reserve. Until then, each organisation may change its position."
        )
    return gettext(
        "The ballot is decided at that time, or sooner: as soon as the positions that are still missing or reserved "
        "cannot change the result. Until it is decided, each organisation may change its position."
    )


def _release(found: Prospect) -> str:
    if found.release is ReleaseKind.BY_HAND:
        return gettext(
            "Once adopted, the statement is held: nothing is published before a person of the secretariat releases it."
        )
    if found.release_at is not None:
        return gettext(
            "Once adopted, the statement is published by itself, with no further step, but "
            "not before the embargo ends %(when)s.",
            when=moment(found.release_at),
        )
    if found.closes_at is not None:
        return gettext(
            "The statement is published by itself when it is adopted, at the latest %(when)s, with no further step.",
            when=moment(found.closes_at),
        )
    return gettext(
        "Once adopted, the statement goes out as you choose above: by itself, with no further step, or once a "
        "person of the secretariat releases it."
    )


def _refusal_sentence() -> str:
    return gettext(
        "If the statement is not adopted, nothing is published, and the statement goes back to the penholder."
    )
