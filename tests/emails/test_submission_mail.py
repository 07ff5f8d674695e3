"""One mail to the penholder for all points that an organisation sent together."""

import pytest
from sqlalchemy import Engine

from tests import posting
from tests.emails.test_conflict_mails import Post
from tests.rooms import furnished_open
from workflow.app import create_app
from workflow.config import Settings
from workflow.rules.items.kinds import ItemKind
from workflow.rules.notifications.events import EventKind
from workflow.services.items import submitting
from workflow.services.items.submitting import ShownDraft


@pytest.mark.parametrize(("who", "named"), [("dana", "Delta Observatory"), ("elena", "Member organisation")])
def test_the_penholder_alone_gets_one_mail_with_the_note_and_every_reference(
    database: Engine, settings: Settings, who: str, named: str
) -> None:
    with furnished_open() as room:
        block = room.blocks(1)[3].id
        drafts = [
            room.do(
                who,
                posting.propose_amendment,
                version=1,
                language="en",
                kind=ItemKind.REPLACE,
                block=block,
                words=words,
                proposal=proposal,
                reason="Because.",
                keep=True,
            )
            for words, proposal in (("difficult", "critical"), ("moment", "time"))
        ]
        # In another order than they were written in: the numbers are given in this one.
        chosen = [ShownDraft(str(each.key), each.made_at.isoformat()) for each in reversed(drafts)]
        facts = {"version": 1, "note": "Agreed by our board.", "language": "en", "form_token": "t"}
        made = room.do(who, submitting.send_together, chosen=chosen, **facts)
        told = Post(room, create_app(settings), settings).told(EventKind.POINTS_SENT)
    assert set(told) == {"sara"}
    said = " ".join(told["sara"].split())
    assert f"{named}" in said and "Agreed by our board." in said and "A1 A2" in said
    assert f"/statements/{room.key}/submissions/{made.id}" in told["sara"]
    assert "Vigías" not in said
