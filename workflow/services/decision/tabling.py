"""A version goes on the table: exact editions, a deadline, and an electorate that is frozen now."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from workflow.database import now
from workflow.models.ballot import Ballot, Elector
from workflow.models.consultation import Consultation
from workflow.models.item import Disposition, Item
from workflow.models.organisation import Organisation
from workflow.models.person import Person
from workflow.models.statement import Statement
from workflow.models.version import Edition, Version
from workflow.queries.shared.roles import is_seated
from workflow.rules.consolidation.refusals import NotDealtWith
from workflow.rules.consultation.refusals import NotIssued
from workflow.rules.decision import procedure
from workflow.rules.decision.decision import is_short_notice
from workflow.rules.decision.refusals import EditionIncomplete, NothingOnTheTable, ShortNotice
from workflow.rules.notifications.events import EventKind
from workflow.rules.publication.refusals import DigestMismatch
from workflow.rules.shared.lifecycle import Move
from workflow.rules.shared.permissions import Action
from workflow.rules.shared.refusals import MomentPast, StaleVersion
from workflow.rules.shared.sentences import Language
from workflow.rules.statements.translation import missing
from workflow.services.consolidation import issuing
from workflow.services.drafts.bracketing import require_no_brackets
from workflow.services.shared.checking import REASON_LIMIT, check_words
from workflow.services.shared.choosing import require_offered
from workflow.services.shared.record import ensure_label_of, lock_roll, lock_statement, move, record_event, require
from workflow.services.statements import versions
from workflow.text.document import digest


def open_ballot(
    session: Session,
    person: Person,
    key: str,
    *,
    version: int,
    languages: Collection[str],
    closes_at: datetime,
    short_notice: str = "",
) -> Ballot:
    """Put the editions of `version` in `languages` on the table until `closes_at`; rule and electorate are frozen now.

    short_notice: why it closes within `rules.decision.SHORT_NOTICE`; kept only where it does.
    Raises StaleVersion, NotDealtWith (items wait for a disposition), NotIssued (dispositions wait for a version),
    NothingOnTheTable, MomentPast, ShortNotice, TextRefused, OverLength, OpenBrackets, DigestMismatch, VoiceNotOffered.
    The caller commits.
    """
    statement = lock_statement(session, key)
    require(session, person, Action.OPEN_BALLOT, statement)
    require_offered(statement.voice)
    issued = _newest(session, statement, version)
    _require_consultations(session, statement)
    _require_answers(session, statement)
    if closes_at <= now(session):
        raise MomentPast
    ballot = Ballot(
        statement_id=statement.id,
        version_id=issued.id,
        number=_next_number(session, statement),
        digests=_table(session, statement, issued, languages),
        opened_by=person.id,
        opened_at=now(session),
        closes_at=closes_at,
        short_notice=_why_so_soon(session, closes_at, short_notice),
        reminded_at=None,
        settled_at=None,
    )
    session.add(ballot)
    session.flush()
    _freeze_electorate(session, statement, ballot)
    move(session, statement, Move.OPEN_BALLOT)
    record_event(session, EventKind.BALLOT_OPENED, person=person, statement=statement, data={"ballot": ballot.id})
    return ballot


def _why_so_soon(session: Session, closes_at: datetime, reason: str) -> str:
    """The reason for a deadline that is near, empty for another; raises ShortNotice where it lacks one."""
    said = check_words(reason, field="short_notice", limit=REASON_LIMIT)
    if not is_short_notice(now(session), closes_at):
        return ""
    if not said:
        raise ShortNotice
    return said


def _newest(session: Session, statement: Statement, number: int) -> Version:
    newest = versions.current(session, statement)
    if newest is None:
        raise NothingOnTheTable
    if newest.number != number:
        raise StaleVersion(seen=number, current=newest.number, labelling=statement.labelling)
    return newest


def _require_consultations(session: Session, statement: Statement) -> None:
    held = session.scalar(
        select(func.count()).where(Consultation.statement_id == statement.id, Consultation.closed_at.is_not(None))
    )
    if (held or 0) < procedure.from_dict(statement.procedure).consultations:
        raise NothingOnTheTable


def _require_answers(session: Session, statement: Statement) -> None:
    """Every item has its answer, and a version holds what the answers say: else an accepted amendment would be lost."""
    if left := issuing.waiting(session, statement):
        raise NotDealtWith(refs=left)
    unissued = (
        select(Disposition.item_id)
        .join(Item, Item.id == Disposition.item_id)
        .where(Item.statement_id == statement.id, Disposition.version_id.is_(None))
    )
    if session.scalar(select(unissued.exists())):
        raise NotIssued


def _table(session: Session, statement: Statement, issued: Version, languages: Collection[str]) -> dict[str, str]:
    there = session.scalars(select(Edition).where(Edition.version_id == issued.id)).all()
    editions = [edition for edition in there if edition.language in languages]
    original = next(edition for edition in there if edition.language == statement.language)
    # Nor does a translation go there that was made before the words of the original were left open.
    require_no_brackets(original, original=True)
    if not editions or len(editions) != len(set(languages)):
        raise NothingOnTheTable(field="languages")
    for edition in editions:
        if missing(original.blocks, edition.blocks):
            raise EditionIncomplete(language=Language(edition.language))
        require_no_brackets(edition, original=edition is original)
        if digest(edition.title, edition.blocks) != edition.digest:
            raise DigestMismatch(language=edition.language)
    return {edition.language: edition.digest for edition in editions}


def _next_number(session: Session, statement: Statement) -> int:
    return (session.scalar(select(func.max(Ballot.number)).where(Ballot.statement_id == statement.id)) or 0) + 1


def _freeze_electorate(session: Session, statement: Statement, ballot: Ballot) -> None:
    lock_roll(session)  # a change of the roll is in the electorate as a whole, or stands on the page as made since
    seated = session.scalars(select(Organisation).where(is_seated())).all()
    if not seated:
        raise NothingOnTheTable
    for organisation in seated:
        session.add(Elector(ballot_id=ballot.id, organisation_id=organisation.id))
        if organisation.protected:
            ensure_label_of(session, statement.id, organisation.id)
    session.flush()
