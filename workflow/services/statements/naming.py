"""In whose name a statement speaks and to whom: before it is put to a decision, of which both are part."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from workflow.models.person import Person
from workflow.models.statement import Statement
from workflow.queries.statements.naming import names_in_form
from workflow.rules.notifications.events import EventKind
from workflow.rules.shared.permissions import Action
from workflow.rules.shared.shown import require_seen
from workflow.rules.statements.voice import Voice
from workflow.services.shared import choosing
from workflow.services.shared.checking import check_line
from workflow.services.shared.record import lock_statement, record_event, require

LONGEST = 300  # letters of those to whom it is said


def change_names(
    session: Session,
    person: Person,
    key: str,
    *,
    voice: Voice,
    named: Sequence[str] = (),
    addressees: str = "",
    seen: str | None = None,
) -> Statement:
    """Let the statement speak in that name, of the members with the keys `named` where it names any, to `addressees`.

    seen: `rules.shown.sign` of what the form showed, None asks nothing. Members that agreed before are asked again: the
    names are part of what they agreed to. Raises NotAllowed, StaleForm, VoiceNotOffered, ChoiceNeeded, UnknownChoice
    (also of a protected one), TextRefused, OverLength. The caller commits.
    """
    statement = lock_statement(session, key)
    require(session, person, Action.CHANGE_SETTINGS, statement)
    require_seen(seen, names_in_form(session, statement.id))
    choosing.require_offered(voice)
    to = check_line(addressees, field="addressees", limit=LONGEST)
    members = choosing.members_to_name(session, named) if voice is Voice.NAMED else []
    pairs = {"voice": (statement.voice, voice), "addressees": (statement.addressees, to)}
    changed = [name for name, (was, is_now) in pairs.items() if was != is_now]
    statement.voice, statement.addressees = voice, to
    if choosing.speak_for(session, statement, members):
        changed.append("named")
    if changed:
        record_event(session, EventKind.SETTINGS_CHANGED, person=person, statement=statement, data={"changed": changed})
    return statement
