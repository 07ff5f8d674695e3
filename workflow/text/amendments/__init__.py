"""What members propose: put where its words stand, told which exclude one another, left open in square brackets."""

from workflow.text.amendments.application import apply, is_empty, preview
from workflow.text.amendments.asked import AskedFor, Difference, Unasked, asked_for
from workflow.text.amendments.brackets import FoundAgain, found_again, settled, settled_round, with_references
from workflow.text.amendments.carried import Accepted, carried, carry
from workflow.text.amendments.conflicts import AmendmentConflict, conflicts_between, exclusion, rival_groups
from workflow.text.amendments.order import ParagraphOrder, orders
from workflow.text.amendments.pinned import Pin, pinned
from workflow.text.amendments.sources import sources_of
from workflow.text.amendments.together import common_kind, together
from workflow.text.amendments.wishes import wishes

__all__ = [
    "Accepted",
    "AmendmentConflict",
    "AskedFor",
    "Difference",
    "FoundAgain",
    "ParagraphOrder",
    "Pin",
    "Unasked",
    "apply",
    "asked_for",
    "carried",
    "carry",
    "common_kind",
    "conflicts_between",
    "exclusion",
    "found_again",
    "is_empty",
    "orders",
    "pinned",
    "preview",
    "rival_groups",
    "settled",
    "settled_round",
    "sources_of",
    "together",
    "wishes",
    "with_references",
]
