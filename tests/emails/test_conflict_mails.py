"""Mails about proposed dispositions and about conflicts: to whom, what they say, and what they keep to themselves."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine, select

from tests.conflicts import CONFLICT_OF_THREE, agrees, handed, offers, says, shown
from tests.consolidations import ADD, MOVE, REMOVE, TITLE, answer, consolidation, issue
from tests.decisions import every, fan_out_all
from tests.rooms import Room
from workflow import database as record
from workflow import emails
from workflow.app import create_app
from workflow.config import Settings
from workflow.models.event import Delivery, Event
from workflow.models.person import Person
from workflow.queries.home.home import home
from workflow.rules.consolidation.dispositions import DispositionKind
from workflow.rules.notifications.events import EventKind
from workflow.rules.shared.names import Viewer
from workflow.services.consolidation import issuing
from workflow.services.consolidation.issuing import Answer
from workflow.services.consultation import consulting
from workflow.services.items import replying, revising
from workflow.services.wording import asking_wording


@dataclass
class Post:
    """A consolidation with a conflict of Dana's, Fred's and Elena's, and the application that writes its mails."""

    room: Room
    app: Flask
    settings: Settings

    def told(self, kind: EventKind) -> dict[str, str]:
        """Short name of each person who is told of the newest event of that kind -> the mail's text."""
        fan_out_all()
        with record.reading() as session:
            newest = session.scalars(select(Event.id).where(Event.kind == kind).order_by(Event.id.desc())).first()
        rows = [row for row in every(Delivery) if row.event_id == newest]
        names = {id_: name for name, id_ in self.room.people.items()}
        return {names[row.person_id]: self._text(row) for row in rows}

    def _text(self, row: Delivery) -> str:
        with self.app.app_context(), record.transaction() as session:
            message = emails.message_for(session, row.id, self.settings).message
        body = message.get_body(("plain",))
        assert body is not None
        return f"{message['Subject']}\n{body.get_content()}"


@pytest.mark.parametrize(
    ("item", "says"),
    [
        ({"kind": REMOVE, "paragraph": 2}, "Proposed: remove this paragraph:"),
        ({"kind": MOVE, "paragraph": 3, "after": 1}, "Proposed: move paragraph 3 after paragraph 1:"),
        ({"kind": ADD, "paragraph": 2, "after": 2, "proposal": "Pay."}, "Proposed new paragraph:"),
        ({"kind": TITLE, "proposal": "On free rivers"}, "Proposed title:"),
    ],
)
def test_a_draft_answer_says_what_was_asked_for_and_not_only_its_words(
    database: Engine, settings: Settings, item: dict[str, Any], says: str
) -> None:
    with consolidation(item) as room:
        answer(room, "A1", "accepted")
        shown(room)
        told = Post(room, create_app(settings), settings).told(EventKind.DISPOSITIONS_SHOWN)
        assert says in " ".join(told["dana"].split())


@pytest.fixture
def post(database: Engine, settings: Settings) -> Iterator[Post]:
    """The consolidation on each database."""
    app = create_app(settings)
    with consolidation(*CONFLICT_OF_THREE) as room:
        yield Post(room, app, settings)


def test_each_organisation_is_told_what_is_proposed_for_its_own_items_alone(post: Post) -> None:
    answer(post.room, "A1", "not_accepted", reason="Too strong.")
    answer(post.room, "A3", "noted", reason="Seen.")
    shown(post.room)
    told = post.told(EventKind.DISPOSITIONS_SHOWN)
    assert set(told) == {"dana", "dilip", "elena"}
    assert "A1 · Not accepted" in told["dana"] and "Too strong." in told["dana"] and "A3" not in told["dana"]
    assert "A3 · Noted" in told["elena"] and "A1" not in told["elena"]
    assert f"/statements/{post.room.key}/proposed" in told["dana"]
    assert "draft answers, reply by Tue 3 Mar, 09:00" in told["dana"]


def test_those_to_whom_an_answer_was_shown_are_told_once_when_it_is_changed(post: Post) -> None:
    for item in ("A1", "A2", "A3"):
        answer(post.room, item, "not_accepted", reason="Too strong.")
    shown(post.room, "A1", "A2")
    says(post.room, "dana", "A1", "maintains", "It is critical.")
    changed = [Answer(item, DispositionKind.NOTED, "", "Seen.", 1) for item in ("A1", "A3")]
    post.room.do("sara", issuing.dispose_all, answers=changed)
    told = post.told(EventKind.DISPOSITIONS_SHOWN)
    assert set(told) == {"dana", "dilip"}
    said = " ".join(told["dana"].split())
    assert (
        "DRAFT ANSWERS TO YOUR COMMENTS AND AMENDMENTS HAVE CHANGED" in said
        and "A1 · Noted" in said
        and "A3" not in said
    )
    assert ("Earlier draft answer: Not accepted") in said and (
        "Your reply to the earlier draft answer: Still asks for it, “It is critical.”"
    ) in said
    assert "Please reply again by Tue 3 Mar, 09:00" in said
    assert len([each for each in every(Event) if each.kind is EventKind.DISPOSITIONS_SHOWN]) == 2


def test_those_to_whom_an_answer_was_shown_are_told_when_it_falls_away_with_what_it_rested_on(post: Post) -> None:
    answer(post.room, "A1", "accepted")
    answer(post.room, "A3", "overtaken", other="A1")
    shown(post.room)
    later = post.room.clock.at + timedelta(days=3)
    post.room.do("sara", consulting.reopen_consultation, closes_at=later, reason="More time.")
    post.room.do("dana", revising.withdraw_item, item="A1")
    post.room.do("sara", consulting.close_consultation)
    post.room.clock.pass_by(minutes=1)
    answer(post.room, "A3", "noted", reason="For now.")  # not shown yet
    told = post.told(EventKind.DISPOSITIONS_SHOWN)
    assert set(told) == {"elena"}
    said = " ".join(told["elena"].split())
    assert "DRAFT ANSWERS TO YOUR COMMENTS AND AMENDMENTS NO LONGER APPLY" in said and "A3 · No answer yet" in said
    assert "Earlier draft answer: Overtaken" in said and "For now." not in said and "/proposed" not in said


def test_a_mail_that_comes_after_the_version_asks_for_nothing(post: Post) -> None:
    answer(post.room, "A1", "noted")
    shown(post.room)
    issue(post.room, carry_over=True)
    told = post.told(EventKind.DISPOSITIONS_SHOWN)
    assert "so you can no longer reply" in told["dana"].replace("\n", " ")


def test_the_proposers_are_told_of_the_conflict_and_nobody_else(post: Post) -> None:
    conflict = handed(post.room, "A1", "A2", "A3", note="Find one word.")
    told = post.told(EventKind.JOINT_WORDING_ASKED)
    assert set(told) == {"dana", "dilip", "fred", "elena"}
    assert "agree a wording for A1, A2, A3 by" in told["fred"] and "Find one word." in told["fred"]
    assert f"/statements/{post.room.key}/joint-wordings/{conflict}" in told["fred"]


def test_the_others_are_told_of_an_offer_under_a_label_where_it_is_protected(post: Post) -> None:
    conflict = handed(post.room, "A1", "A2", "A3")
    offers(post.room, "elena", conflict, "the hour of need")
    told = post.told(EventKind.WORDING_OFFERED)
    assert set(told) == {"dana", "dilip", "fred"}
    assert "the hour of need" in told["dana"] and "Member organisation" in told["dana"]
    assert "Estero" not in "".join(told.values())


def test_proposers_and_penholders_are_told_of_the_common_amendment(post: Post) -> None:
    conflict = handed(post.room, "A1", "A2", "A3")
    offers(post.room, "dana", conflict, "the hour of need")
    agrees(post.room, "elena", conflict)
    agrees(post.room, "fred", conflict)
    told = post.told(EventKind.COMMON_AMENDMENT_MADE)
    assert set(told) == {"sara", "sol", "dana", "dilip", "elena"}
    assert "A1, A2, A3 ARE NOW ONE AMENDMENT: A4" in told["dana"]
    for who in ("sara", "dana"):  # the secretariat too: what lies in a mailbox is passed on
        assert "Vigías" not in told[who] and "Member organisation" in told[who]


def test_a_joint_wording_ended_before_the_mail_goes_says_so(post: Post) -> None:
    conflict = handed(post.room, "A1", "A2")
    post.room.do("sara", asking_wording.take_back, joint_wording=conflict)
    told = post.told(EventKind.JOINT_WORDING_ASKED)
    assert (
        "The penholder is no longer asking for a common wording." in told["dana"]
        and "no wording needed for A1, A2" in told["dana"]
    )


def test_the_common_amendment_s_end_is_told_to_all_in_whose_name_it_is(post: Post) -> None:
    conflict = handed(post.room, "A1", "A2")
    offers(post.room, "dana", conflict)
    agrees(post.room, "fred", conflict)
    answer(post.room, "A4", "not_accepted", reason="Neither.")
    shown(post.room, "A4")
    says(post.room, "fred", "A4", "maintains", "It was hard enough.")
    issue(post.room, carry_over=True)
    told = post.told(EventKind.VERSION_ISSUED)
    assert "A4" in told["fred"] and "A4" in told["dana"] and "Neither." in told["fred"]


def test_a_reply_to_the_common_amendment_reaches_each_organisation_in_whose_name_it_is(post: Post) -> None:
    conflict = handed(post.room, "A1", "A2")
    offers(post.room, "dana", conflict)
    agrees(post.room, "fred", conflict)
    post.room.do("lucie", replying.post_reply, item="A4", body="Well found.", language="en")
    assert set(post.told(EventKind.REPLY_POSTED)) == {"dana", "dilip", "fred"}
    later = post.room.clock.at + timedelta(days=3)
    post.room.do("sara", consulting.reopen_consultation, closes_at=later, reason="More time.")
    with record.reading() as session:
        fred = session.get_one(Person, post.room.people["fred"])
        found = home(session, Viewer(fred.id, fred.organisation_id))
    assert ([each.own for each in found.to_comment], [each.reference for each in found.answers]) == ([2], ["A4"])
