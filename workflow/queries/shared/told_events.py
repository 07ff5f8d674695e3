"""Which events of a statement are told to whom."""

from sqlalchemy import ColumnElement, and_, exists, false, not_, or_
from sqlalchemy.orm import aliased

from workflow.models.event import Event
from workflow.models.item import Disposition, Item, PastDisposition
from workflow.models.organisation import Organisation
from workflow.models.version import Version
from workflow.queries.shared.disclosure import is_disclosed, of_organisation
from workflow.queries.shared.standing import Standing
from workflow.rules.decision.proposals import ProposalSource
from workflow.rules.notifications.events import EventKind
from workflow.rules.shared.names import Viewer
from workflow.rules.shared.permissions import Action

_TRIED = (EventKind.WORDING_OFFERED, EventKind.WORDING_AGREED, EventKind.NO_WORDING_FOUND)
_SUPPORT = (EventKind.SUPPORT_GIVEN, EventKind.SUPPORT_TAKEN_BACK)
_COVERT = (*_SUPPORT, EventKind.NO_COMMENT_SAID, EventKind.NO_COMMENT_TAKEN_BACK, EventKind.CONSENT_ANSWERED)
"""What others learn of a protected organisation inside totals alone."""
_NO_COMMENT = (EventKind.NO_COMMENT_SAID, EventKind.NO_COMMENT_TAKEN_BACK)
_ANSWERS = (EventKind.ITEM_DISPOSED, EventKind.DISPOSITION_LAPSED)
_OF_ITEMS = (EventKind.ITEM_KEPT, EventKind.ITEM_EDITED, EventKind.ITEM_WITHDRAWN)

_POSITIONS = (EventKind.POSITION_TAKEN, EventKind.POSITION_ENTERED)
_PROPOSALS = (EventKind.POSITION_PROPOSED, EventKind.PROPOSED_POSITION_ENDED)


def may_know_events(standing: Standing) -> list[ColumnElement[bool]]:
    """The conditions on events that the viewer may know of.

    No position, of another seat none that waits inside it, no draft, no item that was never sent; of a protected one no
    support and not that it has nothing more to add; of others' items no answer that is the penholder's alone, and no
    refusal to be named. That
    names were taken is for the secretariat, and for those whose names they are. Of an open ballot a penholder knows the
    positions where the procedure says so.
    """
    own = Event.organisation_id.is_not_distinct_from(standing.viewer.organisation_id)
    # What an organisation kept to itself stays its own also when it is sent: how long it wrote is nobody's business.
    hidden: list[ColumnElement[bool]] = [
        and_(or_(Event.kind == EventKind.ITEM_KEPT, Item.number.is_(None)), Event.kind.in_(_OF_ITEMS), not_(own))
    ]
    known = is_disclosed(standing.viewer.organisation_id, standing.roles)
    hidden.append(and_(Event.item_id.is_not(None), not_(known)))
    if not standing.may(Action.SEE_COVERAGE):
        hidden.append(and_(Event.kind.in_(_NO_COMMENT), not_(own)))
    if not standing.may(Action.SEE_RESPONSES):
        hidden.append(and_(Event.kind == EventKind.RESPONSE_GIVEN, not_(own)))
    if not standing.may(Action.SEE_PRIVATE):  # what proposers try among themselves is theirs and the penholder's
        hidden.append(and_(Event.kind.in_((*_TRIED, EventKind.POINTS_SENT)), not_(own)))
        ours = and_(Event.item_id.is_not(None), of_organisation(standing.viewer.organisation_id))
        hidden.append(and_(Event.kind.in_(_ANSWERS), not_(ours), not_(_was_told())))
        # It says how an item was answered, to its own organisation as well.
        hidden.append(and_(Event.kind == EventKind.WORDS_SHOWN, not_(_was_issued())))
        # Who would not be named has said so to those who asked.
        refused = and_(Event.kind == EventKind.CONSENT_ANSWERED, Event.data["is_given"].as_boolean().is_(False))
        hidden.append(and_(refused, not_(own)))
    if not standing.may(Action.SEE_DRAFT):
        hidden.append(Event.kind == EventKind.DRAFT_SAVED)
    if not standing.sees_positions(settled=True):
        hidden.append(Event.kind.in_(_POSITIONS))
    elif standing.is_before_the_committee and not standing.sees_positions(settled=False):
        hidden.append(and_(Event.kind.in_(_POSITIONS), Event.data["ballot"].as_integer() == standing.ballot_id))
    # What waits inside a seat for a colleague is the seat's own; of what the secretariat entered it knows the end too.
    entered = Event.data["source"].as_string() == ProposalSource.SECRETARIAT
    ended = and_(Event.kind == EventKind.PROPOSED_POSITION_ENDED, entered) if standing.viewer.secretariat else false()
    hidden.append(and_(Event.kind.in_(_PROPOSALS), not_(own), not_(ended)))
    if not standing.viewer.secretariat:
        covert = and_(Event.kind.in_(_COVERT), Organisation.protected.is_(True), not_(own))
        hidden += [covert, and_(Event.kind == EventKind.NAMES_TAKEN, not_(_is_protected(standing.viewer)))]
    return [not_(or_(*(each.self_group() for each in hidden)))]


def _is_protected(viewer: Viewer) -> ColumnElement[bool]:
    """Whether the viewer's own organisation is protected."""
    own = aliased(Organisation)
    return exists().where(own.id == viewer.organisation_id, own.protected.is_(True))


def _was_told() -> ColumnElement[bool]:
    """Whether the answer of which the event tells was shown as proposed, or went out with a version."""
    shown = exists().where(Disposition.item_id == Event.item_id, Disposition.showing_id.is_not(None))
    lapsed = and_(Event.kind == EventKind.DISPOSITION_LAPSED, Event.data["told"].as_boolean().is_(True))
    given = and_(Event.kind == EventKind.ITEM_DISPOSED, or_(shown.correlate(Event), _was_issued()))
    return or_(given, lapsed)


def _was_issued() -> ColumnElement[bool]:
    """Whether an answer to the item of the event went out with a version."""
    stands = exists().where(Disposition.item_id == Event.item_id, Disposition.version_id.is_not(None))
    stood = exists().where(  # until it was settled or its brackets were gone
        PastDisposition.item_id == Event.item_id,
        PastDisposition.version_id == Version.id,
        Version.issued_at >= Event.at,
    )
    return or_(stands.correlate(Event), stood.correlate(Event))
