"""The handling mark of a draft: who may be shown it, and as long as when a text bears it."""

from enum import StrEnum

from workflow.rules.shared.lifecycle import Stage


class Handling(StrEnum):
    """Who may be shown a draft: the mark on every page, mail and export of it."""

    TAKING_PART = "taking_part"  # for the organisations that take part; not for circulation
    MEMBERS = "members"  # for all members; not for circulation
    SHARED = "shared"  # may be shared for comment outside the coalition


_FREE = frozenset({Stage.ADOPTED, Stage.PUBLISHED})


def is_marked(stage: Stage) -> bool:
    """Whether the texts of a statement bear the mark: until it is adopted, and for good where it was given up."""
    return stage not in _FREE


def may_title_travel(handling: Handling, stage: Stage) -> bool:
    """Whether a subject may hold the title: servers and locked screens show it to more than the mark allows."""
    return handling is Handling.SHARED or not is_marked(stage)
