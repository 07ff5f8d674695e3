"""A statement starts from an adopted one: ids stay, translations come along, agreed words open with a reason."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from tests import calls, posting
from tests.decisions import adopt, every, on_the_table
from tests.rooms import TEXT, Room, furnished
from workflow import database as record
from workflow.models.event import Event
from workflow.models.statement import OpenedParagraph, Statement
from workflow.models.version import Draft
from workflow.queries.shared.standing import standing
from workflow.queries.statements.agreed import agreed_language_of
from workflow.rules.drafts.refusals import StaleDraft
from workflow.rules.items.kinds import ItemKind
from workflow.rules.items.refusals import ParagraphClosed
from workflow.rules.notifications.events import EventKind
from workflow.rules.shared.names import Viewer
from workflow.rules.shared.refusals import NotAllowed, NotFound, ReasonNeeded, UnknownChoice
from workflow.rules.statements.refusals import AgreedLanguage, NoBaseEdition, OpenAlready
from workflow.rules.statements.translation import words_digest
from workflow.services.statements import changing_settings
from workflow.services.statements.opening import open_paragraph
from workflow.text.document import parse, to_markdown
from workflow.text.values import Block

pytestmark = pytest.mark.usefixtures("database")
FRENCH = "Mesdames et Messieurs,\n\nLe fleuve est monté.\n\nNous appelons les États.\n\nUn moment difficile.\n"
WHY = "The Court has ruled since."


@pytest.fixture
def room(database: Any) -> Iterator[Room]:
    """A room whose statement is adopted, in English and in French; `key` is its key."""
    with furnished() as room:
        given = {"language": "fr", "title": "Fleuves", "occasion": "", "blocks": parse(FRENCH)}
        room.do("sara", calls.save_draft, serial=0, **given)
        room.do("sara", calls.open_consultation, closes_at=room.clock.at + timedelta(days=2))
        on_the_table(room, ("en", "fr"))
        adopt(room)
        yield room


def based(room: Room, name: str = "sara", text: str = TEXT, language: str = "en", **facts: Any) -> Room:
    """The same room at work on a new statement that starts from the adopted one."""
    with room.acting(name) as (session, person):
        given = {"title": "On open rivers", "occasion": "", "blocks": parse(text), "language": language, **facts}
        made = calls.create_statement(session, person, base=room.key, **given)
        return Room(room.clock, made.key, room.people, room.organisations)


def draft(room: Room, language: str = "en") -> Draft:
    with record.reading() as session:
        of_it = select(Draft).join(Statement, Statement.id == Draft.statement_id)
        found = of_it.where(Statement.key == room.key, Draft.language == language)
        return session.scalars(found.order_by(Draft.serial.desc()).limit(1)).one()


def closed(room: Room, name: str = "sara") -> frozenset[str]:
    with record.reading() as session:
        stand = standing(session, Viewer(room.people[name], None, False), room.key)
        assert stand is not None
        return agreed_language_of(session, stand, draft(room).blocks).closed


def ids(blocks: tuple[Block, ...]) -> list[str]:
    return [block.id for block in blocks]


def save(room: Room, text: str, **facts: Any) -> Draft:
    serial = facts.pop("serial", draft(room).serial)
    given = {"language": "en", "title": "On open rivers", "occasion": "", "blocks": parse(text), **facts}
    saved: Draft = room.do("sara", calls.save_draft, serial=serial, **given)
    return saved


def opened_reasons() -> list[str]:
    return [each.reason for each in every(OpenedParagraph)]


# -- it starts


def test_paragraphs_of_the_base_keep_their_ids_and_a_changed_one_is_no_agreed_language(room: Room) -> None:
    base = room.blocks()
    new = based(room, text=TEXT.replace("the gates open", "every gate open") + "\nA new last paragraph.\n")
    assert ids(draft(new).blocks)[:4] == ids(base) and draft(new).blocks[-1].id not in ids(base)
    assert closed(new) == {base[0].id, base[1].id, base[3].id}
    assert new.statement().base_version_id == room.version(1)


def test_translations_come_along_and_are_behind_where_the_new_text_differs(room: Room) -> None:
    base = room.blocks()
    new = based(room, text=TEXT.replace("the gates open", "every gate open"))
    french = draft(new, "fr")
    assert ids(french.blocks) == ids(base) and french.title == "Fleuves"
    behind = [b.id for b in draft(new).blocks if french.translated[b.id] != words_digest(b)]
    assert behind == [base[2].id]


def test_a_translation_can_become_the_original_of_the_new_statement(room: Room) -> None:
    new = based(room, text=FRENCH, language="fr", title="Fleuves")
    assert ids(draft(new, "fr").blocks) == ids(room.blocks()) and len(draft(new, "en").blocks) == 4


def test_the_base_must_be_adopted_in_the_language_that_is_chosen(room: Room) -> None:
    with pytest.raises(NoBaseEdition):
        based(room, language="es")


def test_only_adopted_statements_that_one_may_see_are_started_from(room: Room) -> None:
    with pytest.raises(UnknownChoice):
        based(Room(room.clock, "nothing", room.people))
    unadopted = based(room)
    with pytest.raises(UnknownChoice):
        based(unadopted)


def test_a_base_that_was_abandoned_after_the_form_was_opened_is_refused(room: Room) -> None:
    room.do("sara", changing_settings.abandon, reason="It is overtaken.")
    with pytest.raises(UnknownChoice):
        based(room)


def test_a_statement_goes_on_when_its_base_is_abandoned(room: Room) -> None:
    new = based(room)
    room.do("sara", changing_settings.abandon, reason="It is overtaken.")
    assert len(closed(new)) == 4


def test_a_form_sent_twice_begins_one_statement(room: Room) -> None:
    assert based(room, form_token="t").key == based(room, form_token="t").key
    assert len(every(Statement)) == 2


def test_years_are_counted_by_the_coalitions_clock(room: Room) -> None:
    room.clock.at = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
    made = based(room, zone=ZoneInfo("Asia/Tokyo")).statement()
    assert (made.year, made.number) == (2027, 1)


# -- agreed language is closed


def in_consultation(room: Room) -> Room:
    new = based(room)
    new.do("sara", calls.open_consultation, closes_at=new.clock.at + timedelta(days=2))
    return new


def amend(room: Room, block: str, words: str, kind: ItemKind = ItemKind.REPLACE, **more: Any) -> Any:
    facts = {"version": 1, "block": block, "kind": kind, "reason": "Because.", "language": "en", **more}
    if kind is ItemKind.REPLACE:
        facts |= {"words": words, "proposal": "other words"}
    return room.do("fred", posting.propose_amendment, **facts)


def test_agreed_language_takes_comments_and_no_amendments(room: Room) -> None:
    new = in_consultation(room)
    block = new.blocks()[2].id
    with pytest.raises(ParagraphClosed):
        amend(new, block, "the gates open")
    for kind in (ItemKind.REMOVE, ItemKind.MOVE):
        with pytest.raises(ParagraphClosed):
            amend(new, block, "", kind, after="")
    new.do("fred", posting.post_comment, version=1, block=block, body="Still true?", language="en")


def test_a_new_paragraph_may_follow_agreed_language(room: Room) -> None:
    new = in_consultation(room)
    added = amend(new, "", "", ItemKind.ADD, after=new.blocks()[2].id, proposal="More words.")
    assert added.reference == "A1"


def test_opened_during_a_consultation_it_takes_amendments_at_once(room: Room) -> None:
    new = in_consultation(room)
    block = new.blocks()[2].id
    new.do("sara", open_paragraph, block=block, reason=WHY)
    assert amend(new, block, "the gates open").reference == "A1"
    assert closed(new) == set(ids(new.blocks())) - {block}


def test_opening_needs_a_reason_and_is_recorded_once(room: Room) -> None:
    new = based(room)
    block = draft(new).blocks[2].id
    with pytest.raises(ReasonNeeded):
        new.do("sara", open_paragraph, block=block, reason=" ")
    for _ in range(2):
        new.do("sara", open_paragraph, block=block, reason=WHY)
    with pytest.raises(OpenAlready):
        new.do("sara", open_paragraph, block=block, reason="Another reason.")
    assert opened_reasons() == [WHY]
    assert [each.data for each in every(Event) if each.kind is EventKind.PARAGRAPH_OPENED] == [{"block": block}]


def test_only_a_penholder_opens_and_only_what_is_agreed_and_there(room: Room) -> None:
    new = in_consultation(room)
    block = new.blocks()[2].id
    with pytest.raises(NotAllowed):
        new.do("fred", open_paragraph, block=block, reason=WHY)
    with pytest.raises(NotFound):
        new.do("sara", open_paragraph, block="nowhere", reason=WHY)
    own = based(room, text=TEXT + "\nA paragraph of its own.\n")
    with pytest.raises(OpenAlready):
        own.do("sara", open_paragraph, block=draft(own).blocks[-1].id, reason=WHY)


def test_nothing_is_opened_once_the_text_is_on_the_table(room: Room) -> None:
    new = in_consultation(room)
    on_the_table(new)
    with pytest.raises(NotAllowed):
        new.do("sara", open_paragraph, block=new.blocks()[2].id, reason=WHY)


# -- and in the draft


def test_a_save_that_changes_agreed_language_asks_for_a_reason_and_opens_what_it_changes(room: Room) -> None:
    new = based(room)
    changed = to_markdown(draft(new).blocks).replace("the gates open", "every gate open")
    with pytest.raises(AgreedLanguage) as refused:
        save(new, changed)
    assert refused.value.numbers == [2]
    saved = save(new, changed, opening=WHY)
    assert [each.block for each in every(OpenedParagraph)] == [saved.blocks[2].id]
    assert opened_reasons() == [WHY]


def test_agreed_language_made_another_kind_of_block_is_opened_too(room: Room) -> None:
    new = based(room)
    text = to_markdown(draft(new).blocks)
    quoted = text.replace("We call on states", "> We call on states")
    with pytest.raises(AgreedLanguage):
        save(new, quoted)
    assert draft(new).blocks[2].id in closed(new)


def test_a_paragraph_taken_out_is_opened_too_and_one_that_moves_is_not(room: Room) -> None:
    new = based(room)
    block = draft(new).blocks[2].id
    new.do("sara", calls.save_paragraph, language="en", serial=1, block=block, text=None, after="")
    with pytest.raises(AgreedLanguage):
        new.do("sara", calls.save_paragraph, language="en", serial=2, block=block, text="")
    new.do("sara", calls.save_paragraph, language="en", serial=2, block=block, text="", opening=WHY)
    assert opened_reasons() == [WHY]


def test_what_was_opened_stays_open_when_its_words_come_back(room: Room) -> None:
    new = based(room)
    text = to_markdown(draft(new).blocks)
    save(new, text.replace("the gates open", "every gate open"), opening=WHY)
    save(new, text)
    assert draft(new).blocks[2].id not in closed(new)


def test_a_save_without_a_reason_leaves_nothing_behind_where_it_is_stale(room: Room) -> None:
    new = based(room)
    save(new, TEXT + "\nOne more.\n")
    with pytest.raises(StaleDraft):
        save(new, TEXT.replace("the gates open", "every gate open"), serial=1, opening=WHY)
    assert opened_reasons() == []
