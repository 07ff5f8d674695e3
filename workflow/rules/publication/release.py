"""When an adopted text goes out."""

from enum import StrEnum


class ReleaseKind(StrEnum):
    """When an adopted text goes out."""

    ON_ADOPTION = "on_adoption"  # by itself
    AT_TIME = "at_time"  # by itself, but not before a moment
    BY_HAND = "by_hand"  # held until a person releases it
