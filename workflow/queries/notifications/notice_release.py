"""The part of a mail that says what stands between a statement and its publication."""

from datetime import datetime
from enum import StrEnum

from workflow.models.statement import Statement
from workflow.rules.publication.release import ReleaseKind
from workflow.rules.shared.lifecycle import Stage
from workflow.rules.statements.voice import is_offered


class Release(StrEnum):
    """How it stands at the moment of sending."""

    BEFORE = "before"  # not adopted
    VOICE = "voice"  # a person has to choose in whose name it goes out
    HELD = "held"  # a person has to release it
    EMBARGO = "embargo"
    CLOCK = "clock"  # nothing goes out while the clock is doubted
    AT_ONCE = "at_once"
    PUBLISHED = "published"


def release_of(statement: Statement, until: datetime | None, *, waits_for_clock: bool) -> Release:
    """What the publication waits for first. until: the end of the embargo, None where there is none any more."""
    if statement.stage is Stage.PUBLISHED:
        return Release.PUBLISHED
    if statement.stage is not Stage.ADOPTED:
        return Release.BEFORE
    if not is_offered(statement.voice):
        return Release.VOICE
    if statement.release is ReleaseKind.BY_HAND:
        return Release.HELD
    if until is not None:
        return Release.EMBARGO
    return Release.CLOCK if waits_for_clock else Release.AT_ONCE
