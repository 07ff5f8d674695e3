"""Publication on disk: whole or not at all, and the same end wherever the worker was killed."""

import hashlib
import os
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from xml.etree import ElementTree

import pytest
from sqlalchemy import Engine, text, update
from sqlalchemy.orm import Session

import worker.printing
from tests.decisions import adopt, newest, on_the_table, publication, publication_claim
from tests.rooms import Room, furnished_open
from tests.worker.hands import at_work, do_all_due, forget_put_off, refresh
from worker.printing import STATE, Press
from worker.workplace import workplace
from workflow import database as record
from workflow import storage
from workflow.app import create_app
from workflow.config import Settings
from workflow.models.event import Event
from workflow.models.publication import Progress, PublishedText
from workflow.models.version import Edition
from workflow.queries.publication import published
from workflow.queries.publication.published_list import ListPage
from workflow.rules.notifications.delivery import FAILURES, LEASE, DeliveryVerdict, Outcome
from workflow.rules.notifications.events import EventKind
from workflow.rules.shared.queues import Queue
from workflow.rules.shared.refusals import AlreadyDone
from workflow.services.publication import publishing
from workflow.services.shared import errands
from workflow.services.statements import changing_settings
from workflow.web.publication import printing

Texts = Mapping[int, Mapping[str, published.Text]]


@dataclass
class House:
    """A statement that was adopted, and the press; `fresh` is the press of the next worker."""

    room: Room
    settings: Settings
    press: Press

    def fresh(self) -> Press:
        """A press as a worker has it that was just started."""
        return Press(create_app(self.settings), self.settings)

    def files(self) -> set[str]:
        """The names of all files that everybody may read."""
        folder = self.settings.published
        return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}

    def read(self, name: str) -> bytes:
        """One of them."""
        return (self.settings.published / name).read_bytes()

    def sweep(self, press: Press) -> None:
        """What a worker with that press does."""
        forget_put_off("check_files")
        workplace().press = press
        do_all_due([Queue.PUBLISHING])

    def publish(self) -> bool:
        """Put out what is due; whether anything was."""
        with record.reading() as session:
            due = publishing.due_publications(session)
        return bool(due) and self.press.publish(due[0])


@pytest.fixture
def house(database: Engine, settings: Settings) -> Iterator[House]:
    """A house with an adopted statement, on each database."""
    with furnished_open() as room:
        on_the_table(room)
        adopt(room)
        with at_work(create_app(settings), settings) as place:
            yield House(room, settings, place.press)


def _whole(house: House) -> None:
    """Everything is out, once, and agrees with the record."""
    address = house.room.statement().address
    page, plain = house.read(f"{address}/en/index.html"), house.read(f"{address}/en.txt")
    (edition,) = publication().digests.values()
    assert hashlib.sha256(plain).hexdigest() == edition
    assert edition[:8].encode() in page
    assert house.read(f"{address}/index.html") == page
    assert b"On open rivers" in house.read("index.en.html")
    entries = ElementTree.fromstring(house.read("feed.atom")).findall("{http://www.w3.org/2005/Atom}entry")  # noqa: S314
    assert len(entries) == 1
    assert publication().progress is Progress.DONE
    with record.reading() as session:
        assert session.query(Event).filter_by(kind=EventKind.STATEMENT_PUBLISHED).count() == 1
    assert not [name for name in house.files() if "half" in name]


def test_one_sweep_puts_everything_out(house: House) -> None:
    house.sweep(house.press)
    _whole(house)
    before = {name: house.read(name) for name in house.files()}
    house.sweep(house.press)
    assert {name: house.read(name) for name in house.files()} == before


def test_killed_after_the_claim_the_next_worker_does_it_all(house: House) -> None:
    publication_claim()
    house.sweep(house.fresh())
    assert not [name for name in house.files() if "JS" in name]
    assert publication().progress is Progress.WAITING
    house.room.clock.at += LEASE
    house.sweep(house.fresh())
    _whole(house)


def test_killed_after_the_pages_the_next_worker_ends_the_same(house: House) -> None:
    made = publication_claim()
    assert made is not None
    assert house.press._put_out(made)[0] == Outcome(DeliveryVerdict.SENT)
    house.room.clock.at += LEASE
    house.sweep(house.fresh())
    _whole(house)


def test_a_publisher_that_slept_over_its_lease_writes_nothing_over_what_another_one_printed(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, make = publication_claim(), printing.statement_files
    assert made is not None

    def sleeps(statement: published.Published, settings: Settings) -> Mapping[str, bytes]:
        files = make(statement, settings)
        monkeypatch.setattr(printing, "statement_files", make)
        house.room.clock.at += LEASE
        house.sweep(house.fresh())
        return dict.fromkeys(files, b"of an older release")

    monkeypatch.setattr(printing, "statement_files", sleeps)
    outcome, imprint = house.press._put_out(made)
    assert outcome.verdict is DeliveryVerdict.LATER
    _whole(house)
    with record.transaction() as session:
        publishing.record(session, made, outcome, imprint)
    _whole(house)


def test_killed_after_the_record_the_next_worker_prints_the_index(house: House) -> None:
    assert house.publish()
    assert "index.en.html" not in house.files()
    house.sweep(house.fresh())
    _whole(house)


@pytest.mark.parametrize("step", range(1, 14))
def test_killed_or_out_of_space_at_any_write_it_ends_the_same(
    house: House, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    calls: list[int] = []
    real = os.fsync

    def fails(descriptor: int) -> None:
        calls.append(descriptor)
        if len(calls) == step:
            raise OSError(28, "No space left on device")
        real(descriptor)

    monkeypatch.setattr(os, "fsync", fails)
    try:
        house.sweep(house.press)
    except OSError:
        assert len(calls) == step
    monkeypatch.setattr(os, "fsync", real)
    address = house.room.statement().address
    parts = [name for name in house.files() if name.startswith(address)]
    assert len(parts) in (0, 3)  # the statement is out as a whole or not at all
    house.room.clock.at += timedelta(minutes=1)
    house.sweep(house.fresh())
    _whole(house)


def test_before_its_time_nothing_is_on_disk(house: House) -> None:
    until = house.room.clock.at + timedelta(hours=1)
    house.room.do("sara", publishing.set_embargo, until=until)
    house.room.clock.at = until - timedelta(seconds=1)
    house.sweep(house.press)
    assert not [name for name in house.files() if "JS" in name]
    assert b"On open rivers" not in house.read("index.en.html") + house.read("feed.atom")
    house.room.clock.at = until
    house.sweep(house.press)
    _whole(house)


def test_a_word_changed_by_another_hand_keeps_everything_in(house: House) -> None:
    with record.transaction() as session:
        blocks = newest(Edition).blocks
        changed = (replace(blocks[0], text="Excellencies and others,"), *blocks[1:])
        session.execute(update(Edition).where(Edition.id == newest(Edition).id).values(blocks=changed))
    house.sweep(house.press)
    assert (publication().progress, publication().trouble) == (Progress.SET_ASIDE, "digest mismatch: en")
    assert not [name for name in house.files() if "JS" in name]
    assert b"On open rivers" not in house.read("index.en.html")


def test_pages_that_somebody_deleted_are_printed_again_and_another_name_of_the_coalition_is_in_the_lists_alone(
    house: House,
) -> None:
    house.sweep(house.press)
    for path in sorted(house.settings.published.rglob("*"), reverse=True):
        path.unlink() if path.is_file() else path.rmdir()
    house.sweep(house.press)
    _whole(house)
    renamed = replace(house.settings, coalition={"en": "Coalition for Wild Rivers"})
    refresh(Press(create_app(renamed), renamed))
    assert b"Coalition for Wild Rivers" in house.read("index.en.html")
    assert b"Coalition for Wild Rivers" in house.read("feed.atom")
    _whole(house)
    assert b"Wild Rivers" not in house.read(f"{house.room.statement().address}/index.html")


def test_a_statement_of_which_no_page_is_there_is_printed_with_the_next_list(house: House) -> None:
    house.press.print_lists()
    made = publication_claim()
    assert made is not None
    with record.transaction() as session:
        publishing.record(session, made, Outcome(DeliveryVerdict.SENT))  # as the demo does, whose past had no worker
    house.sweep(house.press)
    _whole(house)


def test_a_state_that_cannot_be_read_is_made_anew(house: House) -> None:
    house.sweep(house.press)
    (house.settings.published / STATE).write_text("[half")
    assert refresh(house.press)
    assert not refresh(house.press)


def test_a_later_word_changed_does_not_reach_the_page(house: House, tmp_path: Path) -> None:
    house.sweep(house.press)
    page = house.read(f"{house.room.statement().address}/index.html")
    with record.transaction() as session:
        session.execute(text("UPDATE edition SET title = 'New title'"))
    assert not house.press._print_again(_of_record(house))
    assert house.read(f"{house.room.statement().address}/index.html") == page


def test_a_statement_that_cannot_be_printed_holds_up_neither_index_nor_feeds(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.sweep(house.press)
    page = house.settings.published / house.room.statement().address / "index.html"
    for path in (page, house.settings.published / STATE, house.settings.published / "index.en.html"):
        path.unlink()
    press = house.fresh()
    with monkeypatch.context() as broken:
        broken.setattr(printing, "statement_files", lambda *_: 1 / 0)
        assert refresh(press)
        assert not refresh(press)  # not before a minute has passed
    assert b"On open rivers" in house.read("index.en.html") + house.read("feed.atom")
    assert not page.exists()
    forget_put_off("print_statement")
    assert refresh(press)
    assert not refresh(press)
    _whole(house)


def test_words_that_are_not_the_adopted_ones_are_in_no_list(house: House) -> None:
    house.sweep(house.press)
    title = newest(Edition).title
    with record.transaction() as session:
        session.execute(text("UPDATE edition SET title = 'New title'"))
    (house.settings.published / STATE).unlink()
    press = house.fresh()
    assert refresh(press)
    listed = house.read("index.en.html") + house.read("feed.atom")
    assert b"Another title" not in listed and title.encode() not in listed
    found = press._app.test_client().get("/?q=another", base_url=house.settings.base_url)
    assert found.status_code == 200 and "New title" not in found.text
    with record.transaction() as session:
        session.execute(text("UPDATE edition SET title = :title"), {"title": title})
    forget_put_off("print_statement")
    house.sweep(press)
    _whole(house)


def test_nobody_waits_for_the_record_while_index_and_feeds_are_made(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    writing, made = [False], []
    write, make = worker.printing.transaction, printing.index_files

    @contextmanager
    def watched() -> Iterator[Session]:
        with write() as session:
            writing[0] = True
            yield session
        writing[0] = False

    def made_now(shown: ListPage, texts: Texts, settings: Settings) -> dict[str, bytes]:
        made.append(writing[0])
        return make(shown, texts, settings)

    monkeypatch.setattr(worker.printing, "transaction", watched)
    monkeypatch.setattr(printing, "index_files", made_now)
    house.sweep(house.press)
    assert made == [False]
    _whole(house)


def test_lists_are_not_written_when_what_they_list_changed_while_they_were_made(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.sweep(house.press)
    title, make = newest(Edition).title.encode(), printing.index_files
    (house.settings.published / STATE).unlink()
    (house.settings.published / "index.en.html").unlink()

    def changed_meanwhile(shown: ListPage, texts: Texts, settings: Settings) -> dict[str, bytes]:
        files = make(shown, texts, settings)
        monkeypatch.setattr(printing, "index_files", make)
        with record.transaction() as session:
            session.execute(update(PublishedText).values(title="Another heading"))
        return files

    monkeypatch.setattr(printing, "index_files", changed_meanwhile)
    assert refresh(house.press)
    assert "index.en.html" not in house.files()
    assert refresh(house.press)
    assert b"Another heading" in house.read("index.en.html") and title not in house.read("index.en.html")


def test_an_adopted_edition_that_is_gone_stops_no_list(house: House) -> None:
    house.sweep(house.press)
    with record.transaction() as session:
        session.delete(session.get_one(Edition, newest(Edition).id))
    (house.settings.published / STATE).unlink()
    assert refresh(house.fresh())
    assert b"On open rivers" not in house.read("index.en.html")


def test_pages_that_dead_workers_left_are_taken_away_and_it_can_no_longer_be_abandoned(house: House) -> None:
    for _ in range(FAILURES):
        made = publication_claim()
        assert made is not None
        assert house.press._put_out(made)[0] == Outcome(DeliveryVerdict.SENT)
        refresh(house.press)
        assert [name for name in house.files() if "JS" in name]  # its lease lives: it may still be at it
        house.room.clock.at += LEASE
    assert publication_claim() is None
    assert publication().progress is Progress.SET_ASIDE
    with pytest.raises(AlreadyDone):
        house.room.do("sara", changing_settings.abandon, reason="A member is in danger.")
    refresh(house.press)
    assert not [name for name in house.files() if "JS" in name]
    house.room.do("sara", publishing.try_again)
    house.sweep(house.press)
    _whole(house)


def test_a_disk_that_fails_after_the_pages_are_in_place_leaves_none_that_is_not_of_the_record(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = storage._flush_names

    def fails(folder: Path) -> None:
        if folder == house.settings.published:
            raise OSError(28, "No space left on device")
        real(folder)

    with monkeypatch.context() as broken:
        broken.setattr(storage, "_flush_names", fails)
        house.publish()
    with pytest.raises(AlreadyDone):
        house.room.do("sara", publishing.set_embargo, until=house.room.clock.at + timedelta(days=2))
    (house.settings.published / "assets").mkdir()
    refresh(house.press)
    assert not [name for name in house.files() if "JS" in name]
    assert (house.settings.published / "assets").is_dir()
    house.room.clock.at += timedelta(minutes=1)
    house.sweep(house.press)
    _whole(house)


def _of_record(house: House):  # type: ignore[no-untyped-def]
    with record.reading() as session:
        return published.statement(session, house.room.statement().address)


def test_workers_that_print_unlike_each_other_do_not_do_it_by_turns(house: House) -> None:
    """The one that began last prints; the other one leaves it alone, also where a task for it comes to hand."""
    house.sweep(house.press)
    newer = house.fresh()
    newer._press, newer._lists = "a later release", "another sign"
    for name, press in (("older", house.press), ("newer", newer)):
        _sign_in(name, press)
        house.room.clock.pass_by(seconds=1)
    assert refresh(newer)
    pages = {name: house.read(name) for name in house.files()}
    assert not refresh(house.press)
    assert house.press.print_statement(publication().id) is not None
    assert {name: house.read(name) for name in house.files()} == pages
    house.room.clock.pass_by(seconds=16)  # the newer one is gone
    _sign_in("older", house.press)
    assert refresh(house.press)


def _sign_in(name: str, press: Press, queues: Collection[Queue] = tuple(Queue)) -> None:
    with record.transaction() as session:
        errands.sign_in_worker(session, name, queues, lines=4, busy=0, press=press.sign)


def test_a_worker_that_prints_nothing_has_no_say_in_how_it_is_printed(house: House) -> None:
    """One for the mail alone, that was started later and knows the coalition by another name."""
    _sign_in("printer", house.press)
    house.room.clock.pass_by(seconds=1)
    other = house.fresh()
    other._lists = "another sign"
    _sign_in("for mail", other, [Queue.DEADLINES, Queue.MAIL])
    house.sweep(house.press)
    _whole(house)
