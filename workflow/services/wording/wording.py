"""The proposers of a conflict try common words: each offer is a new one to agree with, and agreement of all makes
it.
"""

from sqlalchemy.orm import Session

from workflow.database import now
from workflow.models.joint_wording import Agreement, CommonWording
from workflow.models.person import Person
from workflow.models.statement import Statement
from workflow.models.version import Edition
from workflow.rules.items.kinds import ProposedWords
from workflow.rules.items.refusals import NothingChanged, NothingWritten
from workflow.rules.notifications.events import EventKind
from workflow.rules.shared.permissions import Action
from workflow.rules.shared.refusals import NotFound, ReasonNeeded, TextRefused
from workflow.rules.wording.joint_wording import is_agreed
from workflow.rules.wording.refusals import SameWording, StaleWording
from workflow.services.items.placing import WORDS_LIMIT
from workflow.services.items.sending import ensure_label, original
from workflow.services.shared.checking import TITLE_LIMIT, check_words
from workflow.services.shared.record import lock_statement, record_event, require
from workflow.services.wording.asked_conflicts import (
    AskedConflict,
    agreements,
    newest_wording,
    own_conflict,
    require_open,
)
from workflow.services.wording.combining import make_common
from workflow.services.wording.declining import take_back_none_found
from workflow.text.amendments import is_empty
from workflow.text.document import one_line
from workflow.text.edits import proposed_words
from workflow.text.values import Amendment


def offer_wording(
    session: Session, person: Person, key: str, *, joint_wording: int, words: str, reason: str, language: str, seen: int
) -> CommonWording:
    """Offer words in the place of the amendments of a conflict; whoever offers them agrees with them.

    seen: serial of the newest offer that the form showed, 0 for none. The same words offered again by the same
    organisation answer with its first offer. Raises NotAllowed, NotFound, JointWordingEnded, StaleWording, SameWording,
    ReasonNeeded, NothingWritten, NothingChanged, TextRefused, OverLength. The caller commits.
    """
    statement = lock_statement(session, key)
    require(session, person, Action.SUGGEST_WORDING, statement)
    conflict = own_conflict(session, statement, person, joint_wording)
    edition = original(session, statement, conflict.joint_wording.version_id)
    said, why = _words(conflict, words, edition), check_words(reason, field="reason")
    newest = newest_wording(session, conflict)
    if newest and (newest.organisation_id, newest.words, newest.reason) == (person.organisation_id, said, why):
        return newest
    require_open(session, statement, person, conflict)
    if seen != (newest.serial if newest else 0):
        raise StaleWording(serial=newest.serial if newest else 0)
    _require_new(session, statement, conflict, newest, said, why)
    offered = CommonWording(
        joint_wording_id=joint_wording,
        serial=(newest.serial if newest else 0) + 1,
        words=said,
        reason=why,
        language=language,
        organisation_id=person.organisation_id,
        person_id=person.id,
        at=now(session),
    )
    session.add(offered)
    session.flush()
    _insert_agreement(session, person, offered)
    ensure_label(session, person, statement)
    data = {"joint_wording": joint_wording, "wording": offered.id, "serial": offered.serial}
    record_event(session, EventKind.WORDING_OFFERED, person=person, statement=statement, data=data)
    return offered


def agree(session: Session, person: Person, key: str, *, joint_wording: int, serial: int) -> CommonWording:
    """Agree with the wording offered last; when all proposers do, it becomes one amendment in all their names.

    A second time answers like the first. Raises NotAllowed, NotFound, JointWordingEnded, or StaleWording where a
    newer one was offered. The caller commits.
    """
    statement = lock_statement(session, key)
    require(session, person, Action.SUGGEST_WORDING, statement)
    conflict = own_conflict(session, statement, person, joint_wording)
    wording = newest_wording(session, conflict)
    if wording is None:
        raise NotFound
    already = wording.serial == serial and person.organisation_id in agreements(session, wording)
    if already and conflict.joint_wording.ended_at is not None:
        return wording
    require_open(session, statement, person, conflict)
    if wording.serial != serial:
        raise StaleWording(serial=wording.serial)
    if not already:
        _insert_agreement(session, person, wording)
        ensure_label(session, person, statement)
        data = {"joint_wording": joint_wording, "wording": wording.id, "serial": serial}
        record_event(session, EventKind.WORDING_AGREED, person=person, statement=statement, data=data)
    agreed = agreements(session, wording)
    if is_agreed(set(conflict.proposers), agreed):
        make_common(session, person, statement, conflict, wording, agreed)
    return wording


def _insert_agreement(session: Session, person: Person, wording: CommonWording) -> None:
    if person.organisation_id is None:
        raise NotFound
    take_back_none_found(session, person, wording.joint_wording_id)
    session.add(
        Agreement(wording_id=wording.id, organisation_id=person.organisation_id, person_id=person.id, at=now(session))
    )
    session.flush()


def _words(conflict: AskedConflict, words: str, edition: Edition) -> str:
    """The words in their kept form; one paragraph or a title stays on one line, with the marks of words that stay."""
    kind, there = conflict.kind, conflict.joint_wording
    said = check_words(words, field="words", limit=TITLE_LIMIT if kind.proposes_line else WORDS_LIMIT)
    if kind.proposes is ProposedWords.PARAGRAPHS:
        return said
    if "\n\n" in said:
        raise TextRefused(field="words", reason="two_paragraphs")
    if not said or not kind.is_about_words:
        return one_line(said)
    return proposed_words(_block_text(edition, there.block), (there.start, there.end), one_line(said))


def _require_new(
    session: Session,
    statement: Statement,
    conflict: AskedConflict,
    newest: CommonWording | None,
    words: str,
    reason: str,
) -> None:
    """Nothing for words that would change the text and are not on offer yet, with a reason."""
    if newest is not None and (newest.words, newest.reason) == (words, reason):
        raise SameWording
    edition = original(session, statement, conflict.joint_wording.version_id)
    if not words and _is_whole(conflict, edition):
        raise NothingWritten(field="words")
    if not reason:
        raise ReasonNeeded
    if _is_as_before(conflict, edition, words):
        raise NothingChanged(field="words")


def _is_whole(conflict: AskedConflict, edition: Edition) -> bool:
    joint_wording = conflict.joint_wording
    if not conflict.kind.is_about_words:
        return True
    return (joint_wording.start, joint_wording.end) == (0, len(_block_text(edition, joint_wording.block)))


def _is_as_before(conflict: AskedConflict, edition: Edition, words: str) -> bool:
    joint_wording, kind = conflict.joint_wording, conflict.kind
    if kind.is_about_title:
        return edition.title == words
    if kind.is_new_paragraph:
        return is_empty(edition.blocks, Amendment("", kind.change, "", words=words, after=joint_wording.block))
    place = joint_wording.block, joint_wording.start, joint_wording.end
    return is_empty(edition.blocks, Amendment("", kind.change, *place, words))


def _block_text(edition: Edition, block: str) -> str:
    return next((each.text for each in edition.blocks if each.id == block), "")
