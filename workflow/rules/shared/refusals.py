"""What a use case refuses: a class for each, with its status, its sentence and the facts that fill it.

What the rooms of the house share stands here; each room has its own refusals beside it. The faces say the sentence in
the reader's language.
"""

from collections.abc import Mapping, Sequence
from dataclasses import KW_ONLY, dataclass
from datetime import datetime
from typing import ClassVar, Literal

from workflow.rules.shared.labels import Labelling, VersionLabel, version_label
from workflow.rules.shared.sentences import N_, Deadline, N_n, Sentence
from workflow.text.values import Reason


class NotFound(Exception):
    """There is no such thing, or this viewer may not know of it: the two are the same answer."""


@dataclass(eq=False)
class Refusal(Exception):
    """A use case did nothing, and says why.

    status: of HTTP; 422 where what was typed is to be put right. field: of a form, where the sentence belongs; a class
    names its usual one. refs: the references of the items that it is about.
    """

    status: ClassVar[int] = 422
    _: KW_ONLY
    field: str | None = None
    refs: Sequence[str] = ()

    def __post_init__(self) -> None:
        super().__init__()
        self.field = self.field or type(self).field

    @property
    def sentence(self) -> Sentence | tuple[Sentence, ...]:
        """What it says, perhaps one after another: what happened, and what to do."""
        raise NotImplementedError


class LanguageChosen(Refusal):
    """The form was sent to have its page in another language: nothing of it was done, and nothing is wrong with it."""

    sentence = N_("This page is in another language now. Nothing was sent.")


class NotAllowed(Refusal):
    """The viewer sees the thing but may not do this to it."""

    status = 403
    sentence = N_("Your role does not allow this at this stage.")


@dataclass(eq=False)
class WrongStage(Refusal):
    """The statement stands in a stage from which this move does not leave."""

    stage: str
    move: str = ""
    status = 409
    sentence = N_("The statement has moved to another stage. Check the statement before you continue.")


@dataclass(eq=False)
class StaleVersion(Refusal):
    """Another version is on the table than the one the form was written for."""

    seen: int | str | None
    current: int
    labelling: Labelling
    status = 409
    sentence = N_(
        "Version %(number)s was issued while you were writing. Check the change, then send or discard your words.",
        number="label",
    )

    @property
    def label(self) -> VersionLabel:
        """What the version is called that is on the table now."""
        return version_label(self.labelling, self.current)


class StaleForm(Refusal):
    """What the form showed was changed since by somebody else, or in another window: nothing of it was done."""

    status = 409
    sentence = N_(
        "Someone changed this after you opened the page, so nothing of yours was saved. "
        "Check what the page shows now, then send the form again."
    )


class FormSpent(Refusal):
    """The form was sent before, with other words or to be kept and not sent: these are new, and wait to be sent."""

    status = 409
    sentence = N_("You have already sent this form with other words. Check those words, then send again.")


class WholeTextNeeded(Refusal):
    """The text could not be put together from what changed in it: it is to be sent as a whole."""

    sentence = N_("The text did not arrive whole. Send the text again.")


class AlreadyDone(Refusal):
    """It has been done before and cannot be done twice."""

    status = 409
    sentence = N_("This has already been done.")


class ReasonNeeded(Refusal):
    """This needs a reason or an explanation."""

    field = "reason"
    sentence = N_("Give a reason.")


class UnknownChoice(Refusal):
    """Something was chosen that is not there to be chosen: gone, suspended, or hidden from the one who chose."""

    sentence = N_("Your choice is no longer available. Choose again.")


class ChoiceNeeded(Refusal):
    """At least one must be chosen."""

    sentence = N_("Choose at least one.")


@dataclass(eq=False)
class OutOfRange(Refusal):
    """A number is smaller or larger than makes sense."""

    least: float
    most: float
    sentence = N_("Enter a number from %(least)s to %(most)s.")


@dataclass(eq=False)
class OverLength(Refusal):
    """Longer than this field may be. limit: in characters."""

    limit: int
    sentence = N_n("Use at most %(num)s character.", "Use at most %(num)s characters.", "limit")


@dataclass(eq=False)
class TooManyBlocks(Refusal):
    """The text would have more paragraphs, headings and the like than one may have."""

    count: int
    limit: int
    field = "text"
    sentence = N_n(
        "With this, the text would have %(num)s paragraph, counting headings and list "
        "items. A text may have at most %(limit)s.",
        "With this, the text would have %(num)s paragraphs, counting headings and list "
        "items. A text may have at most %(limit)s.",
        "count",
    )


@dataclass(eq=False)
class RemindedBefore(Refusal):
    """Those who have not acted were reminded a short while ago. again_at: when it may be done again."""

    again_at: datetime
    status = 409
    sentence = N_(
        "These organisations were reminded a short while ago. You can remind them again from %(when)s.",
        when="again_at",
    )


@dataclass(eq=False)
class MomentPast(Refusal):
    """A deadline or an embargo must lie ahead. present: the deadline that it must lie behind."""

    present: Deadline | None = None
    field = "closes_at"

    @property
    def sentence(self) -> Sentence:
        if self.present:
            return N_("Choose a time after the current deadline, %(when)s.", when="present")
        return N_("Choose a time in the future.")


class ClockDoubted(Refusal):
    """The clock is off, so that nobody knows whether a deadline has passed."""

    status = 503
    sentence = N_(
        "The clock of the service may be wrong, so the service cannot tell whether the "
        "deadline has passed. Nothing was recorded. Tell the secretariat, and send this "
        "again later."
    )


TextFault = Literal["which_language", "no_title", "two_texts", "paragraphs_differ", "one_paragraph", "two_paragraphs"]
"""What may be wrong with a text that can be read."""


@dataclass(eq=False)
class TextRefused(Refusal):
    """The text cannot be taken as it is. place, codes: of the signs that cannot stay. wanted, given: of paragraphs."""

    reason: Reason | TextFault
    field = "text"
    place: int | None = None
    codes: str = ""
    wanted: int = 0
    given: int = 0

    @property
    def sentence(self) -> Sentence | tuple[Sentence, ...]:
        if self.codes and self.reason == Reason.FORBIDDEN:
            return N_(
                "The text contains invisible characters that change how it is read: %(codes)s. Remove these characters."
            )
        what_to_do = _FILES.get(self.reason)
        return (_TEXTS[self.reason], what_to_do) if what_to_do else _TEXTS[self.reason]


# An office program that saves changes as plain text keeps the deleted words and loses that they were deleted.
_SAVE_AS_WORD = N_(
    "Open the file in your office program and save it as .docx, with its tracked changes left as they are. Do not save "
    "it as plain text while changes are tracked: words that were deleted would come back."
)
_SAVE_AGAIN = N_("Open the file in your office program, save it again as .docx, then choose the new file.")
_FILES: Mapping[Reason | TextFault, Sentence] = {
    Reason.PDF: _SAVE_AS_WORD,
    Reason.RTF: _SAVE_AS_WORD,
    Reason.OLD_WORD: _SAVE_AS_WORD,
    Reason.TRACKED_ODT: _SAVE_AS_WORD,
    Reason.LIES: _SAVE_AS_WORD,
    Reason.DAMAGED: _SAVE_AGAIN,
    Reason.ENTITY: _SAVE_AGAIN,
}
"""What is to be done about a file of an office program that is not read."""
_TEXTS: Mapping[Reason | TextFault, Sentence] = {
    Reason.BINARY: N_("We cannot read this file. Choose a file in .docx, .odt, plain text or Markdown."),
    Reason.PDF: N_("We do not read PDF files: they keep lines, not paragraphs."),
    Reason.RTF: N_("We do not read .rtf files."),
    Reason.OLD_WORD: N_("We do not read .doc files."),
    Reason.TRACKED_ODT: N_("This .odt file has tracked changes, which we read from .docx files alone."),
    Reason.LIES: N_("This file is not the text that its name promises."),
    Reason.DAMAGED: N_("This file is damaged."),
    Reason.ENTITY: N_("This file contains instructions that no office program writes, and we did not follow them."),
    Reason.PASSWORD: N_(
        "A password protects this file. Remove the password in your office program, then choose the file again."
    ),
    Reason.BOMB: N_(
        "This file unpacks to far more than a text needs, so we did not read it. Remove its pictures and embedded "
        "files, then choose the file again."
    ),
    Reason.TOO_MANY_REVISIONS: N_(
        "This file has more than 10,000 tracked changes. Accept or refuse some of the changes in your office program, "
        "then choose the file again."
    ),
    Reason.TOO_MANY_PARAGRAPHS: N_("This file has more than 2,000 paragraphs. Shorten or divide the text."),
    Reason.ENCODING: N_("We cannot read the characters of this file. Save the file again with the encoding UTF-8."),
    Reason.TOO_LARGE: N_("This text is larger than 1 MB. Shorten or divide the text."),
    Reason.EMPTY: N_("There is no text. Paste a text or choose a file."),
    Reason.FORBIDDEN: N_(
        "The text contains an invisible character that changes how the text is read. Remove the character."
    ),
    Reason.NO_TEXT: N_("There are no words here. Write some words."),
    "which_language": N_("We could not recognise the language of the text. Choose the language."),
    "no_title": N_("A statement needs a title."),
    "two_texts": N_("You sent a text and a file. Send only one of the two."),
    "paragraphs_differ": N_(
        "The whole translation must have as many paragraphs as the original. Nothing was saved; your text is below."
    ),
    "one_paragraph": N_("You wrote more than one paragraph. The original has one paragraph here."),
    "two_paragraphs": N_("Propose one paragraph here. Propose each further paragraph separately."),
}
