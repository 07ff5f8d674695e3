"""One mail to the penholder for all points that an organisation sent together."""

import re

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
def test_the_penholder_alone_gets_one_mail_with_the_note_and_the_words_of_each_point(
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
                reason=f"Because of {proposal}.",
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
    assert f"{named}" in said and "Agreed by our board." in said
    one, two = said.split("Point 1")[1].split("Point 2")
    assert "A1 Amendment" in one and "Paragraph 3" in one and "moment" in one and "time" in one
    assert "A2 Amendment" in two and "difficult" in two and "critical" in two and "moment" not in two
    assert "Reason: Because of time." in one and "Reason: Because of critical." in two
    assert f"/statements/{room.key}/submissions/{made.id}" in told["sara"]
    assert "Vigías" not in said


def test_points_without_words_of_the_text_and_those_for_the_penholder_say_what_they_ask(
    database: Engine, settings: Settings
) -> None:
    with furnished_open() as room:
        blocks = room.blocks(1)
        about = {"version": 1, "language": "en", "keep": True}
        drafts = [
            room.do("dana", posting.post_comment, body="Too long " * 60, private=True, **about),
            room.do("dana", posting.post_comment, body="Which?", block=blocks[3].id, words="difficult", **about),
            room.do("dana", posting.propose_amendment, kind=ItemKind.REMOVE, block=blocks[2].id, reason="So.", **about),
            room.do(
                "dana",
                posting.propose_amendment,
                kind=ItemKind.ADD,
                after=blocks[3].id,
                proposal="We will come again.",
                reason="So.",
                **about,
            ),
        ]
        chosen = [ShownDraft(str(each.key), each.made_at.isoformat()) for each in drafts]
        facts = {"version": 1, "note": "", "language": "en", "form_token": "t"}
        room.do("dana", submitting.send_together, chosen=chosen, **facts)
        told = Post(room, create_app(settings), settings).told(EventKind.POINTS_SENT)
    one, two, three, four = re.split(r"Point \d", " ".join(told["sara"].split()))[1:]
    assert "For the penholder only" in one and "On the whole text" in one
    assert "long..." in one and len(one) < 500 and "For the penholder only" not in two
    assert "difficult" in two and "Which?" in two
    assert "Remove this paragraph" in three and "Paragraph 2" in three
    assert "A new paragraph after paragraph 3" in four and "We will come again." in four
