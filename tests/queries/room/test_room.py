"""The statement room: which notes stand beside which words, for whom, at a cost that does not grow."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from sqlalchemy import Engine, event

from tests import calls, posting
from tests import consolidations as penholder
from tests.consolidations import CRITICAL, DECISION, SALUTE, answer, consolidation
from tests.rooms import CLOSES, Room, furnished, furnished_open
from tests.seats import is_on_roll
from tests.services.drafts.test_bracketing import leave_open, settle
from workflow import database as record
from workflow.models.item import Disposition, DispositionKind, Item, ItemState
from workflow.models.person import Person
from workflow.models.version import Edition, Version
from workflow.queries.items.items import ItemShown, one
from workflow.queries.items.margin import SHOWN, Show
from workflow.queries.room import room as rooms
from workflow.queries.room.room_notes import Margin
from workflow.queries.shared.standing import Standing, standing
from workflow.rules.items.kinds import KINDS, ItemKind
from workflow.rules.shared.names import Viewer
from workflow.services.consultation import consulting
from workflow.services.items import replying, revising, sending, supporting
from workflow.services.statements import versions
from workflow.text.values import Block, Verdict


@pytest.fixture
def room(database: Engine) -> Iterator[Room]:
    """A consultation that is open."""
    with furnished_open() as furnished_room:
        yield furnished_room


def seen_by(room: Room, who: str) -> Standing:
    with record.reading() as session:
        organisation = session.get_one(Person, room.people[who]).organisation
        viewer = Viewer(
            room.people[who], organisation and organisation.id, bool(organisation and is_on_roll(session, organisation))
        )
        found = standing(session, viewer, room.key)
        assert found is not None
        return found


def look(room: Room, who: str = "nadia", **facts: Any) -> rooms.Room | None:
    where = {name: facts.pop(name, None) for name in ("version", "language")}
    stand = seen_by(room, who)
    with record.reading() as session:
        return rooms.room(session, stand, **where, wish=rooms.RoomView(**facts))


def shown(room: Room, who: str = "nadia", **facts: Any) -> rooms.Room:
    found = look(room, who, **facts)
    assert found is not None
    return found


NUMBERS = count(1)  # the same words at the same place are one item


def comment(room: Room, who: str = "dana", **facts: Any) -> Item:
    facts = {"version": room_version(room), "body": f"Say more here {next(NUMBERS)}.", "language": "en", **facts}
    return room.do(who, posting.post_comment, **facts)


def amend(room: Room, who: str = "dana", **facts: Any) -> Item:
    facts = {"version": 1, "kind": ItemKind.REPLACE, "reason": "Better.", "language": "en", **facts}
    return room.do(who, posting.propose_amendment, **facts)


def room_version(room: Room) -> int:
    with record.reading() as session:
        return max(version.number for version in session.query(Version))


def references(margin: Margin) -> list[str]:
    return [note.item.reference for note in margin.notes]


def beside(found: rooms.Room, at: int) -> list[str]:
    return references(found.paragraphs[at].margin)


def issue(room: Room, blocks: list[Block]) -> None:
    """Version 2 with these blocks; every item so far stays unanswered."""
    room.do("sara", consulting.close_consultation)
    with room.acting("sara") as (session, person):
        versions.issue(session, person, room.statement(), blocks=blocks)


@contextmanager
def counted(engine: Engine) -> Iterator[list[str]]:
    statements: list[str] = []

    def note(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        statements.extend([statement] if statement != "BEGIN" else [])

    event.listen(engine, "before_cursor_execute", note)
    yield statements
    event.remove(engine, "before_cursor_execute", note)


def test_before_the_first_consultation_the_draft_is_shown_to_those_who_may_see_it(database: Engine) -> None:
    with furnished() as draft:
        for who in ("sara", "sol", "dana"):
            found = shown(draft, who)
            assert (found.number, [p.number for p in found.paragraphs]) == (None, [None, 1, 2, 3])
        assert look(draft, "sara", language="fr") is None


def test_notes_stand_in_the_order_of_their_words(room: Room) -> None:
    block = room.blocks()[2].id
    for words in ("those who did", "gates", "We call on states"):
        comment(room, block=block, words=words)
    comment(room, block=block)
    found = shown(room)
    assert beside(found, 2) == ["C4", "C3", "C2", "C1"]
    marks = [(mark.refs, room.blocks()[2].text[mark.start : mark.end]) for mark in found.paragraphs[2].margin.marks]
    assert marks == [(("C3",), "We call on states"), (("C2",), "gates"), (("C1",), "those who did")]


def test_a_new_paragraph_stands_beside_the_one_that_it_follows_and_one_at_the_beginning_beside_the_text(
    room: Room,
) -> None:
    amend(room, kind=ItemKind.ADD, block=None, after=room.blocks()[1].id, proposal="More.")
    amend(room, kind=ItemKind.ADD, block=None, after="", proposal="Before all.")
    comment(room)
    found = shown(room)
    assert beside(found, 1) == ["A1"]
    assert references(found.whole) == ["A2", "C1"]


def test_at_most_five_are_shown_until_a_paragraph_is_opened(room: Room) -> None:
    block = room.blocks()[2].id
    for _ in range(SHOWN + 2):
        comment(room, block=block)
    margin = shown(room).paragraphs[2].margin
    assert (len(margin.notes), margin.more, margin.comments, margin.opened) == (SHOWN, 2, SHOWN + 2, False)
    for opened in (block, "C7", "c7"):
        margin = shown(room, opened=opened).paragraphs[2].margin
        assert (len(margin.notes), margin.more, margin.opened) == (SHOWN + 2, 0, True)
    assert not shown(room, opened="C99").paragraphs[2].margin.opened


def test_the_words_of_notes_that_are_not_shown_are_marked_with_their_reference_apart(room: Room) -> None:
    block = room.blocks()[2]
    for words in ("We call", "on states", "keep", "the gates", "open", "thank", "those who did"):
        comment(room, block=block.id, words=words)
    marks = shown(room).paragraphs[2].margin.marks
    assert [block.text[mark.start : mark.end] for mark in marks[SHOWN:]] == ["thank", "those who did"]
    assert [mark.refs for mark in marks] == [*((f"C{number + 1}",) for number in range(SHOWN)), (), ()]
    assert [mark.elsewhere for mark in marks] == [*[()] * SHOWN, ("C6",), ("C7",)]


@pytest.mark.parametrize(
    ("show", "expected"),
    [
        (Show.ALL, ["C1", "A1", "C2"]),
        (Show.AMENDMENTS, ["A1"]),
        (Show.COMMENTS, ["C1", "C2"]),
        (Show.OURS, ["A1", "C2"]),
        (Show.NONE, []),
    ],
)
def test_a_reader_chooses_which_notes_to_see(room: Room, show: Show, expected: list[str]) -> None:
    block = room.blocks()[3].id
    comment(room, "dana", block=block)
    amend(room, "nadia", block=block, words="difficult", proposal="critical")
    comment(room, "nadia", block=block, words="moment")
    found = shown(room, "nadia", show=show)
    assert beside(found, 3) == expected
    assert {show: found.totals[show] for show in Show} == {
        Show.ALL: 3,
        Show.AMENDMENTS: 1,
        Show.COMMENTS: 2,
        Show.OURS: 2,
        Show.WAITING: 3,
        Show.PAST: 0,
        Show.NONE: 0,
    }


def test_ours_are_the_secretariats_for_the_secretariat(room: Room) -> None:
    comment(room, "sara")
    comment(room, "dana")
    assert references(shown(room, "sol", show=Show.OURS).whole) == ["C1"]


def test_a_kept_draft_is_shown_to_its_organisation_alone_and_marks_no_reference(room: Room) -> None:
    comment(room, "dana", block=room.blocks()[2].id, words="gates", keep=True)
    found = shown(room, "dilip")
    assert (found.drafts, beside(found, 2)) == (1, [""])
    assert found.paragraphs[2].margin.marks[0].refs == ()
    for who in ("nadia", "sara", "elena"):
        assert beside(shown(room, who), 2) == []


def test_a_withdrawn_item_is_not_beside_the_text(room: Room) -> None:
    comment(room)
    room.do("dana", revising.withdraw_item, item="C1")
    assert shown(room).whole.notes == ()


def test_support_is_a_total_and_replies_have_their_writers(room: Room) -> None:
    comment(room)
    for who in ("nadia", "elena"):
        room.do(who, supporting.support, item="C1")
    room.do("elena", replying.post_reply, item="C1", body="So do we.", language="en")
    (note,) = shown(room, "nadia").whole.notes
    assert (note.item.support, note.item.supported) == (2, True)
    assert not shown(room, "fred").whole.notes[0].item.supported
    (reply,) = note.item.replies
    assert (reply.who.name, bool(reply.who.code), reply.body) == ("", True, "So do we.")


def test_a_protected_organisation_has_its_name_before_itself_and_the_secretariat_alone(room: Room) -> None:
    comment(room, "elena")
    names = {who: shown(room, who).whole.notes[0].item.who.name for who in ("elena", "sara", "dana", "nadia")}
    assert names == {"elena": "Vigías del Estero", "sara": "Vigías del Estero", "dana": "", "nadia": ""}


def test_a_disposition_is_told_with_the_version_that_answers_and_to_penholders_at_once(room: Room) -> None:
    comment(room)
    room.do("sara", consulting.close_consultation)
    with record.transaction() as session:
        facts = {"kind": DispositionKind.NOTED, "reason": "Thanks.", "person_id": room.people["sara"]}
        session.add(Disposition(item_id=room.item("C1").id, given_at=room.clock(), **facts))
    told = {who: shown(room, who).whole.notes[0].item.disposition for who in ("sara", "dana", "sol")}
    assert told == {"sara": DispositionKind.NOTED, "dana": None, "sol": None}
    with record.transaction() as session:
        session.get_one(Disposition, room.item("C1").id).version_id = room.version(1)
    assert shown(room, "dana").whole.notes[0].item.because == "Thanks."


def test_unanswered_items_of_an_earlier_version_follow_their_words(room: Room) -> None:
    salutation, river, gates, moment = room.blocks()
    comment(room, block=gates.id, words="keep the gates open")
    comment(room, block=gates.id, words="those who did")
    comment(room, block=moment.id, words="difficult")
    comment(room, block=river.id)
    text = "In short: we call on all states to keep the gates open."
    issue(room, [salutation, Block(gates.id, gates.kind, text), river])
    found = shown(room)
    assert found.number == 2
    assert [(note.item.reference, note.verdict) for note in found.paragraphs[1].margin.notes] == [
        ("C1", Verdict.SAME),
        ("C2", Verdict.DELETED),
    ], "those that lost their words come last"
    (mark,) = found.paragraphs[1].margin.marks
    assert text[mark.start : mark.end] == "keep the gates open"
    assert [(note.item.reference, note.verdict) for note in found.whole.notes] == [("C3", Verdict.DELETED)]
    assert [(note.item.reference, note.verdict) for note in found.paragraphs[2].margin.notes] == [("C4", Verdict.SAME)]


def test_a_note_tells_which_words_stand_now_where_its_own_were_edited_or_moved(room: Room) -> None:
    salutation, river, gates, moment = room.blocks()
    comment(room, block=moment.id, words="This is a difficult moment")
    comment(room, block=moment.id)
    comment(room, block=gates.id, words="keep the gates open")
    comment(room, block=river.id, words="The river has risen")
    amend(room, kind=ItemKind.ADD, block=None, after=moment.id, proposal="More.")
    text = "This is a very difficult moment for the Court of Waters."
    kept = Block(river.id, river.kind, f"{river.text} We call on states to keep the gates open.")
    issue(room, [salutation, kept, Block(moment.id, moment.kind, text)])
    now = {note.item.reference: note.now for each in shown(room).paragraphs for note in each.margin.notes}
    assert now == {"C1": "This is a very difficult moment", "C2": text, "C3": None, "C4": None, "A1": None}


def test_answered_items_stay_with_their_version(room: Room) -> None:
    comment(room, block=room.blocks()[2].id)
    issue(room, list(room.blocks())[:3])
    with record.transaction() as session:
        facts = {"kind": DispositionKind.NOTED, "person_id": room.people["sara"], "version_id": room.version(2)}
        session.add(Disposition(item_id=room.item("C1").id, given_at=room.clock(), **facts))
    assert beside(shown(room), 2) == []
    old = shown(room, version=1)
    assert (beside(old, 2), old.numbers) == (["C1"], (1, 2))
    assert old.paragraphs[2].margin.notes[0].item.disposition is DispositionKind.NOTED


def test_a_translation_shows_the_notes_without_marks(room: Room) -> None:
    original = room.blocks()
    comment(room, block=original[2].id, words="gates")
    room.do("sara", consulting.close_consultation)
    french = [Block(block.id, block.kind, f"Fr. {number}") for number, block in enumerate(original)]
    room.do("sara", calls.save_draft, language="fr", serial=0, title="Fleuves", occasion="", blocks=french)
    with room.acting("sara") as (session, person):
        versions.issue(session, person, room.statement())
    found = shown(room, language="fr")
    assert (found.title, found.languages) == ("Fleuves", ("en", "fr"))
    assert found.paragraphs[2].block.text == "Fr. 2"
    assert (beside(found, 2), found.paragraphs[2].margin.marks) == (["C1"], ())
    assert look(room, language="es") is None


def test_versions_that_are_not_there_are_not_found(room: Room) -> None:
    assert look(room, version=2) is None
    assert look(room, version=0) is not None, "no number is the newest"


def test_the_consultation_comes_with_its_guidance_and_deadline(room: Room) -> None:
    later = CLOSES + timedelta(days=1)
    room.do("sara", consulting.extend_consultation, closes_at=later, reason="Take your time.")
    found = shown(room).consultation
    assert found is not None
    assert (found.number, found.version, found.closes_at, found.closed_at) == (1, 1, later, None)
    assert found.reason == "Take your time."


def test_an_item_is_found_by_its_name_by_those_who_may_see_it(room: Room) -> None:
    kept = comment(room, "dana", keep=True)

    def found_by(who: str) -> ItemShown | None:
        stand = seen_by(room, who)
        with record.reading() as session:
            return one(session, stand, Item.id == kept.id)

    assert found_by("dilip") is not None
    assert found_by("nadia") is None


@pytest.mark.parametrize("many", [50, 500])
def test_the_number_of_sql_statements_does_not_grow(room: Room, database: Engine, many: int) -> None:
    stand = seen_by(room, "nadia")
    _fill(room, 3)
    with counted(database) as few, record.reading() as session:
        rooms.room(session, stand, version=None, language=None, wish=rooms.RoomView())
    _fill(room, many)
    with counted(database) as statements, record.reading() as session:
        found = rooms.room(session, stand, version=None, language=None, wish=rooms.RoomView())
    assert found is not None
    assert found.totals[Show.ALL] == many + 3
    assert len(statements) == len(few) == 4


def _fill(room: Room, many: int) -> None:
    """So many comments on words all over the text, as rows."""
    blocks, statement, version, consultation = room.blocks(), room.statement(), room.version(1), room.round(1)
    with record.transaction() as session:
        begun = sending.next_number(session, statement, KINDS[ItemKind.COMMENT]) - 1
        for number in range(begun + 1, begun + many + 1):
            block = blocks[number % len(blocks)]
            start = number % (len(block.text) - 4)
            session.add(
                Item(
                    statement_id=statement.id, version_id=version, consultation_id=consultation,
                    kind=ItemKind.COMMENT, number=number,
                    state=ItemState.SENT, organisation_id=room.organisations["delta"], person_id=room.people["dana"],
                    language="en", block=block.id, start=start, end=start + 3, quote=block.text[start : start + 3],
                    body="A thought.", made_at=room.clock(), sent_at=room.clock(),
                )
            )  # fmt: skip


def _long(room: Room, notes: int = 4) -> list[Block]:
    """Version 1 gets a hundred paragraphs more, with so many comments on each."""
    blocks = list(room.blocks())
    blocks += [Block(f"b{n:09d}".replace("0", "x"), blocks[1].kind, f"Further words, number {n}.") for n in range(100)]
    with record.transaction() as session:
        session.query(Edition).where(Edition.version_id == room.version(1)).one().blocks = tuple(blocks)
    _fill(room, len(blocks) * notes)
    return blocks


def test_a_long_text_is_shown_page_by_page_and_each_paragraph_and_note_on_one_of_them(room: Room) -> None:
    blocks = _long(room)
    first = shown(room)
    pages = [shown(room, page=number) for number in range(1, len(first.sheets) + 1)]
    assert len(pages) > 1
    assert [paragraph.block for each in pages for paragraph in each.paragraphs] == blocks
    assert all(each.blocks == tuple(blocks) for each in pages), "what a note says of other paragraphs is known"
    names = [note.item.reference for each in pages for p in each.paragraphs for note in p.margin.notes]
    assert len(names) == len(set(names))
    assert {each.totals[Show.ALL] for each in pages} == {len(blocks) * 4}


def test_an_item_or_a_paragraph_that_is_named_leads_to_its_page(room: Room) -> None:
    blocks = _long(room)
    last = blocks[-1].id
    reference = next(note.item.reference for note in shown(room, opened=last).paragraphs[-1].margin.notes)
    for wish in ({"opened": last}, {"opened": reference}, {"at": last}, {"page": 99}):
        found = shown(room, **wish)
        assert (found.page, found.paragraphs[-1].block.id) == (len(found.sheets), last), wish


def test_the_text_without_notes_is_one_page(room: Room) -> None:
    blocks = _long(room)
    found = shown(room, show=Show.NONE)
    assert [paragraph.block for paragraph in found.paragraphs] == blocks
    assert len(found.sheets) == 1


def test_hundreds_of_notes_of_an_opened_paragraph_are_shown_part_by_part(room: Room) -> None:
    _fill(room, 4 * 100)
    block = room.blocks()[1].id
    margin = shown(room, opened=block).paragraphs[1].margin
    seen = [shown(room, opened=block, part=part.number).paragraphs[1].margin for part in margin.parts]
    assert [len(each.notes) for each in seen] == [40, 40, 20]
    assert len({note.item.id for each in seen for note in each.notes}) == 100
    named = seen[-1].notes[-1].item.reference
    found = shown(room, opened=named).paragraphs[1].margin
    assert (found.part, found.notes) == (3, seen[-1].notes)


@pytest.mark.parametrize("who", ["sara", "nadia"])
def test_what_a_version_left_open_in_square_brackets_is_not_past(database: Engine, who: str) -> None:
    with consolidation(CRITICAL, DECISION, SALUTE) as room:
        leave_open(room, "A1", "A2")
        answer(room, "A3", "noted")
        penholder.issue(room)
        found = shown(room, who)
        beside = [[note.item.reference for note in each.margin.notes] for each in found.paragraphs]
        assert beside == [[], [], [], ["A1", "A2"]]
        assert found.totals[Show.PAST] == 1
        settle(room, 1)
        penholder.issue(room)
        found = shown(room, who)
        assert (found.totals[Show.ALL], found.totals[Show.PAST]) == (0, 3)
