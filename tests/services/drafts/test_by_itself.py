"""Saves while somebody writes: one entry a sitting, no more than a save, and no paragraph loses its id by them."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from tests import calls
from tests.consolidations import CRITICAL, DECISION, answer, consolidation, draft, issue
from tests.races import at_once
from tests.services.writing import TEXT, Written, fresh, written
from workflow import database
from workflow.models.statement import Statement
from workflow.models.version import Draft
from workflow.queries.shared.standing import standing
from workflow.queries.statements.drafts import saves, words_then
from workflow.rules.drafts.refusals import NotByItself, StaleDraft
from workflow.rules.drafts.sittings import Copy
from workflow.rules.notifications.events import EventKind
from workflow.rules.shared.lifecycle import Stage
from workflow.rules.shared.names import Viewer
from workflow.rules.shared.refusals import NotAllowed, NotFound, TextRefused
from workflow.services.drafts import drafting
from workflow.services.statements import versions

pytestmark = pytest.mark.usefixtures("database")
BEGAN = datetime(2031, 3, 4, 9, tzinfo=UTC)


def typed(opened: Written, text: str, minutes: float = 0, *, by: str = "sara", **facts: object) -> Draft:
    """The text saved by itself, so many minutes after the beginning."""
    serial = len(opened.saves()) if "serial" not in facts else facts.pop("serial")
    with database.clock(lambda: BEGAN + timedelta(minutes=minutes)):
        return opened.save(by, text, serial, **{"by_itself": True, **facts})  # type: ignore[arg-type]


def more(count: int) -> str:
    return TEXT.replace("this year", "this year" + " again" * count)


def copies(opened: Written) -> list[str]:
    return [each.copy.value for each in opened.saves()]


def listed(opened: Written) -> list[tuple[int, int]]:
    """The serials in the list of saves, each with that of the entry before it."""
    with database.reading() as session:
        person = opened.people["sara"]
        stand = standing(session, Viewer(person.id, person.organisation_id, False), opened.key)
        assert stand is not None
        return [(each.serial, each.before) for each in saves(session, stand, "en")]


def test_the_saves_of_a_sitting_are_one_entry_and_one_event() -> None:
    opened = written()
    for count in range(1, 6):
        typed(opened, more(count), count)
    assert copies(opened) == ["kept", "passed", "passed", "passed", "passed", "open"]
    assert listed(opened) == [(6, 1), (1, 0)]
    assert [each["serial"] for each in opened.events(EventKind.DRAFT_SAVED)] == [2]


def test_a_sitting_ends_after_half_an_hour_without_a_save() -> None:
    opened = written()
    for count, minute in enumerate((0, 30, 61), 1):
        typed(opened, more(count), minute)
    assert copies(opened) == ["kept", "passed", "open", "open"]
    assert len(opened.events(EventKind.DRAFT_SAVED)) == 2


def test_another_person_begins_a_sitting_of_their_own() -> None:
    opened = written()
    typed(opened, more(1))
    with database.transaction() as session:
        session.execute(update(Draft).where(Draft.serial == 2).values(saved_by=opened.people["dana"].id))
    typed(opened, more(2), 1)
    assert copies(opened) == ["kept", "open", "open"]


def test_the_button_after_a_save_of_the_same_words_makes_no_further_one_and_is_recorded() -> None:
    opened = written()
    typed(opened, more(1))
    for _ in range(2):
        typed(opened, more(1), 1, by_itself=False, serial=2)
    assert copies(opened) == ["kept", "kept"]
    assert len(opened.events(EventKind.DRAFT_SAVED)) == 2, "the sitting, and the button once"
    typed(opened, more(2), 2)
    assert copies(opened) == ["kept", "kept", "open"], "what a button was pressed for stays in the list"


def test_the_button_after_further_words_stands_for_the_sitting() -> None:
    opened = written()
    typed(opened, more(1))
    typed(opened, more(2), 1, by_itself=False)
    assert copies(opened) == ["kept", "passed", "kept"] and listed(opened) == [(3, 1), (1, 0)]


def test_the_same_sent_twice_is_one_save_and_of_an_older_one_is_refused() -> None:
    opened = written()
    typed(opened, more(1), serial=1)
    assert typed(opened, more(1), serial=1).serial == 2, "its answer was lost, and it was sent again"
    with pytest.raises(StaleDraft):
        typed(opened, more(2), serial=1)
    assert len(opened.saves()) == 2


def test_of_two_tabs_at_once_one_is_saved_and_the_other_is_told() -> None:
    opened = written()

    def save(words: str) -> Callable[[], str]:
        def saved() -> str:
            try:
                opened.save("sara", TEXT + words, 1, by_itself=True)
            except StaleDraft:
                return "told"
            return "saved"

        return saved

    assert sorted(at_once(*[save(f"\n\nMore {tab}.") for tab in range(4)])) == ["saved", "told", "told", "told"]
    assert len(opened.saves()) == 2


def test_what_gave_way_long_ago_is_deleted_when_another_sitting_begins() -> None:
    opened = written()
    for count in (1, 2, 3):
        typed(opened, more(count), count)
    typed(opened, more(4), 23 * 60, serial=4)
    assert [each.serial for each in opened.saves()] == [1, 2, 3, 4, 5]
    typed(opened, more(5), 26 * 60, serial=5)
    assert [each.serial for each in opened.saves()] == [1, 4, 5, 6]


def test_the_words_that_a_translation_was_made_from_are_not_deleted_with_what_gave_way() -> None:
    opened = written()
    block = opened.blocks()[1].id
    for count in (1, 2, 3, 4):
        typed(opened, more(count), count)
        if count == 2:
            opened.do("sara", calls.save_paragraph, block=block, text="Le fleuve.", language="fr", serial=0)
    typed(opened, more(5), 26 * 60, serial=5)
    assert [each.serial for each in opened.saves()] == [1, 3, 5, 6], "the third has the words, and no other save"
    with database.reading() as session:
        person = opened.people["sara"]
        stand = standing(session, Viewer(person.id, person.organisation_id, False), opened.key)
        assert stand is not None
        made_from = opened.saves("fr")[-1].translated[block]
        assert words_then(session, stand, block, made_from) == "The river has risen twice this year again again."


def test_a_save_from_which_a_version_was_issued_gives_way_to_none() -> None:
    opened = written()
    typed(opened, more(1))
    with database.clock(lambda: BEGAN), database.transaction() as session:
        statement = session.scalars(select(Statement)).one()
        versions.issue(session, fresh(session, opened.people["sara"]), statement)
    typed(opened, more(2), 1)
    assert copies(opened) == ["kept", "open", "open"]


def test_a_paragraph_that_is_cut_out_and_put_back_elsewhere_keeps_its_id() -> None:
    opened = written()
    before = {each.text: each.id for each in opened.blocks()}
    parts = TEXT.strip().split("\n\n")
    typed(opened, "\n\n".join([parts[0], parts[2], parts[3]]), 1)
    assert len(opened.blocks()) == 3
    typed(opened, "\n\n".join([parts[0], parts[2], parts[1], parts[3]]), 2)
    assert {each.text: each.id for each in opened.blocks()} == before


def test_a_paragraph_that_is_new_in_the_sitting_keeps_its_id_in_it() -> None:
    opened = written()
    typed(opened, TEXT.replace("Thank you.", "Nobody was warned in time.\n\nThank you."), 1)
    new = opened.blocks()[3].id
    typed(opened, TEXT.replace("Thank you.", "Nobody was warned in time by us.\n\nThank you."), 2)
    assert opened.blocks()[3].id == new
    typed(opened, TEXT.replace("Thank you.", "Nobody was warned in time by us.\n\nThank you."), 3, by_itself=False)
    assert opened.blocks()[3].id == new


def test_by_itself_nothing_is_saved_that_a_button_would_not_save() -> None:
    opened = written()
    for wrong in ("", "All \u202e well."):
        with pytest.raises(TextRefused):
            typed(opened, wrong)
    with pytest.raises(TextRefused):
        typed(opened, TEXT, title=" ")
    with pytest.raises((NotAllowed, NotFound)):
        typed(opened, more(1), by="dana")
    with database.transaction() as session:
        session.execute(update(Statement).values(stage=Stage.CONSULTATION))
    with pytest.raises(NotAllowed):
        typed(opened, more(1))
    assert len(opened.saves()) == 1 and opened.events(EventKind.DRAFT_SAVED) == []


@pytest.mark.parametrize(
    "facts", [{"text": "One.\n\nTwo."}, {"text": " "}, {"text": None, "after": ""}, {"text": "Moved.", "after": ""}]
)
def test_of_a_paragraph_only_its_words_are_saved_by_themselves(facts: dict[str, str | None]) -> None:
    opened = written()
    block = opened.blocks()[1].id
    given = {"language": "en", "serial": 1, "by_itself": True}
    with pytest.raises(NotByItself):
        opened.do("sara", calls.save_paragraph, block=block, **facts, **given)
    with pytest.raises(NotByItself):
        opened.do("sara", calls.save_paragraph, block="", text="A further one.", **given)
    opened.do("sara", calls.save_paragraph, block=block, text="One.", **given)
    assert opened.blocks()[1].text == "One." and opened.blocks()[1].id == block


def test_where_amendments_stand_open_in_brackets_nothing_is_saved_by_itself() -> None:
    with consolidation(CRITICAL, DECISION) as room:
        for item in ("A1", "A2"):
            answer(room, item, "bracketed")
        issue(room)
        with database.transaction() as session:
            session.execute(update(Statement).values(stage=Stage.CONSOLIDATION))
        now = draft(room)
        facts = {"block": now.blocks[3].id, "text": "This is an hour for all.", "language": "en", "serial": now.serial}
        with pytest.raises(NotByItself):
            room.do("sara", calls.save_paragraph, by_itself=True, **facts)
        assert draft(room).serial == now.serial
        room.do("sara", calls.save_paragraph, **facts)
        assert draft(room).serial == now.serial + 1


def test_a_copy_is_kept_where_nobody_says_otherwise() -> None:
    opened = written()
    opened.save("sara", more(1), 1)
    assert {each.copy for each in opened.saves()} == {Copy.KEPT}
    opened.do("sara", drafting.restore, from_serial=1, language="en", serial=2)
    assert copies(opened) == ["kept"] * 3
