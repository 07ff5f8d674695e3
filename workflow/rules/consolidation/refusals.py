"""What is refused about answers and the next version; rules/shared/refusals.py says what a refusal is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from workflow.rules.shared.refusals import Refusal
from workflow.rules.shared.sentences import N_, N_n, Sentence
from workflow.text.values import ConflictKind


@dataclass(eq=False)
class AmendmentsConflict(Refusal):
    """Amendments that cannot stand together: first, and what that one keeps out.

    against: accepted as well. open: in brackets, which it may join (may_be_open). Neither: at most one of refs. fresh:
    those of refs, and of what conflicts with them in turn, whose answers are not kept.
    """

    why: ConflictKind
    first: str
    against: Sequence[str] = ()
    open: Sequence[str] = ()
    may_be_open: bool = False
    fresh: Sequence[str] = ()

    @property
    def sentence(self) -> Sentence:
        if self.open:
            return (_BESIDE_OPEN if self.may_be_open else _BESIDE_OPEN_ALONE)[self.why]
        return (_AGAINST if self.against else _AT_MOST_ONE)[self.why]


_AT_MOST_ONE: Mapping[ConflictKind, Sentence] = {
    ConflictKind.SAME_WORDS: N_("%(refs)s change the same words. Accept at most one of them in full."),
    ConflictKind.SAME_POINT: N_("%(refs)s add words in the same place. Accept at most one of them in full."),
    ConflictKind.TWO_PLACES: N_(
        "%(refs)s move the same paragraph to different places. Accept at most one of them in full."
    ),
}
_AGAINST: Mapping[ConflictKind, Sentence] = {
    ConflictKind.DELETE_EDIT: N_(
        "%(refs)s would remove the paragraph that %(others)s would change or move. Accept one or the other in full.",
        refs="first",
        others="against",
    ),
    ConflictKind.MOVED_ANCHOR: N_(
        "%(refs)s would move the paragraph after which %(others)s would come. Accept one or the other in full.",
        refs="first",
        others="against",
    ),
}
_BESIDE_OPEN: Mapping[ConflictKind, Sentence] = {
    ConflictKind.SAME_WORDS: N_n(
        "%(full)s is accepted in full, but %(open)s, open in [square brackets], changes the same words. Leave "
        "%(full)s open too, or change the answer to %(open)s.",
        "%(full)s is accepted in full, but %(open)s, open in [square brackets], change the same words. Leave "
        "%(full)s open too, or change the answers to %(open)s.",
        "open",
        full="first",
    ),
    ConflictKind.SAME_POINT: N_n(
        "%(full)s is accepted in full, but %(open)s is open in [square brackets] in the same place. Leave %(full)s "
        "open too, or change the answer to %(open)s.",
        "%(full)s is accepted in full, but %(open)s are open in [square brackets] in the same place. Leave %(full)s "
        "open too, or change the answers to %(open)s.",
        "open",
        full="first",
    ),
}
_BESIDE_OPEN_ALONE: Mapping[ConflictKind, Sentence] = {
    ConflictKind.DELETE_EDIT: N_(
        "%(full)s is accepted in full and removes the paragraph in which %(open)s would be open in [square "
        "brackets]. Change one of the two answers.",
        full="first",
    ),
    ConflictKind.MOVED_ANCHOR: N_(
        "%(full)s is accepted in full and moves the paragraph after which %(open)s, open in [square brackets], "
        "would come. Change one of the two answers.",
        full="first",
    ),
}
"""Where the one that is accepted cannot be left open: a removal, a move."""


class NotDealtWith(Refusal):
    """Items still wait for a disposition."""

    field = "carry_over"
    sentence = N_n("%(num)s point has no answer yet: %(refs)s.", "%(num)s points have no answer yet: %(refs)s.", "refs")


@dataclass(eq=False)
class StaleDisposition(Refusal):
    """These items were dealt with since the form was opened, in_other_window: by the same person."""

    in_other_window: bool = False
    status = 409

    @property
    def sentence(self) -> Sentence:
        if self.in_other_window:
            return N_(
                "You answered %(refs)s in another window while you were writing here. Nothing was saved. That answer "
                "is shown beside this one; save again to replace it with this one."
            )
        return N_(
            "Another penholder answered %(refs)s while you were writing. Nothing was saved. That answer is shown "
            "beside yours; save again to replace it with yours."
        )


class NotToUndo(Refusal):
    """What one click answered was answered, shown or issued since, or another penholder gave it."""

    status = 409
    sentence = N_(
        "The answers cannot be undone any more: one of them was changed, shown or issued since. You can change each of "
        "them below."
    )


class RewordedSince(Refusal):
    """Organisations changed the words of items since the page on which they were answered."""

    status = 409
    sentence = N_("The words of %(refs)s have changed since you opened this page. Check the words, then save again.")


class StaleGroup(Refusal):
    """Amendments were joined to, or have left, a group that the form answered as one. refs: those it showed."""

    status = 409
    sentence = N_(
        "Amendments have joined or left the group of %(refs)s since you opened this page. Check the group, then "
        "save again."
    )


class OtherNeeded(Refusal):
    """An item that another amendment has overtaken needs to say which."""

    field = "other"
    sentence = N_("Choose the amendment that overtakes this one.")


OtherFault = Literal["unknown", "itself", "private", "open"]
"""Why an amendment can have overtaken nothing."""


@dataclass(eq=False)
class OtherRefused(Refusal):
    """The amendment named can have overtaken nothing."""

    other: str
    reason: OtherFault
    field = "other"

    @property
    def sentence(self) -> Sentence:
        return _OTHERS[self.reason]


_OTHERS: Mapping[OtherFault, Sentence] = {
    "unknown": N_("There is no amendment %(other)s."),
    "itself": N_("An amendment cannot be overtaken by itself."),
    "private": N_(
        "%(other)s is for the penholder only, so other organisations must not see its reference. Choose "
        "another amendment."
    ),
    "open": N_("%(other)s is not accepted. Accept that amendment first, or in the same form."),
}


@dataclass(eq=False)
class OthersRely(Refusal):
    """Items are answered with "overtaken by" an amendment that would no longer be accepted."""

    others: Sequence[str]
    status = 409
    sentence = N_n(
        "Your answer to %(others)s is “overtaken by %(refs)s”. Change that answer first.",
        "Your answers to %(others)s are “overtaken by %(refs)s”. Change those answers first.",
        "others",
    )


class WordsNeeded(Refusal):
    """Accepting in part needs the words that are taken."""

    field = "taken"
    sentence = N_("Write the words that you accept.")


class NothingInCommon(Refusal):
    """The words taken have nothing of what the amendment changes that they are said to be taken from."""

    field = "taken"
    sentence = N_(
        "Nothing in these words comes from the amendment. Use words from the amendment, or choose “do not accept” "
        "and edit the paragraph."
    )


class AllTaken(Refusal):
    """All the words proposed are taken: that is no part."""

    field = "taken"
    sentence = N_("These are all the proposed words. Choose “accept”, or enter only some of the words.")


class StaleOrder(Refusal):
    """Other paragraphs come after the same one, or in another order, than the form showed."""

    status = 409
    sentence = N_("The paragraphs or their order have changed since you opened this page. Check the order below.")


class StaleConsolidation(Refusal):
    """The text that would be issued is another one than the form showed."""

    status = 409
    sentence = N_(
        "The text or an answer has changed since you opened this page. Check what is below, then issue the version."
    )


class NothingToIssue(Refusal):
    """The next version would read as the last one, and tell no answer."""

    sentence = N_(
        "Nothing has changed since the last version: neither the text nor any answer. There is nothing to issue."
    )


class TextUnchanged(Refusal):
    """The next version would read as the last one in its original, and tell no answer; nobody said to issue it so."""

    field = "unchanged"
    sentence = N_(
        "The text has not changed since the last version, and no answer goes out with the next one. Tick the box if "
        "you want to issue it all the same."
    )


@dataclass(eq=False)
class NotInText(Refusal):
    """Answers that a version would tell are not what its text says. refs: accepted, in full or in part.

    alike: accepted paragraphs of which the text has others like them. moved: paragraphs that stand elsewhere. refused:
    not accepted, and left open in brackets. open: to be left open in brackets that are not there.
    """

    alike: Sequence[str] = ()
    moved: Sequence[str] = ()
    refused: Sequence[str] = ()
    open: Sequence[str] = ()

    @property
    def sentence(self) -> tuple[Sentence, ...]:
        return tuple(each for each in _NOT_IN_TEXT if getattr(self, each.number))


_NOT_IN_TEXT = (
    N_n(
        "%(refs)s is accepted, but the text does not include this change. Edit the text, or change the answer.",
        "%(refs)s are accepted, but the text does not include these changes. Edit the text, or change the answers.",
        "refs",
    ),
    N_n(
        "%(refs)s is accepted, but a similar paragraph in the text has other words or another place. Write "
        "the paragraph as proposed, in its place, or answer “accept in part”.",
        "%(refs)s are accepted, but similar paragraphs in the text have other words or another place. "
        "Write the paragraphs as proposed, in their place, or answer “accept in part”.",
        "alike",
        refs="alike",
    ),
    N_n(
        "%(refs)s is accepted, but its paragraph is not in the place that the amendment asks for. Move the "
        "paragraph, or change the answer.",
        "%(refs)s are accepted, but their paragraphs are not in the places that the amendments ask for. "
        "Move the paragraphs, or change the answers.",
        "moved",
        refs="moved",
    ),
    N_n(
        "%(refs)s is not accepted, but its words are still open in [square brackets]. "
        "Edit the passage to settle the words, or change the answer.",
        "%(refs)s are not accepted, but their words are still open in [square brackets]. "
        "Edit the passages to settle the words, or change the answers.",
        "refused",
        refs="refused",
    ),
    N_n(
        "%(refs)s should be open in [square brackets], but the text has no brackets for it. Add the "
        "brackets, or change the answer.",
        "%(refs)s should be open in [square brackets], but the text has no brackets for them. Add the "
        "brackets, or change the answers.",
        "open",
        refs="open",
    ),
)


class NothingToShow(Refusal):
    """No disposition is the penholder's alone: all went out with a version, or there is none."""

    sentence = N_("There are no draft answers to show.")


class AnsweredSince(Refusal):
    """Another penholder answered these items otherwise since the form was opened."""

    status = 409
    field = "items"
    sentence = N_("The answer to %(refs)s has changed since you opened this page. Check the answer, then show it.")


class StaleShowing(Refusal):
    """What is proposed was changed since the form was opened."""

    status = 409
    sentence = N_(
        "The draft answer to %(refs)s changed while you were writing. Read the new draft answer, then reply again."
    )


class StaleResponse(Refusal):
    """Somebody of the same organisation answered since the form was opened."""

    status = 409
    sentence = N_("A colleague has already replied on %(refs)s. That reply is shown; yours is in the form.")


@dataclass(eq=False)
class ResponsesClosed(Refusal):
    """The deadline passed, or a version was issued with the disposition (closed_at: None)."""

    closed_at: datetime | None
    status = 409

    @property
    def sentence(self) -> Sentence:
        if self.closed_at is None:
            return N_(
                "A version was issued in the meantime, so your reply was not sent. "
                "Your words are below; only you see them."
            )
        return N_(
            "The time to reply ended %(when)s, so your reply was not sent. Your words are below; only you see them.",
            when="closed_at",
        )
