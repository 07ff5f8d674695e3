"""A statement as the reader may see it: what every page about one begins with."""

from sqlalchemy.orm import Session

from workflow.queries.shared.standing import Standing, standing
from workflow.rules.shared.permissions import Action
from workflow.rules.shared.refusals import NotFound
from workflow.web.shared import access


def require_standing(session: Session, key: str, action: Action = Action.SEE_STATEMENT) -> Standing:
    """The statement as the signed-in person stands to it; raises NotFound without leave for `action`."""
    found = standing(session, access.viewer(), key)
    if found is None or not found.may(action):
        raise NotFound
    return found
