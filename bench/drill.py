"""A drill: one decision and a thousand mails, while things are killed at random; at the end the books must balance.

python -m bench.drill [--fault NAME] [--seed N] [--mails N] [--kills N] [--database sqlite|postgresql]
    [--broker valkey|rabbitmq] [--pool threads|prefork]; or --matrix for all that goes together, with a few seeds each

Everything that it starts is its own and ends with it. The exit code is 1 where something does not balance.
"""

import argparse
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from sqlalchemy import text

from bench.drill_books import Ending, imbalances
from bench.drill_ending import ending, is_quiet, longest_mail
from bench.drill_faults import FAULTS, WORKERS, Scene
from bench.drill_house import House, Plan, attempt, house, logs, start_all
from bench.drill_story import Story, spoil
from workflow import database

GROUNDS = (
    ("sqlite", "valkey", "threads"),
    ("sqlite", "valkey", "prefork"),
    ("postgresql", "valkey", "threads"),
    ("postgresql", "rabbitmq", "threads"),
    ("postgresql", "valkey", "prefork"),
)
SEEDS = 3
QUIET_WITHIN = 120.0  # seconds after the last fault: leases, and a fan-out that was killed twice


@dataclass(frozen=True)
class Result:
    """How one drill ended, and what was done to it. longest: seconds from an event to its last mail."""

    plan: Plan
    ending: Ending
    faults: Counter[str]
    seconds: float
    longest: float
    wrong: tuple[str, ...]

    def __str__(self) -> str:
        plan, at = self.plan, self.ending
        lost = sum(said.startswith("LOST") for said in self.wrong)
        told = max((each.told for each in at.releases), default=0)
        late = max((wait.seconds for wait in at.waits), default=0.0)
        name = f"{plan.fault:11} {plan.database:10} {plan.broker:8} {plan.pool:7} seed {plan.seed:3}"
        found = (
            f"mails {len(at.mails):5} lost {lost} doubled {at.doubled} of {at.killed} killed lines, published {told}"
        )
        when = f"late {late:5.1f} s, last mail {self.longest:6.1f} s, in all {self.seconds:5.0f} s"
        return f"{name}  {found}  {when}  {'BALANCES' if not self.wrong else 'DOES NOT BALANCE'}"


def drill(plan: Plan, keep_logs: Path | None = None) -> Result:
    """Run one drill; RuntimeError where it could not be run to its end."""
    began = time.monotonic()
    plan = replace(plan, workers=max(plan.workers, WORKERS.get(plan.fault, 1)))
    with house(plan) as here:
        story = Story(here)
        if plan.fault == "poison":
            spoil(here, story)
        try:
            start_all(here)
            story.begin()
            _run(here, story, began + plan.limit)
            with database.reading() as session:
                longest = longest_mail(session)
            found = ending(here)
        finally:
            story.give_up()
            if keep_logs is not None:
                _keep(here, keep_logs)
        faults = Counter(each.what for each in here.troubles)
        wrong = [*imbalances(found)]
        if story.trouble is not None:
            wrong.append(f"the story ended with {story.trouble!r}")
        return Result(plan, found, faults, time.monotonic() - began, longest, tuple(wrong))


def _run(here: House, story: Story, limit: float) -> None:
    steps = FAULTS[here.plan.fault](Scene(here, story, random.Random(here.plan.seed)))
    is_over, quiet_since, patience = False, 0.0, limit
    while time.monotonic() < min(limit, patience):
        here.tend()
        if not is_over:
            is_over = next(steps, steps) is steps
            patience = limit
        elif story.is_over:
            patience = min(patience, time.monotonic() + QUIET_WITHIN)
            if not (attempt(lambda: is_quiet(here)) or False):
                quiet_since = time.monotonic()
            elif time.monotonic() - quiet_since > 1:
                return
            time.sleep(0.3)
        time.sleep(0.02)


def _keep(here: House, folder: Path) -> None:
    plan = here.plan
    place = folder / f"{plan.fault}-{plan.database}-{plan.broker}-{plan.pool}-{plan.seed}"
    place.mkdir(parents=True, exist_ok=True)
    for name, written in logs(here).items():
        (place / f"{name}.log").write_text(written)
    said = [f"process {each.child.pid} of {each.child.service.command[4]}" for each in here.kept]
    said += [f"{what}: {rows}" for what, rows in _rows_at_end().items()]
    said += [f"{each.began:%H:%M:%S.%f} to {each.ended or 'never'}: {each.what}" for each in here.troubles]
    (place / "faults.log").write_text("\n".join(said))


def _rows_at_end() -> dict[str, list[str]]:
    """What the record says of its own work, for whoever looks for a cause."""
    asked = ("select key, stage from statement", "select id, kind, at, fanned_at, attempts from event")
    asked += ("select progress, trouble, due_at, lease, leased_until from publication", "select * from errand")
    asked += ("select * from worker_process", "select name, at from pulse")
    asked += ("select progress, count(*), min(due_at), max(leased_until) from delivery group by progress",)
    with database.reading() as session:
        return {each: [str(row) for row in session.execute(text(each))] for each in asked}


def matrix(first: Plan) -> Iterator[Plan]:
    """Every ground with a few seeds of kills, and each other fault once on the usual one."""
    for database_, broker, pool in GROUNDS:
        for seed in range(first.seed, first.seed + SEEDS):
            yield replace(first, database=database_, broker=broker, pool=pool, seed=seed, fault="kill")
    for number, fault in enumerate(name for name in FAULTS if name != "kill"):
        kind = "sqlite" if number % 2 else "postgresql"
        yield replace(first, fault=fault, database=kind, broker="valkey", pool="threads")


def main() -> None:
    """Run what was asked for, and print what was found."""
    wanted = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    wanted.add_argument("--seed", type=int, default=1)
    wanted.add_argument("--mails", type=int, default=1000, help="of the event that is told to most")
    wanted.add_argument("--kills", type=int, default=12)
    wanted.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    wanted.add_argument("--broker", choices=("valkey", "rabbitmq"), default="valkey")
    wanted.add_argument("--pool", choices=("threads", "prefork"), default="threads")
    wanted.add_argument("--fault", choices=tuple(FAULTS), default="kill")
    wanted.add_argument("--limit", type=float, default=900.0, help="seconds after which a drill has failed")
    wanted.add_argument("--logs", type=Path, help="a folder for what the processes wrote")
    wanted.add_argument("--matrix", action="store_true")
    given = vars(wanted.parse_args())
    keep_logs, is_matrix = given.pop("logs"), given.pop("matrix")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that what was started ends with us
    if given["fault"] == "full" and given["broker"] == "rabbitmq":
        wanted.error("RabbitMQ's alarm would be for everybody on it: fill a Valkey")
    plan = Plan(**given)
    results = []
    for each in matrix(plan) if is_matrix else [plan]:
        try:
            results.append(drill(each, keep_logs))
        except pytest.skip.Exception as missing:
            print(f"skipped, seed {each.seed}: {missing}", flush=True)
            continue
        print(results[-1], flush=True)
        print(f"    {', '.join(f'{what} {count}' for what, count in sorted(results[-1].faults.items()))}", flush=True)
        for said in results[-1].wrong[:20]:
            print(f"    {said}", flush=True)
    sys.exit(any(result.wrong for result in results))


if __name__ == "__main__":
    main()
