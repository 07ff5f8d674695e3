"""What is served is what was written: whatever differs is served to nobody, is taken away, and made again."""

import os
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from tests.decisions import every
from tests.worker.hands import do_due, forget_put_off, refresh
from tests.worker.houses import PrintingHouse, printing_house
from worker import proof
from worker.printing import CHECKED_EVERY
from workflow import database as record
from workflow.commands.doctor import _check_public_pages
from workflow.config import Settings
from workflow.models.publication import PrintedFile, SetAside
from workflow.rules.shared.queues import Queue


@pytest.fixture
def house(database: Engine, settings: Settings) -> Iterator[PrintingHouse]:
    """The house with its statement out, on each database."""
    with printing_house(settings) as made:
        made.sweep()
        yield made


def _change_a_byte(path: Path) -> None:
    at = path.stat()
    path.write_bytes(path.read_bytes().replace(b"gates", b"gatez"))
    os.utime(path, ns=(at.st_atime_ns, at.st_mtime_ns))  # as one who does not want to be seen


def _put_a_link(path: Path) -> None:
    elsewhere = next(each for each in path.parents if each.name == "published").with_name(f"else{path.suffix}")
    elsewhere.write_bytes(path.read_bytes())
    path.unlink()
    path.symlink_to(elsewhere)


def test_a_changed_byte_is_served_to_nobody_and_made_again_from_the_record(house: PrintingHouse) -> None:
    before = house.files()
    for name in (f"{house.address}/en/index.html", f"{house.address}/en.txt", "index.en.html", "feed.atom"):
        path = house.settings.published / name
        path.write_bytes(path.read_bytes() + b"\nAnd more.")
    asked = {
        f"/{house.address}/en": f"{house.address}/en/index.html",
        f"/{house.address}/en.txt": f"{house.address}/en.txt",
    }
    for address, name in {**asked, "/?lang=en": "index.en.html", "/feed.atom": "feed.atom"}.items():
        assert house.get(address).data == before[name]
    assert house.files() != before, "what stood there is the worker's to keep"
    house.sweep()
    assert house.files() == before
    assert len(house.aside()) == 4


@pytest.mark.parametrize("change", [_change_a_byte, Path.unlink, _put_a_link])
def test_the_workers_look_takes_a_differing_file_away_within_a_minute_and_makes_it_again(
    house: PrintingHouse, change: Callable[[Path], None]
) -> None:
    before = house.files()
    for name in (f"{house.address}/en.txt", f"{house.address}/en/index.html"):
        change(house.settings.published / name)
    assert not do_due([Queue.PUBLISHING]), "not yet"
    assert timedelta(seconds=30) >= CHECKED_EVERY
    house.sweep()
    assert house.files() == before
    assert not any((house.settings.published / name).is_symlink() for name in before)


def test_what_stood_there_is_kept_and_the_doctor_says_so(house: PrintingHouse) -> None:
    path = house.settings.published / house.address / "en.txt"
    _change_a_byte(path)
    changed, found = path.read_bytes(), _check_public_pages(house.settings)
    assert found.fails and f"{house.address}/en.txt" in found.said
    house.sweep()
    assert house.aside() == [changed]
    found = _check_public_pages(house.settings)
    assert found.sign == "warn" and f"{house.address}/en.txt" in found.said
    assert [each.file for each in every(SetAside)] == [f"{house.address}/en.txt"]


def test_a_file_that_somebody_added_is_moved_out(house: PrintingHouse) -> None:
    before = house.files()
    for name in ("fr.txt", "es/index.html", "x\n\udcff.html"):
        path = house.settings.published / house.address / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("Never said.")
    house.sweep()
    assert house.files() == before
    assert house.aside() == [b"Never said."] * 3


def test_index_and_feeds_that_somebody_changed_are_printed_again(house: PrintingHouse) -> None:
    before = house.files()
    for name in ("index.en.html", "feed.fr.atom"):
        (house.settings.published / name).write_text("Never said.")
    house.sweep()
    assert house.files() == before
    assert house.aside() == [b"Never said."] * 2


def test_a_file_in_the_place_of_a_statements_folder_is_moved_out(house: PrintingHouse) -> None:
    before = house.files()
    folder = house.settings.published / house.address
    folder.rename(house.settings.data / "stolen")
    folder.write_text("Never said.")
    house.sweep()
    assert house.files() == before


def test_where_the_record_no_longer_holds_the_adopted_words_the_page_stays_away(house: PrintingHouse) -> None:
    path = house.settings.published / house.address / "en" / "index.html"
    with record.transaction() as session:
        session.execute(text("UPDATE edition SET title = 'On closed rivers'"))
    assert house.get(f"/{house.address}/en").status_code == 200, "what was written is what was adopted"
    _change_a_byte(path)
    house.refresh()
    assert not path.exists()
    assert house.get(f"/{house.address}/en").status_code == 409
    assert "are not the adopted ones" in _check_public_pages(house.settings).said


def test_stored_words_that_are_no_longer_the_adopted_ones_are_found_though_nobody_asks_for_the_page(
    house: PrintingHouse,
) -> None:
    with record.transaction() as session:
        session.execute(text("UPDATE edition SET title = 'On closed rivers'"))
    assert not do_due([Queue.PUBLISHING])
    assert house.get("/?lang=en&q=rivers").text.count(house.address), "not yet"
    refresh(house.press)
    assert "are not the adopted ones" in _check_public_pages(house.settings).said
    assert house.address not in house.read("index.en.html").decode() + house.get("/?lang=en&q=rivers").text
    with record.transaction() as session:
        session.execute(text("UPDATE edition SET title = 'On open rivers'"))
    forget_put_off("print_statement")
    house.sweep()
    assert house.address in house.read("index.en.html").decode()
    assert _check_public_pages(house.settings).sign == "ok  "


def test_two_workers_and_the_application_leave_alone_what_the_other_wrote(house: PrintingHouse) -> None:
    other = house.fresh()
    inodes = {each: each.stat().st_ino for each in house.settings.published.rglob("*") if each.name != "state.json"}
    for press in (other, house.press) * 3:
        house.sweep(press)
        house.get(f"/{house.address}")
    assert {each: each.stat().st_ino for each in inodes} == inodes
    assert not house.aside()


def test_a_worker_that_read_the_record_before_another_printed_takes_nothing_away(
    house: PrintingHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = {each.name: (each.digest, each.publication_id) for each in every(PrintedFile)}
    house.change("lacs", protected=True)
    house.sweep()
    after, real = house.files(), proof.printed.all_files
    with monkeypatch.context() as late:
        late.setattr(
            proof.printed, "all_files", lambda session, under=None: old if under is None else real(session, under)
        )
        assert not house.press._proof.look()
    assert house.files() == after


def test_the_doctor_says_that_all_files_are_as_they_were_written(house: PrintingHouse) -> None:
    assert _check_public_pages(house.settings).sign == "ok  "
