"""A position that is entered for a seat and counts only once somebody of the seat has confirmed it."""

from enum import StrEnum


class ProposalSource(StrEnum):
    """Who entered it."""

    NEWCOMER = "newcomer"  # somebody who was invited into the organisation after the ballot had opened
    SECRETARIAT = "secretariat"  # as the member said it


class Means(StrEnum):
    """How a member gave the position that the secretariat enters."""

    TELEPHONE = "telephone"
    TABLE = "table"  # in the room
    WRITTEN = "written"  # by letter or email


class ProposalEnd(StrEnum):
    """What became of it."""

    CONFIRMED = "confirmed"
    OVERTAKEN = "overtaken"  # somebody of the seat took its position instead
    REPLACED = "replaced"  # another one was entered
    WITHDRAWN = "withdrawn"  # by the side that had entered it
    DECLINED = "declined"  # by somebody of the seat who could have confirmed it
