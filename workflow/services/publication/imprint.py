"""What was printed of a publication: what its pages say besides the text, its files' digests, its words for searches.

What was printed stays as printed: no rename changes a page. One thing alone is taken off one again: the name of a
member that is protected since, and then for good.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from workflow.models.organisation import Organisation
from workflow.models.person import Person
from workflow.models.publication import PrintedFile, Progress, Publication, PublishedText
from workflow.models.statement import NamedMember, Statement
from workflow.models.version import Edition
from workflow.queries.publication.printed import all_files, members_of
from workflow.rules.notifications.events import EventKind
from workflow.services.shared.errands import note_pulse
from workflow.services.shared.record import record_event
from workflow.text.document import plain
from workflow.text.tokens import keywords

LISTS = "lists"  # its pulse is the lock of index and feeds


@dataclass(frozen=True)
class Imprint:
    """What a worker printed. facts: queries.published.Published.facts. files: name -> digest. press: made by which."""

    facts: Mapping[str, Any]
    files: Mapping[str, str]
    press: str


def keep_first(session: Session, statement: Statement, row: Publication, made: Imprint | None) -> None:
    """Keep what went out with a publication that is recorded now; without `made` the worker prints it by and by.

    A member that was protected while its pages were being made is not named on them for longer than it takes to print.
    """
    keep_texts(session, statement, row)
    if made is None:
        return
    row.printed, row.press = dict(made.facts), made.press
    _keep_files(session, row.id, made.files)
    protected = select(Organisation.id).where(Organisation.protected, Organisation.id.in_(members_of(row.printed)))
    for organisation_id in session.scalars(protected).all():
        _take_off(session, row, organisation_id)


def is_as_read(session: Session, publication_id: int, printed: Mapping[str, Any]) -> bool:
    """Whether the record still holds the facts that were read for printing; locks the publication."""
    return _lock_publication(session, publication_id).printed == dict(printed)


def keep(session: Session, publication_id: int, made: Imprint) -> None:
    """Keep that the publication was printed anew by that press; asked under its lock, after is_as_read."""
    row = _lock_publication(session, publication_id)
    row.printed, row.press, row.untrue = dict(made.facts), made.press, False
    _keep_files(session, publication_id, made.files)


def keep_texts(session: Session, statement: Statement, row: Publication) -> None:
    """Keep titles and words of all its editions for lists and searches, in the place of those that are there."""
    there = {each.language: each for each in session.scalars(_texts_of(row.id))}
    for edition in session.scalars(select(Edition).where(Edition.version_id == row.version_id)):
        kept = there.get(edition.language) or PublishedText(publication_id=row.id, language=edition.language)
        kept.title, kept.occasion = edition.title, edition.occasion
        kept.digest = row.digests.get(edition.language)
        words = (plain(block.text) for block in edition.blocks)
        kept.words = keywords(statement.reference, edition.title, edition.occasion, *words)
        session.add(kept)
    session.flush()


def gather_words(session: Session, publication_id: int) -> None:
    """Keep the words of what an earlier release published, where they are not there yet."""
    row = session.get_one(Publication, publication_id)
    texts = session.scalars(_texts_of(publication_id)).all()
    if not texts or not all(each.words for each in texts):
        keep_texts(session, session.get_one(Statement, row.statement_id), row)


def call_untrue(session: Session, publication_id: int) -> None:
    """Note that the stored words are not the adopted ones: no list has them until it could be printed again."""
    row = _lock_publication(session, publication_id)
    row.untrue, row.press = True, ""


def have_printed_anew(session: Session, publications: Iterable[int]) -> None:
    """Have the worker make the files of these publications again."""
    session.execute(update(Publication).where(Publication.id.in_(list(publications))).values(press=""))


def keep_lists(session: Session, files: Mapping[str, str]) -> None:
    """Keep the digests of index and feeds; asked under their lock."""
    for name, digest in files.items():
        session.merge(PrintedFile(name=name, digest=digest, publication_id=None))


def have_lists_printed_anew(session: Session, state: str) -> None:
    """Have the worker print index and feeds again. state: the name under which is kept what they were made of."""
    session.execute(delete(PrintedFile).where(PrintedFile.name == state))


def lock_files(session: Session, address: str) -> None:
    """Keep the files of an address, or (empty) index and feeds, from other workers until the transaction ends.

    Files of a publication that is no longer in the record, as somebody took its row away, are forgotten: who would make
    them again?
    """
    if not address:
        note_pulse(session, LISTS)  # written, not read: before it is there nobody could lock it
        return
    for publication_id in sorted({each for _, each in all_files(session, address).values() if each is not None}):
        row = session.scalar(select(Publication.id).where(Publication.id == publication_id).with_for_update())
        if row is None:
            forget_files(session, address)


def forget_files(session: Session, address: str) -> None:
    """Have the record know no files of that address but those of publications that it holds."""
    theirs = PrintedFile.name.startswith(f"{address}/", autoescape=True)
    held = select(Publication.id).where(Publication.id == PrintedFile.publication_id)
    session.execute(
        delete(PrintedFile)
        .where(theirs, PrintedFile.publication_id.is_not(None), ~held.exists())
        .execution_options(synchronize_session=False)
    )


def take_name_off(session: Session, person: Person | None, organisation: Organisation) -> None:
    """Have no public page name `organisation` from now on; the history of each statement says that it was done."""
    at_it = (
        select(Publication, Statement)
        .join(Statement, Statement.id == Publication.statement_id)
        .join(NamedMember, NamedMember.statement_id == Statement.id)
        .where(NamedMember.organisation_id == organisation.id, Publication.progress == Progress.DONE)
        .order_by(Publication.id)
    )
    for row, statement in session.execute(at_it.with_for_update(of=Publication)).all():
        if organisation.id in members_of(row.printed):
            _take_off(session, row, organisation.id)
            # Without the organisation: which of the names it was is nobody's business.
            record_event(session, EventKind.NAME_TAKEN_OFF, person=person, statement=statement)


def _take_off(session: Session, row: Publication, organisation_id: int) -> None:
    """Have the worker print without the name; until it has, nobody is served the files that hold it."""
    named = [each for each in row.printed["named"] if each[0] != organisation_id]
    row.printed = {**row.printed, "named": named, "unnamed": row.printed["unnamed"] + 1}
    row.press = ""
    session.execute(delete(PrintedFile).where(PrintedFile.publication_id == row.id))


def _keep_files(session: Session, publication_id: int, files: Mapping[str, str]) -> None:
    address = next(iter(files)).partition("/")[0]
    there = all_files(session, address)
    session.execute(delete(PrintedFile).where(PrintedFile.name.in_(there.keys() - files.keys())))
    for name, digest in files.items():
        if there.get(name) != (digest, publication_id):
            session.merge(PrintedFile(name=name, digest=digest, publication_id=publication_id))


def _texts_of(publication_id: int) -> Any:
    return select(PublishedText).where(PublishedText.publication_id == publication_id)


def _lock_publication(session: Session, publication_id: int) -> Publication:
    found = select(Publication).where(Publication.id == publication_id).with_for_update()
    return session.scalars(found.execution_options(populate_existing=True)).one()
