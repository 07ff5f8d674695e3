"""`communique worker`: a worker beside those that run, for all queues or some."""

import sys
from collections.abc import Sequence
from contextlib import suppress

import click
from sqlalchemy.exc import DBAPIError

from workflow.commands import open_record
from workflow.config import POOLS, Settings
from workflow.rules.shared.queues import Queue
from workflow.supervisor import as_it_runs, services


class Queues(click.ParamType[list[Queue]]):
    """Names of queues, with commas between them."""

    name = "queues"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> list[Queue]:
        """The queues that are named; ends the command with a sentence where one is not."""
        names = str(value).split(",")
        unknown = [name for name in names if name not in set(Queue)]
        if unknown:
            self.fail(f"there is no queue {', '.join(unknown)}; there are {', '.join(Queue)}.", param, ctx)
        return [Queue(name) for name in names]


@click.command()
@click.option("--queues", type=Queues(), default=",".join(Queue), show_default=True, help="What it serves.")
@click.option("--concurrency", type=click.IntRange(min=1), help="How many tasks it does at once.")
@click.option("--pool", type=click.Choice(POOLS), help="What its lines are.")
@click.pass_obj
def worker(settings: Settings, queues: Sequence[Queue], concurrency: int | None, pool: str | None) -> None:
    """Start a worker beside those that run: more lines for the mail, or one for deadlines alone.

    Beside `communique run` on the same data (--data FOLDER) it takes what that has chosen; COMMUNIQUE_DATABASE_URL and
    COMMUNIQUE_SECRET_KEY are told to nobody, so give it those where the run was given them. Elsewhere it needs the
    settings of the others, all of them, and for `publishing` the same folder `published`: on a machine that does not
    have it, name the other queues with --queues. Every queue has to be served by one worker at least.
    """
    here = as_it_runs(settings)
    if here.broker_url is None:
        sys.exit(
            f"COMMUNIQUE_BROKER_URL is not set, and no `communique run` is under way on {settings.data}: "
            "--data FOLDER names another."
        )
    if Queue.MAIL in queues and here.smtp_url is None:
        sys.exit("COMMUNIQUE_SMTP_URL is not set: this worker would take the mail and could not send it.")
    with suppress(DBAPIError), open_record(settings):  # one that does not answer yet is waited for
        pass
    lines, crew = concurrency or settings.worker_lines, pool or settings.worker_pool
    click.echo(f"A worker for {', '.join(queues)}: {lines} lines ({crew}). Ctrl-C ends it.")
    services.become_worker(settings, queues, lines, crew)
