"Draft answers in a browser: shown by the penholder, answered by organisations, read by the Committee."

from dataclasses import replace
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tests import calls
from tests.conflicts import CONFLICT, response, says, shown
from tests.consolidations import COMMENT, CRITICAL, SALUTE, answer, disposition, issue
from tests.decisions import every
from tests.machines.forms import forms_of
from tests.rooms import Room
from tests.web.consolidation_site import Open, fields, opened
from tests.web.house import element, words
from workflow import database as record
from workflow.models.person import Person
from workflow.models.showing import Showing
from workflow.rules.items.kinds import ItemKind
from workflow.services.consultation import consulting
from workflow.services.statements import changing_settings

__all__ = ["opened"]


def test_the_penholder_shows_all_dispositions_until_a_deadline(opened: Any) -> None:
    with opened(*CONFLICT) as here:
        answer(here.room, "A1", "not_accepted", reason="Too strong.")
        visitor = here.browser()
        page = visitor.get(_showing(here)).text
        assert _ticked(page) == ["A1"] and 'value="A2"' not in page
        until = (here.room.clock.at + timedelta(hours=9)).strftime("%Y-%m-%dT%H:%M")
        done = visitor.post(_showing(here), {"items": "A1", "closes_at": until})
        assert done.status_code == 303
        page = words(visitor.get(_showing(here)).text)
        assert "Draft answer shown; replies until" in page and "Delta Observatory : No reply yet" in page
        assert disposition(here.room, "A1").showing_id is not None


def test_the_link_says_that_answers_are_shown_only_where_one_is(opened: Any) -> None:
    with opened(CRITICAL) as here:
        visitor, said = here.browser(), "Draft answers shown to members, and their replies"
        answer(here.room, "A1", "noted")
        page = words(visitor.get(here.address(3)).text)
        assert said not in page and "Show draft answers to members" in page
        shown(here.room)
        assert said in words(visitor.get(here.address(3)).text)


def test_the_page_says_the_deadline_once_and_where_each_point_stands_with_all_its_words(opened: Any) -> None:
    said = {**COMMENT, "by": "dana", "comment": "Half typed.\n\nWords proposed: great patience"}
    new = {"kind": ItemKind.ADD, "after": 1, "proposal": "Pay."}
    with opened(CRITICAL, new, said) as here:
        for item in ("A1", "A2", "C1"):
            answer(here.room, item, "noted")
        shown(here.room)
        page = words(here.browser("dana", "delta").get(_proposed(here)).text)
        assert page.count("Reply by") == 1 and "Words proposed: great patience" in page
        for place in ("A1 Amendment · Paragraph 3", "A2 Amendment · Paragraph 1", "C1 Comment · Paragraph 1"):
            assert place in page


def test_the_deadline_is_set_by_the_coalitions_clock(opened: Any) -> None:
    with opened(CRITICAL) as here:
        here.app.config["COMMUNIQUE"] = replace(here.app.config["COMMUNIQUE"], time_zone=ZoneInfo("Asia/Dhaka"))
        answer(here.room, "A1", "noted")
        visitor = here.browser()
        assert "Dhaka time." in visitor.get(_showing(here)).text
        until = (here.room.clock.at + timedelta(hours=8)).strftime("%Y-%m-%dT%H:%M")
        assert visitor.post(_showing(here), {"items": "A1", "closes_at": until}).status_code == 303
        (made,) = every(Showing)
        assert made.closes_at == here.room.clock.at + timedelta(hours=2)


def test_a_deadline_that_has_passed_is_asked_for_again_with_the_boxes_as_they_were(opened: Any) -> None:
    with opened(*CONFLICT) as here:
        answer(here.room, "A1", "noted")
        answer(here.room, "A2", "noted")
        visitor = here.browser()
        visitor.get(_showing(here))
        refused = visitor.post(_showing(here), {"items": "A2", "closes_at": "2020-01-01T10:00"})
        assert refused.status_code == 422
        assert _ticked(refused.text) == ["A2"]
        assert "2020-01-01T10:00" in refused.text


def test_an_organisation_reads_what_is_proposed_for_its_items_and_no_other(opened: Any) -> None:
    with opened(*CONFLICT) as here:
        answer(here.room, "A1", "not_accepted", reason="Too strong.")
        answer(here.room, "A2", "part", taken="moment of choice", reason="Shorter.")
        shown(here.room)
        page = here.browser("dana", "delta").get(_proposed(here)).text
        assert "Too strong." in page and "Not accepted" in page
        assert "moment of choice" not in page and "Shorter." not in page and 'id="a2"' not in page
        assert here.browser("lucie", "lacs").get(_proposed(here)).status_code == 200
        assert here.browser("sol").get(_proposed(here)).status_code == 404


def test_it_answers_in_a_form_and_finds_its_answer(opened: Any) -> None:
    with opened(CRITICAL) as here:
        answer(here.room, "A1", "not_accepted", reason="Too strong.")
        shown(here.room)
        visitor = here.browser("dana", "delta")
        page = visitor.get(_proposed(here)).text
        assert "1 draft answer waits for your reply." in page
        done = visitor.post(_proposed(here), {**_seen(page), "A1_kind": "maintains", "A1_words": "It is critical."})
        assert done.status_code == 303
        page = words(visitor.get(_proposed(here)).text)
        assert "Your organisation’s reply: Still asks for it" in page and "It is critical." in page
        assert response(here.room, "A1", "dana").kind == "maintains"
        assert "Still asks for it" in words(here.browser().get(_showing(here)).text)


def test_items_that_are_left_as_they_are_are_not_answered(opened: Any) -> None:
    with opened(CRITICAL, {**SALUTE, "by": "dana"}) as here:
        answer(here.room, "A1", "noted")
        answer(here.room, "A2", "noted")
        shown(here.room)
        visitor = here.browser("dana", "delta")
        page = visitor.get(_proposed(here)).text
        visitor.post(_proposed(here), {**_seen(page), "A2_kind": "agrees", "A1_words": "", "A2_words": ""})
        assert response(here.room, "A1", "dana") is None
        assert response(here.room, "A2", "dana").kind == "agrees"


def test_words_without_a_choice_come_back_and_are_asked_about(opened: Any) -> None:
    with opened(CRITICAL) as here:
        answer(here.room, "A1", "noted")
        shown(here.room)
        visitor = here.browser("dana", "delta")
        page = visitor.get(_proposed(here)).text
        refused = visitor.post(_proposed(here), {**_seen(page), "A1_words": "Half a thought"})
        assert refused.status_code == 422
        assert "Half a thought" in refused.text and "Choose your organisation’s reply on A1." in refused.text
        assert response(here.room, "A1", "dana") is None


def test_what_was_changed_meanwhile_is_shown_beside_the_words_and_can_then_be_sent(opened: Any) -> None:
    with opened(CRITICAL) as here:
        answer(here.room, "A1", "not_accepted", reason="Too strong.")
        shown(here.room)
        visitor = here.browser("dana", "delta")
        page = visitor.get(_proposed(here)).text
        answer(here.room, "A1", "noted", reason="A fair point.")
        answered = {"A1_kind": "maintains", "A1_words": "We stand by it."}
        refused = visitor.post(_proposed(here), {**_seen(page), **answered})
        assert refused.status_code == 409
        assert "changed while you were writing" in refused.text and "A fair point." in refused.text
        assert "We stand by it." in refused.text
        assert visitor.post(_proposed(here), {**_seen(refused.text), **answered}).status_code == 303
        assert response(here.room, "A1", "dana").serial == 2


def test_an_answer_to_an_earlier_proposal_is_shown_and_asked_for_again(opened: Any) -> None:
    with opened(CRITICAL) as here:
        answer(here.room, "A1", "not_accepted", reason="Too strong.")
        shown(here.room)
        says(here.room, "dana", "A1", "maintains", "Read it again.")
        answer(here.room, "A1", "noted")
        page = here.browser("dana", "delta").get(_proposed(here)).text
        assert "Your reply to an earlier draft answer:" in page and "Read it again." in page
        assert "The draft answer has changed since then. Please reply again." in page
        assert "A1_kind" not in fields(page)
        assert "reply to an earlier draft answer; asked again" in here.browser().get(_showing(here)).text


def test_after_the_deadline_it_is_closed_with_a_sentence_and_late_words_come_back(opened: Any) -> None:
    with opened(CRITICAL) as here:
        answer(here.room, "A1", "noted")
        shown(here.room, hours=1)
        visitor = here.browser("dana", "delta")
        page = visitor.get(_proposed(here)).text
        here.room.clock.pass_by(hours=2)
        late = visitor.post(_proposed(here), {**_seen(page), "A1_kind": "maintains", "A1_words": "A minute late."})
        assert late.status_code == 409 and "A minute late." in late.text and "The time to reply ended" in late.text
        page = visitor.get(_proposed(here)).text
        assert "The time to reply ended" in page and "<textarea" not in page


def test_an_issued_version_closes_it_and_the_answer_stays_to_be_read(opened: Any) -> None:
    with opened(CRITICAL) as here:
        answer(here.room, "A1", "noted")
        shown(here.room)
        says(here.room, "dana", "A1", "agrees", "Well then.")
        issue(here.room)
        page = here.browser("dana", "delta").get(_proposed(here)).text
        assert "Issued with version 2" in page and "Well then." in page and "<textarea" not in page


def test_the_answers_stand_beside_each_item_on_the_consolidation(opened: Any) -> None:
    with opened(CRITICAL) as here:
        answer(here.room, "A1", "not_accepted", reason="Too strong.")
        shown(here.room)
        says(here.room, "dana", "A1", "maintains", "We cannot give way.")
        page = here.browser().get(here.address(3)).text
        assert "We cannot give way." in element(page, "a1")
        assert f'href="{_showing(here)}"' in page


def test_what_is_maintained_is_listed_before_the_ballot_and_to_the_committee(opened: Any) -> None:
    with opened(CRITICAL, COMMENT) as here:
        answer(here.room, "A1", "not_accepted", reason="Too strong.")
        answer(here.room, "C1", "noted")
        shown(here.room)
        says(here.room, "dana", "A1", "maintains", "We cannot give way.")
        says(here.room, "lucie", "C1", "agrees", "Fine.")
        issue(here.room)
        opening = here.browser().get(f"/statements/{here.room.key}/ballot").text
        assert "We cannot give way." in opening and "Fine." not in opening
        _to_decision(here.room)
        for name, house in (("lucie", "lacs"), ("elena", "estero"), ("sara", "office")):
            page = here.browser(name, house).get(_decision(here)).text
            assert "We cannot give way." in page, name
        assert "We cannot give way." not in here.browser("fred", "fen").get(_decision(here)).text


def test_what_the_penholder_alone_knows_is_not_told_to_the_committee_before_the_version(opened: Any) -> None:
    with opened(CRITICAL) as here:
        answer(here.room, "A1", "not_accepted", reason="Too strong.")
        shown(here.room)
        says(here.room, "dana", "A1", "maintains", "We cannot give way.")
        page = here.browser("lucie", "lacs").get(_decision(here)).text
        assert "We cannot give way." not in page and "Too strong." not in page


def test_what_a_protected_organisation_maintains_stands_under_its_label_without_the_hour(opened: Any) -> None:
    with opened({**CRITICAL, "by": "elena"}) as here:
        _give_the_pen(here, "dana")
        answer(here.room, "A1", "not_accepted", reason="Too strong.", by="dana")
        shown(here.room, by="dana")
        says(here.room, "elena", "A1", "maintains", "It is critical.")
        visitor = here.browser("dana", "delta")
        for page in (visitor.get(_showing(here)).text, visitor.get(here.address(3)).text):
            assert "It is critical." in page and "Estero" not in page and "Member organisation" in page
        assert "Still asks for it 2 March 2026 It is critical." in words(visitor.get(_showing(here)).text)


def test_the_consolidation_and_the_room_say_what_waits(opened: Any) -> None:
    with opened(CRITICAL) as here:
        answer(here.room, "A1", "not_accepted", reason="Too strong.")
        visitor = here.browser("dana", "delta")
        assert _proposed(here) not in visitor.get("/home").text
        shown(here.room)
        for path in ("/home", f"/statements/{here.room.key}"):
            assert f'href="{_proposed(here)}"' in visitor.get(path).text, path
        assert _proposed(here) not in here.browser("lucie", "lacs").get("/home").text
        says(here.room, "dana", "A1", "agrees")
        assert _proposed(here) not in visitor.get("/home").text


def test_a_form_for_an_item_that_is_asked_about_no_more_gives_its_words_back(opened: Any) -> None:
    with opened(CRITICAL) as here:
        answer(here.room, "A1", "noted")
        shown(here.room)
        visitor = here.browser("dana", "delta")
        page = visitor.get(_proposed(here)).text
        elsewhere = {name.replace("A1", "A9"): value for name, value in _seen(page).items()}
        gone = visitor.post(_proposed(here), {**elsewhere, "A9_kind": "agrees", "A9_words": "To nobody"})
        assert gone.status_code in (303, 404, 409)
        assert response(here.room, "A1", "dana") is None


def test_no_answer_is_asked_that_would_be_refused_while_a_consultation_is_open_again(opened: Any) -> None:
    with opened(*CONFLICT) as here:
        answer(here.room, "A1", "noted")
        shown(here.room, hours=90)
        dana = here.browser("dana", "delta")
        sent = {**_seen(dana.get(_proposed(here)).text), "A1_kind": "maintains", "A1_words": "We stand by it."}
        until = here.room.clock.at + timedelta(hours=9)
        here.room.do("sara", consulting.reopen_consultation, closes_at=until, reason="One more day.")
        page = dana.get(_proposed(here)).text
        assert 'name="A1_kind"' not in page
        assert "You cannot reply at this stage." in words(page)
        late = dana.post(_proposed(here), sent)
        assert (late.status_code, "We stand by it." in late.text) == (403, True)


def _seen(page: str) -> dict[str, str]:
    return {name: said for name, said in fields(page).items() if name.endswith("_seen")}


def _ticked(page: str) -> list[str]:
    """The items whose answers the form would show as it stands."""
    return next(form.fields["items"] for form in forms_of(page) if "closes_at" in form.fields)


def _showing(here: Open) -> str:
    return f"/statements/{here.room.key}/showing"


def _proposed(here: Open) -> str:
    return f"/statements/{here.room.key}/proposed"


def _decision(here: Open) -> str:
    return f"/statements/{here.room.key}/decision"


def _give_the_pen(here: Open, name: str) -> None:
    with record.reading() as session:
        key = session.get_one(Person, here.room.people[name]).key
    here.room.do("sara", changing_settings.hand_over_pen, to=[key])


def _to_decision(room: Room) -> None:
    closes_at = room.clock.at + timedelta(days=1)
    room.do("sara", calls.open_ballot, version=2, languages=["en"], closes_at=closes_at)


def test_the_history_says_that_what_was_shown_was_changed(opened: Any) -> None:
    with opened(CRITICAL) as here:
        answer(here.room, "A1", "not_accepted", reason="Too strong.")
        shown(here.room)
        answer(here.room, "A1", "accepted")
        page = words(here.browser("dana", "delta").get(f"/statements/{here.room.key}/history").text)
        assert page.count("Draft answers were shown to members") == 1
        assert page.count("Draft answers were changed") == 1
