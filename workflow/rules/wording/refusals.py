"""What is refused about conflicts that are with their proposers; rules/shared/refusals.py says what a refusal is."""

from collections.abc import Mapping
from dataclasses import dataclass

from workflow.rules.shared.refusals import Refusal
from workflow.rules.shared.sentences import N_, Sentence
from workflow.rules.wording.joint_wording import JointWordingState


class NotAConflict(Refusal):
    """These amendments do not exclude one another, or not about words."""

    sentence = N_(
        "%(refs)s cannot become one amendment. This is possible only for amendments that change the same words and "
        "of which only one can be accepted in full."
    )


class FewProposers(Refusal):
    """A common wording needs two organisations that can agree."""

    sentence = N_("A common wording needs amendments of at least two organisations.")


class NotTheirs(Refusal):
    """Of these items the others may not know, or nobody can agree for who sent them."""

    sentence = N_(
        "%(refs)s cannot be part of a common wording, because it is for the penholder only or its sender has no "
        "one who can agree."
    )


class AlreadyHanded(Refusal):
    """Some of these amendments are with their proposers already."""

    status = 409
    sentence = N_("The proposers of %(refs)s have already been asked to agree a wording.")


@dataclass(eq=False)
class JointWordingEnded(Refusal):
    """The conflict is with its proposers no more."""

    state: JointWordingState
    status = 409

    @property
    def sentence(self) -> Sentence:
        return _ENDS[self.state]


_ENDS: Mapping[JointWordingState, Sentence] = {
    JointWordingState.OPEN: N_("There is no second organisation left to agree with."),
    JointWordingState.AGREED: N_("The proposers have agreed in the meantime, and their common amendment exists."),
    JointWordingState.TAKEN_BACK: N_(
        "The penholder has stopped asking for a common wording, so nothing more can be agreed here."
    ),
    JointWordingState.PASSED: N_("The deadline has passed, and no common wording was agreed."),
    JointWordingState.CHANGED: N_(
        "One of the amendments was changed in the meantime, so no common wording was agreed."
    ),
    JointWordingState.LEFT_BEHIND: N_("A version was issued in the meantime, so no common wording was agreed."),
}


@dataclass(eq=False)
class StaleWording(Refusal):
    """Another wording was offered since the form was opened. serial: the newest one's."""

    serial: int
    status = 409
    sentence = N_("Another wording was suggested in the meantime and is shown here. Your words are still in the form.")


class StaleFinding(Refusal):
    """Somebody of the same organisation agreed, or gave a reason, since the form was opened."""

    status = 409
    sentence = N_(
        "A colleague has already agreed or given a reason, which is shown here. Your words are still in the form."
    )


class SameWording(Refusal):
    """These words are offered already: to want them is to agree with them."""

    field = "words"
    sentence = N_("These words have already been suggested. Agree to that wording instead.")
