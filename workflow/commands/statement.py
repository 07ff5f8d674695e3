"""`communique statement import`: a statement from a text file, by the same use case as in the browser."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
from sqlalchemy.orm import Session

from workflow.commands import open_record
from workflow.config import Settings
from workflow.database import transaction
from workflow.models.person import Person
from workflow.procedures import procedures
from workflow.rules.shared.refusals import NotAllowed, OverLength, Refusal, TextRefused, TooManyBlocks
from workflow.rules.statements.languages import OFFERED
from workflow.services.people.signins import someone
from workflow.services.statements.starting import NewStatement, create_statement
from workflow.services.statements.versions import DraftText
from workflow.text.document import LARGEST, Reading, Unreadable, headed, joined, read
from workflow.text.tokens import likely
from workflow.text.values import Block, Reason

# Plain words for the terminal: commands speak English, and so does their documentation.
_UNREADABLE = {
    Reason.EMPTY: "The file is empty.",
    Reason.TOO_LARGE: "The file is larger than 1 MB.",
    Reason.BINARY: "The file is not a text. Save it as plain text or Markdown.",
    Reason.ENCODING: "The file is not in UTF-8.",
    Reason.NO_TEXT: "There are no words in the file.",
    Reason.FORBIDDEN: "The file contains invisible characters that change how it is read: {codes}.",
}
_REFUSED: Mapping[type[Refusal], str] = {
    TextRefused: "The text has no title: give one with --title.",
    OverLength: "Title and occasion may have at most 300 characters.",
    TooManyBlocks: "The text has {count} paragraphs, with headings and list items; it may have at most {limit}.",
    NotAllowed: "This person may not start a statement.",
}


@dataclass(frozen=True)
class Torn:
    """Two ends of a sentence that looks torn: the last words of one paragraph and the first of the next."""

    before: str
    after: str


@click.group()
def statement() -> None:
    """The coalition's statements."""


@statement.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--as", "email", default="", metavar="EMAIL", help="Who starts it; else the secretariat's first person.")
@click.option("--title", default="", help="The title; else the text's own heading.")
@click.option("--occasion", default="", help="The occasion; else the first of the text's two headings.")
@click.option("--language", type=click.Choice(OFFERED), help="Of the text; else the one that it reads as.")
@click.option("--procedure", default="ordinary", type=click.Choice(list(procedures())), show_default=True)
@click.option("--join/--no-join", "--joins/--no-joins", "joins", default=False, help="Join cut sentences.")
@click.option("--json", "as_json", is_flag=True, help="Print one object for a program to read.")
@click.pass_obj
def take(settings: Settings, /, file: Path, email: str, joins: bool, as_json: bool, **given: str) -> None:
    """Begin a statement with the text of FILE, Markdown or plain text in UTF-8, and print its reference and its key.

    Sentences that look torn by a page break are listed; they are joined only with --join.
    """
    reading = _read_file(file)
    torn = [_torn(reading.blocks, index) for index in reading.joins]
    try:
        with open_record(settings), transaction() as session:
            made = _create(session, _person(session, email), reading, joins, settings, given)
            told = {"reference": made.reference, "key": made.key, "title": made.title, "joined": joins}
    except Refusal as refusal:
        said = _REFUSED.get(type(refusal), f"Refused: {type(refusal).__name__}.").format_map(vars(refusal))
        raise click.ClickException(said) from refusal
    _tell(told, torn, as_json=as_json)


def _create(
    session: Session, person: Person, reading: Reading, joins: bool, settings: Settings, given: dict[str, str]
) -> Any:
    title, occasion = given["title"] or reading.title, given["occasion"] or reading.occasion
    spare = [own for own, chosen in ((reading.occasion, occasion), (reading.title, title)) if own != chosen]
    text = DraftText(title, occasion, headed(spare, joined(reading.blocks, reading.joins if joins else ())))
    wanted = NewStatement(text, _tongue(reading, given["language"]), procedure=given["procedure"])
    return create_statement(session, person, wanted, prefix=settings.reference_prefix, zone=settings.time_zone)


def _tongue(reading: Reading, given: str | None) -> str:
    found = given or likely("\n".join(block.text for block in reading.blocks))
    if found is None:
        raise click.ClickException("We could not recognise the language. Name it with --language.")
    return found


def _read_file(file: Path) -> Reading:
    if file.stat().st_size > LARGEST:
        raise click.ClickException(_UNREADABLE[Reason.TOO_LARGE])
    try:
        return read(file.read_bytes(), file.name)
    except Unreadable as unreadable:
        codes = unreadable.findings[0].codes if unreadable.findings else ""
        raise click.ClickException(_UNREADABLE[unreadable.reason].format(codes=codes)) from unreadable


def _person(session: Session, email: str) -> Person:
    wanted = Person.email == email.strip().lower() if email else Person.organisation_id.is_(None)
    found = session.scalars(someone().where(wanted).order_by(Person.id).limit(1)).first()
    if found is None:
        said = (
            f"Nobody has the address {email}." if email else "There is nobody in the secretariat: add somebody first."
        )
        raise click.ClickException(said)
    return found


def _torn(blocks: Sequence[Block], index: int) -> Torn:
    return Torn(blocks[index].text[-50:].lstrip(), blocks[index + 1].text[:50].rstrip())


def _tell(told: dict[str, Any], torn: Sequence[Torn], *, as_json: bool) -> None:
    if as_json:
        ends = [{"before": each.before, "after": each.after} for each in torn]
        click.echo(json.dumps({**told, "torn": ends}, ensure_ascii=False))
        return
    click.echo(f"reference {told['reference']}\nkey {told['key']}")
    for each in torn:
        click.echo(f"{'joined' if told['joined'] else 'seems to be cut'}: … {each.before} | {each.after} …")
