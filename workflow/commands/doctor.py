"""`communique doctor`: whether each part works, and how to mend what does not."""

import getpass
import secrets
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cache

import click

from workflow import bell, database, schema, smtp, storage
from workflow.commands import ANOTHER_RECORD, open_record
from workflow.commands.publications import folders
from workflow.config import Settings
from workflow.machine import running as running_machine
from workflow.queries.notifications.deliveries import Figures, WorkerAtWork, figures
from workflow.queries.publication import printed
from workflow.queries.shared.clocks import worker_that_stopped
from workflow.rules.shared.clocks import Doubt
from workflow.services.shared import clocks
from workflow.supervisor import as_it_runs, is_on_its_record

SILENT_AFTER = timedelta(seconds=60)
LATE_AFTER = timedelta(minutes=15)
OVERDUE_AFTER = timedelta(minutes=2)


@dataclass(frozen=True)
class Diagnosis:
    """What was found of one part; `mend` is empty where it is well. is_warning: it is to be seen to, yet all works.

    more: what else is known of it, a line each.
    """

    said: str
    mend: str = ""
    is_warning: bool = False
    more: Sequence[str] = ()

    @property
    def fails(self) -> bool:
        """Whether the part does not work."""
        return bool(self.mend) and not self.is_warning

    @property
    def sign(self) -> str:
        """What its line begins with."""
        return "FAIL" if self.fails else "warn" if self.mend else "ok  "


@click.command()
@click.option("--confirm-clock", is_flag=True, help="Say that the clock is right: the worker goes on by it.")
@click.option("--quick", is_flag=True, help="Leave out clock, public pages and what is set aside: for a timer.")
@click.pass_obj
def doctor(settings: Settings, *, confirm_clock: bool, quick: bool) -> None:
    """Check database, schema, broker, worker, clock, deadlines, mail, storage, public pages and secret key.

    Says how to mend each. With --quick it reads no published file.

    The exit code is 1 where a line says FAIL; one that says warn leaves it as it is.
    """
    settings = as_it_runs(settings)
    if confirm_clock:
        click.echo(f"{_clock_confirmed(settings)}\n")
    checks = {name: check for name, check in _checks().items() if not (quick and name in _FOR_PERSONS)}
    findings = {name: _run_check(check, settings) for name, check in checks.items()}
    for name, finding in findings.items():
        click.echo(f"{finding.sign}  {name}: {finding.said}")
        for line in (*finding.more, finding.mend):
            if line:
                click.echo(f"      {line}")
    sys.exit(any(finding.fails for finding in findings.values()))


def _clock_confirmed(settings: Settings) -> str:
    """The sentence that says which time was confirmed, and by whom; kept in the record."""
    with open_record(settings), database.transaction() as session:
        said = clocks.confirm_clock(session, running_machine(), by=getpass.getuser())
        zone = settings.time_zone
        return f"Confirmed by {said.by}: it is {said.at.astimezone(zone):%A %d %B %Y, %H:%M:%S} ({zone.key})."


def _run_check(check: Callable[[Settings], Diagnosis], settings: Settings) -> Diagnosis:
    try:
        return check(settings)
    except Exception as error:
        return Diagnosis(f"the check itself failed ({type(error).__name__})", "Correct the faults above first.")


def _database(settings: Settings) -> Diagnosis:
    if not is_on_its_record(settings):
        return Diagnosis("another one than that of the run on these data", ANOTHER_RECORD.format(data=settings.data))
    try:
        with database.connect(settings.database_url).connect() as connection:
            return Diagnosis(f"{connection.dialect.name} answers")
    except Exception as error:
        mend = "Start the database server, or correct COMMUNIQUE_DATABASE_URL or COMMUNIQUE_DATA."
        return Diagnosis(f"no connection ({type(error).__name__})", mend)


def _schema(settings: Settings) -> Diagnosis:
    state = schema.state(database.engine())
    if state is schema.SchemaState.CURRENT:
        return Diagnosis("as this release needs it")
    if state is schema.SchemaState.TRIAL:
        return Diagnosis("from a trial version, before the first release", schema.TRIAL_REFUSED)
    if state is schema.SchemaState.NEWER:
        return Diagnosis("from a newer release", "Install that release; this one must not write here.")
    return Diagnosis(f"it is {state.value}", "Run `communique migrate`.")


def _broker(settings: Settings) -> Diagnosis:
    if settings.broker_url is None:
        return Diagnosis("none is set and none runs", "Start `communique run`, or set COMMUNIQUE_BROKER_URL.")
    queued = bell.waiting(settings.broker_url)
    if queued is not None:
        return Diagnosis(f"answers; messages in its queues: {', '.join(f'{name} {n}' for name, n in queued.items())}")
    return Diagnosis(
        "does not answer", "Start it, or correct COMMUNIQUE_BROKER_URL. Until then everything is a little late."
    )


def _figures() -> Figures:
    with database.reading() as session:
        return figures(session)


def _worker(at: Figures, settings: Settings) -> Diagnosis:
    silent = sorted(name for name, age in at.pulses.items() if age is None or age > SILENT_AFTER)
    if silent:
        mend = "Start a worker for it (`communique run` or `communique worker`); its log says why the last one ended."
        return Diagnosis(f"nothing heard within {SILENT_AFTER.seconds} s of: {', '.join(silent)}", mend)
    last = max(age for age in at.pulses.values() if age is not None)
    lines = f"{at.busy} of {at.lines} lines at work, workers: {len(at.workers)}"
    said = f"every queue looked at within {last.total_seconds():.0f} s; {lines}"
    each = [_worker_in_words(worker, settings) for worker in at.workers]
    if at.apart:
        names = " and ".join(worker.name for worker in at.apart)
        return Diagnosis(f"{said}; {names} publish into folders of their own", _ONE_FOLDER, is_warning=True, more=each)
    if at.presses > 1:
        mend = "They differ in release, address, coalition or time zone: pages are printed as the newest prints them."
        return Diagnosis(f"{said}, unlike each other", mend, is_warning=True, more=each)
    return Diagnosis(said, more=each)


_ONE_FOLDER = (
    "Some of the pages lie where nobody reads them. Give all one folder `published`, or end those that have "
    "another and start them with `--queues deadlines,mail`."
)


def _worker_in_words(worker: WorkerAtWork, settings: Settings) -> str:
    since = worker.began_at.astimezone(settings.time_zone)
    at_work = f"{worker.busy} of {worker.lines} lines at work"
    return f"{worker.name}: {', '.join(worker.queues)}; {at_work}; since {since:%a} {since.day} {since:%b, %H:%M}"


_ASK = (
    "Set the clock right (the worker then goes on by itself), or restart a worker that has a clock of its own. "
    "Where the clock is right, run `communique doctor --confirm-clock`."
)
_DOUBTS = {
    Doubt.AHEAD: "has jumped ahead by {minutes} min",
    Doubt.BEHIND: "is {minutes} min behind",
    Doubt.RESTARTED: "cannot be checked: the machine was started again {minutes} min after the last look",
}


def _clock(settings: Settings) -> Diagnosis:
    with database.reading() as session:
        halt = worker_that_stopped(session)
        here = clocks.clock_judgement(session, running_machine(), is_demo=settings.demo)
    if halt is not None:
        said = _DOUBTS[halt.doubt].format(minutes=halt.minutes)
        return Diagnosis(f"the worker's {said}: it closes, decides and publishes nothing", _ASK)
    if here.doubt is not None:
        said = _DOUBTS[here.doubt].format(minutes=round(here.by.total_seconds() / 60))
        return Diagnosis(f"it {said}: a worker here would close, decide and publish nothing", _ASK)
    return Diagnosis("agrees with what the record knows of it")


def _deadlines(at: Figures) -> Diagnosis:
    if at.overdue > OVERDUE_AFTER:
        minutes = int(at.overdue.total_seconds() // 60)
        mend = "Start the worker; where it runs its log names the statement by its key and says what failed."
        return Diagnosis(f"a consultation or ballot should have been closed {minutes} min ago and was not", mend)
    return Diagnosis("every consultation and ballot whose time was up is closed")


def _deliveries(at: Figures) -> Diagnosis:
    said = _age_in_words(at)
    if at.publications_set_aside:
        return Diagnosis(said, "The statement's tab Release says why. The secretariat can try again there.")
    log = "The worker's log names the rows by their numbers and says why."
    if at.paused:
        mend = "The mail server refuses one reader after another. All mail waits; the server is asked again."
        return Diagnosis(f"{said}; mail pauses for {at.paused.total_seconds():.0f} s", mend, is_warning=True)
    if at.oldest > LATE_AFTER:
        return Diagnosis(said, log)
    if at.mails_set_aside or at.events_set_aside or at.refused:
        page = "The secretariat reads why under “Emails that did not arrive” and sends them again there."
        return Diagnosis(said, f"{page} {log}", is_warning=True)
    return Diagnosis(said)


def _age_in_words(at: Figures) -> str:
    return (
        f"mail waiting: {at.waiting}, refused: {at.refused}, in doubt: {at.in_doubt}, set aside: "
        f"{at.mails_set_aside}; events set aside: {at.events_set_aside}; "
        f"publications set aside: {at.publications_set_aside}; {_oldest_in_words(at)}"
    )


def _oldest_in_words(at: Figures) -> str:
    waited = (f"{what} {age.total_seconds():.0f} s" for what, age in at.waited.items())
    return f"oldest due: {', '.join(waited) or 'none'}"


def _mail(settings: Settings) -> Diagnosis:
    if settings.smtp_url is None:
        return Diagnosis("no server is set and no mailbox runs", "Start `communique run`, or set COMMUNIQUE_SMTP_URL.")
    try:
        with smtp.line(settings.smtp_url, settings.mail_from.rpartition("@")[2]):
            return Diagnosis("the server takes our connection")
    except smtp.LineDown as down:
        return Diagnosis(str(down), "Correct COMMUNIQUE_SMTP_URL, or start the server. Mail waits and is not lost.")


def _storage(settings: Settings) -> Diagnosis:
    if (
        not settings.data.is_dir()
    ):  # to look is not to make: a folder in the wrong place would be taken for the right one
        mend = "Name the folder with --data or COMMUNIQUE_DATA, or start `communique run`, which makes it."
        return Diagnosis(f"there is no folder {settings.data}", mend)
    name, content = f"trial-{secrets.token_hex(4)}", secrets.token_bytes(16)
    try:
        storage.write(settings.published, name, content)
        kept = storage.read_file(settings.published, name)
        storage.delete(settings.published, name)
    except OSError as error:
        return Diagnosis(f"{settings.published}: {error.strerror}", "Make room there, and let our user write to it.")
    if kept != content:
        return Diagnosis("what was written is not what was read", "Check the disk under the data folder.")
    return Diagnosis(f"{settings.published} can be written to")


def _check_public_pages(settings: Settings) -> Diagnosis:
    with database.reading() as session:
        written, found = printed.all_files(session), printed.prints(session)
    if found.untrue:
        mend = "Restore the database from a backup: the worker's log names the statements by their keys."
        return Diagnosis(f"the stored words of {found.untrue} published statements are not the adopted ones", mend)
    wrong = sorted(name for name, (digest, _) in written.items() if not storage.holds(settings.published, name, digest))
    if wrong:
        made = all(_is_made_again(name, written) for name in wrong)
        said = f"{len(wrong)} files are not what was written: {_some(wrong)}"
        return Diagnosis(said, (_AGAIN if made else _BY_HAND).format(folder=settings.set_aside))
    if found.files:
        return _diagnosis(settings, found.files, written)
    if found.unprinted:
        said = f"{found.unprinted} published statements are still to be printed or compared with the record"
        return Diagnosis(
            said, "The worker does it by and by; where the number stays its log says why.", is_warning=True
        )
    return Diagnosis(f"{len(written)} files as they were written")


_AGAIN = "The worker takes each away within a minute and makes it again; its log says so. Find out who changed it."
_BY_HAND = (
    "The worker takes each away within a minute; what stood there lies in {folder}. It makes again what the record has "
    "published, and not pages that a person put back: copy those from a backup, byte for byte. Find out who changed it."
)


def _is_made_again(name: str, written: Mapping[str, tuple[str, int | None]]) -> bool:
    """Whether the worker makes a file anew: of a publication, or a list. What a person put back it cannot make."""
    return name in written and (written[name][1] is not None or "/" not in name)


def _diagnosis(settings: Settings, files: Sequence[str], written: Mapping[str, tuple[str, int | None]]) -> Diagnosis:
    again = [name for name in files if _is_made_again(name, written)]
    away = [name for name in files if name not in again]
    said, mend = f"{len(written)} files as they were written", f"What stood there lies in {settings.set_aside}."
    if again:
        said += f"; within 7 days these were not: {_some(again)}"
        mend = f"They were made again. {mend}" if not away else f"Those that differed were made again. {mend}"
    if away:
        said += f"; within 7 days these were taken away, which no worker had written or could make again: {_some(away)}"
    return Diagnosis(said, mend, is_warning=True)


def _check_set_aside(settings: Settings) -> Diagnosis:
    with database.reading() as session:
        settled = printed.folders(session)
    waiting = [each.name for each in folders(settings) if each.name not in settled]
    if waiting:
        addresses = sorted({name.rsplit("-", 2)[0] for name in waiting})
        mend = "\n      ".join(f"communique publications restore {each}" for each in addresses[:5])
        said = f"taken off the web, since the record does not know them: {_some(addresses)}; in {settings.set_aside}"
        return Diagnosis(said, f"{mend}\n      or `communique publications leave ADDRESS` where it is to stay away.")
    return Diagnosis("no public page waits for a person's word")


def _some(names: Sequence[str]) -> str:
    shown = ", ".join(names[:5])
    return f"{shown} and {len(names) - 5} more" if len(names) > 5 else shown


def _secret_key(settings: Settings) -> Diagnosis:
    if len(settings.secret_key) < 32:
        return Diagnosis("there is none", "Set COMMUNIQUE_SECRET_KEY; `communique run` makes one in the data folder.")
    kept = settings.data / "secret-key"
    if kept.exists() and kept.stat().st_mode & 0o077:
        return Diagnosis(f"others can read {kept}", f"chmod 600 {kept}")
    return Diagnosis("there, and closed to others")


_FOR_PERSONS = frozenset({"clock", "published pages", "set aside"})  # whom they cost seconds, and a timer all day


def _checks() -> dict[str, Callable[[Settings], Diagnosis]]:
    """Every check of one run by the name of its part; the worker's figures are counted once for all of them."""
    counted = cache(_figures)
    return {
        "database": _database,
        "schema": _schema,
        "broker": _broker,
        "worker": lambda settings: _worker(counted(), settings),
        "clock": _clock,
        "deadlines": lambda _: _deadlines(counted()),
        "deliveries": lambda _: _deliveries(counted()),
        "mail": _mail,
        "storage": _storage,
        "published pages": _check_public_pages,
        "set aside": _check_set_aside,
        "secret key": _secret_key,
    }
