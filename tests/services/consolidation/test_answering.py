"""Which answers of one form are kept: none is refused for what another only quotes, or for what the text says."""

from typing import Any

import pytest

from tests.consolidations import answer, as_it_will_read, consolidation, disposition, texts, write
from tests.rooms import Room
from workflow.rules.consolidation.dispositions import DispositionKind
from workflow.rules.consolidation.refusals import AmendmentsConflict, OtherRefused
from workflow.services.consolidation import issuing
from workflow.services.consolidation.disposing import KeptAnswers
from workflow.services.consolidation.issuing import Answer

pytestmark = pytest.mark.usefixtures("database")
SENTENCE = "We call on states to keep the gates open."
ACCEPTED, NOTED, OVERTAKEN = DispositionKind.ACCEPTED, DispositionKind.NOTED, DispositionKind.OVERTAKEN


def quoting(old: str, new: str, by: str = "dana") -> dict[str, Any]:
    """An amendment of the whole of sentence 1, as the form chooses it."""
    return {"paragraph": 2, "words": SENTENCE, "proposal": SENTENCE.replace(old, new), "by": by}


URGE, ALL, BEG = (
    quoting("call on", "urge"),
    quoting("the gates", "all gates", "fred"),
    quoting("call on", "beg", "fred"),
)
COMMENT: dict[str, Any] = {"paragraph": 2, "comment": "Which gates?", "by": "lucie"}


def give(room: Room, *answers: Answer) -> KeptAnswers:
    made: KeptAnswers = room.do("sara", issuing.dispose_harmless, answers=answers)
    return made


def test_two_that_choose_one_sentence_and_change_other_words_of_it_are_both_accepted() -> None:
    with consolidation(URGE, ALL) as room:
        answer(room, "A1", "accepted")
        answer(room, "A2", "accepted")
        made = as_it_will_read(room)
        assert texts(made.blocks)[2] == "We urge states to keep all gates open. We thank those who did."
        assert made.unapplied == ()


def test_two_that_conflict_are_both_accepted_where_the_text_says_both() -> None:
    with consolidation(quoting("call on", "call loudly on"), quoting("call on", "call again on", "fred")) as room:
        write(room, 2, "We call loudly again on states to keep the gates open. We thank those who did.")
        answer(room, "A1", "accepted")
        answer(room, "A2", "accepted")
        made = as_it_will_read(room)
        assert (made.unapplied, made.by_hand) == ((), ("A1", "A2"))


def test_what_the_text_says_is_accepted_though_what_was_accepted_before_is_said_no_more() -> None:
    with consolidation(URGE, BEG) as room:
        answer(room, "A1", "accepted")
        with pytest.raises(AmendmentsConflict):
            answer(room, "A2", "accepted")
        write(room, 2, "We beg states to keep the gates open. We thank those who did.")
        answer(room, "A2", "accepted")
        assert as_it_will_read(room).unapplied == ("A1",)


def test_of_one_form_those_that_conflict_go_back_and_the_others_are_kept() -> None:
    with consolidation(URGE, BEG, ALL, COMMENT) as room:
        made = give(room, Answer("A1", ACCEPTED), Answer("A2", ACCEPTED), Answer("A3", ACCEPTED), Answer("C1", NOTED))
        assert [each.item_id for each in made.made] == [room.item("A3").id, room.item("C1").id]
        (refusal,) = made.refusals
        assert isinstance(refusal, AmendmentsConflict) and refusal.fresh == ["A1", "A2"]
        assert [disposition(room, item) for item in ("A1", "A2")] == [None, None]


def test_only_the_new_one_goes_back_where_the_other_was_accepted_before() -> None:
    with consolidation(URGE, BEG, ALL) as room:
        answer(room, "A1", "accepted")
        made = give(room, Answer("A1", ACCEPTED, serial=1), Answer("A2", ACCEPTED), Answer("A3", ACCEPTED))
        assert [each.kind for each in made.made] == [ACCEPTED, ACCEPTED]
        assert [refusal.refs for refusal in made.refusals] == [["A1", "A2"]]
        assert disposition(room, "A2") is None


def test_what_hangs_on_an_answer_that_goes_back_goes_back_with_it() -> None:
    with consolidation(URGE, BEG, {**BEG, "by": "lucie", "proposal": f"{BEG['proposal']} So be it."}, COMMENT) as room:
        answer(room, "A1", "accepted")
        made = give(room, Answer("A2", ACCEPTED), Answer("A3", OVERTAKEN, other="A2"), Answer("C1", NOTED))
        assert [type(refusal) for refusal in made.refusals] == [AmendmentsConflict, OtherRefused]
        assert [disposition(room, item) for item in ("A2", "A3")] == [None, None]
        assert len(made.made) == 1


def test_where_nothing_is_left_the_conflict_refuses_the_form() -> None:
    with consolidation(URGE, BEG) as room, pytest.raises(AmendmentsConflict):
        give(room, Answer("A1", ACCEPTED), Answer("A2", ACCEPTED))


def test_one_that_conflicts_through_a_third_is_not_kept_because_the_third_went_back() -> None:
    third = {**BEG, "by": "lucie"}
    with consolidation(URGE, BEG, third, ALL) as room:
        made = give(room, *(Answer(item, ACCEPTED) for item in ("A1", "A2", "A3", "A4")))
        assert [each.item_id for each in made.made] == [room.item("A4").id]
        assert [disposition(room, item) for item in ("A1", "A2", "A3")] == [None, None, None]
