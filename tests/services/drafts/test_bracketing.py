"""What is left open in square brackets: in the version, settled before the next one, and never decided on."""

from datetime import timedelta
from typing import Any

import pytest

from tests import calls
from tests.consolidations import (
    CRITICAL,
    DECISION,
    MOMENT,
    SALUTE,
    accept,
    answer,
    as_it_will_read,
    behind,
    consolidation,
    disposition,
    draft,
    issue,
    send,
    texts,
    write,
)
from tests.rooms import CLOSES, Room
from workflow import database
from workflow.database import about_now
from workflow.models.version import Edition
from workflow.rules.consolidation.refusals import AmendmentsConflict, NotInText
from workflow.rules.decision.refusals import OpenBrackets
from workflow.rules.drafts.refusals import PassageChanged
from workflow.rules.items.kinds import ItemKind
from workflow.rules.shared.refusals import NotAllowed, NotFound, ReasonNeeded, Refusal, TextRefused, UnknownChoice
from workflow.services.consultation import consulting
from workflow.services.drafts import bracketing
from workflow.text.document import TITLE, Bracket, digest, open_brackets

pytestmark = pytest.mark.usefixtures("database")
OPEN = "This is a [difficult moment] [critical moment] [moment of decision] for the Court of Waters."


def given(refusal: Refusal) -> dict[str, Any]:
    """The facts that a refusal carries, without those that are empty."""
    return {name: fact for name, fact in vars(refusal).items() if fact and name != "field"}


def leave_open(room: Room, *items: str) -> None:
    for item in items:
        answer(room, item, "bracketed")


def passage(room: Room) -> Bracket:
    return open_brackets(draft(room).blocks)[0]


def settle(room: Room, choice: int, *, by: str = "sara", **facts: Any) -> bracketing.SettledPassage:
    facts.setdefault("reason", "The other alternative was kept.")
    if "block" not in facts or "start" not in facts:
        at = passage(room)
        facts = {"block": at.block, "start": at.start, **facts}
    facts = {"serial": draft(room).serial, **facts}
    made: bracketing.SettledPassage = room.do(by, bracketing.settle_passage, choice=choice, **facts)
    return made


def put_on_the_table(room: Room, version: int, language: str = "en") -> None:
    closes_at = about_now() + timedelta(days=1)
    room.do("sara", calls.open_ballot, version=version, languages=[language], closes_at=closes_at)


def test_rivals_left_open_stand_in_the_version_each_with_its_reference() -> None:
    with consolidation(CRITICAL, DECISION) as room:
        leave_open(room, "A1", "A2")
        issue(room)
        assert texts(room.blocks())[3] == OPEN
        assert {ref for _, _, refs, _ in behind(room) for ref in refs} == {"A1", "A2"}
        assert ("] [critical moment]", 3, ("A1",), ItemKind.REPLACE) in behind(room)


def test_what_is_left_open_conflicts_with_what_is_accepted_in_full_and_not_with_its_like() -> None:
    with consolidation(CRITICAL, DECISION, {**DECISION, "by": "elena", "proposal": "hour of decision"}) as room:
        leave_open(room, "A1", "A2")
        with pytest.raises(AmendmentsConflict) as refused:
            answer(room, "A3", "accepted")
        assert set(refused.value.refs) == {"A1", "A2", "A3"}
        answer(room, "A3", "bracketed")


def test_nothing_is_left_open_where_a_rival_is_accepted_in_full() -> None:
    with consolidation(CRITICAL, DECISION) as room:
        accept(room, "A1")
        with pytest.raises(AmendmentsConflict):
            answer(room, "A2", "bracketed")


def test_a_paragraph_left_open_stands_in_brackets_with_the_id_that_it_keeps() -> None:
    new = {"kind": ItemKind.ADD, "after": 2, "proposal": "Pay the Court."}
    with consolidation(new) as room:
        leave_open(room, "A1")
        expected = as_it_will_read(room).blocks
        issue(room)
        assert texts(room.blocks())[3] == "[Pay the Court.]"
        assert room.blocks() == expected


def test_a_passage_left_open_in_one_version_is_settled_before_the_next() -> None:
    with consolidation(CRITICAL, DECISION) as room:
        leave_open(room, "A1", "A2")
        issue(room)
        settle(room, 1)
        issue(room)
        assert texts(room.blocks())[3] == "This is a critical moment for the Court of Waters."


def test_settling_answers_the_items_and_the_next_version_tells_their_organisations() -> None:
    with consolidation(CRITICAL, DECISION) as room:
        leave_open(room, "A1", "A2")
        issue(room)
        at, serial = passage(room), draft(room).serial
        with pytest.raises(ReasonNeeded):
            settle(room, 1, reason=" ")
        settle(room, 1, serial=serial, block=at.block, start=at.start)
        kept, lost = disposition(room, "A1"), disposition(room, "A2")
        assert kept and lost and (kept.kind, lost.kind) == ("accepted", "not_accepted")
        assert (kept.reason, lost.reason, lost.version_id) == ("", "The other alternative was kept.", None)
        assert as_it_will_read(room).by_hand == ("A1",)
        version = issue(room)
        assert texts(room.blocks())[3] == "This is a critical moment for the Court of Waters."
        told = [disposition(room, each) for each in ("A1", "A2")]
        assert {each.version_id for each in told if each} == {version.id}
        assert [refs for _, _, refs, _ in behind(room)] == [("A1",), ("A1",)], "what goes before and behind its words"


def test_items_of_brackets_that_are_written_away_or_amended_away_wait_for_an_answer_anew() -> None:
    with consolidation(CRITICAL, DECISION, {**SALUTE, "private": True}) as room:
        leave_open(room, "A1", "A2", "A3")
        issue(room)
        write(room, 1, "The river has risen.")
        assert disposition(room, "A2") is not None and disposition(room, "A3") is not None, "their brackets stand"
        write(room, 3, "This is a grave hour for the Court of Waters.")
        assert disposition(room, "A1") is None and disposition(room, "A2") is None
        assert disposition(room, "A3") is not None
        answer(room, "A1", "accepted")
        answer(room, "A2", "not_accepted", reason="No.")
        with pytest.raises(NotInText) as refused:
            issue(room)
        assert given(refused.value) == {"refs": ["A1"]}


def test_no_version_says_accepted_or_open_of_words_that_are_not_in_its_text() -> None:
    with consolidation(CRITICAL, DECISION, SALUTE) as room:
        leave_open(room, "A1", "A2")
        write(room, 3, "This is a grave hour for the Court of Waters.")
        write(room, 2, "We call on states to keep the gates open. We honour those who did.")
        accept(room, "A3")
        with pytest.raises(NotInText) as refused:
            issue(room)
        assert given(refused.value) == {"refs": ["A3"], "open": ["A1", "A2"]}
        write(room, 3, "This is a [critical moment] [moment of decision] for the Court of Waters.")
        write(room, 2, "We call on states to keep the gates open, and salute those who did.")
        version = issue(room)
        assert {refs for _, _, refs, _ in behind(room)} >= {("A1",), ("A2",), ("A3",)}
        assert version.number == 2


def test_a_paragraph_that_the_penholder_wrote_as_it_was_asked_is_not_put_in_twice() -> None:
    new = {"kind": ItemKind.ADD, "after": 2, "proposal": "Pay the Court."}
    with consolidation(new) as room:
        after = draft(room).blocks[2].id
        facts = {"language": "en", "serial": draft(room).serial, "block": "", "after": after}
        room.do("sara", calls.save_paragraph, text="Pay the Court.", **facts)
        accept(room, "A1")
        issue(room)
        assert texts(room.blocks()).count("Pay the Court.") == 1
        assert [refs for _, _, refs, _ in behind(room)] == [("A1",)]


def test_the_text_as_it_will_read_written_by_hand_reads_the_same() -> None:
    with consolidation(CRITICAL, DECISION, SALUTE, {"paragraph": 1, "kind": ItemKind.REMOVE}) as room:
        leave_open(room, "A1", "A2")
        accept(room, "A3", "A4")
        expected = as_it_will_read(room)
        for block in expected.blocks:
            facts = {"language": "en", "serial": draft(room).serial, "block": block.id, "text": block.text}
            room.do("sara", calls.save_paragraph, **facts)
        made = as_it_will_read(room)
        assert (made.blocks, made.unapplied) == (expected.blocks, ())
        issue(room)
        assert {ref for _, _, refs, _ in behind(room) for ref in refs} == {"A1", "A2", "A3", "A4"}


def test_a_passage_may_be_left_out() -> None:
    with consolidation({**CRITICAL, "proposal": ""}) as room:
        leave_open(room, "A1")
        issue(room)
        assert texts(room.blocks())[3] == "This is a [difficult] moment for the Court of Waters."
        settle(room, bracketing.LEFT_OUT)
        assert texts(draft(room).blocks)[3] == "This is a moment for the Court of Waters."


def test_settling_twice_makes_one_save() -> None:
    with consolidation(CRITICAL, DECISION) as room:
        leave_open(room, "A1", "A2")
        issue(room)
        at, serial = passage(room), draft(room).serial
        same = {"serial": serial, "block": at.block, "start": at.start}
        first = settle(room, 1, **same)
        again = room.do("sol", bracketing.settle_passage, choice=1, **same)
        assert (again.draft.serial, draft(room).serial) == (first.draft.serial, serial + 1)


def test_of_two_who_settle_a_passage_otherwise_the_second_is_told() -> None:
    with consolidation(CRITICAL, DECISION) as room:
        leave_open(room, "A1", "A2")
        issue(room)
        at, serial = passage(room), draft(room).serial
        settle(room, 1)
        with pytest.raises(PassageChanged):
            room.do("sol", bracketing.settle_passage, choice=2, serial=serial, block=at.block, start=at.start)
        assert texts(draft(room).blocks)[3] == "This is a critical moment for the Court of Waters."


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        ({"start": 1}, NotFound),
        ({"block": "zzz"}, NotFound),
        ({"serial": 99}, NotFound),
        ({"choice": 3}, UnknownChoice),
        ({"choice": -2}, UnknownChoice),
        ({"by": "dana"}, NotAllowed),
    ],
)
def test_a_passage_that_is_not_there_is_not_settled(facts: dict[str, Any], refusal: type[Exception]) -> None:
    with consolidation(CRITICAL, DECISION) as room:
        leave_open(room, "A1", "A2")
        issue(room)
        with pytest.raises(refusal):
            settle(room, **{"choice": 1, **facts})
        assert texts(draft(room).blocks)[3] == OPEN


def test_a_text_with_an_open_bracket_is_not_put_on_the_table() -> None:
    with consolidation(CRITICAL, DECISION) as room:
        leave_open(room, "A1", "A2")
        issue(room)
        with pytest.raises(OpenBrackets) as refused:
            put_on_the_table(room, 2)
        assert given(refused.value) == {"language": "en", "count": 1, "places": [3], "original": True}
        settle(room, 0)
        issue(room)
        put_on_the_table(room, 3)


def test_nor_is_a_translation_made_before_the_words_of_its_original_were_left_open() -> None:
    with consolidation(CRITICAL, DECISION) as room:
        leave_open(room, "A1", "A2")
        issue(room)
        blocks = room.blocks(1)
        with database.transaction() as session:
            facts = {"title": "Sur les vannes", "blocks": blocks, "digest": digest("Sur les vannes", blocks)}
            session.add(Edition(version_id=room.version(2), language="fr", sources=[], **facts))
        with pytest.raises(OpenBrackets) as refused:
            put_on_the_table(room, 2, "fr")
        assert refused.value.language == "en"


def test_a_title_left_open_is_settled_before_it_is_put_on_the_table() -> None:
    with consolidation(SALUTE, {"kind": ItemKind.TITLE, "proposal": "On [open] [free] rivers"}) as room:
        accept(room, "A1", "A2")
        issue(room)
        with pytest.raises(OpenBrackets) as refused:
            put_on_the_table(room, 2)
        assert given(refused.value) == {"language": "en", "count": 1, "title": True, "original": True}
        facts = {"serial": draft(room).serial, "block": TITLE, "start": 3}
        settle(room, 1, **facts)
        with pytest.raises(PassageChanged):
            settle(room, 0, **facts)
        issue(room)
        assert draft(room).title == "On free rivers"
        put_on_the_table(room, 3)


def test_a_title_is_not_settled_into_nothing() -> None:
    with consolidation({"kind": ItemKind.TITLE, "proposal": "[Open rivers]"}) as room:
        accept(room, "A1")
        issue(room)
        with pytest.raises(TextRefused):
            settle(room, bracketing.LEFT_OUT, serial=draft(room).serial, block=TITLE, start=0)


def test_signs_that_leave_nothing_open_hinder_no_ballot() -> None:
    with consolidation(SALUTE) as room:
        accept(room, "A1")
        write(room, 3, r"This is [sic] a moment […] for the \[Court\] of Waters.")
        issue(room)
        put_on_the_table(room, 2)


GRAVE: dict[str, Any] = {**CRITICAL, "proposal": "grave", "by": "fred"}
BY_HAND = "This is a [difficult] [critical] [grave] moment for the Court of Waters."


@pytest.mark.parametrize("in_version", [True, False])
@pytest.mark.parametrize("typed", [BY_HAND, BY_HAND.replace("[difficult] ", "")])
def test_an_open_passage_of_which_one_alternative_is_accepted_reads_that_one_once(typed: str, in_version: bool) -> None:
    with consolidation(CRITICAL, GRAVE) as room:
        write(room, 3, typed)
        if in_version:
            issue(room, carry_over=True)
        answer(room, "A1", "accepted")
        answer(room, "A2", "not_accepted", reason="It says too much.")
        made = as_it_will_read(room)
        assert (made.blocks[3].text, made.unapplied) == (MOMENT.replace("difficult", "critical"), ())
        issue(room)
        assert texts(room.blocks())[3] == MOMENT.replace("difficult", "critical")
        answers = [disposition(room, item) for item in ("A1", "A2")]
        assert [each.kind.value for each in answers if each] == ["accepted", "not_accepted"]


def test_the_answer_taken_back_leaves_the_passage_open_as_it_was() -> None:
    with consolidation(CRITICAL, GRAVE) as room:
        write(room, 3, BY_HAND)
        for kind in ("accepted", "not_accepted", "deferred"):
            answer(room, "A1", kind, reason="No.")
        answer(room, "A2", "deferred", reason="No.")
        assert as_it_will_read(room).blocks[3].text == BY_HAND


@pytest.mark.parametrize("in_version", [True, False])
def test_an_alternative_that_is_not_accepted_is_no_longer_open_and_the_others_are(in_version: bool) -> None:
    with consolidation(CRITICAL, GRAVE) as room:
        write(room, 3, BY_HAND)
        if in_version:
            issue(room, carry_over=True)
        answer(room, "A1", "not_accepted", reason="It says too much.")
        assert as_it_will_read(room).blocks[3].text == BY_HAND.replace("[critical] ", "")
        answer(room, "A2", "not_accepted", reason="And so does this.")
        assert (as_it_will_read(room).blocks[3].text, as_it_will_read(room).refused) == (MOMENT, ())
        issue(room)
        assert texts(room.blocks())[3] == MOMENT


def test_one_that_is_to_stand_open_stays_in_brackets_when_the_other_is_not_accepted() -> None:
    with consolidation(CRITICAL, GRAVE) as room:
        write(room, 3, BY_HAND.replace("[difficult] ", ""))
        answer(room, "A2", "bracketed")
        answer(room, "A1", "not_accepted", reason="No.")
        issue(room)
        assert texts(room.blocks())[3] == MOMENT.replace("difficult", "[grave]")


def test_no_version_says_not_accepted_of_words_that_it_leaves_open() -> None:
    with consolidation(CRITICAL, GRAVE) as room:
        write(room, 3, BY_HAND.replace("[difficult] ", ""))
        for item in ("A1", "A2"):
            answer(room, item, "not_accepted", reason="No.")
        assert as_it_will_read(room).refused == ("A1", "A2"), "what stood there is not known"
        with pytest.raises(NotInText) as refused:
            issue(room)
        assert refused.value.refused == ["A1", "A2"]
        write(room, 3, MOMENT)
        issue(room)


def test_words_elsewhere_in_the_paragraph_are_not_taken_for_those_that_are_not_accepted() -> None:
    court: dict[str, Any] = {"paragraph": 3, "words": "Court", "proposal": "Tribunal", "by": "fred"}
    typed = "This [Court] [Tribunal] knows a difficult moment for the Court of Waters."
    with consolidation(court) as room:
        write(room, 3, typed)
        answer(room, "A1", "not_accepted", reason="No.")
        made = as_it_will_read(room)
        assert (made.blocks[3].text, made.refused) == (typed, ())


def test_keeping_the_words_of_one_that_was_not_accepted_answers_it_anew() -> None:
    with consolidation(CRITICAL) as room:
        answer(room, "A1", "not_accepted", reason="No.")
        issue(room)
        write(room, 3, "This is a [difficult] [critical] moment for the Court of Waters.")
        issue(room)
        done = settle(room, 1)
        given = disposition(room, "A1")
        assert done.answered == ("A1",)
        assert given and (given.kind, given.reason, given.version_id) == ("accepted", "", None)
        version = issue(room)
        given = disposition(room, "A1")
        assert given and given.version_id == version.id, "it is told with the version"
        assert texts(room.blocks())[3] == MOMENT.replace("difficult", "critical")


def test_keeping_other_words_leaves_the_answer_of_one_that_was_not_accepted() -> None:
    with consolidation(CRITICAL) as room:
        answer(room, "A1", "not_accepted", reason="No.")
        first = issue(room)
        write(room, 3, "This is a [difficult] [critical] moment for the Court of Waters.")
        assert settle(room, 0).answered == ()
        given = disposition(room, "A1")
        assert given and (given.kind, given.version_id) == ("not_accepted", first.id)


def _amended_open_words(room: Room, proposal: str = "grave") -> None:
    """A1 stands open in version 2; in the next consultation others amend its words, and it waits for an answer anew."""
    answer(room, "A1", "bracketed")
    issue(room)
    room.do("sara", calls.open_consultation, closes_at=CLOSES + timedelta(days=5))
    send(room, paragraph=3, words="critical", proposal=proposal, by="fred")
    room.do("sara", consulting.close_consultation)
    answer(room, "A2", "accepted")
    assert disposition(room, "A1") is None
    answer(room, "A1", "bracketed")


def test_words_left_open_once_more_stand_there_once() -> None:
    with consolidation(CRITICAL) as room:
        _amended_open_words(room)
        answer(room, "A2", "not_accepted", reason="No.")
        was = "This is a [difficult] [critical] moment for the Court of Waters."
        assert (as_it_will_read(room).blocks[3].text, as_it_will_read(room).unapplied) == (was, ())
        issue(room)
        assert texts(room.blocks())[3] == was
        assert ("A1",) in [refs for _, _, refs, _ in behind(room)]


def test_no_version_says_open_of_words_that_another_amendment_took_the_place_of() -> None:
    with consolidation(CRITICAL) as room:
        _amended_open_words(room)
        made = as_it_will_read(room)
        assert (made.blocks[3].text, made.unapplied) == (MOMENT.replace("difficult", "[difficult] [grave]"), ("A1",))
        with pytest.raises(NotInText) as refused:
            issue(room)
        assert given(refused.value) == {"open": ["A1"]}


def test_a_paragraph_left_open_once_more_stands_there_once() -> None:
    new: dict[str, Any] = {"kind": ItemKind.ADD, "after": 2, "proposal": "Pay the Court."}
    with consolidation(new) as room:
        leave_open(room, "A1")
        issue(room)
        room.do("sara", calls.open_consultation, closes_at=CLOSES + timedelta(days=5))
        send(room, paragraph=3, words="Pay", proposal="Honour", by="fred")
        room.do("sara", consulting.close_consultation)
        answer(room, "A2", "accepted")
        left = disposition(room, "A1")
        # One word amended in it makes no other passage of it, as one put right by hand does not: it is still A1's.
        assert left is not None and left.version_id is not None
        assert next(text for text in texts(as_it_will_read(room).blocks) if "Court." in text) == "[Honour the Court.]"
        answer(room, "A2", "not_accepted", reason="No.")
        issue(room)
        assert [text for text in texts(room.blocks()) if "Pay" in text] == ["[Pay the Court.]"]


def test_a_passage_in_which_another_is_to_stand_open_is_not_settled_by_an_answer() -> None:
    with consolidation(CRITICAL, GRAVE) as room:
        write(room, 3, BY_HAND)
        answer(room, "A2", "bracketed")
        with pytest.raises(AmendmentsConflict):
            answer(room, "A1", "accepted")
        assert as_it_will_read(room).blocks[3].text == BY_HAND
