"""The doctor: each part that is ill is named with what mends it, and the exit code says whether one is."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import Engine, select

from tests.decisions import fan_out_all, on_the_table
from tests.provide.smtp import SmtpSink
from tests.rooms import CLOSES, furnished_open
from workflow import database as record
from workflow import schema, storage
from workflow.commands import doctor as command
from workflow.commands.doctor import doctor
from workflow.config import Settings
from workflow.database import now
from workflow.machine import running
from workflow.models.clock import ClockConfirmation, MachineClock
from workflow.models.event import Delivery, Event, Pulse
from workflow.models.publication import PrintedFile
from workflow.rules.notifications.delivery import FAN_OUT_WAITS, REFUSED_IN_A_ROW
from workflow.rules.notifications.events import EventKind
from workflow.rules.shared.clocks import Doubt
from workflow.rules.shared.queues import Queue
from workflow.services.shared import clocks
from workflow.services.shared.errands import note_pulse, sign_in_worker


@pytest.fixture
def well(empty_database_url: str, settings: Settings, smtp_sink: SmtpSink, broker_url: str) -> Iterator[Settings]:
    """An installation in which every part works."""
    engine: Engine = record.connect(empty_database_url)
    schema.upgrade(engine)
    with record.transaction() as session:
        for name in Queue:
            note_pulse(session, name)
    yield replace(settings, database_url=empty_database_url, broker_url=broker_url, smtp_url=smtp_sink.url)
    record.engine().dispose()


def _said(settings: Settings, *options: str) -> tuple[int, dict[str, str], str]:
    """(exit code, part -> its line, everything)."""
    answer = CliRunner().invoke(doctor, options, obj=settings)
    lines = [line for line in answer.output.splitlines() if line[:4] in ("ok  ", "warn", "FAIL")]
    return answer.exit_code, {line[6:].partition(":")[0]: line for line in lines}, answer.output


def _only(settings: Settings, part: str, mend: str) -> None:
    code, lines, said = _said(settings)
    assert code == 1
    assert [name for name, line in lines.items() if line.startswith("FAIL")] == [part]
    assert mend in said


def test_it_makes_no_folder_where_there_is_none(well: Settings) -> None:
    nowhere = replace(well, data=well.data / "not-here")
    _only(nowhere, "storage", "--data")
    assert not nowhere.data.exists()


def test_where_all_is_well_it_says_so(well: Settings) -> None:
    code, lines, said = _said(well)
    assert code == 0, said
    assert list(lines) == [
        "database",
        "schema",
        "broker",
        "worker",
        "clock",
        "deadlines",
        "deliveries",
        "mail",
        "storage",
        "published pages",
        "set aside",
        "secret key",
    ]


def test_the_figures_of_the_worker_are_counted_once(well: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    real, counted = command.figures, []
    monkeypatch.setattr(command, "figures", lambda session: (counted.append(True), real(session))[1])
    assert _said(well)[0] == 0
    assert len(counted) == 1


def test_what_a_timer_asks_reads_no_published_file(well: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    parts = list(_said(well)[1])
    monkeypatch.setattr(storage, "holds", lambda *_: pytest.fail("a published file was read"))
    with record.transaction() as session:
        session.add(PrintedFile(name="JS-2026-1/en.txt", digest="d"))
    code, lines, said = _said(well, "--quick")
    assert code == 0, said
    assert list(lines) == [each for each in parts if each not in ("clock", "published pages", "set aside")]
    with record.transaction() as session:
        session.query(Pulse).delete()
    code, lines, _ = _said(well, "--quick")
    assert (code, lines["worker"][:4]) == (1, "FAIL")


def test_a_database_that_cannot_be_reached(well: Settings) -> None:
    code, lines, said = _said(replace(well, database_url="postgresql+psycopg://nobody@127.0.0.1:1/x"))
    assert code == 1
    assert lines["database"].startswith("FAIL")
    assert "COMMUNIQUE_DATABASE_URL" in said


def test_a_database_of_another_release(well: Settings) -> None:
    schema.downgrade(record.engine())
    code, lines, said = _said(well)
    assert code == 1
    assert lines["schema"].startswith("FAIL")
    assert "communique migrate" in said


def test_a_broker_that_is_down(well: Settings) -> None:
    _only(replace(well, broker_url="redis://127.0.0.1:1/0"), "broker", "COMMUNIQUE_BROKER_URL")


@pytest.mark.parametrize("silent", Queue)
def test_a_queue_that_no_worker_looks_at(well: Settings, silent: str) -> None:
    with record.transaction() as session:
        session.get_one(Pulse, silent).at = now(session) - timedelta(seconds=61)
    _only(well, "worker", "communique worker")


def test_a_worker_that_never_ran(well: Settings) -> None:
    with record.transaction() as session:
        session.query(Pulse).delete()
    _only(well, "worker", "communique worker")


def _sign_in(name: str, *queues: Queue, **more: Any) -> None:
    with record.transaction() as session:
        sign_in_worker(session, name, queues, lines=4, busy=1, **more)


def test_it_says_which_worker_serves_what_and_since_when(empty_database_url: str, well: Settings) -> None:
    with furnished_open() as room:
        _sign_in("alpha 17", Queue.DEADLINES, Queue.PUBLISHING)
        _pulse_now()
        room.clock.pass_by(seconds=14)
        _sign_in("beta 9", Queue.MAIL)
        said = _said(well)[2]
        assert "2 of 8 lines at work, workers: 2" in said
        assert "      alpha 17: deadlines, publishing; 1 of 4 lines at work; since Mon 2 Mar, 09:00" in said
        assert "      beta 9: mail; 1 of 4 lines at work; since Mon 2 Mar, 09:00" in said
        room.clock.pass_by(seconds=5)
        assert "alpha" not in _said(well)[2], "it was not heard of for long"


def test_workers_that_print_differently_are_a_warning_and_one_that_prints_nothing_is_none(well: Settings) -> None:
    _sign_in("alpha 1", *Queue, press="one", folder="here")
    _sign_in("beta 2", Queue.MAIL, press="another", folder="elsewhere")
    assert _said(well)[1]["worker"].startswith("ok")
    _sign_in("gamma 3", Queue.PUBLISHING, press="another", folder="here")
    code, lines, said = _said(well)
    assert (code, lines["worker"][:4]) == (0, "warn") and "time zone" in said


def test_workers_that_publish_into_different_folders_are_a_warning(well: Settings) -> None:
    _sign_in("alpha 1", *Queue, press="one", folder="here")
    _sign_in("beta 2", Queue.PUBLISHING, press="one", folder="elsewhere")
    code, lines, said = _said(well)
    assert (code, lines["worker"][:4]) == (0, "warn")
    assert "alpha 1 and beta 2 publish into folders of their own" in said
    assert "--queues deadlines,mail" in said


def test_a_worker_that_has_stopped_for_its_clock_and_a_person_who_confirms_it(well: Settings) -> None:
    here = running()
    with record.transaction() as session:
        assert clocks.watch_clock(session, here).doubt is None
        session.get_one(MachineClock, here.boot).started_at -= timedelta(hours=1)
        session.flush()
        assert clocks.watch_clock(session, here).doubt is Doubt.AHEAD
    _only(well, "clock", "communique doctor --confirm-clock")
    assert "has jumped ahead by 60 min: it closes, decides and publishes nothing" in _said(well)[1]["clock"]
    code, lines, said = _said(well, "--confirm-clock")
    assert (code, lines["clock"][:4]) == (0, "ok  "), said
    with record.reading() as session:
        (kept,) = session.scalars(select(ClockConfirmation))
    assert f"Confirmed by {kept.by}: it is {kept.at:%A %d %B %Y, %H:%M:%S} (UTC)." in said


def test_a_clock_that_no_worker_has_seen_yet_is_compared_too(well: Settings) -> None:
    with record.transaction() as session:
        at = now(session) + timedelta(minutes=12)
        session.add(Event(kind=EventKind.PASSWORD_CHANGED, at=at, data={}, fanned_at=at))
    _only(well, "clock", "Set the clock right")
    assert "it is 12 min behind: a worker here would close, decide and publish nothing" in _said(well)[1]["clock"]


def test_something_that_is_due_since_long(well: Settings) -> None:
    with record.transaction() as session:
        at = now(session) - timedelta(minutes=16)
        session.add(Event(kind=EventKind.PASSWORD_CHANGED, at=at, data={}, fanned_at=None))
    _only(well, "deliveries", "worker's log")


def test_a_consultation_and_a_ballot_that_are_not_closed_two_minutes_after_their_time(
    empty_database_url: str, well: Settings
) -> None:
    with furnished_open() as room:
        room.clock.at = CLOSES + timedelta(minutes=2)
        _pulse_now()
        assert _said(well)[1]["deadlines"].startswith("ok")
        room.clock.pass_by(seconds=61)
        _pulse_now()
        assert "should have been closed 3 min ago" in _said(well)[1]["deadlines"]
        on_the_table(room)
        assert _said(well)[1]["deadlines"].startswith("ok")
        room.clock.pass_by(days=9)
        code, lines, _ = _said(well)
        assert (code, lines["deadlines"][:4]) == (1, "FAIL")


def _pulse_now() -> None:
    with record.transaction() as session:
        for name in Queue:
            note_pulse(session, name)


def test_what_was_set_aside_or_refused_is_a_warning_and_the_exit_code_stays(well: Settings) -> None:
    with record.transaction() as session:
        at = now(session) - timedelta(hours=2)
        session.add(Event(kind=EventKind.PASSWORD_CHANGED, at=at, data={}, attempts=len(FAN_OUT_WAITS)))
    code, lines, said = _said(well)
    assert (code, lines["deliveries"][:4]) == (0, "warn"), said
    assert "events set aside: 1" in said
    assert "Emails that did not arrive" in said
    assert "worker's log" in said


def test_a_mail_server_that_refuses_everybody_is_a_warning_and_says_for_how_long_all_mail_waits(
    empty_database_url: str, well: Settings
) -> None:
    with furnished_open() as room:
        fan_out_all()
        _pulse_now()
        assert _said(well)[1]["deliveries"].startswith("ok")
        with record.transaction() as session:
            for row in session.query(Delivery).limit(REFUSED_IN_A_ROW):
                row.refused_since = row.refused_at = room.clock.at
        code, lines, said = _said(well)
        assert (code, lines["deliveries"][:4]) == (0, "warn"), said
        assert "mail pauses for 60 s" in said and "refuses one reader after another" in said


def test_a_mail_server_that_is_gone(well: Settings, smtp_sink: SmtpSink) -> None:
    smtp_sink.stop()
    _only(well, "mail", "COMMUNIQUE_SMTP_URL")
    smtp_sink.start()


def test_a_folder_that_cannot_be_written_to(well: Settings) -> None:
    well.published.parent.mkdir(parents=True, exist_ok=True)
    well.published.write_text("a file where the folder should be")
    _only(well, "storage", "Make room")


def test_a_secret_key_that_is_missing_or_open_to_others(well: Settings) -> None:
    _only(replace(well, secret_key=""), "secret key", "COMMUNIQUE_SECRET_KEY")
    (well.data / "secret-key").write_text(well.secret_key)
    (well.data / "secret-key").chmod(0o644)
    _only(well, "secret key", "chmod 600")


def test_no_secret_is_shown(well: Settings) -> None:
    said = _said(
        replace(
            well, smtp_url="smtp://me:geheim@127.0.0.1:1", database_url="postgresql+psycopg://a:geheim@127.0.0.1:1/x"
        )
    )[2]
    assert "geheim" not in said
    assert well.secret_key not in said
