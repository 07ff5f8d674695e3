"""What cannot be undercut on this machine at this hour: an empty view, a page, a save, ready bytes."""

import secrets
from functools import partial

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from bench.floor_app import app
from bench.forms import page
from bench.gauge import Figures, measured
from workflow import database
from workflow.models.event import Event
from workflow.models.person import SignIn
from workflow.rules.notifications.events import EventKind


def floors(engine: Engine, person_id: int) -> list[Figures]:
    """The floors of pages and saves."""
    client = app.test_client()
    return [
        measured("floor: empty Flask view", partial(page, client, "/"), most=200, seconds=0.5),
        measured("floor: 30 kB Jinja page", partial(page, client, "/page"), most=200, seconds=1.0),
        measured("floor: ORM save, event + row", partial(_save, engine, person_id), most=200, seconds=1.0),
    ]


def _save(engine: Engine, person_id: int) -> None:
    with Session(engine.execution_options(writing=True)) as session, session.begin():
        at = database.about_now()
        row = SignIn(token_hash=secrets.token_hex(32), person_id=person_id, started_at=at, seen_at=at)
        session.add_all([row, Event(kind=EventKind.DRAFT_SAVED, at=at, person_id=person_id, fanned_at=at)])
