"""Measures one piece of work again and again: wall clock, this thread's CPU, SQL statements, bytes."""

import gzip
import statistics
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from bench.counting import counted
from workflow import database

SECONDS, MOST, LEAST, WARM = 1.2, 60, 7, 2


@dataclass(frozen=True)
class Figures:
    """Milliseconds (p50, p95 of the wall clock; the median of CPU), SQL statements, bytes compressed and raw."""

    what: str
    items: int | None
    p50: float
    p95: float
    cpu: float
    sql: int | None = None
    sent: int | None = None
    raw: int | None = None
    samples: int = 0

    def as_dict(self) -> dict[str, Any]:
        """The figures for a file."""
        return {name: value for name, value in asdict(self).items() if value is not None}


def measured(
    what: str,
    work: Callable[..., bytes | None],
    *,
    items: int | None = None,
    prepare: Callable[[], Any] | None = None,
    most: int = MOST,
    seconds: float = SECONDS,
) -> Figures:
    """What `work` costs, which returns what it sends; it is given what `prepare` returns, whose cost is not counted."""
    walls, cpus, content, statements = [], [], b"", 0
    until = time.perf_counter() + seconds
    for turn in range(WARM + most):
        given = () if prepare is None else (prepare(),)
        with counted(database.engine()) as seen:
            wall, cpu = time.perf_counter(), time.thread_time()
            content = work(*given) or b""
            cpus.append((time.thread_time() - cpu) * 1000)
            walls.append((time.perf_counter() - wall) * 1000)
        statements = len(seen)
        if turn >= WARM + LEAST - 1 and time.perf_counter() > until:
            break
    return figures(what, items, walls[WARM:], cpus[WARM:], statements, content)


def figures(
    what: str, items: int | None, walls: list[float], cpus: list[float], statements: int, content: bytes = b""
) -> Figures:
    """The samples as one line of the table."""
    return Figures(
        what=what,
        items=items,
        p50=statistics.median(walls),
        p95=percentile(walls, 0.95),
        cpu=statistics.median(cpus),
        sql=statements or None,
        sent=len(gzip.compress(content, 6)) if content else None,
        raw=len(content) or None,
        samples=len(walls),
    )


def percentile(values: list[float], share: float) -> float:
    """The value that `share` of the values do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, round(share * (len(ordered) - 1)))]
