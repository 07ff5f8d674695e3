"""What the demo's members say to a text: comments, amendments, support, replies, and what became of them."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from workflow.demo.telling import Telling
from workflow.models.item import DispositionKind
from workflow.rules.items.kinds import ItemKind
from workflow.rules.items.proposals import Proposal
from workflow.services.consolidation import issuing
from workflow.services.items import posting, replying, revising, supporting
from workflow.services.statements import versions
from workflow.text.document import numbers
from workflow.text.values import Block

_CHANGES = {
    "words": ItemKind.REPLACE,
    "new": ItemKind.ADD,
    "move": ItemKind.MOVE,
    "removal": ItemKind.REMOVE,
}
_KINDS = {
    "accepted": DispositionKind.ACCEPTED,
    "accepted-in-part": DispositionKind.PART,
    "not-accepted": DispositionKind.NOT_ACCEPTED,
    "overtaken": DispositionKind.OVERTAKEN,
    "out-of-scope": DispositionKind.OUT_OF_SCOPE,
    "deferred": DispositionKind.DEFERRED,
    "noted": DispositionKind.NOTED,
}


def item_steps(telling: Telling) -> Iterator[tuple[datetime, Callable[[], object]]]:
    """The steps of every item: sent, supported, answered, withdrawn or dealt with."""
    for told in telling.shape.get("items", ()):
        at = telling.at(told["at"])
        yield at, partial(_send, telling, told)
        for place, code in enumerate(told.get("support", ())):
            yield at + timedelta(minutes=7 * (place + 1)), partial(_support, telling, told["ref"], code)
        for reply in told.get("replies", ()):
            yield telling.at(reply["at"]), partial(_reply, telling, told["ref"], reply)
        yield from _outcome(telling, told, at)


def _outcome(telling: Telling, told: dict[str, Any], at: datetime) -> Iterator[tuple[datetime, Callable[[], object]]]:
    outcome = told.get("outcome")
    if outcome is None:
        return
    if outcome["disposition"] == "withdrawn":
        yield at + timedelta(hours=1), partial(_withdraw, telling, told)
    else:
        closed = telling.at(telling.shape["consultation"]["closed"])
        # What overtook an item is accepted before it.
        later = timedelta(minutes=31 if outcome["disposition"] == "overtaken" else 30)
        yield closed + later, partial(_dispose, telling, told, outcome)


def _send(telling: Telling, told: dict[str, Any]) -> None:
    person, blocks = telling.speaker(told["by"]), _blocks(telling)
    asked = _amendment(told, blocks) if "change" in told else _comment(told, blocks)
    item = posting.post_item(telling.session, person, telling.key, asked, keep=not told.get("sent", True))
    telling.refs[told["ref"]] = item.id


def _comment(told: dict[str, Any], blocks: tuple[Block, ...]) -> Proposal:
    # Words of a translation are quoted in the comment's own text; the place is the paragraph that they belong to.
    elsewhere = "edition" in told
    return Proposal(
        version=1,
        block=_paragraph(blocks, told.get("paragraph")),
        body=told["text"],
        language=told["language"],
        **({} if elsewhere else _words(blocks, told)),
    )


def _amendment(told: dict[str, Any], blocks: tuple[Block, ...]) -> Proposal:
    return Proposal(
        version=1,
        kind=_CHANGES[told["change"]],
        block=_paragraph(blocks, told.get("paragraph")),
        proposal=told.get("proposal", ""),
        after=_after(blocks, told["after"]) if "after" in told else None,
        body=told["reason"],
        language=told["language"],
        **_words(blocks, told),
    )


def _words(blocks: tuple[Block, ...], told: dict[str, Any]) -> dict[str, Any]:
    """The exact words with what stands beside them, so that the wanted one of several is meant."""
    words = told.get("words", "")
    if not words or "nth" not in told:
        return {"words": words}
    block = next(each for each in blocks if each.id == _paragraph(blocks, told["paragraph"]))
    start = -1
    for _ in range(told["nth"]):
        start = block.text.index(words, start + 1)
    end = start + len(words)
    return {"words": words, "prefix": block.text[max(0, start - 30) : start], "suffix": block.text[end : end + 30]}


def _paragraph(blocks: tuple[Block, ...], number: int | None) -> str | None:
    if number is None:
        return None
    return next(id for id, given in numbers(blocks).items() if given == number)


def _after(blocks: tuple[Block, ...], number: int) -> str:
    if number:
        return _paragraph(blocks, number) or ""
    first = next(iter(numbers(blocks)))
    place = [block.id for block in blocks].index(first)
    return blocks[place - 1].id if place else ""


def _blocks(telling: Telling) -> tuple[Block, ...]:
    version = versions.current(telling.session, telling.made)
    assert version is not None  # noqa: S101
    return versions.edition(telling.session, version.id, telling.shape["language"]).blocks


def _support(telling: Telling, ref: str, code: str) -> None:
    supporting.support(telling.session, telling.speaker(code), telling.key, item=telling.refs[ref])


def _reply(telling: Telling, ref: str, reply: dict[str, Any]) -> None:
    person = telling.speaker(reply["by"])
    item = telling.refs[ref]
    replying.post_reply(telling.session, person, telling.key, item=item, body=reply["text"], language=reply["language"])


def _withdraw(telling: Telling, told: dict[str, Any]) -> None:
    person = telling.speaker(told["by"])
    revising.withdraw_item(telling.session, person, telling.key, item=telling.refs[told["ref"]])


def _dispose(telling: Telling, told: dict[str, Any], outcome: dict[str, Any]) -> None:
    other = str(telling.refs[outcome["overtaken_by"]]) if "overtaken_by" in outcome else ""
    answer = issuing.Answer(
        telling.refs[told["ref"]],
        _KINDS[outcome["disposition"]],
        taken=outcome.get("taken", ""),
        reason=outcome.get("answer", ""),
        other=other,
    )
    issuing.dispose_all(telling.session, telling.pen, telling.key, answers=[answer])
