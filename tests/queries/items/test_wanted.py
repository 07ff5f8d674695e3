"""The tab Comments as a reader narrows it: words, references, what became of it, whose it is, where it stands."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Engine

from tests.consolidations import answer, issue
from tests.queries.room.test_room import amend, comment, seen_by
from tests.rooms import Room, furnished_open
from workflow import database as record
from workflow.models.item import CoProposer
from workflow.models.organisation import Organisation
from workflow.queries.items.item_list import PAGE, ItemListPage, register
from workflow.queries.items.margin import Show
from workflow.queries.items.wanted import GONE, SECRETARIAT, TEXT, Answered, Wanted
from workflow.rules.items.kinds import ItemKind
from workflow.services.consultation import consulting
from workflow.services.items import looking, revising


@pytest.fixture
def room(database: Engine) -> Iterator[Room]:
    """A consultation that is open, with A1 and C1 to C5."""
    with furnished_open() as opened:
        river, gates = opened.blocks()[1].id, opened.blocks()[2].id
        amend(opened, "nadia", block=gates, words="gates", proposal="sluices", reason="حرّية المِياه")
        comment(opened, "dana", block=river, body="Say 100% of it, not 100 or so.")
        comment(opened, "dana", block=gates, body="Write to a_b@delta.example.")
        comment(opened, "elena", block=river, body="Où est l’été dernier ?")
        comment(opened, "sara", body="Axb is not the same.")
        comment(opened, "nadia", block=gates, words="those who did", body="A7 is older than C1.")
        yield opened


def listed(room: Room, reader: str = "fred", *, page: int = 1, **wanted: Any) -> ItemListPage:
    stand = seen_by(room, reader)
    with record.reading() as session:
        return register(session, stand, room.blocks(), Wanted(**wanted), page=page)


def found(room: Room, reader: str = "fred", **wanted: Any) -> list[str]:
    sections = listed(room, reader, **wanted).sections
    return sorted(item.reference for section in sections for item in section.items)


SEARCHES = {
    "100%": ["C1"],
    "%": ["C1"],
    "a_b": ["C2"],
    "ETE": ["C3"],
    "l'été": ["C3"],
    "حريه المياه": ["A1"],
    "sluices": ["A1"],
    "gates": ["A1", "C2"],  # C2 is about the paragraph in which they stand
    "those did": ["C2", "C5"],
    "A1": ["A1"],
    "c1": ["C1", "C5"],
    "nowhere": [],
    "  ": ["A1", "C1", "C2", "C3", "C4", "C5"],
}


def test_a_search_finds_words_and_references_as_they_are_read(room: Room) -> None:
    assert {words: found(room, words=words) for words in SEARCHES} == SEARCHES


def test_what_the_search_leaves_is_said_beside_all_that_there_is(room: Room) -> None:
    page = listed(room, words="nowhere")
    assert (page.total, page.whole, page.sections) == (0, 6, ())


def test_a_new_paragraph_at_the_beginning_is_not_on_the_whole_text(room: Room) -> None:
    amend(room, "nadia", kind=ItemKind.ADD, block=None, after="", proposal="Before all.")
    sections = [
        (section.place, section.block, [item.reference for item in section.items]) for section in listed(room).sections
    ]
    assert sections[0] == ("text", None, ["C4"])
    assert sections[1] == ("paragraph", room.blocks()[0].id, ["A2"])


def test_choices_are_all_wanted_at_once(room: Room) -> None:
    river, gates = room.blocks()[1].id, room.blocks()[2].id
    dana = next(handle for handle, who in listed(room).organisations.items() if who.name == "Delta Observatory")
    assert found(room, who=dana) == ["C1", "C2"]
    assert found(room, who=dana, block=gates) == ["C2"]
    assert found(room, who=dana, block=river, words="100%") == ["C1"]
    assert found(room, who=dana, block=gates, words="100%") == []
    assert found(room, block=gates, show=Show.AMENDMENTS) == ["A1"]
    assert found(room, who=SECRETARIAT) == found(room, block=TEXT) == ["C4"]
    assert found(room, "dilip", show=Show.OURS) == ["C1", "C2"]


def test_an_amendment_in_the_name_of_several_is_chosen_with_each_of_them(room: Room) -> None:
    with record.transaction() as session:
        session.add(CoProposer(item_id=room.item("A1").id, organisation_id=room.organisations["estero"]))
    by = {who.code or who.name: handle for handle, who in listed(room).organisations.items()}
    (label,) = set(by) - {"Delta Observatory", "أصوات النهر", ""}
    assert found(room, who=by["أصوات النهر"]) == ["A1", "C5"]
    assert found(room, who=label) == ["A1", "C3"]
    assert found(room, who=by["Delta Observatory"]) == ["C1", "C2"]
    assert found(room, who="no one") == []


def test_a_protected_organisation_is_chosen_by_its_label_and_by_no_name_or_key(room: Room) -> None:
    code = next(who.code for who in listed(room).organisations.values() if who.code)
    assert found(room, who=code) == ["C3"]
    assert found(room, words="Vigías") == []
    with record.reading() as session:
        key = session.get_one(Organisation, room.organisations["estero"]).key
    assert found(room, who=key) == []


def test_what_became_of_it_is_told_with_the_version(room: Room) -> None:
    room.do("dana", revising.withdraw_item, item="C2")
    room.do("sara", consulting.close_consultation)
    answer(room, "C1", "noted", reason="Thanks.")
    assert found(room, answered=Answered.WITHDRAWN) == ["C2"]
    assert found(room, answered=Answered.DONE) == [], "nobody but the penholder knows yet"
    assert found(room, "sara", answered=Answered.DONE) == ["C1"]
    assert found(room, answered=Answered.WAITING) == ["A1", "C1", "C3", "C4", "C5"]
    issue(room, carry_over=True)
    assert found(room, answered=Answered.DONE) == ["C1"]
    assert found(room, answered=Answered.WAITING) == ["A1", "C3", "C4", "C5"]


def test_new_is_what_others_wrote_and_the_reader_has_not_seen(room: Room) -> None:
    assert found(room, "dana", answered=Answered.NEW) == ["A1", "C3", "C4", "C5"]
    room.do("dana", looking.mark_items_seen, items=[room.item("C3").key], at=room.clock())
    assert found(room, "dana", answered=Answered.NEW) == ["A1", "C4", "C5"]
    assert listed(room, "dana").fresh == 3


def test_private_words_are_found_by_their_organisation_and_the_penholder(room: Room) -> None:
    comment(room, "dana", body="Zirkonium.", private=True)
    comment(room, "dana", body="Zirkonium too.", keep=True)
    assert {who: len(found(room, who, words="zirkonium")) for who in ("dilip", "sara", "sol", "nadia", "elena")} == {
        "dilip": 2,
        "sara": 1,
        "sol": 0,
        "nadia": 0,
        "elena": 0,
    }
    assert (listed(room, "nadia").whole, listed(room, "sara").whole) == (6, 7)


def test_items_of_paragraphs_that_are_gone_are_found_there(room: Room) -> None:
    stand, blocks = seen_by(room, "fred"), room.blocks()
    with record.reading() as session:
        page = register(session, stand, (blocks[0], *blocks[2:]), Wanted(block=GONE), page=1)
    assert sorted(item.reference for section in page.sections for item in section.items) == ["C1", "C3"]


def test_pages_hold_each_item_once_and_a_number_too_high_is_the_last(room: Room) -> None:
    for number in range(PAGE):
        comment(room, "dana", block=room.blocks()[3].id, body=f"Many {number}.")
    first, last = listed(room, words="many"), listed(room, page=2)
    assert (first.total, first.pages) == (PAGE, 1)
    assert (last.total, last.pages, last.page) == (PAGE + 6, 2, 2)
    assert [listed(room, page=page).page for page in (0, 2, 99)] == [1, 2, 2]
    pages = [{item.id for section in listed(room, page=page).sections for item in section.items} for page in (1, 2)]
    assert not pages[0] & pages[1] and len(pages[0] | pages[1]) == PAGE + 6


def test_nothing_chosen_is_everything() -> None:
    assert Wanted().is_everything
    assert not replace(Wanted(), words="a").is_everything
