"""`communique publications`: pages that were taken off the web because the record does not know them as published."""

from pathlib import Path

import click

from workflow import storage
from workflow.commands import open_record
from workflow.config import Settings
from workflow.database import reading, transaction
from workflow.queries.publication import printed
from workflow.queries.publication.published import is_address
from workflow.rules.shared.refusals import AlreadyDone
from workflow.services.publication import setting_aside

_PUBLISHED = "The record's own page stands under {address}, or is being put out: the old one stays in {folder}."
_TAKEN = "Something stands in {folder} already. Nothing was moved."
_NONE = "There are no pages of {address} in {folder}."


@click.group()
def publications() -> None:
    """Public pages that were taken off the web: list them, put them back, or leave them away."""


@publications.command("list")
@click.pass_obj
def show(settings: Settings) -> None:
    """List the pages in the folder set-aside, and which of them wait for a person's word."""
    with open_record(settings), reading() as session:
        ended = printed.folders(session)
    for folder in folders(settings):
        click.echo(f"{'settled' if folder.name in ended else 'waits  '}  {folder}")


@publications.command()
@click.argument("address")
@click.pass_obj
def restore(settings: Settings, address: str) -> None:
    """Put the newest pages of ADDRESS, such as JS-2026-7, back where everybody reads them; they stay there.

    They stay until the record publishes a statement under that address: then they are moved out again, and told of.
    """
    found = _newest(settings, address)
    digests = {
        f"{address}/{path.relative_to(found).as_posix()}": storage.digest_of(path.read_bytes())
        for path in sorted(found.rglob("*"))
        if path.is_file() and not path.is_symlink()
    }
    try:
        with open_record(settings), transaction() as session:
            setting_aside.put_pages_back(session, address, found.name, digests)
            storage.move_back(settings.set_aside, found.name, settings.published, address)
    except AlreadyDone as refusal:
        raise click.ClickException(_PUBLISHED.format(address=address, folder=found)) from refusal
    except FileExistsError as error:
        raise click.ClickException(_TAKEN.format(folder=settings.published / address)) from error
    click.echo(f"{address} is public again, as it was: {len(digests)} files. Index and feeds do not list it.")


@publications.command()
@click.argument("address")
@click.pass_obj
def leave(settings: Settings, address: str) -> None:
    """Say of the pages of ADDRESS that they stay away; they stay in the folder set-aside, and nobody is reminded."""
    found = _newest(settings, address)
    with open_record(settings), transaction() as session:
        setting_aside.leave_away(session, address, found.name)
    click.echo(f"{address} stays away. Its pages stay in {found}.")


def folders(settings: Settings) -> list[Path]:
    """The pages that lie in the folder set-aside, the oldest first."""
    if not settings.set_aside.is_dir():
        return []
    found = (each for each in settings.set_aside.iterdir() if each.is_dir() and is_address(_address(each)))
    return sorted(found, key=lambda each: each.name.rsplit("-", 2)[1:])


def _address(folder: Path) -> str:
    return folder.name.rsplit("-", 2)[0]


def _newest(settings: Settings, address: str) -> Path:
    found = [each for each in folders(settings) if _address(each) == address]
    if not found:
        raise click.ClickException(_NONE.format(address=address, folder=settings.set_aside))
    return found[-1]
