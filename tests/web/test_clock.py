"""What pages say and refuse while the clock is doubted."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy import Engine

from tests.decisions import every, on_the_table
from tests.web.house import House, house_of, words
from tests.web.test_decision import takes
from workflow import database as record
from workflow.config import Settings
from workflow.machine import Running
from workflow.models.ballot import Position
from workflow.rules.clocks import Doubt
from workflow.services import clocks
from workflow.web import decision

HOUR = timedelta(hours=1)


@dataclass
class Machine:
    """A machine that has run for so long."""

    ran_for: timedelta = timedelta(days=3)

    def running(self) -> Running:
        """What it says of itself."""
        return Running("first", self.ran_for)

    def look(self) -> Doubt | None:
        """What a worker on it thinks of the clock."""
        with record.transaction() as session:
            return clocks.watch_clock(session, self.running()).doubt


@pytest.fixture
def house(database: Engine, settings: Settings) -> Iterator[House]:
    """The room with version 1 before the Committee."""
    with house_of(settings) as made:
        on_the_table(made.room)
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
    assert takes(dana, house, "object", "Say which gates.") == 503
    assert "Say which gates." in dana.page
    assert "The clock of the service has to be set right first" in words(dana.page)
    assert not every(Position)
    house.room.clock.at -= off
    assert takes(dana, house, "object", "Say which gates.") == 303


def test_the_secretariat_is_told_that_the_worker_has_stopped_and_nobody_else(house: House, machine: Machine) -> None:
    house.room.clock.at += HOUR
    assert machine.look() is Doubt.AHEAD
    said = "The worker’s clock has jumped ahead by 60 minutes."
    for path in ("/desk", f"{house.address}/publication"):
        for name in ("sara", "dana"):
            visitor = house.visitor(name)
            visitor.get(path)
            page = words(visitor.page)
            assert (said in page) == (name == "sara"), (path, name)
            assert ("communique doctor --confirm-clock" in page) == (name == "sara")
    house.room.clock.at -= HOUR
    assert machine.look() is None
    visitor = house.visitor("sara")
    visitor.get("/desk")
    assert "worker" not in words(visitor.page)
