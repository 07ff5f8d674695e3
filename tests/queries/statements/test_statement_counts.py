"""A page takes the same few SQL statements however many items there are; session and person are among them."""

from collections.abc import Callable, Iterator
from functools import partial
from itertools import product

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine

from bench import life as lives
from bench.coalition import BASE, Coalition, browser, coalition
from bench.counting import counted
from bench.life import Life
from workflow import app as roof
from workflow.config import Settings
from workflow.database import engine

LIMIT = 10
# The plan of the secretariat asks besides for who has voted, what is sent, the clock, the disk and the roll.
LIMIT_OF_HOME = 12
LIMIT_OF_DECISION = 16  # steering, proposals, the roll's changes, the ballot before and the objections are one each
WHOLE, CONSOLIDATION = ("/home", "/statements", "/organisations"), "/consolidation"
PENHOLDERS = (CONSOLIDATION, "/coverage", "/consultation")
CHANGES, REGISTER = (
    "/changes?from=1&to=2",
    ("/response-table", "/response-table?by=organisation", "/response-table.csv"),
)
STAGES: tuple[tuple[str, Callable[[Life], None], tuple[str, ...]], ...] = (
    ("consultation", lambda _: None, (*WHOLE, "", "/comments", "/history", "/coverage", "/consultation")),
    (
        "version 2",
        lives.consolidate,
        ("", "/comments", CHANGES, f"{CHANGES}&view=side", *REGISTER, "/history", CONSOLIDATION),
    ),
    ("answered", lives.answer_all, ("/comments", CONSOLIDATION)),
    ("decision", partial(lives.put_to_vote, positions=8), ("/home", "/decision", "/history")),
)


def test_pages_take_the_same_few_statements_for_50_and_500_items(database: Engine, settings: Settings) -> None:
    app, members = roof.create_app(settings), coalition()
    dict(_counts(app, members, 50))  # an earlier statement, of the same title, whose answers are new to a member
    few, many = (dict(_counts(app, members, items)) for items in (50, 500))
    assert few == many
    assert {page: count for page, count in many.items() if count > _limit(page)} == {}


def _limit(page: tuple[str, str]) -> int:
    # Home asks once more where two statements on it have one title.
    return {"/decision": LIMIT_OF_DECISION, "/home": LIMIT_OF_HOME + 1}.get(page[1], LIMIT)


def _counts(app: Flask, members: Coalition, items: int) -> Iterator[tuple[tuple[str, str], int]]:
    """(Reader and stage, page) -> how many statements it takes, through the life of a statement."""
    life = lives.opened(members, items)
    readers = {"penholder": browser(app, members.pen), "member": browser(app, members.committee[0])}
    for stage, move, pages in STAGES:
        move(life)
        for page, (who, client) in product(pages, readers.items()):
            if who == "penholder" or page not in PENHOLDERS:
                yield (f"{who}, {stage}", page), _count(client, life, page)


def _count(client: FlaskClient, life: Life, page: str) -> int:
    address = page if page in WHOLE else f"/statements/{life.key}{page}"
    client.get(address, base_url=BASE)  # the first time, it is kept that the reader has opened a version
    with counted(engine()) as seen:
        answer = client.get(address, base_url=BASE)
    assert answer.status_code == 200, (page, answer.status_code)
    return len(seen)
