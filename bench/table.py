"""The table for a reader, and what of it reaches the aims."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bench.gauge import Figures
from bench.journey import SAVES

HEAD = ("", "items", "p50 ms", "p95 ms", "CPU ms", "SQL", "sent", "raw")
WIDTHS = (30, 6, 8, 8, 8, 5, 8, 9)
PAGE, SAVE = "floor: 30 kB Jinja page", "floor: ORM save, event + row"
_FEW, _MANY, _MOST = 10, 100, 1000


def table(lines: Sequence[Figures]) -> str:
    """The lines in columns."""
    rows = [HEAD, *(_cells(line) for line in lines)]
    return "\n".join(_row(row) for row in rows)


def _cells(line: Figures) -> tuple[str, ...]:
    times = (f"{value:.2f}" for value in (line.p50, line.p95, line.cpu))
    counts = ("" if value is None else f"{value:,}" for value in (line.sql, line.sent, line.raw))
    return (line.what, "" if line.items is None else f"{line.items:,}", *times, *counts)


def _row(cells: Sequence[str]) -> str:
    first, *others = cells
    return first.ljust(WIDTHS[0]) + "".join(cell.rjust(width) for cell, width in zip(others, WIDTHS[1:], strict=True))


def aims(
    lines: Sequence[Figures], more: Mapping[str, Any], stylesheet: int
) -> Iterator[tuple[str, float, float, bool]]:
    """(Aim, its limit, what was measured, whether it was reached)."""
    of = {(line.what, line.items): line for line in lines}
    page, save = of[PAGE, None].cpu, of[SAVE, None].cpu

    def most(aim: str, limit: float, found: float) -> tuple[str, float, float, bool]:
        return aim, limit, found, found <= limit

    pages = [line for line in lines if line.sent and line.sql and line.what not in ("whole journey", "decision page")]
    yield most("SQL statements of a page", 10, max(line.sql or 0 for line in pages))
    yield most("SQL statements of the decision page", 15, max(of["decision page", n].sql or 0 for n in (_FEW, _MOST)))
    yield most("room with 1,000 items, bytes compressed", 60_000, of["statement room", _MOST].sent or 0)
    long = [line for line in lines if line.what.startswith("long:")]
    yield most("long statement, bytes compressed of a page", 120_000, max(line.sent or 0 for line in long))
    yield most("long statement, room p50 ms", 60, next(line.p50 for line in long if line.what == "long: room"))
    public = of["public page", _MOST].sent or 0
    yield most("public page with its stylesheet, bytes compressed", 14_000, public + stylesheet)
    floor = 14 * page + SAVES * save
    yield most("journey, CPU over 14 Jinja pages and the saves", 4, of["whole journey", _FEW].cpu / floor)
    rooms = {n: of["statement room", n].cpu for n in (_FEW, _MANY, _MOST)}
    yield most("room, CPU with 1,000 items over 100", 8, rooms[_MOST] / rooms[_MANY])
    posts = {n: of["posting a comment", n].cpu for n in (_FEW, _MANY, _MOST)}
    yield most("posting a comment, CPU over an ORM save", 4, posts[_MANY] / save)
    yield most("posting a comment, CPU at 100 over 10", 1.2, posts[_MANY] / posts[_FEW])
    yield most("memory of one web process, MiB", 75, more["memory"]["ours"] or 0)
    rates = more["requests a second"]
    found = rates["public page"] / rates["ready bytes"]
    yield "public page, requests a second over ready bytes", 1 / 3, found, found >= 1 / 3
    mails = more["mails a second"]
    found = mails["ours"] / mails["kept line and a commit each"]
    yield "mails a second over a kept line and a commit each", 0.5, found, found >= 0.5


def verdicts(found: Sequence[tuple[str, float, float, bool]]) -> str:
    """The aims in columns."""
    return "\n".join(
        f"{'reached' if good else 'MISSED':8}{aim:54}{value:>10,.2f}  aim {limit:,.2f}"
        for aim, limit, value, good in found
    )
