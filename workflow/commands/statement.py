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
from workflow.formats.word.values import OFFICE_MARK, TakenAs
from workflow.models.person import Person
from workflow.procedures import procedures
from workflow.rules.drafts.import_notices import Noticed, NoticeKind
from workflow.rules.shared.refusals import NotAllowed, OverLength, Refusal, TextRefused, TooManyBlocks
from workflow.rules.statements.languages import OFFERED
from workflow.services.people.signins import someone
from workflow.services.statements.importing import Origin, imported_text
from workflow.services.statements.starting import NewStatement, create_statement
from workflow.services.statements.versions import DraftText
from workflow.text.document import (
    ENCODINGS,
    LARGEST,
    QUOTES,
    Decoded,
    Reading,
    ReadingChoices,
    Unreadable,
    decoded_as,
    decodings,
    read,
)
from workflow.text.tokens import likely
from workflow.text.values import Reason

# Plain words for the terminal: commands speak English, and so does their documentation.
_SAVE_AS_WORD = (
    "Open it in an office program and save it as .docx, with its tracked changes left as they are; "
    "saved as plain text, deleted words would come back."
)
_UNREADABLE = {
    Reason.EMPTY: "The file is empty.",
    Reason.TOO_LARGE: "The file is larger than 1 MB.",
    Reason.BINARY: "The file is not a text: .docx, .odt, plain text and Markdown are read.",
    Reason.PDF: f"The file is a PDF, which keeps lines and no paragraphs. {_SAVE_AS_WORD}",
    Reason.RTF: f"The file is in RTF. {_SAVE_AS_WORD}",
    Reason.OLD_WORD: f"The file is a .doc, as Word wrote before 2007. {_SAVE_AS_WORD}",
    Reason.TRACKED_ODT: f"The file is an .odt with tracked changes. {_SAVE_AS_WORD}",
    Reason.LIES: f"The file is not what its name says. {_SAVE_AS_WORD}",
    Reason.DAMAGED: "The file is damaged. Open it in an office program and save it again.",
    Reason.ENTITY: "The file defines entities or has a document type, which no office program writes.",
    Reason.PASSWORD: "The file is protected by a password.",
    Reason.BOMB: "The file unpacks to far more than a text needs.",
    Reason.TOO_MANY_REVISIONS: "The file has more than 10,000 tracked changes.",
    Reason.TOO_MANY_PARAGRAPHS: "The file has more than 2,000 paragraphs.",
    Reason.ENCODING: "The file is not in UTF-8.",
    Reason.NO_TEXT: "There are no words in the file.",
    Reason.FORBIDDEN: "The file contains invisible characters that change how it is read: {codes}.",
}
_NOTICED: Mapping[NoticeKind, str] = {
    NoticeKind.RUNNING_HEAD: "seems to have stood on every page",
    NoticeKind.PAGE_NUMBER: "seems to be the number of a page",
    NoticeKind.BROKEN_WORD: "has a hyphen that may come from the end of a line",
    NoticeKind.GLUED_NOTE: "seems to end in the mark of a footnote, whose text was found",
    NoticeKind.NOTE_WITHOUT_TEXT: "seems to end in the mark of a footnote, whose text was not found",
    NoticeKind.HEADING: "a heading that is neither title nor occasion, kept in the text",
    NoticeKind.HIDDEN_SIGN: "invisible characters",
    NoticeKind.ENCODING: "read in the encoding",
    NoticeKind.OWN_NUMBERS: "the text numbers its own paragraphs",
    NoticeKind.COMMENT: "a comment of the file, kept beside the draft",
    NoticeKind.LEFT_OUT: "in the file, and no part of the text",
    NoticeKind.UNREAD_CHANGES: "tracked changes that could not be read",
    NoticeKind.STRAIGHT_QUOTES: "straight quotation marks, where the language has its own",
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
@click.option(
    "--tracked", type=click.Choice([each.value for each in TakenAs]), help="How tracked changes of a .docx are taken."
)
@click.option("--encoding", type=click.Choice(ENCODINGS), help="Of a file that is not in UTF-8.")
@click.option("--our-numbers/--own-numbers", "ours", default=False, help="Number its numbered paragraphs as ours.")
@click.option(
    "--quotes/--no-quotes", "quotes", default=False, help="Set straight quotation marks as its language does."
)
@click.option("--json", "as_json", is_flag=True, help="Print one object for a program to read.")
@click.pass_obj
def take(settings: Settings, /, file: Path, email: str, as_json: bool, **given: Any) -> None:
    """Begin a statement with the text of FILE, and print its reference and its key.

    FILE is Markdown, plain text, .docx, or .odt without tracked changes. Tracked changes are taken as --tracked says,
    never unasked; comments are kept beside the draft.

    What was noticed in the text is listed, and waits beside the draft. Sentences that look torn by a page break are
    joined only with --join, and only where there is hardly any doubt.
    """
    reading, given["encoding"], given["of_file"] = _read_file(file, given["encoding"] or "", given["tracked"])
    torn = [_torn(reading, index) for index in reading.joins]
    joined = [each for each, index in zip(torn, reading.joins, strict=True) if given["joins"] and index in reading.sure]
    try:
        with open_record(settings), transaction() as session:
            person, zone = _person(session, email), settings.time_zone
            wanted = _wanted(reading, given)
            made = create_statement(session, person, wanted, prefix=settings.reference_prefix, zone=zone)
            told = {"reference": made.reference, "key": made.key, "title": made.title, "joined": given["joins"]}
    except Refusal as refusal:
        said = _REFUSED.get(type(refusal), f"Refused: {type(refusal).__name__}.").format_map(vars(refusal))
        raise click.ClickException(said) from refusal
    _tell({**told, "language": wanted.language}, torn, joined, wanted.noticed, as_json=as_json)


def _wanted(reading: Reading, given: dict[str, Any]) -> NewStatement:
    """The statement as it is to begin, with what was noticed and not chosen."""
    title, occasion = given["title"] or reading.title, given["occasion"] or reading.occasion
    spare = [own for own, chosen in ((reading.occasion, occasion), (reading.title, title)) if own != chosen]
    language = _tongue(reading, given["language"])
    chosen = ReadingChoices(
        joins=reading.sure if given["joins"] else (),
        our_numbers=given["ours"],
        quotes=language if given["quotes"] and language in QUOTES else "",
    )
    spare = [each for each in spare if each]
    origin = Origin(language, given["encoding"], spare, is_reviewed=False, noticed=given["of_file"])
    came = imported_text(reading, chosen, origin)
    text = DraftText(title, occasion, came.blocks)
    return NewStatement(text, language, procedure=given["procedure"], noticed=came.noticed)


def _tongue(reading: Reading, given: str | None) -> str:
    found = given or likely("\n".join(block.text for block in reading.blocks))
    if found is None:
        raise click.ClickException("We could not recognise the language. Name it with --language.")
    return found


def _read_file(file: Path, encoding: str, tracked: str | None) -> tuple[Reading, str, Sequence[tuple[int, Noticed]]]:
    """What was read, the encoding where one was needed, and what else is in a file of an office program."""
    if file.stat().st_size > LARGEST:
        raise click.ClickException(_UNREADABLE[Reason.TOO_LARGE])
    data = file.read_bytes()
    if data.startswith(OFFICE_MARK):
        return _read_word(data, tracked)
    words = _in_utf_8(data, encoding)
    try:
        return read(words, file.name), encoding if words is not data else "", ()
    except Unreadable as unreadable:
        if unreadable.reason is Reason.ENCODING and (read_as := decodings(data)):
            raise click.ClickException(_choice(read_as)) from unreadable
        raise click.ClickException(_UNREADABLE[unreadable.reason].format(codes=unreadable.codes)) from unreadable


def _read_word(data: bytes, tracked: str | None) -> tuple[Reading, str, Sequence[tuple[int, Noticed]]]:
    from workflow.formats.word.importing import word_reading  # no other command needs what reads them
    from workflow.formats.word.reading import read_word

    try:
        text = read_word(data)
        if text.revisions and not tracked:
            said = (
                f"The file has {len(text.revisions)} tracked changes. Say how they are taken: --tracked accepted, or "
            )
            raise click.ClickException(f"{said}--tracked refused.")
        found = word_reading(text, TakenAs(tracked or TakenAs.ACCEPTED), with_comments=True)
    except Unreadable as unreadable:
        raise click.ClickException(_UNREADABLE[unreadable.reason].format(codes=unreadable.codes)) from unreadable
    return found.reading, "", found.noticed


def _in_utf_8(data: bytes, encoding: str) -> bytes:
    """The file as UTF-8 from the encoding that was named; as it is where none was, or it is UTF-8 already."""
    try:
        data.decode()
    except UnicodeDecodeError:
        words = decoded_as(data, encoding) if encoding else None
        return data if words is None else words.encode()
    return data


def _choice(read_as: Sequence[Decoded]) -> str:
    """What to choose from for a file that is not in UTF-8."""
    lines = [f"  --encoding {each.encoding}: {each.lines[0] if each.lines else ''}" for each in read_as]
    return "\n".join(["The file is not in UTF-8. Choose the encoding that reads as it should:", *lines])


def _person(session: Session, email: str) -> Person:
    wanted = Person.email == email.strip().lower() if email else Person.organisation_id.is_(None)
    found = session.scalars(someone().where(wanted).order_by(Person.id).limit(1)).first()
    if found is None:
        said = (
            f"Nobody has the address {email}." if email else "There is nobody in the secretariat: add somebody first."
        )
        raise click.ClickException(said)
    return found


def _torn(reading: Reading, index: int) -> Torn:
    one, other = reading.blocks[index], reading.blocks[reading.next_of(index)]
    return Torn(one.text[-50:].lstrip(), other.text[:50].rstrip())


def _tell(
    told: dict[str, Any], torn: Sequence[Torn], joined: Sequence[Torn], noticed: Sequence[Noticed], *, as_json: bool
) -> None:
    if as_json:
        ends = [{"before": each.before, "after": each.after, "joined": each in joined} for each in torn]
        kinds = [{"kind": each.kind.value, "words": each.words} for each in noticed]
        click.echo(json.dumps({**told, "torn": ends, "noticed": kinds}, ensure_ascii=False))
        return
    click.echo(f"reference {told['reference']}\nkey {told['key']}")
    for each in torn:
        click.echo(f"{'joined' if each in joined else 'seems to be cut'}: … {each.before} | {each.after} …")
    for notice in noticed:
        if notice.kind is not NoticeKind.JOIN:
            click.echo(f"{_NOTICED[notice.kind]}: {notice.words}")
    if noticed:
        click.echo(f"{len(noticed)} noticed, to be answered beside the draft")
