"""What organisations answer to dispositions that are shown as proposed: all answers of one form are kept, or none."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from workflow.database import now
from workflow.models.item import CoProposer, Disposition, Item, ItemState
from workflow.models.person import Person
from workflow.models.showing import PastResponse, Response, Showing
from workflow.models.statement import Statement
from workflow.rules.consolidation.refusals import ResponsesClosed, StaleResponse, StaleShowing
from workflow.rules.consolidation.responses import ResponseKind, takes_responses
from workflow.rules.items.refusals import ItemWithdrawn
from workflow.rules.notifications.events import EventKind
from workflow.rules.shared.permissions import Action
from workflow.rules.shared.refusals import NotAllowed, NotFound, UnknownChoice
from workflow.services.items.sending import ensure_label
from workflow.services.shared.checking import check_words
from workflow.services.shared.record import lock_statement, record_event, require


@dataclass(frozen=True)
class GivenReply:
    """What an organisation answers on one item.

    item: its reference. serial: of the disposition that the form showed. seen: `sign` of the response that it showed.
    """

    item: str
    kind: ResponseKind
    words: str = ""
    serial: int = 0
    seen: str = ""


@dataclass(frozen=True)
class _AskedItem:
    """An item of the organisation and what the penholder has for it. showing: None while that is not shown."""

    item: Item
    disposition: Disposition
    showing: Showing | None
    response: Response | None

    @property
    def is_issued(self) -> bool:
        """Whether a version went out with the disposition."""
        return self.disposition.version_id is not None


def sign(response: Response | None) -> str:
    """What tells one response from the next; empty where there is none."""
    return response.at.isoformat() if response is not None else ""


def respond(session: Session, person: Person, key: str, *, answers: Sequence[GivenReply]) -> list[Response]:
    """Answer on items of the person's organisation; the same answer again changes nothing.

    Raises NotAllowed, NotFound (not its item, or not shown), ItemWithdrawn, ResponsesClosed, StaleShowing (another
    disposition is proposed now), StaleResponse (a colleague was quicker), OverLength, TextRefused; then nothing is
    kept. The caller commits.
    """
    statement = lock_statement(session, key)
    require(session, person, Action.RESPOND, statement)
    if person.organisation_id is None:
        raise NotAllowed
    checked = [replace(answer, words=check_words(answer.words, field="words")) for answer in answers]
    there = _asked_by_reference(session, statement, person.organisation_id)
    if any(answer.item not in there for answer in checked):
        raise NotFound
    if len({answer.item for answer in checked}) < len(checked):
        raise UnknownChoice
    fresh = [answer for answer in checked if not _is_same(there[answer.item].response, answer)]
    _require_open(session, [there[answer.item] for answer in fresh])
    _require_unmoved(there, fresh)
    for answer in fresh:
        _put_response(session, person, statement, there[answer.item], answer)
    ensure_label(session, person, statement)
    session.flush()
    ids = {there[answer.item].item.id for answer in checked}
    held = select(Response).where(Response.item_id.in_(ids), Response.organisation_id == person.organisation_id)
    return list(session.scalars(held))


def _asked_by_reference(session: Session, statement: Statement, organisation: int) -> dict[str, _AskedItem]:
    """Reference -> what the organisation is asked about, alone or with others."""
    joint = select(CoProposer.item_id).where(CoProposer.organisation_id == organisation)
    rows = session.execute(
        select(Item, Disposition, Showing, Response)
        .join(Disposition, Disposition.item_id == Item.id)
        .outerjoin(Showing, Showing.id == Disposition.showing_id)
        .outerjoin(Response, (Response.item_id == Item.id) & (Response.organisation_id == organisation))
        .where(Item.statement_id == statement.id, Item.number.is_not(None))
        .where(or_(Item.organisation_id == organisation, Item.id.in_(joint)))
        .execution_options(populate_existing=True)
    )
    return {item.reference: _AskedItem(item, given, showing, said) for item, given, showing, said in rows}


def _is_same(before: Response | None, answer: GivenReply) -> bool:
    return before is not None and (before.kind, before.words, before.serial) == (
        answer.kind,
        answer.words,
        answer.serial,
    )


def _require_open(session: Session, asked: Sequence[_AskedItem]) -> None:
    if gone := [each.item.reference for each in asked if each.item.state is not ItemState.SENT]:
        raise ItemWithdrawn(reference=gone[0], refs=gone)
    moment = now(session)
    for each in asked:
        closes_at = each.showing.closes_at if each.showing else moment
        if each.showing and not takes_responses(closes_at, moment, issued=each.is_issued):
            raise ResponsesClosed(closed_at=None if each.is_issued else closes_at, refs=[each.item.reference])


def _require_unmoved(there: dict[str, _AskedItem], answers: Sequence[GivenReply]) -> None:
    shown = {name: each.disposition.serial for name, each in there.items() if each.showing}
    if stale := [answer.item for answer in answers if shown.get(answer.item) != answer.serial]:
        raise StaleShowing(refs=stale)
    if stale := [answer.item for answer in answers if sign(there[answer.item].response) != answer.seen]:
        raise StaleResponse(refs=stale)


def _put_response(
    session: Session, person: Person, statement: Statement, asked: _AskedItem, answer: GivenReply
) -> None:
    response = asked.response
    if response is None:
        response = Response(item_id=asked.item.id, organisation_id=person.organisation_id)
        session.add(response)
    else:
        session.add(_past(response))
    response.kind, response.words, response.serial = answer.kind, answer.words, answer.serial
    response.person_id, response.at = person.id, now(session)
    data = {"reference": asked.item.reference, "response": answer.kind.value, "serial": answer.serial}
    record_event(session, EventKind.RESPONSE_GIVEN, person=person, statement=statement, item=asked.item, data=data)


def _past(response: Response) -> PastResponse:
    return PastResponse(
        item_id=response.item_id,
        organisation_id=response.organisation_id,
        kind=response.kind,
        words=response.words,
        serial=response.serial,
        person_id=response.person_id,
        at=response.at,
    )
