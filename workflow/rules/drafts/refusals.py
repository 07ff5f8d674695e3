"""What is refused about the working text; rules/shared/refusals.py says what a refusal is."""

from dataclasses import dataclass

from workflow.rules.shared.refusals import Refusal
from workflow.rules.shared.sentences import N_


@dataclass(eq=False)
class StaleDraft(Refusal):
    """Somebody saved since this form was opened. serial: the newest save's."""

    serial: int
    status = 409
    sentence = N_(
        "Someone saved this text while you were writing. Your words are below, beside the other person’s words."
    )


class NotByItself(Refusal):
    """A save would do more than keep what was typed, so it waits for its writer to press the button."""

    sentence = N_("Not saved automatically: this change is saved when you press the button.")


class PassageChanged(Refusal):
    """The passage in brackets was written anew, or settled otherwise, since the page was opened."""

    status = 409
    sentence = N_(
        "Someone saved the text after you opened this page, so nothing was settled. Check the passage, then choose "
        "again."
    )


class NothingRewritten(Refusal):
    """A paragraph was to be written because of a comment, and reads as it did."""

    field = "text"
    sentence = N_("The words are as they were. Change the words, or choose that no words need changing.")


class NoticeOver(Refusal):
    """The words that a notice is about have changed since, so that its button has nothing to do."""

    status = 409
    sentence = N_("The words that this was about have changed, so nothing was done. Check the text, then choose Done.")
