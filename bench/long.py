"""A statement of a hundred paragraphs with 1,500 items from 300 organisations: its pages beside the floors of the run.

python -m bench.long measures these alone.
"""

from collections.abc import Iterator
from functools import partial

from flask import Flask
from sqlalchemy import select

from bench import floors, table, words
from bench import life as lives
from bench.coalition import Coalition, browser
from bench.forms import page
from bench.gauge import Figures, measured
from bench.records import house
from workflow import database
from workflow.models.version import Edition

ORGANISATIONS, PARAGRAPHS, ITEMS = 300, 100, 1_500


def main() -> None:
    """Measure these pages alone."""
    with house(None, "memory://", ORGANISATIONS) as here:
        for line in floors.floors(database.engine(), here.members.pen):
            print(table.table([line]).splitlines()[1], flush=True)
        for line in pages(here.app, here.members):
            print(table.table([line]).splitlines()[1], flush=True)


def pages(app: Flask, members: Coalition) -> Iterator[Figures]:
    """A line of the table for each page, in the consultation and after version 2."""
    pen, member = browser(app, members.pen), browser(app, members.committee[0])
    life = lives.opened(members, ITEMS, words.long_text(PARAGRAPHS))
    room = f"/statements/{life.key}"
    with database.reading() as session:
        (blocks,) = session.scalars(select(Edition.blocks))
    first = (
        ("room", room),
        ("room, page 3", f"{room}?page=3"),
        ("text without notes", f"{room}?show=none"),
        ("paragraph opened", f"{room}?open={blocks[5].id}"),
        ("tab Comments", f"{room}/comments"),
        ("search", f"{room}/comments?q=river"),
    )
    second = (("room, version 2", room), ("room, version 1", f"{room}?version=1"), ("Comments, v2", f"{room}/comments"))
    for what, path in first:
        yield measured(f"long: {what}", partial(page, member, path), items=ITEMS)
    lives.consolidate(life)
    for what, path in second:
        yield measured(f"long: {what}", partial(page, member, path), items=ITEMS)
    yield measured("long: consolidation", partial(page, pen, f"{room}/consolidation"), items=ITEMS)


if __name__ == "__main__":
    main()
