"""How the versions of a statement are called: a label for each number; the faces put it into words."""

from dataclasses import dataclass
from enum import StrEnum


class Labelling(StrEnum):
    """How the versions of a statement are called."""

    NUMBERS = "numbers"  # Version 1, Version 2
    ZERO_DRAFT = "zero_draft"  # Zero draft, Rev. 1, Rev. 2
    DRAFTS = "drafts"  # Draft 1, Draft 2


class LabelKind(StrEnum):
    """The word that stands in a label."""

    VERSION = "version"
    ZERO_DRAFT = "zero_draft"
    REVISION = "revision"
    DRAFT = "draft"


@dataclass(frozen=True)
class VersionLabel:
    """What one version is called; number None: the word alone says it."""

    kind: LabelKind
    number: int | None


def version_label(labelling: Labelling, number: int) -> VersionLabel:
    """The label of the version with that number, from 1: the zero draft is version 1, and Rev. 1 version 2."""
    if labelling is Labelling.NUMBERS:
        return VersionLabel(LabelKind.VERSION, number)
    if labelling is Labelling.DRAFTS:
        return VersionLabel(LabelKind.DRAFT, number)
    return VersionLabel(LabelKind.REVISION, number - 1) if number > 1 else VersionLabel(LabelKind.ZERO_DRAFT, None)
