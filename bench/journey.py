"""The whole journey in fourteen requests: a penholder opens, edits, saves and submits; a member approves; all read."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from bench import life as lives
from bench.coalition import Coalition, browser
from bench.counting import counted
from bench.forms import fields, page, send
from bench.gauge import Figures, figures
from bench.life import Life
from bench.pages import paragraph, publish
from workflow import database
from workflow.config import Settings

JOURNEYS, WARM = 8, 1
SAVES = 4  # of the fourteen requests these write


@dataclass
class _Trip:
    """One journey: what each of its requests cost. name -> CPU in milliseconds."""

    cpus: dict[str, float] = field(default_factory=dict)
    wall: float = 0.0
    statements: int = 0
    content: bytes = b""

    def step(self, name: str, work: Callable[..., Any], *given: Any) -> Any:
        """One request."""
        with counted(database.engine()) as seen:
            wall, cpu = time.perf_counter(), time.thread_time()
            answer = work(*given)
            self.cpus[name] = (time.thread_time() - cpu) * 1000
            self.wall += (time.perf_counter() - wall) * 1000
        self.statements += len(seen)
        self.content += answer if isinstance(answer, bytes) else b""
        return answer


def journey(app: Flask, settings: Settings, members: Coalition, items: int) -> tuple[Figures, dict[str, float]]:
    """The line of the table, and request -> the median of its CPU."""
    trips = [_trip(app, settings, members, items) for _ in range(WARM + JOURNEYS)][WARM:]
    cpus = [sum(trip.cpus.values()) for trip in trips]
    line = figures("whole journey", items, [t.wall for t in trips], cpus, trips[-1].statements, trips[-1].content)
    return line, {name: statistics.median(trip.cpus[name] for trip in trips) for name in trips[0].cpus}


def _trip(app: Flask, settings: Settings, members: Coalition, items: int) -> _Trip:
    life, trip = lives.opened(members, items), _Trip()
    lives.answer_all(life, stop_consultation=True)
    _write(life, trip, browser(app, members.pen))
    lives.approve(life, members.committee[:8])
    _decide(life, trip, browser(app, members.committee[8]))
    publish(app, settings)  # by the worker, which no reader waits for
    trip.step("14 public page", page, app.test_client(), f"/{life.address}")
    return trip


def _write(life: Life, trip: _Trip, pen: FlaskClient) -> None:
    room, block = f"/statements/{life.key}", paragraph(life)
    at = f"{room}/draft/{block.id}"
    trip.step("1 room", page, pen, room)
    form = fields(trip.step("2 paragraph", page, pen, at))
    saved = trip.step("3 save", send, pen, at, {**form, "text": f"{block.text} We shall say so again."})
    trip.step("4 draft", page, pen, saved)
    form = fields(trip.step("5 next version", page, pen, f"{room}/versions"))
    issued = trip.step("6 issue", send, pen, f"{room}/versions", form)
    trip.step("7 changes", page, pen, issued)
    form = fields(trip.step("8 ballot", page, pen, f"{room}/ballot"))
    opened = trip.step("9 submit", send, pen, f"{room}/ballot", {**form, "languages": ["en"]})
    trip.step("10 decision", page, pen, opened)


def _decide(life: Life, trip: _Trip, member: FlaskClient) -> None:
    room = f"/statements/{life.key}"
    form = fields(trip.step("11 decision, member", page, member, f"{room}/decision"))
    taken = trip.step("12 approve", send, member, f"{room}/positions", {**form, "stance": "approve"})
    trip.step("13 adopted", page, member, taken)
