"""What the pages of items read, each for somebody who may."""

from flask import request

from workflow.database import reading
from workflow.models.item import ItemState
from workflow.queries.items.items import ItemShown, one, was_dropped
from workflow.queries.items.target import Target, target
from workflow.queries.shared.standing import Standing
from workflow.rules.items.refusals import ItemWithdrawn
from workflow.rules.shared.lifecycle import Stage
from workflow.rules.shared.permissions import Action, may
from workflow.rules.shared.refusals import NotFound
from workflow.services.items.sending import reference_conditions
from workflow.text.blocks import Block
from workflow.web.shared import locale
from workflow.web.statements.seen import require_standing


def read_target(
    key: str, block: str | None, version: int | None, item: str | None = None
) -> tuple[Standing, Target, Block | None, ItemShown | None]:
    """What a form is about, for somebody who may write items whenever a consultation is open; raises NotFound."""
    with reading() as session:
        stand = require_standing(session, key)
        # The link beside a paragraph says what its page was read in.
        on = target(session, stand, version, request.args.get("language") or locale.current())
        shown = one(session, stand, *reference_conditions(item)) if item else None
    if on is None or not may(Action.POST_ITEM, stand.roles, Stage.CONSULTATION):
        raise NotFound
    return stand, on, on.block(block) or on.before(block), shown


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
