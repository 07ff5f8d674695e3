"""What is refused about comments and amendments; rules/shared/refusals.py says what a refusal is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from workflow.rules.items.kinds import KINDS, ItemKind
from workflow.rules.shared.refusals import FormSpent, Refusal
from workflow.rules.shared.sentences import N_, N_n, Sentence


@dataclass(eq=False)
class WordsNotFound(Refusal):
    """The words are not in the paragraph. closest: the words there that may be meant, or None."""

    closest: str | None
    field = "words"

    @property
    def sentence(self) -> Sentence:
        if self.closest:
            return N_("These words are not in the paragraph. Did you mean “%(closest)s”?")
        return N_("These words are not in the paragraph. Copy the words as they stand there.")


@dataclass(eq=False)
class WordsFoundTwice(Refusal):
    """The words stand more than once in the paragraph."""

    count: int
    field = "words"
    sentence = N_n(
        "These words occur %(num)s time in the paragraph. Copy a few more words next to them.",
        "These words occur %(num)s times in the paragraph. Copy a few more words next to them.",
        "count",
    )


@dataclass(eq=False)
class WordsCut(Refusal):
    """The words begin or end in the middle of one. words: the whole words as they are read. start: where they stand."""

    words: str
    start: int
    field = "words"
    sentence = N_(
        "Your selection cut a word, so we widened the selection to whole words: "
        "“%(words)s”. Check that the words that you propose fit there, then send again."
    )


class NothingChanged(Refusal):
    """The proposal equals what stands there, or is empty."""

    field = "proposal"
    sentence = N_("The words you propose are already in the text. Change your words, or send a comment.")


@dataclass(eq=False)
class NothingWritten(Refusal):
    """Something without a word. kind: of an item without its comment, or without the words that it proposes."""

    kind: ItemKind = ItemKind.COMMENT
    field = "body"

    @property
    def sentence(self) -> Sentence:
        return KINDS[self.kind].lacking


class ParagraphGone(Refusal):
    """The version on the table has no such paragraph."""

    status = 409
    sentence = N_("This paragraph is not in the current version.")


@dataclass(eq=False)
class ParagraphClosed(Refusal):
    """The paragraph can be commented on in this consultation, and not amended. title: it is the title."""

    title: bool
    field = "kind"

    @property
    def sentence(self) -> Sentence:
        if self.title:
            return N_("The title is not open to amendments in this consultation. You can comment on the whole text.")
        return N_("This paragraph is not open to amendments in this consultation, but you can comment on it.")


@dataclass(eq=False)
class ItemWithdrawn(Refusal):
    """The item was withdrawn by its organisation; reference: "" for a draft, which was deleted."""

    reference: str
    status = 409

    @property
    def sentence(self) -> Sentence:
        if not self.reference:
            return N_("A colleague has deleted this draft.")
        return N_("%(reference)s was withdrawn by its organisation.")


@dataclass(eq=False)
class StaleItem(Refusal):
    """A colleague changed this item since the form was opened. seen: the sign of the newest text."""

    seen: str
    status = 409
    sentence = N_(
        "A colleague has changed this in the meantime. Your words are in the form; your colleague’s words are above it."
    )


@dataclass(eq=False)
class SentMeanwhile(StaleItem):
    """A colleague sent the draft since the form was opened. seen: its sign now."""

    reference: str
    sentence = N_(
        "A colleague has already sent this as %(reference)s, shown above the form. Your words are still in the "
        "form. If you save your words, everyone who can see %(reference)s will see them."
    )


@dataclass(eq=False)
class Reworded(Refusal):
    """The item reads otherwise than on the page on which it was supported."""

    reference: str
    status = 409
    sentence = N_("The words of %(reference)s have changed. Read the new words, then support the amendment.")


@dataclass(eq=False)
class RepliedSince(Refusal):
    """Somebody replied to the item since the page was opened on which its thread was ended."""

    reference: str
    status = 409
    sentence = N_(
        "Someone replied to %(reference)s after you opened this page. Read the reply, then close the discussion."
    )


@dataclass(eq=False)
class PlacedMeanwhile(Refusal):
    """Somebody else has said where the item stands. seen: the sign of its place now."""

    seen: str
    status = 409
    sentence = N_("Someone else has chosen a place in the meantime. Check that place, then save yours again.")


@dataclass(eq=False)
class InSeveralNames(Refusal):
    """The amendment is made in the name of several organisations: none changes it alone."""

    reference: str
    status = 409
    sentence = N_(
        "%(reference)s was made in the name of several organisations, so none of them can change or withdraw it alone."
    )


@dataclass(eq=False)
class AlreadySent(Refusal):
    """The draft, or another in its words, was sent before. by_oneself: by the person who would send it now."""

    reference: str
    by_oneself: bool
    status = 409

    @property
    def sentence(self) -> Sentence:
        if self.by_oneself:
            return N_("You have already sent this as %(reference)s. Nothing was sent a second time.")
        return N_("A colleague has already sent this as %(reference)s.")


@dataclass(eq=False)
class SentTogether(FormSpent):
    """The form with which drafts were sent comes again with others, or with another note. submission: what it sent."""

    submission: int


@dataclass(eq=False)
class DraftsNotReady(Refusal):
    """Of several drafts that were to be sent together some cannot be: none was. by_item: address -> why."""

    by_item: Mapping[str, Refusal]

    @property
    def to_mend(self) -> Sequence[Refusal]:
        """Why those cannot be sent that are drafts still."""
        return [each for each in self.by_item.values() if not isinstance(each, AlreadySent | ItemWithdrawn)]

    @property
    def sentence(self) -> Sentence:
        if self.to_mend:
            return N_n(
                "Nothing was sent yet: %(num)s point is to be put right first, or left out.",
                "Nothing was sent yet: %(num)s points are to be put right first, or left out.",
                "to_mend",
            )
        return N_n(
            "Nothing was sent now: %(num)s of these drafts was sent or deleted in the meantime, as shown below.",
            "Nothing was sent now: %(num)s of these drafts were sent or deleted in the meantime, as shown below.",
            "by_item",
        )


class NoPointChosen(Refusal):
    """Drafts were to be sent together, and the box of none was ticked."""

    sentence = N_("Nothing was sent: no point is ticked. Tick the points that you want to send.")


@dataclass(eq=False)
class DraftsChanged(DraftsNotReady):
    """Some drafts are not as the page showed them on which one was to be moved or deleted: nothing was done."""

    status = 409
    sentence = N_(
        "The drafts have changed since you opened this page, so nothing was done. "
        "Check what is said below, then try again."
    )


@dataclass(eq=False)
class TooManyPoints(Refusal):
    """A file brings more points than one may."""

    count: int
    limit: int
    field = "file"
    sentence = N_n(
        "This file has %(num)s point, and one file may bring at most %(limit)s. Divide the file.",
        "This file has %(num)s points, and one file may bring at most %(limit)s. Divide the file.",
        "count",
    )


SheetFault = Literal[
    "empty", "too_large", "password", "old_office", "macro", "bomb", "entity", "other_type", "lies", "damaged",
    "no_table", "text", "encoding",
]  # fmt: skip
"""Why a file is no comment sheet that can be read."""


@dataclass(eq=False)
class SheetUnreadable(Refusal):
    """The file cannot be read as a comment sheet."""

    reason: SheetFault
    field = "file"

    @property
    def sentence(self) -> Sentence:
        return _SHEETS[self.reason]


_SHEETS: Mapping[SheetFault, Sentence] = {
    "empty": N_("This file is empty. Choose the sheet that you filled in."),
    "too_large": N_("This file is larger than 1 MB. Remove pictures from the file, or divide the sheet."),
    "password": N_("This file is locked with a password. Save a copy without the password, then choose the copy."),
    "old_office": N_(
        "This is a file of an older office program. Save the file as .docx or .xlsx, then choose the new file."
    ),
    "macro": N_(
        "We do not open files with macros. Save the file as .docx or .xlsx without macros, then choose the new file."
    ),
    "bomb": N_(
        "We did not open this file, because far too much is packed into it. "
        "Save the file anew, then choose the new file."
    ),
    "entity": N_(
        "We did not open this file, because no office program writes such a file. "
        "Save the file anew, then choose the new file."
    ),
    "other_type": N_("This is not a comment sheet. Choose a file that ends in .docx, .xlsx or .csv."),
    "lies": N_(
        "The ending of the name does not fit this file. "
        "Save the file anew with your office program, then choose the new file."
    ),
    "damaged": N_("This file is damaged. Save the file anew with your office program, then choose the new file."),
    "no_table": N_(
        "We found no table with the columns of the comment sheet. Download the sheet, and copy your rows into it."
    ),
    "text": N_("This is the text of a statement. Bring the text back in the field for texts from Word on this page."),
    "encoding": N_("We cannot read the characters of this file. Save the file again with the encoding UTF-8."),
}


TextFile = Literal["other_statement", "points_of_all", "translation", "other_text", "sheet", "unchanged"]


@dataclass(eq=False)
class TextNotOurs(Refusal):
    """The file of an office program is not the text on the table with an organisation's changes in it."""

    reason: TextFile
    field = "file"

    @property
    def sentence(self) -> Sentence:
        return _RETURNED[self.reason]


_RETURNED: Mapping[TextFile, Sentence] = {
    "other_statement": N_("This file is the text of another statement. Bring it back on the page of that statement."),
    "points_of_all": N_(
        "This file holds the comments and amendments of all members. Download the text alone, and put your changes "
        "there."
    ),
    "translation": N_(
        "This file is a translation. Download the text in the language of the original, and put your changes there."
    ),
    "other_text": N_(
        "This file is not the text of this statement, or so much of it was changed that we cannot tell what you ask "
        "for."
    ),
    "sheet": N_("This is a comment sheet. Upload the sheet in the field for sheets on this page."),
    "unchanged": N_("This file has no changes and no comments."),
}
