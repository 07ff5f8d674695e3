"""Moments typed and shown in the writer's zone."""

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from workflow import app as roof
from workflow import database as record
from workflow.config import Settings
from workflow.web.shared import locale
from workflow.web.shared.forms import DeadlineField, Form, MomentField
from workflow.web.shared.moments import clock_time, deadline, for_input, moment

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)  # another day of the same year, whose number is left out


class _OneMoment(Form):
    at = MomentField("At")


class _OneDeadline(Form):
    at = DeadlineField("At")


@pytest.fixture
def app(settings: Settings) -> Flask:
    """The application; no page of it is asked for here."""
    return roof.create_app(settings)


@pytest.mark.parametrize(
    ("zone", "typed", "meant"),
    [
        ("Europe/Zurich", "2026-11-24T16:00", datetime(2026, 11, 24, 15, 0, tzinfo=UTC)),
        ("Europe/Zurich", "2026-07-01T16:00", datetime(2026, 7, 1, 14, 0, tzinfo=UTC)),
        ("Asia/Kolkata", "2026-11-24T12:00", datetime(2026, 11, 24, 6, 30, tzinfo=UTC)),
        ("America/St_Johns", "2026-11-24T12:00", datetime(2026, 11, 24, 15, 30, tzinfo=UTC)),
        ("UTC", "2026-11-24T12:00", datetime(2026, 11, 24, 12, 0, tzinfo=UTC)),
    ],
)
def test_a_moment_means_the_clock_of_its_writer_and_comes_back_as_typed(
    app: Flask, zone: str, typed: str, meant: datetime
) -> None:
    with app.test_request_context(method="POST"):
        locale.speak("en", zone)
        form = _OneMoment(MultiDict({"at": typed}))
        assert form.at.data == meant
        assert for_input(form.at.data) == typed


def test_one_moment_is_shown_by_each_readers_own_clock(app: Flask) -> None:
    at = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
    shown = []
    for zone in ("Asia/Kolkata", "Europe/Zurich", "Asia/Kolkata"):
        with record.clock(lambda: NOW), app.test_request_context():
            locale.speak("en", zone)
            shown.append((clock_time(at), moment(at)))
    assert shown == [
        ("17:30", "Tue 24 Nov, 17:30"),
        ("13:00", "Tue 24 Nov, 13:00"),
        ("17:30", "Tue 24 Nov, 17:30"),
    ]


def test_a_deadline_is_typed_by_the_coalitions_clock_and_said_with_the_readers_beside_it(settings: Settings) -> None:
    app = roof.create_app(replace(settings, time_zone=ZoneInfo("Europe/Zurich")))
    meant = datetime(2026, 11, 24, 17, 0, tzinfo=UTC)
    said = {}
    for zone in ("Asia/Kolkata", "Europe/Zurich", "Africa/Lagos"):
        with record.clock(lambda: NOW), app.test_request_context(method="POST"):
            locale.speak("en", zone)
            assert _OneDeadline(MultiDict({"at": "2026-11-24T18:00"})).at.data == meant
            said[zone] = deadline(meant)
    assert said == {
        "Asia/Kolkata": "Tue 24 Nov, 18:00 in Zurich (Tue 24 Nov, 22:30 your time)",
        "Europe/Zurich": "Tue 24 Nov, 18:00",
        "Africa/Lagos": "Tue 24 Nov, 18:00",
    }
