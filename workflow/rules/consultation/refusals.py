"""What is refused about consultations; rules/shared/refusals.py says what a refusal is."""

from dataclasses import dataclass
from datetime import datetime

from workflow.rules.shared.labels import Labelling, VersionLabel, version_label
from workflow.rules.shared.refusals import Refusal
from workflow.rules.shared.sentences import N_, Deadline


@dataclass(eq=False)
class ConsultationClosed(Refusal):
    """The consultation closed before this arrived."""

    closed_at: datetime
    status = 409
    sentence = N_("This consultation closed %(when)s.", when="closed_at")


@dataclass(eq=False)
class ConsultationChanged(Refusal):
    """The consultation was extended, closed or opened again since the form was opened."""

    closes_at: Deadline
    status = 409
    sentence = N_(
        "The consultation has changed since you opened this page: its deadline is now %(when)s. Check the change, "
        "then send again.",
        when="closes_at",
    )


@dataclass(eq=False)
class VersionSince(Refusal):
    """A version, that number, was issued after the consultation: it is not opened again, a new one is."""

    number: int
    labelling: Labelling
    status = 409
    sentence = N_(
        "Version %(number)s was issued after this consultation. Open a new consultation on it.", number="label"
    )

    @property
    def label(self) -> VersionLabel:
        """What the version is called."""
        return version_label(self.labelling, self.number)


class StillOpen(Refusal):
    """The consultation takes comments and amendments as usual: nothing needs to be sent late."""

    status = 409
    sentence = N_("The consultation is still open. Send this as a normal comment or amendment.")


class NobodySilent(Refusal):
    """Every organisation that takes part has written or has nothing more to add."""

    status = 409
    sentence = N_("Every organisation that takes part has responded. No one was reminded.")


class NobodyTakesPart(Refusal):
    """A consultation needs at least one organisation that takes part."""

    field = "organisations"
    sentence = N_("Choose at least one organisation.")


class NotIssued(Refusal):
    """The draft has changes that no version holds yet; a further consultation needs them issued first."""

    status = 409
    sentence = N_("There are changes or answers that are not in a version yet. Issue the next version first.")


class TextSince(Refusal):
    """The text that a consultation would be opened on was changed since the form was opened."""

    status = 409
    sentence = N_("The text has changed since you opened this page. Check the text, then open the consultation.")
