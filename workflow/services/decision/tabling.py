"""A version goes before the Committee: a mandate, a deadline, and an electorate and a rule that are frozen now."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from math import ceil

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from workflow.database import now
from workflow.models.ballot import Ballot, Elector
from workflow.models.consultation import Consultation
from workflow.models.item import Disposition, Item
from workflow.models.organisation import Organisation
from workflow.models.person import Person
from workflow.models.statement import NamedMember, Statement
from workflow.models.version import Edition, Version
from workflow.queries.shared.consents import without_consent
from workflow.queries.shared.newest import newest_ballot_id
from workflow.queries.shared.roles import is_seated
from workflow.rules.consolidation.refusals import NotDealtWith
from workflow.rules.consultation.refusals import NotIssued
from workflow.rules.decision import procedure
from workflow.rules.decision.decision import Electorate, Settling, is_short_notice
from workflow.rules.decision.mandate import Mandate, are_same_words
from workflow.rules.decision.refusals import (
    ConsentMissing,
    EditionIncomplete,
    NobodyNamed,
    NothingOnTheTable,
    NotNameable,
    SameText,
    ShortNotice,
)
from workflow.rules.notifications.events import EventKind
from workflow.rules.publication.embargo import require_near
from workflow.rules.publication.refusals import DigestMismatch, EmbargoStands
from workflow.rules.publication.release import ReleaseKind
from workflow.rules.shared.lifecycle import Move
from workflow.rules.shared.permissions import Action
from workflow.rules.shared.refusals import MomentPast, StaleVersion, UnknownChoice
from workflow.rules.shared.sentences import Language
from workflow.rules.statements.translation import missing
from workflow.rules.statements.voice import Voice
from workflow.services.consolidation import issuing
from workflow.services.consolidation.objection_answers import require_objections_answered, tell_answers
from workflow.services.drafts.bracketing import require_no_brackets
from workflow.services.shared.checking import REASON_LIMIT, check_words
from workflow.services.shared.choosing import require_offered
from workflow.services.shared.record import ensure_labels, lock_roll, lock_statement, move, record_event, require
from workflow.services.statements import versions
from workflow.text.document import digest


@dataclass(frozen=True)
class BallotTerms:
    """What is put to a decision and how. version: the number that the form showed. languages: of which editions.

    short_notice: why it closes sooner than the procedure has it; kept only where it does. settling: when it is decided
    before its deadline. release, release_at: when the text goes out once it is adopted. authentic: the language of the
    edition that counts, empty for the original's. same_text: why words that were not adopted are put again.
    """

    version: int
    languages: Collection[str]
    closes_at: datetime
    short_notice: str = ""
    settling: Settling = Settling.ANSWERED
    release: ReleaseKind | None = None
    release_at: datetime | None = None
    authentic: str = ""
    same_text: str = ""


def open_ballot(session: Session, person: Person, key: str, terms: BallotTerms) -> Ballot:
    """Put a mandate before the Committee; mandate, rule and electorate are frozen now.

    Raises StaleVersion, NotDealtWith (items wait for a disposition), NotIssued (dispositions wait for a version),
    ObjectionsUnanswered, NothingOnTheTable, MomentPast, TooFarAhead, EmbargoStands, ShortNotice, SameText, TextRefused,
    OverLength, OpenBrackets, DigestMismatch, VoiceNotOffered, NobodyNamed, NotNameable, ConsentMissing. The caller
    commits.
    """
    statement = lock_statement(session, key)
    require(session, person, Action.OPEN_BALLOT, statement)
    if terms.closes_at <= now(session):
        raise MomentPast
    issued, mandate = mandate_to_put(session, statement, terms)
    table = mandate.digests
    _require_consents(session, statement, mandate)
    _set_release(session, person, statement, mandate)
    pinned = procedure.from_dict(statement.procedure)
    ballot = Ballot(
        statement_id=statement.id,
        version_id=issued.id,
        number=_next_number(session, statement),
        digests=dict(table),
        mandate=mandate.as_dict(),
        mandate_digest=mandate.digest,
        rule=pinned.rule.of_a_new_ballot(terms.settling).as_dict(),
        electorate=Electorate.COMMITTEE,
        opened_by=person.id,
        opened_at=now(session),
        closes_at=terms.closes_at,
        short_notice=_why_so_soon(session, terms, pinned.minimum_ballot),
        same_text=_why_again(session, statement, table, terms.same_text),
        reminded_at=None,
        settled_at=None,
    )
    session.add(ballot)
    session.flush()
    _freeze_electorate(session, statement, ballot)
    move(session, statement, Move.OPEN_BALLOT)
    record_event(session, EventKind.BALLOT_OPENED, person=person, statement=statement, data={"ballot": ballot.id})
    tell_answers(session, statement)
    return ballot


def mandate_to_put(session: Session, statement: Statement, terms: BallotTerms) -> tuple[Version, Mandate]:
    """The version and the mandate that `terms` would put to a decision now; nothing of it is kept.

    Raises what open_ballot raises of the text, the editions, the answers, the names and the release.
    """
    require_offered(statement.voice)
    issued = _newest(session, statement, terms.version)
    _require_consultations(session, statement)
    _require_answers(session, statement)
    require_objections_answered(session, statement)
    table = _table(session, statement, issued, terms.languages)
    if statement.voice is Voice.NAMED:
        _require_nameable(session, statement)
    mandate = mandate_of(session, statement, issued, table, authentic=_authentic(statement, table, terms.authentic))
    release, at = _release_of(session, statement, terms)
    return issued, replace(mandate, release=release, release_at=at)


def _require_nameable(session: Session, statement: Statement) -> None:
    listed = select(Organisation.protected, Organisation.suspended_at).join(
        NamedMember, NamedMember.organisation_id == Organisation.id
    )
    rows = session.execute(listed.where(NamedMember.statement_id == statement.id)).all()
    if not rows:
        raise NobodyNamed
    if any(row.protected or row.suspended_at is not None for row in rows):
        raise NotNameable


def _require_consents(session: Session, statement: Statement, mandate: Mandate) -> None:
    """No name without its bearer's own act: each named member has said yes to this very mandate."""
    missing = without_consent(session, statement.id, mandate) if mandate.voice is Voice.NAMED else ()
    if missing:
        raise ConsentMissing(members=[name for key, name in mandate.named if key in missing])


def mandate_of(
    session: Session, statement: Statement, issued: Version, table: Mapping[str, str], *, authentic: str
) -> Mandate:
    """The mandate as the record stands: the editions of `table` (language -> digest) and what goes with them."""
    occasions = select(Edition.language, Edition.occasion).where(
        Edition.version_id == issued.id, Edition.language.in_(table)
    )
    members = (
        select(Organisation.key, Organisation.name)
        .join(NamedMember, NamedMember.organisation_id == Organisation.id)
        .where(NamedMember.statement_id == statement.id)
    )
    return Mandate(
        digests=dict(table),
        voice=statement.voice,
        named=tuple(sorted(((row.key, row.name) for row in session.execute(members)), key=lambda each: each[1])),
        occasions={row.language: row.occasion for row in session.execute(occasions)},
        addressees=statement.addressees,
        authentic=authentic,
        release=statement.release,
        release_at=statement.embargo_at if statement.release is ReleaseKind.AT_TIME else None,
    )


def _authentic(statement: Statement, table: Mapping[str, str], wanted: str) -> str:
    if wanted and wanted not in table:
        raise UnknownChoice(field="authentic")
    return wanted or (statement.language if statement.language in table else min(table))


def _release_of(session: Session, statement: Statement, terms: BallotTerms) -> tuple[ReleaseKind, datetime | None]:
    """When the text would go out; an embargo that was set before stays: it ends on the page of the release."""
    until, moment = statement.embargo_at, now(session)
    is_held_back = until is not None and until > moment
    release = terms.release or (ReleaseKind.AT_TIME if is_held_back else ReleaseKind.ON_ADOPTION)
    at = (terms.release_at or until) if release is ReleaseKind.AT_TIME else None
    if release is ReleaseKind.AT_TIME:
        if at is None:
            raise MomentPast(field="release_at")
        require_near(at, moment, field="release_at")
    if until is not None and is_held_back and release is not ReleaseKind.BY_HAND and (at is None or at < until):
        raise EmbargoStands(until=until)
    return release, at


def _set_release(session: Session, person: Person, statement: Statement, mandate: Mandate) -> None:
    """Keep when the text goes out, as the mandate has it."""
    until, at = statement.embargo_at, mandate.release_at
    statement.release = mandate.release
    if at is not None and at != until:
        statement.embargo_at = at
        data = {"from": until.isoformat() if until else None, "until": at.isoformat()}
        record_event(session, EventKind.EMBARGO_SET, person=person, statement=statement, data=data)


def _why_so_soon(session: Session, terms: BallotTerms, least: timedelta) -> str:
    """The reason for a deadline that is near, empty for another; raises ShortNotice where it lacks one."""
    said = check_words(terms.short_notice, field="short_notice", limit=REASON_LIMIT)
    if not is_short_notice(now(session), terms.closes_at, least):
        return ""
    if not said:
        raise ShortNotice(hours=ceil(least / timedelta(hours=1)))
    return said


def _why_again(session: Session, statement: Statement, table: Mapping[str, str], reason: str) -> str:
    """Why the words of the ballot before are put again, empty where they are others; raises SameText without one."""
    said = check_words(reason, field="same_text", limit=REASON_LIMIT)
    before = session.scalar(select(Ballot.digests).where(Ballot.id == newest_ballot_id(statement.id)))
    if before is None or not are_same_words(before, table):
        return ""
    if not said:
        raise SameText
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
    session.add_all(Elector(ballot_id=ballot.id, organisation_id=organisation.id) for organisation in seated)
    ensure_labels(session, statement.id, [each.id for each in seated if each.protected])
