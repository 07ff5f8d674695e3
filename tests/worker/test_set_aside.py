"""Pages that the record does not know are moved out, never deleted; it is told, and a person brings them back."""

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from unittest.mock import patch

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Engine, delete, update

from tests import calls
from tests.decisions import event, every, fan_out_all, told
from tests.worker.houses import PrintingHouse, printing_house
from workflow import database as record
from workflow import emails, storage
from workflow.commands import publications as commands
from workflow.commands.doctor import _check_public_pages, _check_set_aside
from workflow.config import Settings
from workflow.models.ballot import Ballot
from workflow.models.event import Delivery, Event
from workflow.models.person import Person
from workflow.models.publication import PrintedFile, Progress, Publication, PublishedText, SetAside
from workflow.models.statement import LastNumber, Statement
from workflow.rules.notifications.events import EventKind
from workflow.rules.shared.lifecycle import Stage
from workflow.services.publication import publishing, setting_aside
from workflow.text.document import parse


@pytest.fixture
def house(database: Engine, settings: Settings) -> Iterator[PrintingHouse]:
    """The house with its statement out, on each database."""
    with printing_house(settings) as made:
        made.sweep()
        yield made


@pytest.fixture
def earlier(house: PrintingHouse) -> PrintingHouse:
    """The house after its database was put back to the day before the adoption; the published folder stayed."""
    with record.transaction() as session:
        for kind in (PrintedFile, PublishedText, Publication):
            session.execute(delete(kind))
        session.execute(update(Statement).values(stage=Stage.DECISION))
        session.execute(delete(Event).where(Event.kind == EventKind.STATEMENT_PUBLISHED))
    return house


def _command(house: PrintingHouse, *words: str) -> Result:
    # The tables of the tests are made without a migration, whose number the command would look for.
    with patch.object(commands, "open_record", lambda _settings: nullcontext()):
        return CliRunner().invoke(commands.publications, list(words), obj=house.settings)


def _letter(house: PrintingHouse) -> str:
    """The newest mail about pages that were taken off."""
    with record.transaction() as session:
        owed = session.query(Delivery).where(Delivery.event_id == event(EventKind.PAGES_SET_ASIDE).id)
        with house.app.app_context():
            letter = emails.message_for(session, owed.first().id, house.settings)  # type: ignore[union-attr]
    return letter.message.get_body(("plain",)).get_content()  # type: ignore[no-any-return, union-attr]


def test_a_page_that_the_record_does_not_know_is_moved_out_of_what_is_served_and_nothing_is_deleted(
    earlier: PrintingHouse,
) -> None:
    address = earlier.address
    before = {content for name, content in earlier.files().items() if name.startswith(address)}
    earlier.sweep()
    assert not [name for name in earlier.files() if name.startswith(address)]
    assert set(earlier.aside()) == before
    (folder,) = earlier.settings.set_aside.iterdir()
    assert folder.name.startswith(f"{address}-")
    assert earlier.settings.published not in folder.parents
    assert earlier.get(f"/{address}").status_code == 404


def test_all_of_the_secretariat_is_told_by_mail_with_the_command_that_brings_it_back(earlier: PrintingHouse) -> None:
    earlier.sweep()
    fan_out_all()
    assert "sara" in told(EventKind.PAGES_SET_ASIDE)
    with record.transaction() as session:
        secretariat = session.query(Person).where(Person.organisation_id.is_(None), Person.joined_at.is_not(None))
        assert len(told(EventKind.PAGES_SET_ASIDE)) == secretariat.count()
    assert f"communique publications restore {earlier.address}" in _letter(earlier)
    assert f"communique publications leave {earlier.address}" in _letter(earlier)


def test_a_page_of_no_statement_at_all_is_told_of_too(house: PrintingHouse) -> None:
    storage.write_all(house.settings.published, "XY-2019-4", {"index.html": b"Never said."})
    house.sweep()
    fan_out_all()
    assert "sara" in told(EventKind.PAGES_SET_ASIDE)
    assert house.aside() == [b"Never said."]


def test_the_doctor_says_so_with_the_command_until_a_person_has_decided(earlier: PrintingHouse) -> None:
    earlier.sweep()
    found = _check_set_aside(earlier.settings)
    assert found.fails and earlier.address in found.said
    assert f"communique publications restore {earlier.address}" in found.mend
    assert _command(earlier, "leave", earlier.address).exit_code == 0
    assert _check_set_aside(earlier.settings).sign == "ok  "
    assert earlier.aside()


class _Killed(BaseException):
    """As a process ends that is killed."""


def _told() -> int:
    return sum(each.kind is EventKind.PAGES_SET_ASIDE for each in every(Event))


def test_pages_that_a_worker_moved_before_it_died_are_noted_and_told_of_by_the_next_sweep(
    earlier: PrintingHouse,
) -> None:
    real = storage.move_out

    def dies(*asked: Path | str) -> str:
        real(*asked)  # type: ignore[arg-type]
        raise _Killed

    with patch.object(storage, "move_out", dies), pytest.raises(_Killed):
        earlier.sweep()
    assert not every(SetAside)
    for _ in range(2):
        earlier.sweep(earlier.fresh())
        assert [(each.address, each.ended_at) for each in every(SetAside)] == [(earlier.address, None)]
        assert _told() == 1
    fan_out_all()
    assert "sara" in told(EventKind.PAGES_SET_ASIDE)
    assert _check_set_aside(earlier.settings).fails
    statement = earlier.room.statement()
    with record.reading() as session:
        assert setting_aside.is_used(session, statement.year, statement.number)


def test_pages_that_a_worker_left_between_two_disks_are_noted_and_told_of(house: PrintingHouse) -> None:
    hidden = house.settings.published / ".JS-2019-4.0000.aside"
    hidden.mkdir()
    (hidden / "index.html").write_text("Never said.")
    with patch.object(storage.move_rest_out, "__defaults__", (-1.0,)):
        house.sweep()
    assert house.aside() == [b"Never said."]
    assert [each.address for each in every(SetAside)] == ["JS-2019-4"]
    assert _told() == 1


def test_what_was_put_back_and_moved_for_the_records_own_is_told_of_though_the_worker_died(
    earlier: PrintingHouse,
) -> None:
    earlier.sweep()
    assert _command(earlier, "restore", earlier.address).exit_code == 0
    storage.move_out(earlier.settings.published, earlier.address, earlier.settings.set_aside, earlier.address)
    earlier.sweep(earlier.fresh())
    assert _told() == 2
    assert not any(each.is_back for each in every(SetAside))


def test_a_full_disk_for_what_is_set_aside_stops_no_proof_and_no_printing_and_is_not_filled_further(
    house: PrintingHouse, caplog: pytest.LogCaptureFixture
) -> None:
    hidden = house.settings.published / ".JS-2019-4.0000.aside"
    hidden.mkdir()
    (hidden / "index.html").write_text("Never said.")
    page = house.settings.published / house.address / "index.html"
    before = page.read_bytes()
    page.write_text("SPOILED")

    def full(_source: Path, half: Path, **_: object) -> None:
        half.mkdir(parents=True)
        (half / "index.html").write_text("Never")
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with (
        patch.object(shutil, "copytree", full),
        patch.object(storage.move_rest_out, "__defaults__", (-1.0,)),
    ):
        house.sweep()
        house.sweep(house.fresh())
    assert page.read_bytes() == before
    assert [each for each in house.settings.set_aside.iterdir() if each.name.startswith(".")] == []
    assert (hidden / "index.html").read_text() == "Never said."
    assert "was not moved to set-aside" in caplog.text


def test_pages_that_are_restored_are_the_same_bytes_are_served_and_stay(earlier: PrintingHouse) -> None:
    address = earlier.address
    before = {name: content for name, content in earlier.files().items() if name.startswith(address)}
    earlier.sweep()
    done = _command(earlier, "restore", address)
    assert done.exit_code == 0, done.output
    for _ in range(2):
        earlier.sweep()
        earlier.sweep(earlier.fresh())
        assert {name: content for name, content in earlier.files().items() if name.startswith(address)} == before
        assert earlier.get(f"/{address}").data == before[f"{address}/index.html"]
    assert _check_set_aside(earlier.settings).sign == "ok  "
    fan_out_all()
    assert "sara" in told(EventKind.PAGES_PUT_BACK)


def test_a_restored_page_that_somebody_changes_is_taken_away(earlier: PrintingHouse) -> None:
    earlier.sweep()
    _command(earlier, "restore", earlier.address)
    path = earlier.settings.published / earlier.address / "en.txt"
    path.write_text("Never said.")
    assert earlier.get(f"/{earlier.address}/en.txt").status_code == 404
    earlier.refresh()
    assert not path.exists()
    assert _check_public_pages(earlier.settings).fails


def test_no_new_statement_gets_a_number_that_was_public(earlier: PrintingHouse) -> None:
    earlier.sweep()
    with record.transaction() as session:
        session.execute(update(Statement).values(number=90))  # the record of that day had not begun it
        session.execute(update(LastNumber).values(number=0))
    with earlier.room.acting("sara") as (session, sara):
        facts = {"title": "Two", "occasion": "", "blocks": parse("Two.\n"), "language": "en"}
        made = calls.create_statement(session, sara, **facts)  # type: ignore[arg-type]
        assert made.address == "JS-2026-2"


def test_what_the_record_publishes_under_a_restored_address_writes_nothing_over(house: PrintingHouse) -> None:
    address, row = house.address, every(Publication)[0]
    old = house.read(f"{address}/en.txt")
    with record.transaction() as session:
        session.execute(delete(PrintedFile))
        session.execute(delete(PublishedText))
        session.execute(update(Publication).values(progress="waiting", lease=0, published_at=None))
        session.execute(update(Statement).values(stage=Stage.ADOPTED))
        session.get_one(Publication, row.id).due_at = house.room.clock.at
        session.add(SetAside(address=address, folder="x", at=house.room.clock.at, is_back=True))
    (house.settings.published / address / "en.txt").write_bytes(b"An older wording.")
    house.sweep()
    assert house.read(f"{address}/en.txt") == old
    assert b"An older wording." in house.aside()
    assert not any(each.is_back for each in every(SetAside))
    fan_out_all()
    assert "sara" in told(EventKind.PAGES_SET_ASIDE)
    said = _letter(house)
    assert "its own page stands there now" in " ".join(said.split()) and address in said
    assert "publications restore" not in said, "the record's own page stands there"
    assert _check_set_aside(house.settings).sign == "ok  ", "there is nothing to decide"


def test_that_a_page_which_had_been_put_back_was_replaced_is_told_and_stands_in_the_history(
    earlier: PrintingHouse,
) -> None:
    from tests.web.house import House, words

    earlier.sweep()
    assert _command(earlier, "restore", earlier.address).exit_code == 0
    with record.transaction() as session:  # decided again
        ballot = session.query(Ballot).one()
        statement = session.query(Statement).one()
        statement.stage = Stage.ADOPTED
        publishing.plan(session, statement, ballot)
        session.query(Publication).one().progress = Progress.WAITING
    earlier.room.clock.pass_by(minutes=30)
    earlier.sweep()
    assert "09:30" in earlier.get(f"/{earlier.address}").text, "the same address has another moment now"
    fan_out_all()
    with record.transaction() as session:
        newest = session.query(Event).where(Event.kind == EventKind.PAGES_SET_ASIDE).order_by(Event.id.desc()).first()
        owed = session.query(Delivery).where(Delivery.event_id == newest.id).first()
        with earlier.app.app_context():
            letter = emails.message_for(session, owed.id, earlier.settings)  # type: ignore[union-attr]
    assert letter.message["Subject"] == f"{earlier.address}: public page replaced"
    said = " ".join(letter.message.get_body(("plain",)).get_content().split())  # type: ignore[union-attr]
    assert f"Under {earlier.address} a page had been public before" in said and "restore" not in said
    house = House(earlier.room, earlier.app, earlier.settings.base_url)
    page = house.visitor("sara").get(f"/statements/{earlier.room.key}/history?lang=en").text
    assert "A page that had been public before was replaced by a new one" in words(page)


def test_the_records_own_page_is_never_moved_for_an_old_one(earlier: PrintingHouse) -> None:
    address = earlier.address
    earlier.sweep()
    storage.write_all(earlier.settings.published, address, {"index.html": b"Another."})
    done = _command(earlier, "restore", address)
    assert done.exit_code == 1 and "Nothing was moved" in done.output
    assert earlier.read(f"{address}/index.html") == b"Another."
    assert not any(each.is_back for each in every(SetAside))


def _take_row_away(engine: Engine) -> None:
    """What somebody does who deletes the publication by hand, with nothing that checks what leads to it."""
    connection = engine.raw_connection()
    cursor = connection.cursor()
    embedded = engine.dialect.name == "sqlite"
    cursor.execute("PRAGMA foreign_keys = OFF" if embedded else "SET session_replication_role = replica")
    cursor.execute("DELETE FROM publication")
    connection.commit()
    cursor.execute("PRAGMA foreign_keys = ON" if embedded else "SET session_replication_role = origin")
    connection.commit()
    connection.close()


def test_pages_whose_publication_alone_was_deleted_are_set_aside_told_of_and_owed_by_nobody(
    house: PrintingHouse, database: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    _take_row_away(database)
    for _ in range(2):
        house.refresh()
    assert "were not mended" not in caplog.text
    assert not _check_public_pages(house.settings).fails, _check_public_pages(house.settings).said
    found = _check_set_aside(house.settings)
    assert found.fails and f"communique publications restore {house.address}" in found.mend
    fan_out_all()
    assert "sara" in told(EventKind.PAGES_SET_ASIDE)
    assert _command(house, "restore", house.address).exit_code == 0
    house.refresh()
    assert house.get(f"/{house.address}").status_code == 200
    assert "were not mended" not in caplog.text


def test_files_that_an_earlier_release_owed_to_a_deleted_publication_are_forgotten(
    house: PrintingHouse, database: Engine
) -> None:
    house.press._move_out(house.address)
    _take_row_away(database)
    house.refresh()
    assert not _check_public_pages(house.settings).fails


def test_the_doctor_says_made_again_only_of_what_was_made_again(house: PrintingHouse) -> None:
    added = house.settings.published / house.address / "added.html"
    added.write_text("Never said.")
    house.refresh()
    found = _check_public_pages(house.settings)
    assert found.is_warning and "added.html" in found.said and "taken away" in found.said
    assert "made again." not in found.mend and str(house.settings.set_aside) in found.mend
    (house.settings.published / house.address / "en.txt").write_text("Never said.")
    for _ in range(2):
        house.refresh()
    found = _check_public_pages(house.settings)
    assert "Those that differed were made again" in found.mend, found.said


def test_the_doctor_does_not_promise_that_a_page_which_a_person_put_back_is_made_again(
    earlier: PrintingHouse,
) -> None:
    earlier.sweep()
    _command(earlier, "restore", earlier.address)
    (earlier.settings.published / earlier.address / "en.txt").write_text("Never said.")
    found = _check_public_pages(earlier.settings)
    assert found.fails and "copy those from a backup" in found.mend


def test_home_of_the_secretariat_says_what_was_taken_off_and_how_it_comes_back(earlier: PrintingHouse) -> None:
    from tests.web.house import House

    earlier.sweep()
    house = House(earlier.room, earlier.app, earlier.settings.base_url)
    said = house.visitor("sara").get("/home?lang=en").text
    assert f"communique publications restore {earlier.address}" in said
    assert "publications restore" not in house.visitor("dana").get("/home?lang=en").text


@pytest.mark.unit
def test_between_two_disks_it_is_copied_whole_before_it_goes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    public, aside = tmp_path / "published", tmp_path / "set-aside"
    storage.write_all(public, "JS-2026-1", {"index.html": b"page", "en.txt": b"text"})
    real = Path.rename

    def other_disk(self: Path, target: Path) -> Path:
        if (public in self.parents) != (public in target.parents):
            raise OSError(errno.EXDEV, os.strerror(errno.EXDEV))
        return real(self, target)

    monkeypatch.setattr(Path, "rename", other_disk)
    kept = storage.move_out(public, "JS-2026-1", aside, "JS-2026-1")
    assert not list(public.iterdir())
    assert (aside / kept / "en.txt").read_bytes() == b"text"
    storage.move_back(aside, kept, public, "JS-2026-1")
    assert (public / "JS-2026-1" / "en.txt").read_bytes() == b"text"
    assert not list(aside.iterdir())
    (public / "JS-2026-1").replace(public / ".JS-2026-1.0000.aside")  # killed before the copy
    storage.move_rest_out(public, aside)
    assert list(public.iterdir()), "another worker may be at it"
    storage.move_rest_out(public, aside, after=0)
    assert not list(public.iterdir())
    assert [each.read_bytes() for each in aside.rglob("en.txt")] == [b"text"]
