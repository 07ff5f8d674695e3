"""The page on which a member of the Committee objects, and what becomes of it on the pages of others."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

import workflow
from tests.consolidations import issue, write
from tests.decisions import answer_objections, before_committee, every, newest, position
from tests.machines.forms import forms_of
from tests.web.house import House, house_of, words
from tests.web.site import Visitor
from workflow.config import Settings
from workflow.models.ballot import Ballot, Position
from workflow.models.objection import Objection
from workflow.models.statement import Statement
from workflow.rules.decision.decision import Stance
from workflow.rules.decision.objections import ObjectionAnswer
from workflow.rules.shared.lifecycle import Stage
from workflow.services.shared.choosing import SECRETARIAT
from workflow.services.statements import changing_settings

WHY = "The gates break when they stand open."


@pytest.fixture
def house(database: Engine, settings: Settings) -> Iterator[House]:
    """The room with version 1 before the Committee: the seats of dana, lucie and elena (protected)."""
    with house_of(settings, begun=before_committee) as opened:
        yield opened


def fields(visitor: Visitor, path: str, **typed: str) -> dict[str, str]:
    """The fields of the form of that page with these."""
    page = visitor.get(path).text
    form = next(each for each in forms_of(page) if each.method == "post" and "mandate" in each.fields)
    return {**{name: values[0] for name, values in form.fields.items()}, **typed}


def objects(house: House, name: str, **typed: str) -> Visitor:
    """The form of the page, filled in and sent."""
    visitor, path = house.visitor(name), house.address + "/object"
    visitor.post(path, fields(visitor, path, **typed))
    return visitor


def fails(house: House) -> None:
    """The ballot ends against the text, for what dana and elena object to."""
    objects(house, "dana", words1="open", instead1="closed", why1=WHY)
    objects(house, "elena", why1="It names nobody.")
    if newest(Statement).stage is Stage.DECISION:
        position(house.room, "lucie", Stance.OBJECT, "Too long.")


def test_the_page_asks_which_words_what_instead_and_why(house: House) -> None:
    dana = house.visitor("dana")
    page = words(dana.get(house.address + "/object").text)
    for said in (
        "Object to version 1",
        "Which words?",
        "What instead?",
        "Why?",
        "The whole text",
        "What becomes of it",
    ):
        assert said in page


def test_whoever_chooses_to_object_comes_to_it_with_the_reason_that_was_typed(house: House) -> None:
    dana = house.visitor("dana")
    dana.get(house.address + "/decision")
    sent = fields(dana, house.address + "/decision", stance="object", reason=WHY)
    assert dana.post(house.address + "/positions", sent).status_code == 200
    assert WHY in dana.page
    assert "Which words?" in dana.page
    assert not every(Position)
    form = next(each for each in forms_of(dana.page) if each.action.endswith("/object"))
    again = {name: values[0] for name, values in form.fields.items()}
    assert dana.post(house.address + "/object", again).status_code == 303
    assert every(Position)[0].reason == WHY


def test_an_objection_is_recorded_with_its_words_and_shown_to_the_committee(house: House) -> None:
    block = house.room.blocks()[2].id
    dana = objects(house, "dana", block1=block, words1="the gates open", instead1="the gates closed", why1=WHY)
    assert (newest(Objection).block, newest(Objection).quote) == (block, "the gates open")
    seen = house.visitor("lucie").get(house.address + "/decision").text
    assert WHY in seen
    assert re.search(r"<del>.*open</del>.*<ins>.*closed</ins>", seen, re.DOTALL)
    assert WHY not in house.visitor("fred").get(house.address + "/decision").text
    assert 'value="the gates closed"' in dana.get(house.address + "/object").text  # what one objects to is there again


def test_show_and_add_other_words_keep_what_was_typed_and_record_nothing(house: House) -> None:
    dana, path = house.visitor("dana"), house.address + "/object"
    block = house.room.blocks()[2].id
    typed = {"block1": block, "words1": "open", "instead1": "closed", "why1": WHY}
    assert dana.post(path, {**fields(dana, path, **typed), "show": "1"}).status_code == 200
    assert "keep the gates" in dana.page
    assert re.search(r"<del>.*open</del>.*<ins>.*closed</ins>", dana.page, re.DOTALL)  # what it would change
    assert dana.post(path, {**fields(dana, path, **typed), "more": "1"}).status_code == 200
    assert WHY in dana.page
    form = next(each for each in forms_of(dana.page) if "mandate" in each.fields)
    assert form.fields["count"] == ["2"]
    assert form.fields["block2"] == [block]  # the next words are near the first ones
    assert not every(Position)
    sent = {name: values[0] for name, values in form.fields.items()}
    assert dana.post(path, {**sent, "block2": "", "words2": "difficult", "why2": "It is not."}).status_code == 303
    assert [each.quote for each in every(Objection)] == ["open", "difficult"]


def test_the_last_objection_that_there_is_room_for_keeps_its_paragraph(house: House) -> None:
    dana, path = house.visitor("dana"), house.address + "/object"
    one, other = (house.room.blocks()[at].id for at in (1, 2))
    sent = fields(dana, path, why1=WHY)
    sent |= {f"block{at}": one for at in range(1, 20)} | {"block20": other, "why20": WHY, "count": "20"}
    assert dana.post(path, {**sent, "more": "1"}).status_code == 200
    form = next(each for each in forms_of(dana.page) if "mandate" in each.fields)
    assert (form.fields["count"], form.fields["block20"]) == (["20"], [other])
    assert "Add other words" not in dana.page


def test_words_that_are_not_there_come_back_with_everything_and_so_does_an_objection_without_a_why(
    house: House,
) -> None:
    dana = objects(house, "dana", words1="closed", why1=WHY)
    assert "These words are not in the paragraph." in dana.page
    assert 'value="closed"' in dana.page
    assert WHY in dana.page
    dana = objects(house, "dana", words1="open", instead1="closed")
    assert "Say why your organisation objects." in dana.page
    assert 'value="open"' in dana.page
    assert not every(Position)


def test_an_objection_on_another_text_or_over_a_colleague_s_is_refused_with_its_words(house: House) -> None:
    dana = objects(house, "dana", why1=WHY, mandate="0" * 64)
    assert WHY in dana.page
    assert not every(Position)
    path = house.address + "/object"
    old = fields(dana, path, why1=WHY)
    position(house.room, "dilip", Stance.APPROVE)
    assert dana.post(path, old).status_code == 409
    assert "A colleague has changed the position of your organisation." in words(dana.page)
    assert WHY in dana.page


def test_after_the_end_the_words_come_back_and_nothing_is_recorded(house: House) -> None:
    lucie, path = house.visitor("lucie"), house.address + "/object"
    sent = fields(lucie, path, why1=WHY)
    objects(house, "dana", why1="No.")
    objects(house, "elena", why1="No.")
    if newest(Statement).stage is Stage.DECISION:
        position(house.room, "lucie", Stance.OBJECT, "No.")
    assert lucie.post(path, sent).status_code == 409
    assert WHY in lucie.page


def test_nobody_without_a_seat_finds_the_page(house: House) -> None:
    for name in ("fred", "sara", "sol"):
        visitor = house.visitor(name)
        assert visitor.get(house.address + "/object").status_code == 404
        assert visitor.post(house.address + "/object", {"why1": WHY}).status_code in (403, 404)


def test_the_penholder_reads_each_objection_and_answers_all_on_the_consolidation_page(house: House) -> None:
    fails(house)
    sara, path = house.visitor("sara"), house.address + "/consolidation"
    page = words(sara.get(path).text)
    assert "Objections to ballot 1" in page
    assert WHY in page
    assert re.search(r"O1\s+Objection", page)
    sent = _answers(sara)
    assert (
        sara.post(house.address + "/objections", {**sent, "O1_answer": "overruled", "O2_answer": "met"}).status_code
        == 422
    )
    assert "Give a reason for your answer to O1." in sara.page
    assert newest(Objection).answer is None
    given = {"O1_answer": "overruled", "O1_reason": "Most want it so.", "O2_answer": "met"}
    assert sara.post(house.address + "/objections", {**sent, **given}).status_code == 303
    assert {each.answer for each in every(Objection) if each.number in (1, 2)} == {
        ObjectionAnswer.OVERRULED,
        ObjectionAnswer.MET,
    }


def test_a_reason_without_an_answer_and_a_late_answer_come_back_as_typed(house: House) -> None:
    fails(house)
    sara = house.visitor("sara")
    sara.get(house.address + "/consolidation")
    sent = _answers(sara)
    sara.post(house.address + "/objections", {**sent, "O1_reason": "Words of the penholder."})
    assert "Choose an answer to O1." in sara.page
    assert "Words of the penholder." in sara.page
    other = house.visitor("sara")
    other.get(house.address + "/consolidation")
    other.post(house.address + "/objections", {**sent, "O1_answer": "met"})
    late = {"O1_answer": "not_met", "O1_reason": "Words of the second."}
    assert sara.post(house.address + "/objections", {**sent, **late}).status_code == 409
    page = words(sara.page)
    assert "Someone else answered O1 while you were writing." in page
    assert "Words of the second." in sara.page
    assert sara.post(house.address + "/objections", {**_answers(sara), **late}).status_code == 303


def test_nobody_else_sees_the_form_or_answers(house: House) -> None:
    fails(house)
    for name in ("dana", "fred", "sol"):
        visitor = house.visitor(name)
        visitor.get(house.address)
        assert visitor.post(house.address + "/objections", {"O1_answer": "met", "O1_seen": "0"}).status_code in (
            403,
            404,
        )
    assert all(each.answer is None for each in every(Objection))


def test_a_further_ballot_is_refused_in_words_that_name_the_objections(house: House) -> None:
    fails(house)
    sara, path = house.visitor("sara"), house.address + "/ballot"
    sara.get(path)
    sent = {"version": "1", "languages": "en", "closes_at": "2027-03-04T10:00"}
    assert "objections to the last ballot have no answer yet: O1" in words(sara.page)
    assert sara.post(path, sent).status_code == 422
    assert words(sara.page).count("objections to the last ballot have no answer yet: O1") > 1


def test_the_second_ballot_shows_the_objections_and_their_answers(house: House) -> None:
    fails(house)
    sara = house.visitor("sara")
    sara.get(house.address + "/consolidation")
    given = {f"{name}_answer": "not_met" for name in _references()} | {
        f"{name}_reason": "Said to each." for name in _references()
    }
    sara.post(house.address + "/objections", {**_answers(sara), **given})
    assert "Said to each." not in house.visitor("dana").get(house.address + "/decision").text  # not told yet
    write(house.room, 2, "We call on states to keep the gates closed.")
    issue(house.room)
    page = words(house.visitor("dana").get(house.address + "/decision").text)
    assert "Objections, and their answers" in page
    assert "Said to each." in page
    assert "Not met" in page


def _answers(visitor: Visitor) -> dict[str, str]:
    form = next(each for each in forms_of(visitor.page) if each.action.endswith("/objections"))
    return {name: values[0] for name, values in form.fields.items()}


def _references() -> list[str]:
    return [each.reference for each in every(Objection) if each.number]


def test_the_position_of_a_ballot_that_nobody_objects_to_names_no_words(house: House) -> None:
    position(house.room, "dana", Stance.OBJECT, "Not these words.")
    page = house.visitor("lucie").get(house.address + "/decision").text
    assert page.count("Not these words.") == 1
    assert newest(Ballot).number == 1


def _answered(house: House) -> None:
    """Every objection is answered, and a version issued: so the answers are told."""
    fails(house)
    answer_objections(house.room)
    write(house.room, 2, "We call on states to keep the gates closed.")
    issue(house.room)


def test_the_table_of_responses_and_its_files_hold_each_objection_with_its_answer(house: House) -> None:
    fails(house)
    fred = house.visitor("fred")
    assert WHY not in fred.get(house.address + "/response-table").text  # not before it is told
    answer_objections(house.room)
    write(house.room, 2, "We call on states to keep the gates closed.")
    issue(house.room)
    page = words(fred.get(house.address + "/response-table").text)
    assert "Objections to ballots that did not adopt the text" in page
    for said in (WHY, "closed", "Not met", "It says what is so.", "Ballot 1", "Paragraph 2 of version 1"):
        assert said in page
    assert WHY in fred.get(house.address + "/response-table/print").text
    table = fred.get(house.address + "/response-table.csv").text
    assert all(said in table for said in ("O1", WHY, "Not met", "It says what is so."))
    assert all(fred.get(f"{house.address}/response-table.{ending}").data for ending in ("xlsx", "docx"))
    only = fred.get(house.address + "/response-table?kind=comment").text
    assert WHY not in only


def test_a_protected_objector_stands_under_its_label_wherever_it_is_read(house: House) -> None:
    _answered(house)
    paths = ("/decision", "/response-table", "/response-table/print", "/history", "/response-table.csv")
    for name in ("dana", "fred", "sara", "lucie"):
        visitor = house.visitor(name)
        for path in paths:
            page = visitor.get(house.address + path).text
            assert "Vigías" not in page or (name == "sara" and not path.endswith("csv")), (name, path)
    assert "It names nobody." in house.visitor("fred").get(house.address + "/response-table").text


def test_the_history_tells_that_an_objection_was_answered(house: House) -> None:
    _answered(house)
    assert re.search(r"O1.* was answered", words(house.visitor("fred").get(house.address + "/history").text))


def test_home_of_a_penholder_says_that_objections_wait(house: House) -> None:
    fails(house)
    with house.room.acting("fred") as (_, fred):
        to = [fred.key, SECRETARIAT]
    house.room.do("sara", changing_settings.hand_over_pen, to=to)
    assert f"Answer {len(_references())} objections" in words(house.visitor("fred").get("/home").text)
    assert "Answer 3 objections" in words(house.visitor("sara").get("/home").text)
    answer_objections(house.room)
    for name in ("fred", "sara"):
        assert "objections" not in words(house.visitor(name).get("/home").text)


def test_on_adoption_over_an_objection_nothing_says_that_all_of_the_coalition_agrees(house: House) -> None:
    objects(house, "dana", words1="open", why1=WHY)
    for name in ("lucie", "elena"):
        position(house.room, name, Stance.APPROVE)
    assert newest(Statement).stage is Stage.ADOPTED
    for name in ("fred", "dana", "sara"):
        page = house.visitor(name).get(house.address + "/decision").text.casefold()
        assert "whole coalition" not in page
        assert "unanimous" not in page


def test_no_sentence_of_any_language_says_the_whole_coalition() -> None:
    said = ("whole coalition", "toute la coalition", "toda la coalición", "unanim", "الائتلاف بأكمله", "بالإجماع")
    for language in ("fr", "es", "ar"):
        path = Path(workflow.__file__).parent / "translations" / language / "LC_MESSAGES" / "messages.po"
        found = [each for each in said if each in path.read_text("utf-8").casefold()]
        assert not found, (language, found)
