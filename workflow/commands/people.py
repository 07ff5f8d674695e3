"""`communique secretariat` and `communique organisations`: the first people, and members from a list."""

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

import click

from workflow.commands import open_record
from workflow.config import Settings
from workflow.database import transaction
from workflow.formats.organisations_csv import COLUMNS, parse_lines
from workflow.models.person import LinkPurpose
from workflow.rules.people.organisation_facts import FAULTS
from workflow.rules.people.refusals import (
    AddressRefused,
    AddressTaken,
    ColumnsRefused,
    ImportRefused,
    LinesDiffer,
    NameRefused,
    NameTaken,
)
from workflow.rules.shared.refusals import AlreadyDone, OverLength, Refusal, TextRefused
from workflow.services.people import inviting, joining, membership
from workflow.supervisor import running

_NO_LIST = "This file is not a list of organisations. It must be CSV in UTF-8 with a column `name`."
# Plain words for the terminal: commands speak English, and so does their documentation.
_SAID: Mapping[type[Refusal], str] = {
    AddressRefused: "This is not an email address.",
    AddressTaken: "This address belongs to another person.",
    ColumnsRefused: _NO_LIST,
    AlreadyDone: "This person has already joined.",
    LinesDiffer: "An earlier line says something else about the same organisation.",
    NameRefused: "This name cannot be used.",
    NameTaken: "A member has this name, or one that looks the same.",
    OverLength: "This is too long.",
    TextRefused: _NO_LIST,
}


@click.group()
def secretariat() -> None:
    """The people of the secretariat."""


@secretariat.command()
@click.argument("email")
@click.option("--name", default="", help="The person's name; it can be changed later.")
@click.pass_obj
def add(settings: Settings, email: str, name: str) -> None:
    """Add a person with this EMAIL and print the link, good once and for 7 days, by which it signs in first."""
    try:
        with open_record(settings), transaction() as session:
            person = inviting.add_secretariat(session, email=email, name=name)
            token = joining.create_link(session, person, LinkPurpose.INVITATION)
    except Refusal as refusal:
        raise click.ClickException(_sentence(refusal)) from refusal
    click.echo(f"{_address(settings)}/invitation/{token}")


def _address(settings: Settings) -> str:
    """Where readers reach the service; on this machine, where a run of the data folder says that it listens."""
    run = running(settings.data)
    return run.address if run and urlsplit(settings.base_url).hostname == "127.0.0.1" else settings.base_url


@click.group()
def organisations() -> None:
    """The members of the coalition."""


def _columns() -> str:
    """The columns of a list, for the help of the terminal."""
    asked = {column: NameRefused(reason=fault).sentence.one for column, fault in FAULTS.items()}
    told = (f"  {column:<10}{asked.get(column, '')}".rstrip() for column in COLUMNS)
    return "\n".join(("\b", "Columns of the file, named in its first line; only the name is needed:", *told))


@organisations.command("import", epilog=_columns())
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.pass_obj
def take(settings: Settings, file: Path) -> None:
    """Add the organisations of a CSV FILE and invite their focal points; all lines or none."""
    try:
        lines = parse_lines(file.read_bytes())
        with open_record(settings), transaction() as session:
            done = membership.import_organisations(session, None, lines)
    except ImportRefused as refused:
        for number, problem in refused.problems:
            click.echo(f"{file}:{number}: {problem.field or 'line'}: {_sentence(problem)}", err=True)
        raise click.ClickException("Nothing in the list was imported.") from refused
    except Refusal as refusal:
        raise click.ClickException(_sentence(refusal)) from refusal
    click.echo(f"{done.added} organisations were added; {sum(bool(line.email) for line in lines)} people are invited.")
    if done.asked:
        click.echo(f"{done.asked} seats wait for a person of the secretariat, who has 24 hours to confirm them.")


def _sentence(refusal: Refusal) -> str:
    said = _SAID.get(type(refusal), type(refusal).__name__)
    if isinstance(refusal, AlreadyDone):
        return f"{said} To replace a forgotten password, use *Forgot your password?* on the sign-in page."
    return said
