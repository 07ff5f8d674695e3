"""What the consolidation refuses, as facts; rules/shared/errors.py says what a refusal is."""

from workflow.rules.shared.errors import Refusal


class OtherNeeded(Refusal):
    """An item that another amendment has overtaken needs to say which. Facts: refs."""

    code = "other_needed"
    field = "other"


class OtherRefused(Refusal):
    """The amendment named can have overtaken nothing. Facts: refs, other, reason (unknown, itself, private, open)."""

    code = "other_refused"
    field = "other"


class OthersRely(Refusal):
    """Items are answered with "overtaken by" an amendment that would no longer be accepted. Facts: refs, others."""

    code = "others_rely"


class NothingInCommon(Refusal):
    """The words taken share none with the amendment that they are said to be taken from. Facts: refs."""

    code = "nothing_in_common"
    field = "taken"


class AllTaken(Refusal):
    """All the words proposed are taken: that is no part. Facts: refs."""

    code = "all_taken"
    field = "taken"


class StaleGroup(Refusal):
    """Amendments were joined to, or have left, a group that the form answered as one. Facts: refs (those it showed)."""

    code = "stale_group"


class RewordedSince(Refusal):
    """Organisations changed the words of items since the page on which they were answered. Facts: refs."""

    code = "reworded_since"


class NotInText(Refusal):
    """Answers that a version would tell are not what its text says. Facts: refs (accepted, in full or in part), open
    (to be left open in brackets that are not there); where there are such, moved (paragraphs that stand elsewhere) and
    alike (paragraphs of which the text has others like them) and refused (not accepted, and left open in brackets).
    """

    code = "not_in_text"


class OpenBrackets(Refusal):
    """The text holds alternatives in square brackets: it cannot be decided on.

    Facts: language, count, places (numbers of paragraphs; 0 for one that has none), title (whether some stand in it),
    original (whether the other editions translate it).
    """

    code = "open_brackets"
    field = "languages"


class PassageChanged(Refusal):
    """The passage in brackets was written anew, or settled otherwise, since the page was opened."""

    code = "passage_changed"
