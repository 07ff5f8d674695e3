"""What is refused about base texts, agreed language and the voice; rules/shared/refusals.py says what a refusal is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from workflow.rules.shared.refusals import Refusal
from workflow.rules.shared.sentences import N_, Sentence


class NoBaseEdition(Refusal):
    """The base text was not adopted in the language that was chosen."""

    field = "language"
    sentence = N_(
        "The adopted text that you want to start from is not in this language. Choose another language or another text."
    )


class OverLimit(Refusal):
    """The text is longer than its settings allow, and nobody said to issue it all the same."""

    field = "over_limit"
    sentence = N_(
        "The text is over its word or time limit. Shorten the text, or tick the box to issue the version although it "
        "is over the limit."
    )


@dataclass(eq=False)
class AgreedLanguage(Refusal):
    """The save changes agreed language and gives no reason for opening it. numbers: of its paragraphs."""

    numbers: Sequence[int]
    field = "opening"

    @property
    def sentence(self) -> Sentence:
        if not self.numbers:
            return N_("You changed agreed language. Give a reason for opening it, then save again.")
        return N_(
            "You changed agreed language (paragraphs: %(numbers)s). Give a reason for opening it, then save again."
        )


class OpenAlready(Refusal):
    """The paragraph is no agreed language any more, or somebody has opened it."""

    status = 409
    sentence = N_("This paragraph is already open to amendments and changes.")


@dataclass(eq=False)
class OccasionTooFar(Refusal):
    """An occasion that lies so far ahead is a slip: its year is wrong. latest: the last moment that it may have."""

    latest: datetime
    field = "occasion_at"
    sentence = N_("An occasion is at most two years ahead. Choose a time before %(when)s.", when="latest")


class VoiceNotOffered(Refusal):
    """No statement can be given this voice: nobody could act for the names that would stand over it."""

    field = "voice"
    sentence = N_(
        "A statement cannot speak yet in the name of organisations that sign it, because organisations cannot sign "
        "here. Choose another name."
    )
