"""What pages say and refuse while the clock is doubted."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy import Engine

from tests.decisions import adopt, before_committee, delivery, every, fan_out_all, put_as
from tests.web.decision.test_decision import takes
from tests.web.house import House, house_of, words
from workflow import database as record
from workflow import emails
from workflow.config import Settings
from workflow.machine import MachineRun
from workflow.models.ballot import Position
from workflow.rules.notifications.events import EventKind
from workflow.rules.shared.clocks import Doubt
from workflow.rules.statements.voice import Voice
from workflow.services.publication import publishing
from workflow.services.shared import clocks
from workflow.web.decision import decision

HOUR = timedelta(hours=1)


@dataclass
class Machine:
    """A machine that has run for so long."""

    ran_for: timedelta = timedelta(days=3)

    def running(self) -> MachineRun:
        """What it says of itself."""
        return MachineRun("first", self.ran_for)

    def look(self) -> Doubt | None:
        """What a worker on it thinks of the clock."""
        with record.transaction() as session:
            return clocks.watch_clock(session, self.running()).doubt


@pytest.fixture
def house(database: Engine, settings: Settings) -> Iterator[House]:
    """The room with version 1 before the Committee."""
    with house_of(settings, begun=before_committee) as made:
        yield made


@pytest.fixture
def machine(house: House, monkeypatch: pytest.MonkeyPatch) -> Machine:
    """The machine of the web server, whose clock was right when a worker looked first."""
    made = Machine()
    monkeypatch.setattr(record, "is_clock_played", lambda: False)
    monkeypatch.setattr(decision, "running", made.running)
    assert made.look() is None
    return made


@pytest.mark.parametrize("off", [HOUR, -HOUR])
def test_no_position_is_taken_by_a_clock_that_is_off_and_the_words_come_back(
    house: House, machine: Machine, off: timedelta
) -> None:
    dana = house.visitor("dana")
    house.room.clock.at += off
    assert takes(dana, house, "explanation", "Say which gates.") == 503
    assert "Say which gates." in dana.page
    assert "The clock of the service may be wrong" in words(dana.page)
    assert not every(Position)
    house.room.clock.at -= off
    assert takes(dana, house, "explanation", "Say which gates.") == 303


def test_the_secretariat_is_told_that_the_worker_has_stopped_and_nobody_else(house: House, machine: Machine) -> None:
    house.room.clock.at += HOUR
    assert machine.look() is Doubt.AHEAD
    said = "The worker’s clock has jumped ahead by 60 minutes."
    for path in ("/home", f"{house.address}/publication"):
        for name in ("sara", "dana"):
            visitor = house.visitor(name)
            visitor.get(path)
            page = words(visitor.page)
            assert (said in page) == (name == "sara"), (path, name)
            assert ("communique doctor --confirm-clock" in page) == (name == "sara")
    house.room.clock.at -= HOUR
    assert machine.look() is None
    visitor = house.visitor("sara")
    visitor.get("/home")
    assert "worker" not in words(visitor.page)


WAITS = "waits until the clock of the service is right"
WHEN_RIGHT = "as soon as the clock of the service is right"
AT_ONCE = ("being published now", "published at once", "publish now", "is published automatically")


def _letter(house: House, name: str, kind: EventKind) -> str:
    with house.app.app_context(), record.transaction() as session:
        letter = emails.message_for(session, delivery(name, kind).id, house.app.config["COMMUNIQUE"]).message
    parts = [part for part in letter.walk() if part.get_content_maintype() == "text"]
    return " ".join(" ".join(str(part.get_content()) for part in parts).split())


def test_while_the_clock_is_doubted_no_page_and_no_mail_says_that_a_text_goes_out(
    house: House, machine: Machine
) -> None:
    adopt(house.room)
    house.room.do("sara", publishing.set_embargo, until=house.room.clock.at + timedelta(days=9))
    house.room.clock.at += HOUR
    assert machine.look() is Doubt.AHEAD
    for name in ("sara", "dana"):
        page = house.visitor(name)
        page.get(f"{house.address}/publication")
        assert "Nothing is published before the clock of the service is right." in words(page.page)
    sara = house.visitor("sara")
    sara.get(f"{house.address}/publication/early")
    assert WHEN_RIGHT in words(sara.page) and not any(said in words(sara.page) for said in AT_ONCE)
    sara.get(f"{house.address}/publication/early?at=2026-03-06T12:00Z")
    assert "Nothing is published before the clock of the service is right." in words(sara.page)
    answer = house.send(sara, f"{house.address}/publication/early", at="now", reason="The session ended sooner.")
    assert answer.status_code == 303
    for path, name in (("/publication", "sara"), ("/publication", "dana")):
        visitor = house.visitor(name)
        visitor.get(f"{house.address}{path}")
        page = words(visitor.page)
        assert f"Adopted. The statement is published {WHEN_RIGHT}" in page and not any(said in page for said in AT_ONCE)
    fan_out_all()
    for name, kind in (("sol", EventKind.EMBARGO_ENDED), ("dana", EventKind.STATEMENT_ADOPTED)):
        said = _letter(house, name, kind)
        assert said.count(WAITS) == 2 and not any(each in said for each in AT_ONCE)
    with record.transaction() as session:
        clocks.confirm_clock(session, machine.running(), by="root")
    assert "The statement is published at once" in _letter(house, "sol", EventKind.EMBARGO_ENDED)
    sara.get(f"{house.address}/publication")
    assert "Adopted. The statement is being published now." in words(sara.page)


def test_while_the_clock_is_doubted_the_choice_of_a_name_says_that_the_text_waits(
    house: House, machine: Machine
) -> None:
    put_as(house.room, Voice.UNDERSIGNED)
    adopt(house.room)
    house.room.do("sara", publishing.set_embargo, until=house.room.clock.at + 3 * HOUR)
    house.room.clock.at += HOUR
    assert machine.look() is Doubt.AHEAD
    sara = house.visitor("sara")
    sara.get(f"{house.address}/publication/voice")
    assert "Nothing is published before the clock of the service is right." in words(sara.page)
    house.room.clock.at += 3 * HOUR
    assert machine.look() is Doubt.AHEAD, "a worker that runs looks again and again"
    sara, path = house.visitor("sara"), f"{house.address}/publication/voice"
    sara.get(path)
    assert WHEN_RIGHT in words(sara.page)
    assert "published at once" not in words(sara.page)
    assert sara.post(path).status_code == 303
    fan_out_all()
    said = _letter(house, "dana", EventKind.VOICE_CHOSEN)
    assert said.count(WAITS) == 2 and not any(each in said for each in AT_ONCE)
