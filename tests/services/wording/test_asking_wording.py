"Proposers are asked to agree a wording; their common wording becomes one amendment in all their names."

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from tests import posting
from tests.conflicts import CONFLICT, CONFLICT_OF_THREE, agrees, events, handed, in_the_name_of, offers
from tests.consolidations import (
    ADD,
    COMMENT,
    CRITICAL,
    DECISION,
    MOMENT,
    MOVE,
    REMOVE,
    SALUTE,
    TITLE,
    accept,
    answer,
    as_it_will_read,
    consolidation,
    disposition,
    issue,
    texts,
)
from tests.decisions import every
from tests.races import at_once
from tests.rooms import Room
from workflow import database as record
from workflow.models.consultation import Consultation
from workflow.models.item import Item, ItemState, PastDisposition
from workflow.models.joint_wording import Agreement, CommonWording, JointWording
from workflow.models.organisation import Organisation
from workflow.models.person import Person
from workflow.queries.home.waiting import waiting
from workflow.queries.items.items import one, visible
from workflow.queries.shared.standing import standing
from workflow.rules.items.kinds import AMENDING
from workflow.rules.items.refusals import InSeveralNames, ItemWithdrawn, NothingChanged, NothingWritten
from workflow.rules.notifications.events import EventKind
from workflow.rules.shared.names import Viewer
from workflow.rules.shared.refusals import (
    AlreadyDone,
    MomentPast,
    NotAllowed,
    NotFound,
    ReasonNeeded,
    TextRefused,
    UnknownChoice,
)
from workflow.rules.wording.refusals import (
    AlreadyHanded,
    FewProposers,
    JointWordingEnded,
    NotAConflict,
    NotTheirs,
    SameWording,
    StaleWording,
)
from workflow.services.consultation import consulting
from workflow.services.items import replying, revising, sending, supporting
from workflow.services.wording import asking_wording

pytestmark = pytest.mark.usefixtures("database")


def sent_amendments() -> int:
    """How many there are, the common ones among them."""
    return sum(item.kind in AMENDING for item in every(Item))


def test_a_conflict_is_handed_over_with_the_words_from_the_first_to_the_last_of_its_amendments() -> None:
    with consolidation(CRITICAL, DECISION) as room:
        made = _joint_wording(handed(room, note="Find one word."))
        assert MOMENT[made.start : made.end] == "difficult moment"
        assert (made.note, made.closes_at) == ("Find one word.", room.clock.at + timedelta(hours=24))
        assert events(EventKind.JOINT_WORDING_ASKED)[0].data == {"joint_wording": made.id, "references": ["A1", "A2"]}


def test_the_same_joint_wording_asked_over_twice_is_handed_once() -> None:
    with consolidation(*CONFLICT) as room:
        assert handed(room) == handed(room, by="sol", hours=48)
        assert len(every(JointWording)) == len(events(EventKind.JOINT_WORDING_ASKED)) == 1


def test_what_is_no_conflict_of_two_organisations_stays_on_the_consolidation() -> None:
    with consolidation(*CONFLICT, SALUTE, {**CRITICAL, "proposal": "grave"}, COMMENT) as room:
        with pytest.raises(NotAConflict):
            handed(room, "A1", "A3")
        with pytest.raises(FewProposers):
            handed(room, "A1", "A4")
        with pytest.raises(FewProposers):
            handed(room, "A1", "A1")
        for unknown in (["A1", "A99"], ["A1", "C1"], []):
            with pytest.raises(UnknownChoice):
                room.do("sara", asking_wording.hand_over, items=unknown, closes_at=room.clock.at + timedelta(hours=1))
        with pytest.raises(MomentPast):
            handed(room, hours=0)
        with pytest.raises(NotAllowed):
            handed(room, by="dana")
        assert every(JointWording) == []


def test_where_a_paragraph_goes_is_no_question_of_words() -> None:
    moves = {"kind": MOVE, "paragraph": 1}
    with consolidation({**moves, "after": 2}, {**moves, "after": 3, "by": "fred"}) as room, pytest.raises(NotAConflict):
        handed(room)


def test_nobody_is_asked_to_agree_for_the_secretariat_or_told_of_what_is_private() -> None:
    with consolidation(CRITICAL, {**DECISION, "by": "sara"}, {**DECISION, "proposal": "time of need"}) as room:
        with pytest.raises(NotTheirs) as refused:
            handed(room)
        assert refused.value.refs == ["A2"]
        with record.transaction() as session:
            session.scalars(select(Item).where(Item.number == 3)).one().private = True
        with pytest.raises(NotTheirs):
            handed(room, "A1", "A3")


def test_an_amendment_is_in_one_open_joint_wording_at_a_time() -> None:
    with consolidation(*CONFLICT_OF_THREE) as room:
        first = handed(room, "A1", "A2", "A3")
        with pytest.raises(AlreadyHanded):
            handed(room, "A1", "A2")
        room.do("sara", asking_wording.take_back, joint_wording=first)
        assert handed(room, "A1", "A2") != first


def test_what_was_answered_in_a_version_or_withdrawn_is_handed_to_nobody() -> None:
    with consolidation(*CONFLICT) as room:
        answer(room, "A1", "noted")
        issue(room, carry_over=True)
        with pytest.raises(AlreadyDone):
            handed(room)
        _withdraw("A2")
        with pytest.raises(ItemWithdrawn):
            handed(room)


def test_a_wording_that_all_agree_on_becomes_one_amendment_in_all_their_names() -> None:
    with consolidation(*CONFLICT_OF_THREE) as room:
        conflict = handed(room, "A1", "A2", "A3")
        offers(room, "fred", conflict, "a decisive moment")
        agrees(room, "elena", conflict)
        assert sent_amendments() == 3
        agrees(room, "dilip", conflict)
        made = room.item("A4")
        assert (made.proposal, made.quote) == ("a decisive moment", "a difficult moment")
        assert (made.body, made.state, made.version_id) == ("Both can live with it.", "sent", room.version(1))
        assert in_the_name_of(room, made) == {"delta", "fen", "estero"}
        assert made.organisation_id == room.organisations["delta"]  # the first proposer's
        assert made.person_id == room.people["dilip"]  # who agreed for it
        assert [disposition(room, name).other_id for name in ("A1", "A2", "A3")] == [made.id] * 3
        assert {disposition(room, name).kind for name in ("A1", "A2", "A3")} == {"overtaken"}
        assert _joint_wording(conflict).item_id == made.id and _joint_wording(conflict).ended_at == room.clock.at
        event = events(EventKind.COMMON_AMENDMENT_MADE)[0]
        assert event.data == {"joint_wording": conflict, "reference": "A4", "overtaken": ["A1", "A2", "A3"]}
        assert event.item_id == made.id


def test_the_common_amendment_goes_through_the_consolidation_like_any_other() -> None:
    with consolidation(*CONFLICT) as room:
        conflict = handed(room)
        offers(room, "dana", conflict, "decisive moment")
        agrees(room, "fred", conflict)
        accept(room, "A3")
        assert texts(as_it_will_read(room).blocks)[3] == "This is a decisive moment for the Court of Waters."
        assert issue(room).number == 2


def test_it_can_be_left_out_of_the_text_as_well() -> None:
    with consolidation(*CONFLICT) as room:
        conflict = handed(room)
        offers(room, "dana", conflict, "decisive moment")
        agrees(room, "fred", conflict)
        answer(room, "A3", "not_accepted", reason="Neither.")
        assert issue(room).number == 2


def test_what_a_penholder_had_answered_before_is_kept_beside_it() -> None:
    with consolidation(*CONFLICT) as room:
        conflict = handed(room)
        answer(room, "A1", "not_accepted", reason="Too strong.")
        offers(room, "dana", conflict)
        agrees(room, "fred", conflict)
        assert (disposition(room, "A1").kind, disposition(room, "A1").serial) == ("overtaken", 2)
        past = every(PastDisposition)[0]
        assert (past.kind, past.reason, past.person_id) == ("not_accepted", "Too strong.", room.people["sara"])


def test_each_new_offer_needs_everybody_anew() -> None:
    with consolidation(*CONFLICT_OF_THREE) as room:
        conflict = handed(room, "A1", "A2", "A3")
        offers(room, "dana", conflict, "the decisive moment")
        agrees(room, "fred", conflict)
        offers(room, "elena", conflict, "the hour of decision")
        with pytest.raises(StaleWording):
            agrees(room, "fred", conflict, serial=1)
        agrees(room, "dana", conflict)
        assert sent_amendments() == 3
        agrees(room, "fred", conflict)
        assert room.item("A4").proposal == "the hour of decision"


def test_an_offer_written_beside_an_older_one_comes_back_with_the_newer() -> None:
    with consolidation(*CONFLICT) as room:
        conflict = handed(room)
        offers(room, "dana", conflict, "one")
        with pytest.raises(StaleWording) as refused:
            offers(room, "fred", conflict, "another", seen=0)
        assert refused.value.serial == 1


def test_the_same_offer_sent_twice_is_one_and_another_may_not_repeat_it() -> None:
    with consolidation(*CONFLICT) as room:
        conflict = handed(room)
        assert offers(room, "dana", conflict).id == offers(room, "dilip", conflict, seen=0).id
        with pytest.raises(SameWording):
            offers(room, "fred", conflict)
        assert len(every(CommonWording)) == 1


def test_an_offer_typed_from_the_page_keeps_the_marks_of_the_words_that_stay() -> None:
    risen: dict[str, Any] = {"paragraph": 1, "words": "risen twice this"}
    both = {**risen, "proposal": "swollen twice this"}, {**risen, "proposal": "grown twice this", "by": "fred"}
    with consolidation(*both) as room:
        made = offers(room, "dana", handed(room), "come up twice this")
        assert made.words == "come up **twice** this"


def test_an_offer_is_words_that_change_the_text_with_a_reason() -> None:
    with consolidation(*CONFLICT) as room:
        conflict = handed(room)
        with pytest.raises(NothingChanged):
            offers(room, "dana", conflict, "difficult moment")
        with pytest.raises(ReasonNeeded):
            offers(room, "dana", conflict, reason=" ")
        with pytest.raises(TextRefused):
            offers(room, "dana", conflict, "one\n\ntwo")
        offers(room, "dana", conflict, "")  # nothing in the place of a few words
        assert every(CommonWording)[0].words == ""


def test_forgotten_words_take_no_paragraph_out() -> None:
    with consolidation({"kind": REMOVE, "paragraph": 3}, DECISION) as room:
        conflict = handed(room)
        assert (_joint_wording(conflict).start, _joint_wording(conflict).end) == (0, len(MOMENT))
        with pytest.raises(NothingWritten):
            offers(room, "dana", conflict, " ")


def test_two_new_paragraphs_in_one_place_become_one() -> None:
    added: dict[str, Any] = {"kind": ADD, "after": 1}
    with consolidation({**added, "proposal": "Act now."}, {**added, "proposal": "Act soon.", "by": "fred"}) as room:
        conflict = handed(room)
        offers(room, "dana", conflict, "Act today.")
        agrees(room, "fred", conflict)
        made = room.item("A3")
        assert (made.kind, made.block, made.after) == (ADD, None, room.blocks()[1].id)
        accept(room, "A3")
        assert texts(as_it_will_read(room).blocks)[2] == "Act today."


def test_only_the_proposers_offer_and_agree() -> None:
    with consolidation(*CONFLICT) as room:
        conflict = handed(room)
        for other in ("elena", "lucie"):
            with pytest.raises(NotFound):
                offers(room, other, conflict)
        with pytest.raises(NotAllowed):
            offers(room, "sara", conflict)
        offers(room, "dana", conflict)
        with pytest.raises(NotFound):
            agrees(room, "elena", conflict)
        with pytest.raises(NotFound):
            agrees(room, "fred", conflict + 7)


def test_agreeing_twice_makes_one_amendment() -> None:
    with consolidation(*CONFLICT) as room:
        conflict = handed(room)
        offers(room, "dana", conflict)
        agrees(room, "fred", conflict)
        agrees(room, "fred", conflict)
        agrees(room, "dana", conflict)
        assert sent_amendments() == 3 and len(every(Agreement)) == 2
        assert len(events(EventKind.WORDING_AGREED)) == 1


def test_two_organisations_that_agree_at_once_make_one_amendment() -> None:
    with consolidation(*CONFLICT_OF_THREE) as room:
        conflict = handed(room, "A1", "A2", "A3")
        offers(room, "dana", conflict)
        done = at_once(lambda: agrees(room, "fred", conflict, 1), lambda: agrees(room, "elena", conflict, 1))
        assert not [each for each in done if isinstance(each, Exception)]
        assert sent_amendments() == 4
        assert len(events(EventKind.COMMON_AMENDMENT_MADE)) == 1


def test_an_agreement_and_a_new_offer_at_once_never_make_what_nobody_agreed_to() -> None:
    with consolidation(*CONFLICT) as room:
        conflict = handed(room)
        offers(room, "dana", conflict, "one moment")
        done = at_once(
            lambda: agrees(room, "fred", conflict, 1), lambda: offers(room, "dilip", conflict, "two moments", seen=1)
        )
        failed = [type(each).__name__ for each in done if isinstance(each, Exception)]
        assert failed in (["JointWordingEnded"], ["StaleWording"])
        assert sent_amendments() == (3 if failed == ["JointWordingEnded"] else 2)


def test_taken_back_while_somebody_agrees_it_is_one_or_the_other() -> None:
    with consolidation(*CONFLICT) as room:
        conflict = handed(room)
        offers(room, "dana", conflict)
        done = at_once(
            lambda: agrees(room, "fred", conflict, 1),
            lambda: room.do("sara", asking_wording.take_back, joint_wording=conflict),
        )
        failed = [each for each in done if isinstance(each, Exception)]
        assert [type(each) for each in failed] == [JointWordingEnded]
        assert (sent_amendments() == 3) == (_joint_wording(conflict).item_id is not None) == (failed[0] is done[1])


def test_taken_back_twice_it_ends_once_and_takes_no_comment() -> None:
    with consolidation(*CONFLICT) as room:
        conflict = handed(room)
        offers(room, "dana", conflict)
        room.do("sara", asking_wording.take_back, joint_wording=conflict)
        room.do("sol", asking_wording.take_back, joint_wording=conflict)
        assert len(events(EventKind.JOINT_WORDING_ENDED)) == 1
        with pytest.raises(JointWordingEnded) as ended:
            agrees(room, "fred", conflict)
        assert ended.value.state == "taken_back"
        with pytest.raises(NotAllowed):
            room.do("dana", asking_wording.take_back, joint_wording=conflict)


def test_after_the_deadline_there_is_no_further_agreement() -> None:
    with consolidation(*CONFLICT) as room:
        conflict = handed(room)
        offers(room, "dana", conflict)
        room.clock.pass_by(hours=24)
        for late in (lambda: agrees(room, "fred", conflict), lambda: offers(room, "fred", conflict, "now")):
            with pytest.raises(JointWordingEnded) as ended:
                late()
            assert ended.value.state == "passed"
        assert sent_amendments() == 2


def test_a_version_issued_meanwhile_ends_it() -> None:
    with consolidation(*CONFLICT, SALUTE) as room:
        conflict = handed(room)
        offers(room, "dana", conflict)
        accept(room, "A3")
        issue(room, carry_over=True)
        with pytest.raises(JointWordingEnded) as ended:
            agrees(room, "fred", conflict)
        assert ended.value.state == "left_behind"
        assert handed(room) != conflict  # and it can be handed over anew, on the new version


def test_who_is_suspended_meanwhile_is_not_waited_for_and_keeps_its_amendment() -> None:
    with consolidation(*CONFLICT_OF_THREE) as room:
        conflict = handed(room, "A1", "A2", "A3")
        offers(room, "dana", conflict)
        agrees(room, "fred", conflict)
        _suspend(room, "estero")
        agrees(room, "fred", conflict)  # once more makes it complete
        assert in_the_name_of(room, room.item("A4")) == {"delta", "fen"}
        assert disposition(room, "A3") is None


def test_one_that_is_left_alone_agrees_with_nobody() -> None:
    with consolidation(*CONFLICT) as room:
        conflict = handed(room)
        offers(room, "dana", conflict)
        _suspend(room, "fen")
        with pytest.raises(JointWordingEnded):
            offers(room, "dana", conflict, "something else")
        with pytest.raises(NotFound):
            agrees(room, "fred", conflict)
        assert sent_amendments() == 2


def test_who_withdrew_its_amendment_is_a_proposer_no_more() -> None:
    with consolidation(*CONFLICT_OF_THREE) as room:
        conflict = handed(room, "A1", "A2", "A3")
        offers(room, "dana", conflict)
        _withdraw("A3")
        with pytest.raises(JointWordingEnded):
            agrees(room, "elena", conflict)
        agrees(room, "fred", conflict)
        assert in_the_name_of(room, room.item("A4")) == {"delta", "fen"}
        assert disposition(room, "A3") is None


def test_what_several_agreed_on_none_changes_withdraws_or_supports_alone() -> None:
    with consolidation(*CONFLICT) as room:
        conflict = handed(room)
        offers(room, "dana", conflict)
        agrees(room, "fred", conflict)
        room.do(
            "sara", consulting.reopen_consultation, closes_at=room.clock.at + timedelta(days=1), reason="One more day."
        )
        edit: dict[str, Any] = {"seen": sending.sign(room.item("A3")), "version": 1, "language": "en"}
        with pytest.raises(InSeveralNames):
            room.do("dana", posting.edit_item, item="A3", body="Mine.", proposal="mine", **edit)
        with pytest.raises(InSeveralNames):
            room.do("dana", revising.withdraw_item, item="A3")
        for own in ("dana", "fred"):
            with pytest.raises(NotAllowed):
                room.do(own, supporting.support, item="A3")
        room.do("elena", supporting.support, item="A3")


def test_while_a_consultation_is_blind_each_of_its_proposers_sees_the_common_amendment_and_nobody_else() -> None:
    with consolidation(*CONFLICT) as room:
        conflict = handed(room)
        offers(room, "dana", conflict)
        agrees(room, "fred", conflict)
        room.do(
            "sara", consulting.reopen_consultation, closes_at=room.clock.at + timedelta(days=1), reason="One more day."
        )
        with record.transaction() as session:  # a consultation opened again was blind once, and others may become so
            session.get_one(Consultation, room.round(1)).blind = True
        for name, sees in (("dana", True), ("fred", True), ("nadia", False)):
            assert _finds(room, name, "A3") is sees, name
            if sees:
                room.do(name, replying.post_reply, item="A3", body="Ours.", language="en")
            else:
                with pytest.raises(NotFound):
                    room.do(name, replying.post_reply, item="A3", body="Ours.", language="en")


def _finds(room: Room, name: str, reference: str) -> bool:
    """Whether the item is found by name, and stands among the notes of the margin."""
    with record.reading() as session:
        person = session.get_one(Person, room.people[name])
        there = standing(session, Viewer(person.id, person.organisation_id, False), room.key)
        assert there is not None
        by_name = one(session, there, Item.id == room.item(reference).id) is not None
        in_margin = bool(session.scalars(select(Item.id).where(visible(there), Item.number == 3)).all())
    assert by_name == in_margin
    return by_name


def test_a_colleagues_note_to_the_same_conflict_is_not_dropped_for_the_first() -> None:
    with consolidation(*CONFLICT) as room:
        first = handed(room, note="Find one word.")
        assert handed(room, note="Find one word.") == first
        with pytest.raises(AlreadyHanded):
            handed(room, note="Think of the Court.", by="sol")


def test_an_amendment_changed_in_a_reopened_consultation_is_not_overtaken_by_words_tried_before() -> None:
    with consolidation(*CONFLICT) as room:
        conflict = handed(room, hours=90)
        offers(room, "dana", conflict)
        room.do(
            "sara", consulting.reopen_consultation, closes_at=room.clock.at + timedelta(hours=9), reason="One more day."
        )
        room.clock.pass_by(hours=1)
        facts: dict[str, Any] = {"seen": sending.sign(room.item("A1")), "version": 1, "language": "en"}
        words = {"words": "the Court of Waters", "proposal": "all courts", "body": "All of them."}
        room.do("dana", posting.edit_item, item="A1", **words, **facts)
        room.do("sara", consulting.close_consultation)
        with record.reading() as session:
            fred = session.get_one(Person, room.people["fred"])
            assert waiting(session, Viewer(fred.id, fred.organisation_id)) == []
        with pytest.raises(JointWordingEnded) as ended:
            agrees(room, "fred", conflict)
        assert ended.value.state == "changed"
        assert disposition(room, "A1") is None


def _joint_wording(conflict: int) -> JointWording:
    with record.reading() as session:
        return session.get_one(JointWording, conflict)


def _withdraw(name: str) -> None:
    with record.transaction() as session:
        session.scalars(select(Item).where(Item.number == int(name[1:]))).one().state = ItemState.WITHDRAWN


def _suspend(room: Room, name: str) -> None:
    with record.transaction() as session:
        session.get_one(Organisation, room.organisations[name]).suspended_at = room.clock.at


def test_proposers_of_two_titles_agree_a_common_one_and_titles_that_merge_are_no_conflict() -> None:
    free, wild = (
        {"kind": TITLE, "proposal": f"On {word} rivers", "by": by} for word, by in (("free", "dana"), ("wild", "fred"))
    )
    lakes = {"kind": TITLE, "proposal": "On open rivers and lakes", "by": "lucie"}
    with consolidation(free, wild, lakes) as room:
        with pytest.raises(NotAConflict):
            handed(room, "A1", "A3")
        conflict = handed(room, "A1", "A2")
        with pytest.raises(NothingChanged):
            offers(room, "dana", conflict, "On open rivers")
        offers(room, "dana", conflict, "On living rivers")
        agrees(room, "fred", conflict)
        made = room.item("A4")
        assert (made.kind, made.block, made.start, made.end) == (TITLE, None, 0, 0)
        assert (made.quote, made.proposal) == ("On open rivers", "On living rivers")
        accept(room, "A3", "A4")
        assert as_it_will_read(room).title == "On living rivers and lakes"
