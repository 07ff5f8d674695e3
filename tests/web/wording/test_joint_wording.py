"""A conflict with its proposers in a browser: they are asked, suggest and agree a wording, or are asked no longer."""

import re
from datetime import timedelta
from typing import Any

import pytest

from tests.conflicts import CONFLICT, CONFLICT_OF_THREE, agrees, events, handed, newest, offers
from tests.consolidations import answer, issue
from tests.decisions import every
from tests.web.consolidation_site import Open, opened
from tests.web.house import words
from workflow.models.joint_wording import Agreement
from workflow.rules.notifications.events import EventKind
from workflow.services.consultation import consulting
from workflow.services.wording import asking_wording

__all__ = ["opened"]


def test_the_consolidation_leads_from_a_conflict_to_its_joint_wording(opened: Any) -> None:
    with opened(*CONFLICT) as here:
        visitor = here.browser()
        page = visitor.get(here.address(3)).text
        link = re.search(r'href="([^"]+/joint-wordings\?items=A1,A2)"', page.replace("%2C", ","))
        assert link
        page = visitor.get(link[1]).text
        assert "Ask the proposers to agree a wording" in page and 'name="items" value="A2"' in page
        until = (here.room.clock.at + timedelta(hours=9)).strftime("%Y-%m-%dT%H:%M")
        done = visitor.post(f"/statements/{here.room.key}/joint-wordings", _hand(until, note="Find one word."))
        assert done.status_code == 303
        page = words(visitor.get(done.headers["Location"]).text)
        assert "The proposers can agree a wording until" in page and "Find one word." in page
        assert "With the proposers until" in visitor.get(here.address(3)).text


def test_the_proposers_of_answered_amendments_are_asked_with_a_warning_and_shown_no_longer(
    opened: Any,
) -> None:
    with opened(*CONFLICT) as here:
        visitor = here.browser()
        new, said = f"/statements/{here.room.key}/joint-wordings?items=A1,A2", "already has an answer"
        assert said not in visitor.get(new).text
        answer(here.room, "A1", "noted")
        assert f"A1 {said}" in words(visitor.get(new).text)
        assert "Accept at most one of these amendments in full" in visitor.get(here.address(3)).text
        answer(here.room, "A2", "noted")
        page = visitor.get(here.address(3)).text
        assert "Accept at most one of these amendments in full" not in page and "/joint-wordings?" not in page


def test_a_proposer_that_finds_no_common_wording_says_so_and_the_penholder_reads_it(opened: Any) -> None:
    with opened(*CONFLICT) as here:
        conflict = handed(here.room)
        path, dana, why = _page(here, conflict), here.browser("dana", "delta"), "One is a number, the other a name."
        dana.get(path)
        back = dana.post(f"{path}/none", {"why": " "}).text
        assert "Give a reason." in back and "1 problem ·" in back[: back.index("</title>")]
        offers(here.room, "dana", conflict)
        assert dana.post(f"{path}/none", {"why": why, **_stand(dana.get(path).text)}).status_code == 303
        for visitor in (here.browser(), here.browser("fred", "fen")):
            page = words(visitor.get(path).text)
            assert (
                ("Delta Observatory cannot agree a common wording:") in page and why in page and "0 of 2 agree" in page
            )
        assert "1 organisation cannot agree a wording" in here.browser().get(here.address(3)).text
        assert path not in dana.get("/home").text and path in here.browser("fred", "fen").get("/home").text
        agrees(here.room, "fred", conflict)
        assert "1 of 2 agree" in words(dana.get(path).text)
        agrees(here.room, "dana", conflict)
        assert [each.data["reference"] for each in events(EventKind.COMMON_AMENDMENT_MADE)] == ["A3"]
        assert "cannot agree a common wording" not in words(here.browser().get(path).text)


def test_that_none_is_found_is_not_said_from_a_page_that_showed_another_stand(opened: Any) -> None:
    with opened(*CONFLICT) as here:
        conflict = handed(here.room)
        path, dana, why = _page(here, conflict), here.browser("dana", "delta"), "One is a number, the other a name."
        old = _stand(dana.get(path).text)
        offers(here.room, "fred", conflict)
        unagreed = _stand(dana.get(path).text)
        agreed = offers(here.room, "dilip", conflict, "the turning point").id
        for stand in (old, unagreed, {"newest": "2"}):
            late = dana.post(f"{path}/none", {"why": why, **stand})
            assert (late.status_code, why in late.text) == (409, True)
        assert len([each for each in every(Agreement) if each.wording_id == agreed]) == 1
        assert dana.post(f"{path}/none", {"why": why, **_stand(late.text)}).status_code == 303
        here.room.clock.pass_by(minutes=1)
        late = dana.post(f"{path}/none", {"why": "A second reason.", **_stand(late.text)})
        assert late.status_code == 409 and "A colleague has already agreed or given a reason" in late.text
        assert dana.post(f"{path}/none", {"why": "A second reason.", **_stand(late.text)}).status_code == 303
        page = words(here.browser().get(path).text)
        assert page.count("cannot agree a common wording:") == 1 and why in page and "A second reason." in page
        agrees(here.room, "dana", conflict)
        assert all(each in words(dana.get(path).text) for each in (why, "A second reason."))


def test_a_refused_joint_wording_keeps_what_was_typed(opened: Any) -> None:
    with opened(*CONFLICT) as here:
        visitor = here.browser()
        visitor.get(f"/statements/{here.room.key}/joint-wordings?items=A1,A2")
        refused = visitor.post(
            f"/statements/{here.room.key}/joint-wordings", _hand("2020-01-01T10:00", note="One word.")
        )
        assert refused.status_code == 422
        assert "One word." in refused.text and "2020-01-01T10:00" in refused.text and 'value="A2"' in refused.text


def test_nobody_but_the_proposers_and_the_penholders_finds_the_page(opened: Any) -> None:
    with opened(*CONFLICT) as here:
        path = _page(here, handed(here.room))
        for name, house in (("dana", "delta"), ("fred", "fen"), ("sol", "office")):
            assert here.browser(name, house).get(path).status_code == 200, name
        for name, house in (("elena", "estero"), ("lucie", "lacs")):
            assert here.browser(name, house).get(path).status_code == 404, name
        assert here.browser("dana", "delta").get(f"{path}99999999999999999999").status_code == 404
        assert here.browser("dana", "delta").get(f"{path}x").status_code == 404


def test_a_wording_goes_from_one_to_the_other_and_becomes_an_amendment(opened: Any) -> None:
    with opened(*CONFLICT) as here:
        path = _page(here, handed(here.room))
        dana, fred = here.browser("dana", "delta"), here.browser("fred", "fen")
        assert ">difficult moment</textarea>" in dana.get(path).text.replace("\r\n", "").replace("\n", "")
        sent = dana.post(f"{path}/wordings", {"seen": "0", "words": "decisive moment", "reason": "Both."})
        assert sent.status_code == 303
        page = fred.get(path).text
        assert "Agree to wording 1" in page and "1 of 2 agree" in page
        assert "Agree to wording" not in dana.get(path).text
        assert fred.post(f"{path}/agreements", {"serial": "1"}).status_code == 303
        assert "All agreed: the wording is amendment A3" in fred.get(path).text
        comments = words(here.browser("lucie", "lacs").get(f"/statements/{here.room.key}/comments").text)
        assert "A3 Amendment · Delta Observatory , Fenland Water Society" in comments
        assert "Delta Observatory , Fenland Water Society" in words(here.browser().get(here.address(3)).text)


def test_a_wording_beside_a_newer_one_comes_back_with_it(opened: Any) -> None:
    with opened(*CONFLICT) as here:
        conflict = handed(here.room)
        fred = here.browser("fred", "fen")
        fred.get(_page(here, conflict))
        offers(here.room, "dana", conflict, "the turning point")
        late = fred.post(f"{_page(here, conflict)}/wordings", {"seen": "0", "words": "my words", "reason": "Mine."})
        assert late.status_code == 409
        assert "Another wording was suggested in the meantime" in late.text and "the turning point" in late.text
        assert "my words" in late.text and "Mine." in late.text
        again = {"seen": _seen(late.text), "words": "my words", "reason": "Mine."}
        assert fred.post(f"{_page(here, conflict)}/wordings", again).status_code == 303
        assert newest(conflict) == 2


def test_agreeing_with_an_older_wording_is_said_on_the_page_as_it_is_now(opened: Any) -> None:
    with opened(*CONFLICT_OF_THREE) as here:
        conflict = handed(here.room, "A1", "A2", "A3")
        offers(here.room, "dana", conflict, "the turning point")
        fred = here.browser("fred", "fen")
        fred.get(_page(here, conflict))
        offers(here.room, "elena", conflict, "the point of no return")
        late = fred.post(f"{_page(here, conflict)}/agreements", {"serial": "1"})
        assert late.status_code == 409 and "Another wording was suggested in the meantime" in late.text
        assert "Agree to wording 2" in late.text


def test_a_wording_without_a_reason_comes_back(opened: Any) -> None:
    with opened(*CONFLICT) as here:
        path = _page(here, handed(here.room))
        dana = here.browser("dana", "delta")
        dana.get(path)
        refused = dana.post(f"{path}/wordings", {"seen": "0", "words": "one moment", "reason": ""})
        assert refused.status_code == 422 and "one moment" in refused.text and "Give a reason." in refused.text


@pytest.mark.parametrize("how", ["taken_back", "passed", "issued"])
def test_words_that_come_after_its_end_come_back(opened: Any, how: str) -> None:
    with opened(*CONFLICT) as here:
        conflict = handed(here.room, hours=1)
        dana = here.browser("dana", "delta")
        dana.get(_page(here, conflict))
        if how == "taken_back":
            here.room.do("sara", asking_wording.take_back, joint_wording=conflict)
        elif how == "passed":
            here.room.clock.pass_by(hours=2)
        else:
            answer(here.room, "A1", "noted")
            issue(here.room, carry_over=True)
        late = dana.post(f"{_page(here, conflict)}/wordings", {"seen": "0", "words": "late words", "reason": "Late."})
        assert late.status_code == 409 and "late words" in late.text
        assert "No common wording was agreed" in dana.get(_page(here, conflict)).text
        assert "<textarea" not in dana.page


def test_the_penholder_takes_it_back_and_what_was_tried_stays(opened: Any) -> None:
    with opened(*CONFLICT) as here:
        conflict = handed(here.room)
        offers(here.room, "dana", conflict, "the turning point")
        visitor = here.browser()
        visitor.get(_page(here, conflict))
        assert visitor.post(f"{_page(here, conflict)}/end").status_code == 303
        page = visitor.get(_page(here, conflict)).text
        assert "the turning point" in page and "The penholder is no longer asking for a common wording." in page
        assert visitor.post(f"{_page(here, conflict)}/end").status_code == 303
        assert len(events(EventKind.JOINT_WORDING_ENDED)) == 1


def test_members_read_no_tried_words_in_the_history(opened: Any) -> None:
    with opened(*CONFLICT) as here:
        conflict = handed(here.room)
        offers(here.room, "dana", conflict)
        path = f"/statements/{here.room.key}/history"
        assert "A common wording was suggested" in here.browser().get(path).text
        page = here.browser("lucie", "lacs").get(path).text
        assert "A common wording was suggested" not in page and "The proposers were asked to agree a wording" in page
        agrees(here.room, "fred", conflict)
        assert "All agreed: common amendment A3" in here.browser("lucie", "lacs").get(path).text


def test_a_protected_proposer_has_its_label_and_no_hour(opened: Any) -> None:
    with opened(*CONFLICT_OF_THREE) as here:
        conflict = handed(here.room, "A1", "A2", "A3")
        offers(here.room, "elena", conflict, "the point of no return")
        page = here.browser("dana", "delta").get(_page(here, conflict)).text
        assert "Estero" not in page and "Member organisation" in page
        assert "Vigías" in here.browser("elena", "estero").get(_page(here, conflict)).text
        assert "today 09:00" not in page and "2026-03-02T09" not in page


def test_the_consolidation_and_the_room_lead_a_proposer_there_until_it_agrees(opened: Any) -> None:
    with opened(*CONFLICT) as here:
        conflict = handed(here.room)
        fred = here.browser("fred", "fen")
        for path in ("/home", f"/statements/{here.room.key}"):
            assert f'href="{_page(here, conflict)}"' in fred.get(path).text, path
        offers(here.room, "dana", conflict)
        assert "A common wording is suggested" in fred.get("/home").text
        assert _page(here, conflict) not in here.browser("dana", "delta").get("/home").text
        agrees(here.room, "fred", conflict)
        assert _page(here, conflict) not in fred.get("/home").text


def test_no_form_is_offered_that_would_be_refused_while_a_consultation_is_open_again(opened: Any) -> None:
    with opened(*CONFLICT) as here:
        conflict = handed(here.room, hours=90)
        offers(here.room, "dana", conflict)
        until = here.room.clock.at + timedelta(hours=9)
        fred, path = here.browser("fred", "fen"), _page(here, conflict)
        assert "/agreements" in fred.get(path).text
        here.room.do("sara", consulting.reopen_consultation, closes_at=until, reason="One more day.")
        page = fred.get(path).text
        assert "/agreements" not in page and "/wordings" not in page
        assert "A wording can be agreed only during consolidation." in words(page)
        late = fred.post(f"{path}/wordings", {"seen": "1", "words": "hour of truth", "reason": "Both."})
        assert (late.status_code, "hour of truth" in late.text) == (403, True)


def _hand(until: str, **fields: Any) -> dict[str, Any]:
    return {"items": ["A1", "A2"], "closes_at": until, **fields}


def _seen(page: str) -> str:
    found = re.search(r'name="seen" type="hidden" value="(\d+)"', page)
    assert found
    return found[1]


def _stand(page: str) -> dict[str, str]:
    """What the form that says so carries of the page."""
    return dict(re.findall(r'name="(newest|stand)" type="hidden" value="([^"]*)"', page))


def _page(here: Open, conflict: int) -> str:
    return f"/statements/{here.room.key}/joint-wordings/{conflict}"
