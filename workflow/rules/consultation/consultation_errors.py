"""What the consultation room refuses, as facts; the faces choose the status and the words."""

from workflow.rules.shared.errors import Refusal, StaleItem


class ParagraphClosed(Refusal):
    """The paragraph can be commented on in this consultation, and not amended. Facts: title (it is the title)."""

    code = "paragraph_closed"
    field = "kind"


class VersionSince(Refusal):
    """A version was issued after the consultation: it is not opened again, a new one is. Facts: number (of that
    version).
    """

    code = "version_since"


class StillOpen(Refusal):
    """The consultation takes comments and amendments as usual: nothing needs to be sent late. Facts: closes_at."""

    code = "still_open"


class RemindedBefore(Refusal):
    """Those who are silent were reminded a short while ago. Facts: again_at (when it may be done again)."""

    code = "reminded_before"


class Reworded(Refusal):
    """The item reads otherwise than on the page on which it was supported. Facts: reference."""

    code = "reworded"


class NobodySilent(Refusal):
    """Every organisation that takes part has written or has nothing more to add."""

    code = "nobody_silent"


class SentMeanwhile(StaleItem):
    """A colleague sent the draft since the form was opened. Facts: seen (its sign now), reference."""

    code = "sent_meanwhile"


class RepliedSince(Refusal):
    """Somebody replied to the item since the page was opened on which its thread was ended. Facts: reference."""

    code = "replied_since"


class ConsultationChanged(Refusal):
    """The consultation was extended, closed or opened again since the form was opened. Facts: closes_at."""

    code = "consultation_changed"


class TextSince(Refusal):
    """The text that a consultation would be opened on was changed since the form was opened."""

    code = "text_since"


class PlacedMeanwhile(Refusal):
    """Somebody else has said where the item stands. Facts: seen (the sign of its place now)."""

    code = "placed_meanwhile"
