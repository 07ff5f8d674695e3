"""Points that come in from a file: which are kept as drafts, and what is said of each of the others."""

from collections.abc import Iterator
from time import perf_counter
from typing import Any

import pytest
from sqlalchemy import Engine, select

from tests import posting
from tests.rooms import CLOSES, Room, furnished_open
from workflow import database as record
from workflow.models.consultation import Consultation
from workflow.models.event import Event
from workflow.models.item import Item, ItemState
from workflow.models.point_file import PointFile, PointFileLine
from workflow.rules.consultation.refusals import ConsultationClosed
from workflow.rules.items.file_points import (
    FILE_POINTS_LIMIT,
    FilePoint,
    FileUnit,
    PointFate,
    PointsOfFile,
)
from workflow.rules.items.kinds import ItemKind
from workflow.rules.items.proposals import Proposal
from workflow.rules.items.refusals import TooManyPoints
from workflow.rules.notifications.events import EventKind
from workflow.rules.shared.refusals import AlreadyDone, NotAllowed, NotFound, StaleVersion
from workflow.services.items import bringing_in

RIVER, GATES, COURT = 1, 2, 3  # paragraphs of the room's text


@pytest.fixture
def room(database: Engine) -> Iterator[Room]:
    """A consultation that is open."""
    with furnished_open() as furnished_room:
        yield furnished_room


def point(room: Room, number: int = 3, at: int | None = COURT, **facts: Any) -> FilePoint:
    """A row that asks for other words in the last paragraph."""
    block = None if at is None else room.blocks(1)[at].id
    asked = {"kind": ItemKind.REPLACE, "block": block, "words": "difficult", "proposal": "critical", "body": "Why."}
    told = {name: facts.pop(name) for name in ("refused", "facts", "place", "unit") if name in facts}
    given = Proposal(version=1, language="en", **{**asked, **facts})
    return FilePoint(**{"unit": FileUnit.ROW, "number": number, "asked": given, **told})


def comment(room: Room, number: int = 3, at: int | None = COURT, body: str = "Good.", **facts: Any) -> FilePoint:
    return point(room, number, at, **{"kind": ItemKind.COMMENT, "words": "", "proposal": "", "body": body, **facts})


def bring(room: Room, *points: FilePoint, who: str = "dana", form_token: str = "", **facts: Any) -> list[PointFileLine]:
    given = {"name": "office.xlsx", "digest": "d" * 64, "version": 1, "language": "en", "points": points, **facts}
    file = room.do(who, bringing_in.bring_in, given=PointsOfFile(**given), form_token=form_token)
    return lines_of(file)


def lines_of(file: PointFile) -> list[PointFileLine]:
    with record.reading() as session:
        of_it = select(PointFileLine).where(PointFileLine.file_id == file.id)
        return list(session.scalars(of_it.order_by(PointFileLine.turn)))


def fates(lines: list[PointFileLine]) -> list[PointFate]:
    return [line.fate for line in lines]


def drafts() -> list[Item]:
    with record.reading() as session:
        return list(session.scalars(select(Item).where(Item.state == ItemState.KEPT).order_by(Item.id)))


def test_each_point_is_a_draft_of_the_organisation_where_its_words_stand(room: Room) -> None:
    lines = bring(room, point(room), comment(room, 4, None), comment(room, 5, GATES, words="keep the gates open"))
    assert fates(lines) == [PointFate.KEPT] * 3
    first, whole, gates = drafts()
    assert [line.item_id for line in lines] == [first.id, whole.id, gates.id]
    assert (first.quote, first.proposal, first.body) == ("difficult", "critical", "Why.")
    assert (whole.block, whole.body) == (None, "Good.")
    assert gates.quote == "keep the gates open"
    assert {item.organisation_id for item in drafts()} == {room.organisations["delta"]}
    assert {item.state for item in drafts()} == {ItemState.KEPT}


def test_a_draft_without_its_reason_is_kept_and_told_apart(room: Room) -> None:
    (line,) = bring(room, point(room, body=""))
    assert (line.fate, line.item_id) == (PointFate.KEPT_LACKING, drafts()[0].id)


def test_thirty_rows_of_which_two_are_bad_leave_twenty_eight_drafts(room: Room) -> None:
    rows = [comment(room, number, None, f"Remark {number}.") for number in range(2, 30)]
    bad = [point(room, 30, words="falls behind"), comment(room, 31, None, "", place="9")]
    lines = bring(room, *rows, *bad)
    assert len(drafts()) == 28
    assert [(line.number, line.fate) for line in lines if line.item_id is None] == [
        (30, PointFate.WORDS_ABSENT),
        (31, PointFate.NOTHING_WRITTEN),
    ]


@pytest.mark.parametrize(
    ("facts", "fate", "told"),
    [
        ({"words": "difficlt"}, PointFate.WORDS_ABSENT, {"closest": "difficult"}),
        ({"at": RIVER, "words": "river has risen nowhere near"}, PointFate.WORDS_ABSENT, None),
        ({"at": RIVER, "words": "The river"}, PointFate.WORDS_TWICE, {"count": 2}),
        ({"words": "fficult"}, PointFate.WORDS_CUT, {"words": "difficult"}),
        ({"block": "gone123"}, PointFate.PARAGRAPH_GONE, {}),
        ({"block": None}, PointFate.PARAGRAPH_GONE, {}),
        ({"proposal": "difficult"}, PointFate.NOTHING_CHANGED, {}),
        ({"proposal": "difficult", "body": ""}, PointFate.NOTHING_CHANGED, {}),
        ({"words": "", "proposal": ""}, PointFate.NOTHING_WRITTEN, {"kind": "replace"}),
        ({"kind": ItemKind.COMMENT, "body": " "}, PointFate.NOTHING_WRITTEN, {"kind": "comment"}),
        ({"proposal": "One.\n\nTwo."}, PointFate.TWO_PARAGRAPHS, None),
        ({"body": "x" * 5001}, PointFate.OVER_LENGTH, {"limit": 5000, "field": "reason"}),
        ({"body": "a\u202eb"}, PointFate.FORBIDDEN, {"codes": "U+202E"}),
        ({"body": "a\x00b"}, PointFate.FORBIDDEN, None),
    ],
)
def test_what_cannot_be_kept_says_why_and_stays_with_its_words(
    room: Room, facts: dict[str, Any], fate: PointFate, told: dict[str, Any] | None
) -> None:
    asked = point(room, **facts)
    (line,) = bring(room, asked)
    assert (line.fate, line.item_id, drafts()) == (fate, None, [])
    assert told is None or line.facts == told
    assert line.asked["body"] == asked.asked.body.replace("\x00", "")
    assert line.asked["words"] == asked.asked.words


def test_what_the_reader_of_the_file_could_not_take_is_told_as_it_says(room: Room) -> None:
    told = {"refused": PointFate.NO_SUCH_PARAGRAPH, "facts": {"count": 4}, "place": "paragraph 9"}
    (line,) = bring(room, point(room, 4, None, **told))
    assert (line.fate, line.facts, line.place) == (PointFate.NO_SUCH_PARAGRAPH, {"count": 4}, "paragraph 9")
    assert (line.unit, line.number, line.item_id, drafts()) == (FileUnit.ROW, 4, None, [])


def test_a_point_of_a_text_with_tracked_changes_says_that_it_is_one(room: Room) -> None:
    (line,) = bring(room, point(room, 7, unit=FileUnit.CHANGE))
    assert (line.unit, line.number, line.fate) == (FileUnit.CHANGE, 7, PointFate.KEPT)


def test_the_same_file_again_makes_no_second_point(room: Room) -> None:
    rows = (point(room), comment(room, 4, None), point(room, 5, words="nowhere"))
    first, again = bring(room, *rows), bring(room, *rows)
    assert fates(first) == [PointFate.KEPT, PointFate.KEPT, PointFate.WORDS_ABSENT]
    assert fates(again) == [PointFate.SAME, PointFate.SAME, PointFate.WORDS_ABSENT]
    assert [line.item_id for line in again] == [line.item_id for line in first]
    assert len(drafts()) == 2


def test_the_same_row_twice_in_a_file_is_one_point(room: Room) -> None:
    assert fates(bring(room, point(room, 3), point(room, 4))) == [PointFate.KEPT, PointFate.SAME]
    assert len(drafts()) == 1


def test_the_same_file_again_long_after_makes_no_second_point_of_what_was_edited_or_sent(room: Room) -> None:
    rows = (point(room), comment(room, 4, None))
    bring(room, *rows)
    amended, said = drafts()
    room.clock.pass_by(hours=5)
    seen = amended.made_at.isoformat()
    facts = {"version": 1, "language": "en", "body": "Another reason.", "proposal": "grave"}
    room.do("dana", posting.edit_item, item=amended.id, seen=seen, **facts)
    room.do("dana", posting.edit_item, item=said.id, seen=seen, keep=False, version=1, language="en", body="Very good.")
    assert fates(bring(room, *rows)) == [PointFate.SAME, PointFate.SAME]
    assert len(drafts()) == 1


def test_what_was_deleted_comes_back_with_its_file(room: Room) -> None:
    bring(room, point(room))
    with room.acting("dana") as (session, _):
        session.get_one(Item, drafts()[0].id).state = ItemState.WITHDRAWN
    assert fates(bring(room, point(room))) == [PointFate.KEPT]


def test_what_colleagues_wrote_by_hand_is_the_same_point(room: Room) -> None:
    asked = point(room).asked
    facts = {"version": 1, "language": "fr", "kind": asked.kind, "block": asked.block, "words": asked.words}
    room.do("dana", posting.propose_amendment, reason="Why.", proposal="critical", keep=True, **facts)
    assert fates(bring(room, point(room))) == [PointFate.SAME]
    assert len(drafts()) == 1


def test_a_reason_is_put_to_the_draft_that_has_none_and_written_over_none(room: Room) -> None:
    bring(room, point(room, body=""))
    (line,) = bring(room, point(room, body="Because."))
    assert (line.fate, drafts()[0].body) == (PointFate.REASON_ADDED, "Because.")
    (other,) = bring(room, point(room, body="For another reason."))
    assert (other.fate, other.item_id) == (PointFate.OTHER_REASON, drafts()[0].id)
    assert fates(bring(room, point(room, body="For another reason."))) == [PointFate.OTHER_REASON]
    assert fates(bring(room, point(room, body=""))) == [PointFate.SAME]
    assert [item.body for item in drafts()] == ["Because."]


def test_the_same_words_of_another_organisation_are_another_point(room: Room) -> None:
    bring(room, point(room))
    assert fates(bring(room, point(room), who="fred")) == [PointFate.KEPT]
    assert len(drafts()) == 2


def test_the_same_form_answers_with_what_it_made_and_is_nobody_elses(room: Room) -> None:
    first = bring(room, point(room), form_token="once")
    again = bring(room, point(room), form_token="once")
    assert [line.id for line in again] == [line.id for line in first]
    with pytest.raises(AlreadyDone):
        bring(room, point(room), who="fred", form_token="once")


def test_a_paragraph_that_is_not_open_to_amendments_takes_comments_alone(room: Room) -> None:
    with room.acting("dana") as (session, _):
        session.scalars(select(Consultation)).one().open_blocks = [room.blocks(1)[GATES].id]
    lines = bring(room, point(room), comment(room, 4))
    assert fates(lines) == [PointFate.PARAGRAPH_CLOSED, PointFate.KEPT]


def test_nothing_at_all_is_kept_where_the_whole_file_is_refused(room: Room) -> None:
    with pytest.raises(StaleVersion):
        bring(room, point(room), version=2)
    with pytest.raises(TooManyPoints):
        bring(room, *(comment(room, at, None, f"{at}") for at in range(FILE_POINTS_LIMIT + 1)))
    with pytest.raises((NotAllowed, NotFound)):
        bring(room, point(room), who="gus")
    room.clock.at = CLOSES
    with pytest.raises(ConsultationClosed):
        bring(room, point(room))
    with record.reading() as session:
        assert session.scalars(select(PointFile)).all() == []
    assert drafts() == []


def test_no_more_drafts_come_than_are_sent_at_once(room: Room) -> None:
    lines = bring(room, *(comment(room, at, None, f"{at}") for at in range(FILE_POINTS_LIMIT)))
    assert fates(lines) == [PointFate.KEPT] * FILE_POINTS_LIMIT
    (line,) = bring(room, comment(room, 3, None, "One more."))
    assert (line.fate, line.facts) == (PointFate.TOO_MANY, {"limit": FILE_POINTS_LIMIT})


def test_each_draft_is_on_the_record_as_one_kept_by_hand_is(room: Room) -> None:
    bring(room, point(room), comment(room, 4, None), point(room, 5, words="nowhere"))
    with record.reading() as session:
        kept = session.scalars(select(Event.item_id).where(Event.kind == EventKind.ITEM_KEPT).order_by(Event.id)).all()
    assert kept == [item.id for item in drafts()]


def test_a_line_that_was_put_right_by_hand_is_the_point_that_it_became(room: Room) -> None:
    (line,) = bring(room, point(room, words="nowhere"))
    asked = point(room).asked
    with room.acting("dana") as (session, person):
        facts = {"version": 1, "language": "en", "kind": asked.kind, "block": asked.block, "words": "difficult"}
        item = posting.propose_amendment(session, person, room.key, reason="", proposal="grave", keep=True, **facts)
        bringing_in.settle_line(session, person, room.key, line.key, item)
    with record.reading() as session:
        found = session.get_one(PointFileLine, line.id)
        assert (found.fate, found.item_id) == (PointFate.KEPT_LACKING, item.id)
    with room.acting("fred") as (session, person), pytest.raises(NotFound):
        bringing_in.settle_line(session, person, room.key, line.key, item)
    assert fates(bring(room, point(room, words="nowhere"))) == [PointFate.SAME]


def test_the_same_change_with_more_words_around_it_is_the_same_point(room: Room) -> None:
    bring(room, point(room))
    lines = bring(room, point(room, words="a difficult moment", proposal="a critical moment"))
    assert fates(lines) == [PointFate.SAME]


def test_what_was_said_of_words_that_stand_twice_comes_back_as_the_same_point(room: Room) -> None:
    facts = {"version": 1, "language": "en", "block": room.blocks(1)[RIVER].id, "words": "The river"}
    room.do("dana", posting.post_comment, keep=True, body="Which?", prefix="", suffix=" will rise", **facts)
    lines = bring(
        room, comment(room, 3, RIVER, "Which?", words="The river"), comment(room, 4, RIVER, "So?", words="The river")
    )
    assert fates(lines) == [PointFate.SAME, PointFate.WORDS_TWICE]


def test_five_hundred_amendments_come_in_within_seconds(room: Room) -> None:
    rows = [point(room, at, proposal=f"critical{at}") for at in range(FILE_POINTS_LIMIT)]
    began = perf_counter()
    lines = bring(room, *rows)
    assert perf_counter() - began < 60  # two on a machine at rest
    assert fates(lines) == [PointFate.KEPT] * FILE_POINTS_LIMIT
