"""What strangers and the worker cost where 3,000 statements are published: index, search, feed, a check of all files.

python -m bench.published [--database URL of a PostgreSQL server] [--statements 3000]
"""

import argparse
import itertools
import random
import time
from collections.abc import Iterator
from functools import partial

from bench import life as lives
from bench import table
from bench.forms import page
from bench.gauge import Figures, figures, measured
from bench.pages import publish
from bench.records import House, house
from tests.publications import publish_copies
from worker.printing import STATE, Press
from workflow import database
from workflow.services.publication import imprint
from workflow.text.document.markdown import parse
from workflow.text.values.block import Block
from workflow.web.shared import rate_limits

STATEMENTS, WORDS, PARAGRAPHS = 3_000, 6_000, 12
_ENDS = ("", "s", "ing", "ed", "ment", "tion", "al", "ly")


def main() -> None:
    """Measure these alone."""
    wanted = argparse.ArgumentParser(description=__doc__)
    wanted.add_argument("--database", metavar="URL", help="a PostgreSQL server on which a database may be made")
    wanted.add_argument("--statements", type=int, default=STATEMENTS)
    args = wanted.parse_args()
    rate_limits.SEARCHING = {"network": "1000000/minute"}  # counted as ever, and refused never
    with house(args.database, "memory://") as here:
        for line in costs(here, args.statements):
            print(table.table([line]).splitlines()[1], flush=True)


def costs(here: House, statements: int) -> Iterator[Figures]:
    """A line for each page of a stranger and each round of the worker's, with so many statements published."""
    life = lives.opened(here.members, 10)
    lives.consolidate(life)
    lives.answer_all(life)
    lives.put_to_vote(life, positions=9)
    publish(here.app, here.settings)
    with database.transaction() as session:
        publish_copies(session, list(itertools.islice(_texts(), statements - 1)))
    press = Press(here.app, here.settings)
    yield _shared("print one statement", statements, partial(_print_all, press))
    stranger = here.app.test_client(use_cookies=False)
    for what, path in (
        ("index", "/?lang=en"),
        ("index, page 2", "/?lang=en&page=2"),
        ("index, last page", "/?lang=en&page=99999"),
        ("search, one rare word", f"/?q={_word(4_000)}"),
        ("search, a word of all", f"/?q={_word(0)}"),
        ("search, one letter", "/?q=a"),
        ("search, ten letters", "/?q=a+b+c+d+e+f+g+h+i+j"),
        ("search, a word of all, last page", f"/?q={_word(0)}&page=99999"),
        ("search, nothing", "/?q=zzzz+qqqq"),
        ("search, 200 signs", "/?q=" + "a%20" * 100),
        ("feed", "/feed.atom"),
        ("statement", f"/{life.address}"),
    ):
        yield measured(what, partial(page, stranger, path), items=statements)
    yield measured("worker: nothing to do", partial(_nothing, press), items=statements)
    yield measured("worker: check of all files", partial(_check, press), items=statements, most=5)
    yield measured("worker: index and feeds anew", partial(_lists, press), items=statements, most=7)


def _print_all(press: Press) -> None:
    while True:
        with database.reading() as session:
            waiting = press.to_print(session, 20)
        if not waiting:
            break
        for publication_id in waiting:
            press.print_statement(publication_id)
    press.print_lists()


def _nothing(press: Press) -> None:
    with database.reading() as session:
        assert not press.are_lists_due(session) and not press.to_print(session, 4)


def _check(press: Press) -> None:
    press.check_files()


def _lists(press: Press) -> None:
    with database.transaction() as session:
        imprint.have_lists_printed_anew(session, STATE)
    press.print_lists()


def _shared(what: str, items: int, work: partial[None]) -> Figures:
    """What one of so many costs that are done together, once."""
    wall, cpu = time.perf_counter(), time.thread_time()
    work()
    wall, cpu = time.perf_counter() - wall, time.thread_time() - cpu
    return figures(what, items, [wall * 1000 / items], [cpu * 1000 / items], 0)


def _texts() -> Iterator[tuple[str, tuple[Block, ...]]]:
    """Texts of 600 words each, drawn so that few words are frequent and most are rare."""
    drawn = random.Random(7)
    for number in itertools.count():
        words = [_word(min(WORDS - 1, int(drawn.paretovariate(0.6)) - 1)) for _ in range(600)]
        size = len(words) // PARAGRAPHS
        paragraphs = (" ".join(words[at : at + size]) for at in range(0, len(words), size))
        yield f"Statement {number} on {words[0]} {words[1]}", tuple(parse("\n\n".join(paragraphs)))


def _word(rank: int) -> str:
    letters = "etaoinshrdlucmfwypvbgkjqxz"
    first, second, third = letters[rank % 26], letters[rank // 26 % 26], letters[rank // 676 % 26]
    return f"{first}{second}{third}{_ENDS[rank % 8]}"


if __name__ == "__main__":
    main()
