"""What is refused about publications and their embargo; rules/shared/refusals.py says what a refusal is."""

from dataclasses import dataclass
from datetime import datetime

from workflow.rules.shared.refusals import Refusal
from workflow.rules.shared.sentences import N_, Sentence


@dataclass(eq=False)
class TooFarAhead(Refusal):
    """An embargo that lasts so long is a slip: its year is wrong. latest: the last moment that it may have."""

    latest: datetime
    field = "until"
    sentence = N_("An embargo may last two years at most. Choose a time before %(when)s.", when="latest")


@dataclass(eq=False)
class StaleEmbargo(Refusal):
    """The embargo is another one than the form showed. until: None where there is none."""

    until: datetime | None
    status = 409
    field = "until"

    @property
    def sentence(self) -> Sentence:
        if self.until is None:
            return N_("Someone ended the embargo while this page was open. Nothing was done.")
        return N_(
            "Someone changed the embargo while this page was open: nothing is published "
            "before %(when)s now. Nothing was done. Check the embargo, then send this again "
            "if you still want your change.",
            when="until",
        )


@dataclass(eq=False)
class EmbargoUnchanged(Refusal):
    """The embargo is the one that there is. is_empty: the field was left empty, which ends none."""

    until: datetime | None
    is_empty: bool
    field = "until"

    @property
    def sentence(self) -> Sentence:
        if self.until is None:
            return N_("Nothing was changed. Enter the date and time before which nothing is published.")
        if self.is_empty:
            return N_(
                "Nothing was changed: an empty field does not end the embargo. To end the "
                "embargo early, use “End the embargo”."
            )
        return N_("Nothing was changed. Choose a time other than %(when)s.", when="until")


@dataclass(eq=False)
class EarlierEmbargo(Refusal):
    """An embargo is moved to an earlier moment, or ended, by an act of its own with a reason."""

    until: datetime
    field = "until"
    sentence = N_(
        "To move the embargo to an earlier time, use “Move the embargo to an earlier time” and give a reason."
    )


@dataclass(eq=False)
class EmbargoStands(Refusal):
    """A release is chosen that would be before the end of an embargo which holds."""

    until: datetime
    field = "release_at"
    sentence = N_(
        "This statement is under embargo until %(when)s. Choose that time or a later one; the "
        "embargo is ended on the page “Release”.",
        when="until",
    )


@dataclass(eq=False)
class DigestMismatch(Refusal):
    """The stored text no longer gives the digest that was approved: nothing may go out. language: of the editions."""

    language: str = ""
    status = 409
    sentence = N_("The stored text is not the text that was approved, so nothing was published. Tell the secretariat.")
