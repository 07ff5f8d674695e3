"""The proposers of a clash try common words: each offer is a new one to agree with, and agreement of all makes it."""

from sqlalchemy.orm import Session

from workflow.database import now
from workflow.models.handing import Agreement, CommonWording
from workflow.models.person import Person
from workflow.models.statement import Statement
from workflow.models.version import Edition
from workflow.rules.consolidation.proposed_answer_errors import SameWording, StaleWording
from workflow.rules.notifications.events import EventKind
from workflow.rules.shared.errors import NotFound, NothingChanged, NothingWritten, ReasonNeeded, TextRefused
from workflow.rules.shared.permissions import Action
from workflow.rules.wording.joint_wording import is_agreed
from workflow.services.items.placing import WORDS_LIMIT
from workflow.services.items.sending import ensure_label, original
from workflow.services.shared.checking import TITLE_LIMIT, check_words
from workflow.services.shared.record import lock_statement, record_event, require
from workflow.services.wording.asked_conflicts import Clash, agreements, newest_wording, own_clash, require_open
from workflow.services.wording.combining import make_common
from workflow.services.wording.declining import take_back_none_found
from workflow.text.amendments import Amendment, AmendmentKind, is_empty
from workflow.text.blocks import one_line


def offer_wording(
    session: Session, person: Person, key: str, *, handing: int, words: str, reason: str, language: str, seen: int
) -> CommonWording:
    """Offer words in the place of the amendments of a clash; whoever offers them agrees with them.

    seen: serial of the newest offer that the form showed, 0 for none. The same words offered again by the same
    organisation answer with its first offer. Raises NotAllowed, NotFound, HandingEnded, StaleWording, SameWording,
    ReasonNeeded, NothingWritten, NothingChanged, TextRefused, OverLength. The caller commits.
    """
    statement = lock_statement(session, key)
    require(session, person, Action.WORD_CLASH, statement)
    clash = own_clash(session, statement, person, handing)
    said, why = _words(clash, words), check_words(reason, field="reason")
    newest = newest_wording(session, clash)
    if newest and (newest.organisation_id, newest.words, newest.reason) == (person.organisation_id, said, why):
        return newest
    require_open(session, statement, person, clash)
    if seen != (newest.serial if newest else 0):
        raise StaleWording(serial=newest.serial if newest else 0)
    _require_new(session, statement, clash, newest, said, why)
    offered = CommonWording(
        handing_id=handing,
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
    _agrees(session, person, offered)
    ensure_label(session, person, statement)
    data = {"handing": handing, "wording": offered.id, "serial": offered.serial}
    record_event(session, EventKind.WORDING_OFFERED, person=person, statement=statement, data=data)
    return offered


def agree(session: Session, person: Person, key: str, *, handing: int, serial: int) -> CommonWording:
    """Agree with the wording offered last; when all proposers do, it becomes one amendment in all their names.

    A second time answers like the first. Raises NotAllowed, NotFound, HandingEnded, or StaleWording where a newer one
    was offered. The caller commits.
    """
    statement = lock_statement(session, key)
    require(session, person, Action.WORD_CLASH, statement)
    clash = own_clash(session, statement, person, handing)
    wording = newest_wording(session, clash)
    if wording is None:
        raise NotFound
    already = wording.serial == serial and person.organisation_id in agreements(session, wording)
    if already and clash.handing.ended_at is not None:
        return wording
    require_open(session, statement, person, clash)
    if wording.serial != serial:
        raise StaleWording(serial=wording.serial)
    if not already:
        _agrees(session, person, wording)
        ensure_label(session, person, statement)
        data = {"handing": handing, "wording": wording.id, "serial": serial}
        record_event(session, EventKind.WORDING_AGREED, person=person, statement=statement, data=data)
    agreed = agreements(session, wording)
    if is_agreed(set(clash.proposers), agreed):
        make_common(session, person, statement, clash, wording, agreed)
    return wording


def _agrees(session: Session, person: Person, wording: CommonWording) -> None:
    if person.organisation_id is None:
        raise NotFound
    take_back_none_found(session, person, wording.handing_id)
    session.add(
        Agreement(wording_id=wording.id, organisation_id=person.organisation_id, person_id=person.id, at=now(session))
    )
    session.flush()


def _words(clash: Clash, words: str) -> str:
    """The words in their kept form; one paragraph or a title stays on one line."""
    title = clash.kind is AmendmentKind.TITLE
    said = check_words(words, field="words", limit=TITLE_LIMIT if title else WORDS_LIMIT)
    if clash.kind is AmendmentKind.ADD:
        return said
    if "\n\n" in said:
        raise TextRefused(field="words", reason="two_paragraphs")
    return one_line(said)


def _require_new(
    session: Session, statement: Statement, clash: Clash, newest: CommonWording | None, words: str, reason: str
) -> None:
    """Nothing for words that would change the text and are not on offer yet, with a reason."""
    if newest is not None and (newest.words, newest.reason) == (words, reason):
        raise SameWording
    edition = original(session, statement, clash.handing.version_id)
    if not words and _is_whole(clash, edition):
        raise NothingWritten(field="words")
    if not reason:
        raise ReasonNeeded
    if _is_as_before(clash, edition, words):
        raise NothingChanged(field="words")


def _is_whole(clash: Clash, edition: Edition) -> bool:
    handing = clash.handing
    if clash.kind is not AmendmentKind.REPLACE:
        return True
    return (handing.start, handing.end) == (0, len(_block_text(edition, handing.block)))


def _is_as_before(clash: Clash, edition: Edition, words: str) -> bool:
    handing, kind = clash.handing, clash.kind
    if kind is AmendmentKind.TITLE:
        return edition.title == words
    if kind is AmendmentKind.ADD:
        return is_empty(edition.blocks, Amendment("", kind, "", words=words, after=handing.block))
    return is_empty(edition.blocks, Amendment("", kind, handing.block, handing.start, handing.end, words))


def _block_text(edition: Edition, block: str) -> str:
    return next((each.text for each in edition.blocks if each.id == block), "")
