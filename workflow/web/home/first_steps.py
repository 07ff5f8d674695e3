"""The first steps of a new coalition, in sentences."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext, ngettext

from workflow.procedures import procedures
from workflow.queries.home.first_steps import FirstSteps
from workflow.rules.decision.decision import FEWEST_SEATS
from workflow.rules.people.membership import SECRETARIAT
from workflow.web.shared import locale


@dataclass(frozen=True)
class Step:
    """One step, whether it is done, and the way to it."""

    what: str
    said: str
    button: str
    address: str
    is_done: bool
    is_next: bool

    @property
    def when(self) -> str:
        """Done, next, or later."""
        if self.is_done:
            return gettext("✓ Done")
        return gettext("Next") if self.is_next else gettext("After that")


def steps(found: FirstSteps) -> Sequence[Step]:
    """The four steps, in their order; the first that is not done is next."""
    ahead = found.done.index(False)
    return [
        Step(*words, is_done=is_done, is_next=number == ahead)
        for number, (words, is_done) in enumerate(zip(_words(found), found.done, strict=True))
    ]


def _words(found: FirstSteps) -> list[tuple[str, str, str, str]]:
    """What each is called, how it stands, its button and where that leads."""
    return [
        (
            gettext("People of the secretariat"),
            _people(found),
            gettext("Invite a colleague"),
            url_for("organisations.show", key=SECRETARIAT),
        ),
        (gettext("Members"), _members(found), gettext("Import a list"), url_for("organisations.import")),
        (gettext("Rules and the Committee"), _rules(found), gettext("Give seats"), url_for("committee.show")),
        (
            gettext("First statement"),
            gettext(
                "Paste a text, upload a file, or start with an empty page. Members see the text only when you open a "
                "consultation."
            ),
            gettext("Start a statement"),
            url_for("statements.new"),
        ),
    ]


def _people(found: FirstSteps) -> str:
    if found.colleagues:
        return gettext("You and %(names)s.", names=locale.join_words(found.colleagues))
    if found.invited:
        return gettext("Your colleague has not accepted the invitation yet.")
    return gettext("You are alone. What needs two people cannot be done before a colleague has joined.")


def _members(found: FirstSteps) -> str:
    if found.members:
        return ngettext("%(num)s organisation is a member.", "%(num)s organisations are members.", found.members)
    return gettext(
        "A list from your spreadsheet: name, country, language, email. If a line is wrong, nothing is added and no one "
        "gets an email."
    )


def _rules(found: FirstSteps) -> str:
    usual = next(iter(procedures().values()))
    return " ".join(
        [
            gettext(
                "The procedure is %(name)s: a statement is adopted with %(share)s of the positions that count, and the "
                "quorum is %(quorum)s of the seats.",
                name=usual.title_in(locale.current()),
                share=str(usual.rule.threshold),
                quorum=str(usual.rule.quorum),
            ),
            ngettext(
                "%(num)s organisation has a seat; a decision needs at least %(least)s.",
                "%(num)s organisations have a seat; a decision needs at least %(least)s.",
                found.seats,
                least=FEWEST_SEATS,
            ),
        ]
    )
