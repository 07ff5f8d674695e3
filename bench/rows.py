"""Items, their events, replies and support as plain rows: a thousand of them in one statement of SQL."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from bench import words
from bench.coalition import Coalition
from workflow.models.consultation import Consultation
from workflow.models.item import ItemState, reference
from workflow.rules.items.kinds import KINDS, ItemKind
from workflow.rules.notifications.events import EventKind
from workflow.text.values.block import Block, BlockKind

_WORD = re.compile(r"\b\w+\b")
_OF_FIVE = 2  # amendments among five items
_KINDS = {ItemKind.COMMENT: EventKind.COMMENT_POSTED, ItemKind.REPLACE: EventKind.AMENDMENT_PROPOSED}
Rows = list[dict[str, Any]]


def items(members: Coalition, blocks: Sequence[Block], count: int, consultation: Consultation, at: datetime) -> Rows:
    """So many items on words of all paragraphs in turn, two amendments to three comments."""
    paragraphs = [block for block in blocks if block.kind is BlockKind.PARAGRAPH and len(block.text) > 60]
    given = dict.fromkeys(_KINDS, 0)
    made = []
    for number in range(count):
        kind = ItemKind.REPLACE if number % 5 < _OF_FIVE else ItemKind.COMMENT
        given[kind] += 1
        member = number % len(members.focal)
        made.append(
            {
                **_about(paragraphs[number * 7 % len(paragraphs)], number, kind),
                "statement_id": consultation.statement_id,
                "version_id": consultation.version_id,
                "consultation_id": consultation.id,
                "number": given[kind],
                "state": ItemState.SENT,
                "organisation_id": members.organisations[member],
                "person_id": members.focal[member],
                "language": "en",
                "made_at": at,
                "sent_at": at,
            }
        )
    return made


def _about(block: Block, number: int, kind: ItemKind) -> dict[str, Any]:
    there = list(_WORD.finditer(block.text))
    first = number * 11 % (len(there) - 4)
    start, end = there[first].start(), there[first + 2].end()
    place = {
        "kind": kind,
        "letter": KINDS[kind].letter,
        "block": block.id,
        "start": start,
        "end": end,
        "quote": block.text[start:end],
    }
    proposal = words.proposal(number) if KINDS[kind].amends else ""
    return {**place, "proposal": proposal, "body": words.remark(number)}


def events(there: Sequence[Any], statement_id: int) -> Rows:
    """The event of each item; told to nobody, and marked as looked at."""
    return [
        {
            "kind": _KINDS[row.kind],
            "at": row.sent_at,
            "statement_id": statement_id,
            "person_id": row.person_id,
            "organisation_id": row.organisation_id,
            "item_id": row.id,
            "data": {"reference": reference(row.kind, row.number)},
            "fanned_at": row.sent_at,
        }
        for row in there
    ]


def replies(members: Coalition, there: Sequence[Any]) -> Rows:
    """A reply of the next organisation to every fifth item."""
    return [
        {
            "item_id": row.id,
            "organisation_id": members.organisations[(place + 1) % len(members.organisations)],
            "person_id": members.focal[(place + 1) % len(members.focal)],
            "language": "en",
            "body": words.remark(place),
            "sent_at": row.sent_at,
        }
        for place, row in enumerate(there)
        if place % 5 == 0
    ]


def support(members: Coalition, there: Sequence[Any]) -> Rows:
    """Three organisations that support every third item."""
    count = len(members.organisations)
    return [
        {
            "item_id": row.id,
            "organisation_id": members.organisations[(place + step) % count],
            "person_id": members.focal[(place + step) % count],
            "since": row.sent_at,
        }
        for place, row in enumerate(there)
        if place % 3 == 0
        for step in (2, 3, 4)
    ]
