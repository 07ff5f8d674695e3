"""The next version: issued once, when all is dealt with or the rest is carried over, and of the text looked at."""

from collections import Counter
from typing import Any

import pytest
from sqlalchemy import select

from bench.counting import counted
from tests import calls
from tests.consolidations import (
    COMMENT,
    CRITICAL,
    GREETING,
    REPLACE,
    RISEN,
    SALUTE,
    accept,
    answer,
    as_it_will_read,
    behind,
    consolidation,
    disposition,
    draft,
    issue,
    issued,
    references,
    send,
    sources,
    texts,
    versions,
    write,
)
from tests.races import at_once
from tests.rooms import CLOSES, furnished
from workflow import database as record
from workflow.models.version import Edition, Version
from workflow.rules.consolidation.refusals import NotDealtWith, NothingToIssue, StaleConsolidation
from workflow.rules.shared.refusals import NotAllowed, NotFound
from workflow.services.consultation import consulting
from workflow.services.shared.choosing import SECRETARIAT
from workflow.services.statements import changing_settings
from workflow.text.document import digest

pytestmark = pytest.mark.usefixtures("database")


def test_items_that_wait_hold_the_version_back_and_are_named() -> None:
    with consolidation(CRITICAL, SALUTE, COMMENT) as room:
        accept(room, "A1")
        with pytest.raises(NotDealtWith) as caught:
            issue(room)
        assert sorted(caught.value.refs) == ["A2", "C1"]
        assert len(caught.value.refs) == 2
        assert versions() == 1


def test_the_rest_is_carried_over_by_choice_and_dealt_with_later() -> None:
    with consolidation(
        CRITICAL, SALUTE, {"paragraph": 1, "words": "risen", "proposal": "swollen", "by": "fred"}
    ) as room:
        accept(room, "A1")
        issue(room, carry_over=True)
        assert issued().data["carried_over"] == ["A2", "A3"]
        write(room, 1, "Hear this: " + RISEN)
        issue(room, carry_over=True)
        accept(room, "A2", "A3")
        issue(room)
        assert texts(room.blocks()) == [
            GREETING,
            "Hear this: " + RISEN.replace("has risen", "has swollen"),
            "We call on states to keep the gates open. We salute those who did.",
            "This is a critical moment for the Court of Waters.",
        ]
        assert behind(room) == [("swollen", 1, ("A3",), REPLACE), ("salute", 2, ("A2",), REPLACE)]
        assert versions() == 4


def test_what_is_carried_over_may_have_lost_its_words() -> None:
    with consolidation(CRITICAL, SALUTE) as room:
        write(room, 3, "Nothing is harder than this hour for the Court of Waters.")
        answer(room, "A2", "noted")
        issue(room, carry_over=True)
        accept(room, "A1")
        assert as_it_will_read(room).unapplied == ("A1",)


def test_items_of_a_second_consultation_are_dealt_with_beside_those_carried_over() -> None:
    with consolidation(CRITICAL, SALUTE) as room:
        accept(room, "A1")
        issue(room, carry_over=True)
        room.do("sara", calls.open_consultation, closes_at=CLOSES)
        send(room, paragraph=3, words="critical", proposal="grave", by="fred")
        room.do("sara", consulting.close_consultation)
        assert references(room) == ["A1", "A2", "A3"]
        accept(room, "A2", "A3")
        issue(room)
        assert texts(room.blocks())[2:] == [
            "We call on states to keep the gates open. We salute those who did.",
            "This is a grave moment for the Court of Waters.",
        ]


def test_nothing_new_is_not_issued() -> None:
    with consolidation(COMMENT) as room:
        answer(room, "C1", "noted")
        issue(room)  # an answer alone is worth a version: its organisation is told with it
        with pytest.raises(NothingToIssue):
            issue(room)
        assert versions() == 2


def test_a_change_by_hand_alone_is_issued() -> None:
    with consolidation() as room:
        write(room, 3, "This is a good moment.")
        issue(room)
        assert texts(room.blocks())[3] == "This is a good moment."
        assert sources(room) == []


def test_the_version_issued_is_the_text_that_was_looked_at() -> None:
    with consolidation(CRITICAL) as room:
        seen = digest(draft(room).title, as_it_will_read(room).blocks)
        accept(room, "A1")
        with pytest.raises(StaleConsolidation):
            issue(room, seen=seen)
        assert versions() == 1
        issue(room, seen=digest(draft(room).title, as_it_will_read(room).blocks))


def test_a_form_sent_twice_issues_one_version() -> None:
    with consolidation(CRITICAL) as room:
        accept(room, "A1")
        seen = digest(draft(room).title, as_it_will_read(room).blocks)
        outcomes = at_once(lambda: issue(room, seen=seen), lambda: issue(room, by="sol", seen=seen))
        assert sum(isinstance(each, Version) for each in outcomes) == 1, outcomes
        assert sum(isinstance(each, NothingToIssue) for each in outcomes) == 1, outcomes
        assert versions() == 2


def test_an_answer_given_while_the_version_is_issued_goes_out_with_it_or_is_refused() -> None:
    with consolidation(CRITICAL, SALUTE) as room:
        accept(room, "A1")
        answer(room, "A2", "noted")
        seen = digest(draft(room).title, as_it_will_read(room).blocks)
        first, second = at_once(
            lambda: issue(room, seen=seen), lambda: answer(room, "A2", "accepted", by="sol", serial=1)
        )
        given = disposition(room, "A2")
        assert given is not None
        if isinstance(first, Version):
            assert (given.kind, given.version_id) == ("noted", first.id), second
        else:
            assert isinstance(first, StaleConsolidation)
            assert (given.kind, given.version_id) == ("accepted", None)


def test_translations_go_into_the_version_as_they_stand() -> None:
    with consolidation(CRITICAL) as room:
        moment = room.blocks()[3].id
        facts: dict[str, Any] = {"language": "fr", "serial": 0, "block": moment, "text": "C’est un moment difficile."}
        room.do("sara", calls.save_paragraph, **facts)
        accept(room, "A1")
        issue(room)
        with record.reading() as session:
            french = session.scalars(select(Edition).where(Edition.language == "fr")).one()
        assert texts(french.blocks) == ["C’est un moment difficile."]
        assert french.sources == []


@pytest.mark.parametrize(("name", "refusal"), [("lucie", NotAllowed), ("fred", NotAllowed), ("gus", NotFound)])
def test_only_a_penholder_issues_a_version(name: str, refusal: type[Exception]) -> None:
    with consolidation(CRITICAL) as room:
        accept(room, "A1")
        with pytest.raises(refusal):
            issue(room, by=name)
        assert versions() == 1


def test_no_version_is_issued_while_a_consultation_is_open_and_there_is_none_to_consolidate_before() -> None:
    with furnished() as room:
        with pytest.raises(NotAllowed):
            issue(room, by="sara")
        with pytest.raises(NotFound):
            as_it_will_read(room)
        room.do("sara", changing_settings.hand_over_pen, to=[SECRETARIAT])
        room.do("sara", calls.open_consultation, closes_at=CLOSES)
        for name in ("sara", "sol"):
            with pytest.raises(NotAllowed):
                issue(room, by=name, carry_over=True)


def test_an_issue_asks_nothing_once_for_each_answer() -> None:
    many = 8
    items = [{"paragraph": 1, "words": "risen", "proposal": f"swollen {n}", "by": "fred"} for n in range(many)]
    with consolidation(*items) as room:
        for number in range(many):
            answer(room, f"A{number + 1}", "not_accepted", reason="No.")
        with counted(record.engine()) as seen:
            issue(room)
    assert max(Counter(seen).values()) < many
