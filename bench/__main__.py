"""Measures the product beside the floors of the same run; prints a table and writes it as JSON.

python -m bench [--database URL of a PostgreSQL server]
"""

import argparse
import gzip
import json
import os
import platform
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench import floors, lines, long, processes, table
from bench.coalition import browser
from bench.gauge import Figures
from bench.journey import journey
from bench.life import opened
from bench.pages import pages
from bench.records import House, house
from tests.provide.broker import own_broker
from workflow import database

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "bench" / "results"
SIZES = (10, 100, 1000)


def main() -> None:
    """Measure everything."""
    wanted = argparse.ArgumentParser(description=__doc__)
    wanted.add_argument("--database", metavar="URL", help="a PostgreSQL server on which a database may be made")
    args = wanted.parse_args()
    started = time.perf_counter()
    found, steps, ours = [], {}, []
    with own_broker() as broker:
        for size in SIZES:
            with house(args.database, broker) as here:
                found.append(floors.floors(database.engine(), here.members.pen))
                ours += _pages(here, size)
                line, steps[size] = journey(here.app, here.settings, here.members, size)
                ours.append(_said(line))
                more = _processes(here, broker, size) if size == SIZES[-1] else {}
        with house(args.database, broker, long.ORGANISATIONS) as here:
            found.append(floors.floors(database.engine(), here.members.pen))
            ours += [_said(line) for line in long.pages(here.app, here.members)]
    more["mails a second"] = lines.mails(args.database)
    measured = [_middle(group) for group in zip(*found, strict=True)] + ours
    more["seconds"] = time.perf_counter() - started
    _report(measured, more, steps, "postgresql" if args.database else "sqlite")


def _pages(here: House, size: int) -> list[Figures]:
    return [_said(line) for line in pages(here.app, here.settings, here.members, size)]


def _said(line: Figures) -> Figures:
    print(table.table([line]).splitlines()[1], flush=True)
    return line


def _middle(group: Sequence[Figures]) -> Figures:
    """Of a floor that was measured several times in the run, the run in the middle."""
    return sorted(group, key=lambda line: line.cpu)[len(group) // 2]


def _processes(here: House, broker: str, size: int) -> dict[str, Any]:
    more: dict[str, Any] = {}
    address = f"/{_published(here)}"
    life = opened(here.members, size)
    client = browser(here.app, here.members.pen)
    cookie = client.get_cookie("session", domain="127.0.0.1")
    room = f"/statements/{life.key}"
    with processes.web(here.environ) as (port, pid):
        for path in (
            "/home",
            room,
            f"{room}/comments",
            f"{room}/history",
            "/organisations",
            "/statements",
            address,
        ) * 4:
            processes.get(port, path, cookie.value if cookie else "")
        rate = {"public page": processes.reads_a_second(port, address)}
        more["memory"] = {"ours": processes.memory(pid)}
    with processes.web(here.environ, processes.FLOOR) as (port, pid):
        rate["ready bytes"] = processes.reads_a_second(port, "/ready")
        more["memory"]["bare Flask"] = processes.memory(pid)
    more["requests a second"] = rate
    more["commit to worker, ms"] = processes.summary(processes.wakes(here.environ, here.members.pen))
    more["bare list in the broker, ms"] = processes.summary(lines.bare_list(broker))
    return more


def _published(here: House) -> str:
    return next(folder.name for folder in here.settings.published.iterdir() if folder.is_dir())


def _report(measured: list[Figures], more: dict[str, Any], steps: dict[int, dict[str, float]], backend: str) -> None:
    stylesheet = len(gzip.compress((ROOT / "workflow" / "static" / "app.css").read_bytes(), 6))
    aims = list(table.aims(measured, more, stylesheet))
    print(f"\n{table.table(measured)}\n\nSQL counts every statement but SQLite's BEGIN; sent is gzip at level 6.\n")
    print("journey with 10 items, CPU ms: ", ", ".join(f"{name} {value:.1f}" for name, value in steps[10].items()))
    for what, values in more.items():
        print(f"{what}: {values}")
    print(f"\n{table.verdicts(aims)}")
    RESULTS.mkdir(exist_ok=True)
    result = {
        "backend": backend,
        "machine": {"python": platform.python_version(), "cores": os.cpu_count(), "load": os.getloadavg()},
        "lines": [line.as_dict() for line in measured],
        "journey": steps,
        "processes": more,
        "aims": [dict(zip(("aim", "limit", "measured", "reached"), each, strict=True)) for each in aims],
        "floor of the journey, CPU ms": _floor(measured),
    }
    (RESULTS / f"pages-{backend}.json").write_text(json.dumps(result, indent=1))


def _floor(measured: Sequence[Figures]) -> float:
    cpu = {line.what: line.cpu for line in measured}
    return 14 * cpu[table.PAGE] + 4 * cpu[table.SAVE]


if __name__ == "__main__":
    main()
