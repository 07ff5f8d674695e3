"""The pages of one statement at each stage of its life, with so many items."""

import itertools
from collections.abc import Iterator
from functools import partial
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from bench import life as lives
from bench.coalition import Coalition, browser
from bench.forms import fields, page, send
from bench.gauge import Figures, measured
from bench.life import Life
from worker import dispatch, tasks, workplace  # noqa: F401  (the tasks tell what is due)
from worker.workplace import Workplace
from workflow import database
from workflow.config import Settings
from workflow.models.version import Edition
from workflow.rules.shared.queues import Queue
from workflow.text.values.block import Block

COMMENTS = 20  # posted for one line of the table


def pages(app: Flask, settings: Settings, members: Coalition, items: int) -> Iterator[Figures]:
    """A line of the table for each page."""
    pen, member = browser(app, members.pen), browser(app, members.committee[0])
    life = lives.opened(members, items)
    room = f"/statements/{life.key}"

    def line(what: str, client: FlaskClient, path: str) -> Figures:
        return measured(what, partial(page, client, path), items=items)

    yield line("home", member, "/home")
    yield line("statement room", member, room)
    yield line("tab Comments", member, f"{room}/comments")
    yield line("history", member, f"{room}/history")
    yield _commenting(life, member, items)
    lives.consolidate(life)
    yield line("room, version 2", member, room)
    yield line("changes", member, f"{room}/changes?from=1&to=2")
    yield line("consolidation", pen, f"{room}/consolidation")
    lives.answer_all(life)
    lives.put_to_vote(life, positions=8)
    yield line("decision page", member, f"{room}/decision")
    lives.approve(life, members.committee[8:9])
    publish(app, settings)
    yield line("public page", app.test_client(), f"/{life.address}")


def _commenting(life: Life, member: FlaskClient, items: int) -> Figures:
    """Posting a comment; the form is opened before the clock starts."""
    block = paragraph(life)
    path = f"/statements/{life.key}/items/new?paragraph={block.id}"
    words = " ".join(block.text.split()[2:6])

    numbers = itertools.count(1)  # the same words at the same place would be one comment

    def filled() -> dict[str, Any]:
        body = f"Say more here: {next(numbers)}."
        chosen = {"kind": "comment", "where": "words", "words": words, "body": body, "after": ""}
        return {**fields(page(member, path)), **chosen, "language": "en"}

    def post(values: dict[str, Any]) -> None:
        send(member, path, values)

    return measured("posting a comment", post, items=items, prepare=filled, most=COMMENTS)


def paragraph(life: Life) -> Block:
    """A paragraph in the middle of the newest version."""
    with database.reading() as session:
        newest = select(Edition.blocks).where(Edition.title != "").order_by(Edition.id.desc()).limit(1)
        blocks = session.scalars(newest).one()
    return blocks[len(blocks) // 2 + 1]


def publish(app: Flask, settings: Settings) -> None:
    """What the worker does after an adoption."""
    workplace.use(Workplace(app, settings))
    while pieces := dispatch.hand_out([Queue.PUBLISHING], None):
        for piece in pieces:
            piece.do()
    workplace.use(None)
