"""What was printed stays as it was printed: names change in the record, and on no page that is out."""

from collections.abc import Iterator
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine

from tests.decisions import event, every, publication, publication_claim
from tests.web.house import House
from tests.worker.houses import PrintingHouse, printing_house
from worker.printing import Press
from workflow import database as record
from workflow import storage
from workflow.config import Settings
from workflow.models.organisation import Organisation
from workflow.models.publication import PublishedText
from workflow.rules.notifications.delivery import DeliveryVerdict, Outcome
from workflow.rules.notifications.events import EventKind
from workflow.rules.statements.voice import Voice
from workflow.services.publication import publishing


@pytest.fixture
def house(database: Engine, settings: Settings) -> Iterator[PrintingHouse]:
    """The house with its statement out, on each database."""
    with printing_house(settings) as made:
        made.sweep()
        yield made


def _page(house: PrintingHouse) -> str:
    return house.read(f"{house.address}/index.html").decode()


def test_a_member_that_is_renamed_keeps_its_name_on_the_page_that_was_printed(house: PrintingHouse) -> None:
    before = house.files()
    house.change("lacs", name="Réseau des Grands Lacs", language="en")
    house.sweep()
    assert house.files() == before
    assert "Réseau des Lacs" in _page(house)


def test_a_page_made_again_from_the_record_or_by_another_release_says_the_same_names(house: PrintingHouse) -> None:
    before = house.files()
    house.change("lacs", name="Réseau des Grands Lacs")
    house.sweep(house.later_release())
    assert house.files() == before
    storage.delete(house.settings.published, f"{house.address}/index.html")
    assert house.get(f"/{house.address}").data == before[f"{house.address}/index.html"]


def test_another_name_of_the_coalition_or_another_time_zone_changes_no_page(house: PrintingHouse) -> None:
    before = house.files()
    moved = replace(house.settings, coalition={"en": "Wild Rivers"}, time_zone=ZoneInfo("Asia/Tokyo"))
    house.sweep(Press(house.app, moved))
    after = house.files()
    of_it = {name for name in before if name.startswith(house.address)}
    assert {name: after[name] for name in of_it} == {name: before[name] for name in of_it}
    assert b"Wild Rivers" in after["index.en.html"]


def test_a_protected_member_stays_unnamed_when_its_protection_ends(house: PrintingHouse) -> None:
    before = house.files()
    assert "1 member not named here" in _page(house)
    house.change("estero", protected=False)
    house.sweep(house.later_release())
    assert house.files() == before


def test_a_member_that_is_protected_later_is_taken_off_for_good_and_the_history_says_so(house: PrintingHouse) -> None:
    house.change("lacs", protected=True)
    house.sweep()
    page = _page(house)
    assert "Lacs" not in page
    assert "2 members not named here" in page
    assert b"Lacs" not in house.get(f"/{house.address}").data
    told = event(EventKind.NAME_TAKEN_OFF)
    assert (told.statement_id, told.organisation_id) == (house.room.statement().id, None)
    visitor = House(house.room, house.app, house.settings.base_url).visitor("sara")
    assert "A name was taken off the public page" in visitor.get(f"/statements/{house.room.key}/history?lang=en").text
    house.change("lacs", protected=False)
    house.sweep(house.later_release())
    assert _page(house) == page


def test_a_member_that_is_protected_while_its_pages_are_made_is_on_them_no_longer_than_it_takes_to_print(
    database: Engine, settings: Settings
) -> None:
    with printing_house(settings) as house:
        with pytest.MonkeyPatch.context() as release:  # an earlier one, which offered all voices
            release.setattr("workflow.rules.statements.voice.OFFERED", frozenset(Voice))
            made = publication_claim()
        assert made is not None
        outcome, printed = house.press._put_out(made)
        assert outcome == Outcome(DeliveryVerdict.SENT)
        house.change("lacs", protected=True)
        with record.transaction() as session:
            publishing.record(session, made, Outcome(DeliveryVerdict.SENT), printed)
        assert b"Lacs" not in house.get(f"/{house.address}").data
        house.sweep()
        assert "Lacs" not in _page(house)
        assert "2 members not named here" in _page(house)


def test_until_it_is_printed_without_the_name_no_file_that_holds_it_is_served(
    house: PrintingHouse,
) -> None:
    house.change("lacs", protected=True)
    assert b"Lacs" in house.read(f"{house.address}/index.html"), "not printed yet"
    assert b"Lacs" not in house.get(f"/{house.address}").data


def test_the_page_of_a_member_says_on_which_public_pages_its_name_stands(house: PrintingHouse) -> None:
    with record.reading() as session:
        keys = {name: session.get_one(Organisation, each).key for name, each in house.room.organisations.items()}
    visitor = House(house.room, house.app, house.settings.base_url).visitor("sara")
    said = visitor.get(f"/organisations/{keys['lacs']}?lang=en").text
    assert "The organisation’s name is on 1 public page." in said and f'href="/{house.address}"' in said
    assert "public page." not in visitor.get(f"/organisations/{keys['estero']}?lang=en").text
    house.change("lacs", protected=True)
    assert "The organisation’s name is on" not in visitor.get(f"/organisations/{keys['lacs']}?lang=en").text


def test_what_the_earlier_release_published_is_printed_with_its_names_and_its_words_are_gathered(
    house: PrintingHouse,
) -> None:
    """As the migration leaves it: the facts without the coalition's, titles without words, no file's digest."""
    before = house.files()
    with record.transaction() as session:
        row = session.merge(publication())
        row.printed = {name: value for name, value in row.printed.items() if name not in ("coalition", "zone")}
        row.press = ""
        for text in every(PublishedText):
            session.merge(text).words = ""
    house.change("lacs", name="Réseau des Grands Lacs")
    house.sweep(house.fresh())
    assert house.files() == before
    assert publication().printed["zone"] == "UTC"
    assert house.address in house.get("/?lang=en&q=rivers").text
