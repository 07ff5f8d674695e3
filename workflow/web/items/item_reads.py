"""What the pages of items read, each for somebody who may."""

from workflow.database import reading
from workflow.models.item import ItemState
from workflow.queries.items.items import ItemShown, one, was_dropped
from workflow.queries.shared.standing import Standing
from workflow.rules.items.refusals import ItemWithdrawn
from workflow.rules.shared.permissions import Action
from workflow.rules.shared.refusals import NotFound
from workflow.services.items.sending import reference_conditions
from workflow.web.statements.seen import require_standing


def require_item(key: str, item: str, action: Action = Action.SEE_ITEMS) -> tuple[Standing, ItemShown]:
    """An item that the reader may see; raises NotFound, ItemWithdrawn for a draft that was dropped."""
    with reading() as session:
        stand = require_standing(session, key, action)
        found = one(session, stand, *reference_conditions(item))
        if found is None and was_dropped(session, stand, *reference_conditions(item)):
            raise ItemWithdrawn(reference="")
    if found is None:
        raise NotFound
    return stand, found


def require_own(item: ItemShown) -> None:
    """Nothing for an item that its reader's organisation may go on with; raises NotFound, ItemWithdrawn."""
    if not item.ours:
        raise NotFound
    if item.state is ItemState.WITHDRAWN:
        raise ItemWithdrawn(reference=item.reference)
