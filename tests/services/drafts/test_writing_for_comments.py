"""An accepted comment leads to words: what a penholder writes for it carries its reference."""

from typing import Any

import pytest

from tests.consolidations import (
    COMMENT,
    CRITICAL,
    accept,
    answer,
    as_it_will_read,
    consolidation,
    disposition,
    draft,
    issue,
    sources,
    write,
)
from tests.rooms import Room
from workflow import database
from workflow.models.item import Item
from workflow.rules.consolidation.refusals import StaleDisposition
from workflow.rules.drafts.refusals import NothingRewritten, StaleDraft
from workflow.rules.shared.refusals import NotAllowed, NotFound
from workflow.services.drafts.drafting import TypedParagraph
from workflow.services.drafts.writing_for_comments import write_for_comments

pytestmark = pytest.mark.usefixtures("database")
SOURCED = "The river has risen **twice** this year, says the gauge at Nahr. The river will rise again."
ASKS: dict[str, Any] = {"paragraph": 3, "comment": "Whose moment?", "by": "nadia"}


def put(room: Room, text: str, *items: str, paragraph: int = 1, by: str = "sara", **facts: Any) -> Any:
    """The paragraph written so for these comments."""
    answers = {item: given.serial for item in items if (given := disposition(room, item))}
    typed = TypedParagraph(room.blocks()[paragraph].id, text, shown=facts.pop("shown", None))
    facts = {"serial": draft(room).serial, "credited": answers, **facts}
    return room.do(by, write_for_comments, typed=typed, **facts)


def credit(room: Room) -> dict[str, list[str]]:
    """Reference -> the words of the newest version that carry it."""
    words = {block.id: block.text for block in room.blocks()}
    found: dict[str, list[str]] = {}
    for each in sources(room):
        for ref in each.refs:
            found.setdefault(ref, []).append(words[each.block][each.start : each.end].strip(" ,."))
    return found


def test_what_is_written_for_a_comment_carries_its_reference_into_the_version() -> None:
    with consolidation(COMMENT) as room:
        accept(room, "C1")
        put(room, SOURCED, "C1")
        assert as_it_will_read(room).shown == ("C1",)
        issue(room)
        assert any("says the gauge at Nahr" in words for words in credit(room)["C1"])
        given = disposition(room, "C1")
        assert given is not None and "says the gauge at Nahr" in given.shown_words


def test_words_that_the_hand_wrote_before_are_not_the_comments() -> None:
    with consolidation(COMMENT) as room:
        write(room, 1, "The stream has risen **twice** this year. The river will rise again.")
        accept(room, "C1")
        put(room, "The stream has risen **twice** this year. The river will rise again, says the gauge.", "C1")
        issue(room)
        assert credit(room) == {"C1": ["says the gauge"]}


def test_beside_an_accepted_amendment_each_has_its_own_words() -> None:
    with consolidation(CRITICAL, ASKS) as room:
        accept(room, "A1", "C1")
        now = "This is a critical moment for the Court of Waters."
        put(room, now.replace("Waters.", "Waters and for us."), "C1", paragraph=3, shown=now)
        issue(room)
        assert room.blocks()[3].text == "This is a critical moment for the Court of Waters and for us."
        assert credit(room) == {"A1": ["critical"], "C1": ["and for us"]}


def test_several_comments_may_stand_behind_the_same_words() -> None:
    with consolidation(COMMENT, {**COMMENT, "comment": "Who says so?", "by": "nadia"}) as room:
        accept(room, "C1", "C2")
        put(room, SOURCED, "C1", "C2")
        issue(room)
        found = credit(room)
        assert found["C1"] == found["C2"] and found["C1"]


def test_a_comment_for_the_penholder_only_is_named_behind_no_words_of_the_version() -> None:
    with consolidation(COMMENT) as room:
        with database.transaction() as session:
            session.get_one(Item, room.item("C1").id).private = True
        accept(room, "C1")
        put(room, SOURCED, "C1")
        assert any("C1" in each.refs for each in as_it_will_read(room).sources)
        issue(room)
        assert credit(room) == {}


@pytest.mark.parametrize("text", ["", " ", None])
def test_where_nothing_is_written_nothing_is_kept(text: str | None) -> None:
    with consolidation(COMMENT) as room:
        accept(room, "C1")
        before = draft(room)
        with pytest.raises(NothingRewritten):
            put(room, before.blocks[1].text if text is None else text, "C1")
        assert draft(room).serial == before.serial
        given = disposition(room, "C1")
        assert given is not None and given.shown_block is None


def test_all_is_kept_or_nothing() -> None:
    with consolidation(COMMENT) as room:
        accept(room, "C1")
        serial = draft(room).serial
        with pytest.raises(StaleDisposition):
            put(room, SOURCED, "C1", credited={"C1": 0})
        with pytest.raises(NotFound):
            put(room, SOURCED, "C1", credited={"C9": 1})
        with pytest.raises(StaleDraft):
            put(room, SOURCED, "C1", serial=serial - 1)
        with pytest.raises((NotAllowed, NotFound)):
            put(room, SOURCED, "C1", by="dana")
        answer(room, "C1", "noted")
        with pytest.raises(NotFound):
            put(room, SOURCED, "C1")
        assert draft(room).serial == serial
