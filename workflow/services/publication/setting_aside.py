"""Pages that the record does not know as published: they are taken off the web, nothing is deleted, a person decides.

The record may be the one that is wrong, such as a database that was put back to an earlier day.
"""

from collections.abc import Iterable, Mapping

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from workflow.database import now
from workflow.models.publication import PrintedFile, Progress, Publication, SetAside
from workflow.models.statement import Statement
from workflow.queries.publication.printed import addresses_put_back
from workflow.queries.publication.published import place
from workflow.rules.notifications.events import EventKind
from workflow.rules.shared.refusals import AlreadyDone
from workflow.services.publication.imprint import forget_files
from workflow.services.shared.record import record_event


def is_stray(session: Session, address: str) -> bool:
    """Whether no pages may stand under this short address: not published, not put back, and no worker writing them.

    None can begin before the transaction ends.
    """
    row = _publication(session, address)
    if row is None:
        return address not in addresses_put_back(session)
    is_writing = row.leased_until is not None and row.leased_until > now(session)
    return row.progress is not Progress.DONE and not is_writing and address not in addresses_put_back(session)


def note_pages(session: Session, address: str, folder: str) -> None:
    """Note that the pages of `address` were moved to `folder`, and tell the secretariat.

    Of what a worker of ours has begun and not ended nobody is told: it puts them out anew.
    """
    row = _publication(session, address)
    begun = row is not None and row.lease > 0
    at = now(session)
    if row is None:
        forget_files(session, address)
    session.add(SetAside(address=_short(address), folder=folder, at=at, ended_at=at if begun else None))
    if not begun:
        _tell(session, address)


def folders_without_note(session: Session, folders: Iterable[str]) -> list[str]:
    """Those of the folders in `set-aside` that no note names: who moved them was stopped before it kept one."""
    names = set(folders)
    if not names:
        return []
    return sorted(names.difference(session.scalars(select(SetAside.folder).where(SetAside.folder.in_(names)))))


def note_found(session: Session, address: str, folder: str, *, stands: bool) -> None:
    """Note pages of `address` that were found in `folder` without a note, as they should have been when moved.

    stands: whether anything stands under the address in public. Asked under the lock, after folders_without_note().
    """
    row = _publication(session, address)
    if address in addresses_put_back(session) and (not stands or (row is not None and row.progress is Progress.DONE)):
        make_way(session, address, folder)
    else:
        note_pages(session, address, folder)


def note_file(session: Session, address: str, name: str, folder: str) -> None:
    """Note that the file of that name was moved to `folder`: it is not what was written, or nobody wrote it."""
    at = now(session)
    session.add(SetAside(address=_short(address), file=_short(name), folder=folder, at=at, ended_at=at))


def put_pages_back(session: Session, address: str, folder: str, files: Mapping[str, str]) -> None:
    """Have the pages of `address` stay in public until the record publishes its own. files: name -> digest.

    Raises AlreadyDone where the record's own pages stand there, or are being put out. The caller moves the folder
    before it commits.
    """
    row = _publication(session, address)
    if row is not None and (row.progress is Progress.DONE or row.leased_until is not None):
        raise AlreadyDone
    found = _note_of(session, address, folder)
    found.ended_at, found.is_back = now(session), True
    for name, digest in files.items():
        session.merge(PrintedFile(name=name, digest=digest, publication_id=None))
    data = {"address": address}
    record_event(session, EventKind.PAGES_PUT_BACK, statement=_statement(session, address), data=data)


def leave_away(session: Session, address: str, folder: str) -> None:
    """Say of pages that were taken off the web that they stay away: nobody is reminded of them any more."""
    _note_of(session, address, folder).ended_at = now(session)


def make_way(session: Session, address: str, folder: str) -> None:
    """Note that pages that a person had put back were moved to `folder`: the record puts out its own now.

    History and the secretariat are told: the same address says another text or another moment from now on.
    """
    _forget(session, address)
    at = now(session)
    session.add(SetAside(address=_short(address), folder=folder, at=at, ended_at=at))
    _tell(session, address, replaced=True)


def is_used(session: Session, year: int, number: int) -> bool:
    """Whether pages with this number were public of which the record does not know: no statement gets it again."""
    like = SetAside.address.endswith(f"-{year}-{number}", autoescape=True)
    return session.scalar(select(SetAside.id).where(like, SetAside.file == "").limit(1)) is not None


def _tell(session: Session, address: str, **more: bool) -> None:
    data = {"address": _short(address), **more}
    record_event(session, EventKind.PAGES_SET_ASIDE, statement=_statement(session, address), data=data)


def _note_of(session: Session, address: str, folder: str) -> SetAside:
    """The note of that folder; made where the record has none, such as one that was put back once more."""
    found = session.scalar(select(SetAside).where(SetAside.folder == folder))
    if found is None:
        found = SetAside(address=address, folder=folder, at=now(session))
        session.add(found)
    return found


def _short(name: str) -> str:
    """A name from the disk, which may be anything, as a column and a mail can hold it."""
    return "".join(sign if sign.isprintable() and sign.isascii() else "_" for sign in name)[:80]


def _forget(session: Session, address: str) -> None:
    for each in session.scalars(select(SetAside).where(SetAside.address == address, SetAside.is_back)):
        each.is_back = False
    theirs = PrintedFile.name.startswith(f"{address}/", autoescape=True)
    session.execute(delete(PrintedFile).where(theirs, PrintedFile.publication_id.is_(None)))


def _publication(session: Session, address: str) -> Publication | None:
    at = place(address)
    if at is None:
        return None
    its = select(Publication).join(Statement, Statement.id == Publication.statement_id)
    its = its.where(*(getattr(Statement, name) == value for name, value in at.items()))
    return session.scalar(its.with_for_update(of=Publication))


def _statement(session: Session, address: str) -> Statement | None:
    at = place(address)
    return None if at is None else session.scalar(select(Statement).filter_by(**at))
