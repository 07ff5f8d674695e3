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
            return N_("The embargo was ended while this page was open. Nothing was done.")
        return N_(
            "The embargo was changed while this page was open: nothing goes out before %(when)s now. "
            "Nothing was done; look at it, then send this again if you still want it.",
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
            return N_("Nothing was changed: write the day and the time until which nothing goes out.")
        if self.is_empty:
            return N_("Nothing was changed: an empty field ends no embargo. Ending it early has a button of its own.")
        return N_("Nothing was changed: choose another time than %(when)s.", when="until")


@dataclass(eq=False)
class EarlierEmbargo(Refusal):
    """An embargo is moved to an earlier moment, or ended, by an act of its own with a reason."""

    until: datetime
    field = "until"
    sentence = N_("An earlier time than the embargo's needs a reason, on a page of its own.")


@dataclass(eq=False)
class DigestMismatch(Refusal):
    """The stored text no longer gives the digest that was approved: nothing may go out. language: of the editions."""

    language: str = ""
    status = 409
    sentence = N_("The stored text is not the text that was approved, so nothing was published. Tell the secretariat.")
