"""What is refused about proposed dispositions and joint wordings; rules/shared/errors.py has the rest."""

from workflow.rules.shared.errors import Refusal


class NothingToShow(Refusal):
    """No disposition is the penholder's alone: all went out with a version, or there is none."""

    code = "nothing_to_show"


class AnsweredSince(Refusal):
    """Another penholder answered these items otherwise since the form was opened. Facts: refs."""

    code = "answered_since"
    field = "items"


class StaleShowing(Refusal):
    """What is proposed was changed since the form was opened. Facts: refs."""

    code = "stale_showing"


class StaleResponse(Refusal):
    """Somebody of the same organisation answered since the form was opened. Facts: refs."""

    code = "stale_response"


class ResponsesClosed(Refusal):
    """The deadline passed, or a version was issued with the disposition. Facts: closed_at (None: issued), refs."""

    code = "responses_closed"


class NotAConflict(Refusal):
    """These amendments do not exclude one another, or not about words. Facts: refs."""

    code = "not_a_conflict"


class FewProposers(Refusal):
    """A common wording needs two organisations that can agree. Facts: refs."""

    code = "few_proposers"


class NotTheirs(Refusal):
    """Of these items the others may not know, or nobody can agree for who sent them. Facts: refs."""

    code = "not_theirs"


class AlreadyHanded(Refusal):
    """Some of these amendments are with their proposers already. Facts: refs."""

    code = "already_asked"


class JointWordingEnded(Refusal):
    """The conflict is with its proposers no more. Facts: state (a JointWordingState's value), at."""

    code = "joint_wording_ended"


class InSeveralNames(Refusal):
    """The amendment is made in the name of several organisations: none changes it alone. Facts: reference."""

    code = "in_several_names"


class StaleWording(Refusal):
    """Another wording was offered since the form was opened. Facts: serial (the newest one's)."""

    code = "stale_wording"


class StaleFinding(Refusal):
    """Somebody of the same organisation agreed, or gave a reason, since the form was opened."""

    code = "stale_finding"


class SameWording(Refusal):
    """These words are offered already: to want them is to agree with them."""

    code = "same_wording"
    field = "words"
