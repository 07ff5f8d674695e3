"""`communique doctor`: what works, what does not, and how to mend it."""

import secrets
import stat
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta

import click
from kombu import Connection
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from workflow import database, schema, smtp
from workflow.config import Settings
from workflow.database import reading
from workflow.models.event import Pulse
from workflow.supervisor import demonstration, running

LATE_AFTER = timedelta(seconds=60)


class Trouble(Exception):
    """Something does not work; arguments: what is amiss, and how to mend it."""


@click.command()
@click.pass_obj
def doctor(settings: Settings) -> None:
    """Check database, migrations, broker, worker, mail, storage and secret key; say how to mend each."""
    if demonstration.is_new(settings):
        raise click.ClickException(f"There is no database in {settings.data} yet: `communique run` makes it.")
    database.connect(settings.database_url)
    troubles = sum(not _is_well(name, check, settings) for name, check in _CHECKS.items())
    sys.exit(1 if troubles else 0)


def _is_well(name: str, check: Callable[[Settings], str], settings: Settings) -> bool:
    try:
        click.echo(f"ok    {name:<12} {check(settings)}")
    except Trouble as trouble:
        amiss, mend = trouble.args
        click.echo(f"AMISS {name:<12} {amiss}\n      {'':<12} To mend it: {mend}")
        return False
    return True


def _database(_settings: Settings) -> str:
    try:
        with database.engine().connect() as connection:
            return f"{connection.dialect.name} answers"
    except SQLAlchemyError as error:
        raise Trouble(
            f"it does not answer ({type(error).__name__})", "start it, or correct COMMUNIQUE_DATABASE_URL"
        ) from error


def _migrations(_settings: Settings) -> str:
    mends = {
        schema.SchemaState.EMPTY: "communique migrate",
        schema.SchemaState.OLDER: "communique migrate",
        schema.SchemaState.NEWER: "run the newer release that migrated it",
    }
    try:
        state = schema.state(database.engine())
    except SQLAlchemyError as error:
        raise Trouble("not known while the database does not answer", "see database") from error
    if state in mends:
        raise Trouble(f"the tables are {state.value}", mends[state])
    return "the tables are this release's"


def _broker(settings: Settings) -> str:
    run = running(settings.data)
    url = settings.broker_url or (run.broker_url if run else "")
    if not url:
        raise Trouble("none is set and none is started", "communique run, or set COMMUNIQUE_BROKER_URL")
    try:
        with closing(Connection(url, connect_timeout=3)) as connection:
            connection.ensure_connection(max_retries=1, interval_start=0, timeout=3)
    except Exception as error:  # each transport raises its own kinds
        raise Trouble(f"it does not answer ({type(error).__name__})", "start it, or correct its address") from error
    return "answers"


def _worker(_settings: Settings) -> str:
    try:
        with reading() as session:
            last, now = session.scalar(select(func.max(Pulse.at))), database.now(session)
    except SQLAlchemyError as error:
        raise Trouble("not known while the database has no tables", "see migrations") from error
    if last is None or now - last > LATE_AFTER:
        when = f"at {last:%Y-%m-%d %H:%M} UTC" if last else "never"
        raise Trouble(f"it looked at the record last {when}", "start the worker, and read what it writes")
    return f"looked at the record {(now - last).total_seconds():.0f} s ago"


def _mail(settings: Settings) -> str:
    run = running(settings.data)
    url = settings.smtp_url or (run.smtp_url if run else "")
    if not url:
        raise Trouble("no server is set and no mailbox is started", "communique run, or set COMMUNIQUE_SMTP_URL")
    try:
        with smtp.line(url, settings.mail_from.rpartition("@")[2]):
            return "the mail server answers"
    except (smtp.LineDown, ValueError) as error:
        raise Trouble(f"the mail server says: {error}", "start it, or correct COMMUNIQUE_SMTP_URL") from error


def _storage(settings: Settings) -> str:
    trial = settings.published / f".trial-{secrets.token_hex(4)}"
    try:
        settings.published.mkdir(parents=True, exist_ok=True)
        trial.write_bytes(b"trial")
        trial.unlink()
    except OSError as error:
        mend = f"give this user the right to write to {settings.published}, and room on the disk"
        raise Trouble(f"cannot be written to: {error.strerror}", mend) from error
    return f"{settings.published} can be written to"


def _secret_key(settings: Settings) -> str:
    if not settings.secret_key:
        raise Trouble("there is none", "communique run makes one; in production set COMMUNIQUE_SECRET_KEY")
    kept = settings.data / "secret-key"
    if kept.exists() and stat.S_IMODE(kept.stat().st_mode) & 0o077:
        raise Trouble("others on this machine can read it", f"chmod 600 {kept}")
    return "is there"


_CHECKS: dict[str, Callable[[Settings], str]] = {
    "database": _database,
    "migrations": _migrations,
    "broker": _broker,
    "worker": _worker,
    "mail": _mail,
    "storage": _storage,
    "secret key": _secret_key,
}
