"""Coverage of a consultation: who has looked, written, has nothing more to add or is silent; and the reminder."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine, update

from tests import posting
from tests.rooms import CLOSES
from tests.services.consultations import events, rows
from tests.web.house import House, element, house_of, words
from tests.web.site import source
from workflow import database as record
from workflow.config import Settings
from workflow.models.consultation import NoComment
from workflow.models.item import Item
from workflow.models.label import Label
from workflow.models.looking import Look
from workflow.models.organisation import Organisation
from workflow.models.person import Person
from workflow.rules.notifications.events import EventKind
from workflow.services.consultation import consulting
from workflow.services.consultation.reminding import PAUSE
from workflow.services.consultation.saying_no_comment import say_no_comment, take_back_no_comment
from workflow.services.items import supporting
from workflow.services.shared.record import ensure_label_of
from workflow.services.statements import changing_settings

MIDNIGHT = datetime(2026, 3, 3, tzinfo=UTC)


@pytest.fixture
def house(database: Engine, settings: Settings) -> Iterator[House]:
    """A consultation that is open: Dana wrote, Fred has nothing more to add, Lucie has looked."""
    with house_of(settings) as furnished:
        room = furnished.room
        room.do("dana", posting.post_comment, version=1, body="Say more.", language="en")
        room.do("fred", say_no_comment)
        with record.transaction() as session:
            session.add(Look(person_id=room.people["lucie"], version_id=room.version(1), first_at=room.clock.at))
        yield furnished


def listed(page: str) -> dict[str, list[str]]:
    """Cover -> the organisations under it, by the words of the page."""
    return {
        cover: [
            _read(each)
            for each in re.findall(r"<li>(.*?)</li>", element(page, cover).split("</section>")[0], re.DOTALL)
        ]
        for cover in ("written", "supported", "no_comment", "looked", "silent")
        if f'id="{cover}"' in page
    }


def _read(mark_up: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", "", mark_up).split())


def test_each_organisation_stands_where_the_consultation_has_reached_it(house: House) -> None:
    found = listed(house.visitor("sara").get(house.address + "/coverage").text)
    assert found == {
        "written": ["Delta Observatory"],
        "no_comment": ["Fenland Water Society"],
        "looked": ["Réseau des Lacs"],
        "silent": ["أصوات النهر", "Vigías del Estero"],
    }, "the secretariat may read the name of a protected one"


def test_who_can_give_no_answer_is_said_and_not_reminded(house: House) -> None:
    with record.transaction() as session:
        session.get_one(Person, house.room.people["nadia"]).removed_at = house.room.clock.at
        session.get_one(Person, house.room.people["lucie"]).joined_at = None
    sara = house.visitor("sara")
    page = sara.get(house.address + "/coverage").text
    assert listed(page)["looked"] == ["Réseau des Lacs · no one has joined yet"]
    assert "Remind protected organisations that have not responded</button>" in source(page)
    sara.post(house.address + "/coverage/reminder")
    said = "Protected organisations that have not responded are reminded by email."
    assert said in sara.get(house.address + "/coverage").text


def test_regions_are_counted_and_a_protected_organisation_is_in_none(house: House) -> None:
    page = house.visitor("sara").get(house.address + "/coverage").text
    table = page[page.index("<tbody") : page.index("</tbody")]
    found = [
        [_read(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)]
        for row in table.split("</tr>")
    ]
    assert found[:-1] == [
        ["Africa", "0", "0", "0", "1", "0", "1"],
        ["Asia-Pacific", "1", "0", "0", "0", "0", "1"],
        ["Europe", "0", "0", "1", "0", "0", "1"],
        ["Middle East and North Africa", "0", "0", "0", "0", "1", "1"],
        ["Protected (region not shown)", "0", "0", "0", "0", "1", "1"],
        ["Total", "1", "0", "1", "1", "2", "5"],
    ]
    assert "Americas" not in table


def test_a_penholder_of_a_member_finds_protected_organisations_in_the_totals_alone(house: House) -> None:
    hand_over(house, "nadia")
    page = house.visitor("nadia").get(house.address + "/coverage").text
    assert "Estero" not in page and rows(Label)[0].code not in words(page)
    assert listed(page)["silent"] == ["أصوات النهر · drafts this statement"]
    assert "Protected (region not shown)" not in page
    assert totals(page) == ["1", "0", "1", "1", "2", "5"]
    assert "counted only in the totals, as of last midnight" in words(page)
    assert 'Not opened <span class="dim num">1</span>' in page, "over a list stands what it holds"


def totals(page: str) -> list[str]:
    """The cells of the table's last row."""
    return re.findall(r"<b>(\d+)</b>", page[page.index("<tbody") : page.index("</tbody")])


def test_a_protected_organisation_is_counted_as_it_stood_at_the_last_midnight(house: House) -> None:
    "Not opened, looked, nothing more, has written: each the day after."
    hand_over(house, "nadia")
    path, clock = house.address + "/coverage", house.room.clock

    def found() -> list[str]:
        return totals(house.visitor("nadia").get(path).text)

    house.visitor("elena").get(house.address)
    assert found() == ["1", "0", "1", "1", "2", "5"]
    clock.at = MIDNIGHT - timedelta(seconds=1)
    assert found() == ["1", "0", "1", "1", "2", "5"]
    clock.at = MIDNIGHT
    assert found() == ["1", "0", "1", "2", "1", "5"]
    house.room.do("elena", say_no_comment)
    assert found() == ["1", "0", "1", "2", "1", "5"]
    clock.at = MIDNIGHT + timedelta(days=1)
    assert found() == ["1", "0", "2", "1", "1", "5"]
    house.room.do("elena", take_back_no_comment)
    house.room.do("elena", posting.post_comment, version=1, body="Say more.", language="en")
    assert found() == ["1", "0", "2", "1", "1", "5"]
    clock.at = MIDNIGHT + timedelta(days=2)
    assert found() == ["2", "0", "1", "1", "1", "5"]


def test_what_it_took_back_today_still_counts_and_what_it_took_back_before_does_not(house: House) -> None:
    hand_over(house, "nadia")
    house.room.do("elena", say_no_comment)
    house.room.do("elena", take_back_no_comment)
    house.room.clock.at = MIDNIGHT
    assert totals(house.visitor("nadia").get(house.address + "/coverage").text) == ["1", "0", "1", "1", "2", "5"]
    house.room.do("elena", say_no_comment)
    house.room.clock.at = MIDNIGHT + timedelta(days=1)
    house.room.do("elena", take_back_no_comment)
    assert totals(house.visitor("nadia").get(house.address + "/coverage").text) == ["1", "0", "2", "1", "1", "5"]


def test_midnight_is_that_of_the_coalition(house: House) -> None:
    zone = {"COMMUNIQUE": replace(house.app.config["COMMUNIQUE"], time_zone=ZoneInfo("Asia/Tokyo"))}
    house.app.config.update(zone)
    hand_over(house, "nadia")
    house.visitor("elena").get(house.address)
    house.room.clock.at = MIDNIGHT - timedelta(hours=9, seconds=1)
    assert totals(house.visitor("nadia").get(house.address + "/coverage").text) == ["1", "0", "1", "1", "2", "5"]
    house.room.clock.at = MIDNIGHT - timedelta(hours=9)
    assert totals(house.visitor("nadia").get(house.address + "/coverage").text) == ["1", "0", "1", "2", "1", "5"]


def test_a_protected_penholder_finds_itself_and_no_other_protected_one(house: House) -> None:
    with record.transaction() as session:
        session.get_one(Organisation, house.room.organisations["fen"]).protected = True
        ensure_label_of(session, house.room.statement().id, house.room.organisations["fen"])
    hand_over(house, "elena")
    found = listed(house.visitor("elena").get(house.address + "/coverage").text)
    assert found["silent"] == ["أصوات النهر", "Vigías del Estero · drafts this statement"]
    assert "no_comment" not in found


@pytest.mark.parametrize("is_silent", [True, False])
def test_whether_a_protected_organisation_is_silent_is_told_by_no_button_and_no_answer(
    house: House, is_silent: bool
) -> None:
    hand_over(house, "nadia")
    if not is_silent:
        house.room.do("elena", say_no_comment)
    nadia, path = house.visitor("nadia"), house.address + "/coverage"
    said = words(nadia.get(path).text)
    button = "Remind the 1 organisation that has not responded"
    assert f"{button} Protected organisations that have not responded are reminded too, but not counted." in said
    house.room.do("lucie", say_no_comment)
    assert "Remind protected organisations that have not responded" in words(nadia.get(path).text)
    nadia.post(path + "/reminder")
    assert "Protected organisations that have not responded are reminded by email." in words(nadia.get(path).text)
    assert len(events(EventKind.CONSULTATION_REMINDED)) == 1


def test_in_the_history_its_no_comment_is_for_itself_and_the_secretariat(house: House) -> None:
    hand_over(house, "nadia")
    house.room.do("elena", say_no_comment)
    said = "Said “no comments”"
    counts = {who: words(_history(house, who)).count(said) for who in ("sara", "elena", "nadia", "fred", "dana")}
    assert counts == {"sara": 2, "elena": 1, "nadia": 1, "fred": 1, "dana": 0}


def _history(house: House, who: str) -> str:
    return house.visitor(who).get(house.address + "/history").text


def test_who_supports_others_has_answered_and_is_silent_no_longer(house: House) -> None:
    house.room.do("nadia", supporting.support, item="C1")
    page = house.visitor("sara").get(house.address + "/coverage").text
    assert listed(page)["supported"] == ["أصوات النهر"]
    assert "3 of 5 organisations have responded: they have commented, support another or said “no comments”." in page
    assert "Remind the 1 organisation that has not responded" in page


def test_the_support_of_a_protected_organisation_stands_beside_no_label(house: House) -> None:
    hand_over(house, "nadia")
    house.room.do("elena", supporting.support, item="C1")
    page = house.visitor("nadia").get(house.address + "/coverage").text
    assert rows(Label)[0].code not in words(page) and "supported" not in listed(page)
    assert "supported" in listed(house.visitor("sara").get(house.address + "/coverage").text)


def test_the_support_of_a_protected_organisation_counts_in_the_totals_from_the_next_midnight_on(house: House) -> None:
    hand_over(house, "nadia")
    path, clock = house.address + "/coverage", house.room.clock

    def found() -> list[str]:
        return totals(house.visitor("nadia").get(path).text)

    house.room.do("elena", supporting.support, item="C1")
    assert found() == ["1", "0", "1", "1", "2", "5"]
    clock.at = MIDNIGHT
    assert found() == ["1", "1", "1", "1", "1", "5"]
    assert "3 of 5 organisations have responded" in house.visitor("nadia").get(path).text
    house.room.do("elena", supporting.end_support, item="C1")
    assert found() == ["1", "1", "1", "1", "1", "5"], "that it was taken back today shows tomorrow"
    clock.at = MIDNIGHT + timedelta(days=1)
    assert found() == ["1", "0", "1", "1", "2", "5"]


def test_a_protected_penholder_reads_of_itself_that_it_supports_others(house: House) -> None:
    house.room.do("elena", supporting.support, item="C1")
    hand_over(house, "elena")
    found = listed(house.visitor("elena").get(house.address + "/coverage").text)
    assert found["supported"] == ["Vigías del Estero · drafts this statement"]


def test_who_supports_others_and_has_no_comment_to_add_stands_under_its_support_for_all(house: House) -> None:
    house.room.do("elena", supporting.support, item="C1")
    house.room.do("elena", say_no_comment)
    house.room.clock.at = MIDNIGHT
    assert totals(house.visitor("sara").get(house.address + "/coverage").text) == ["1", "1", "1", "1", "1", "5"]
    hand_over(house, "nadia")
    assert totals(house.visitor("nadia").get(house.address + "/coverage").text) == ["1", "1", "1", "1", "1", "5"]


def hand_over(house: House, who: str) -> None:
    with record.reading() as session:
        key = session.get_one(Person, house.room.people[who]).key
    house.room.do("sara", changing_settings.hand_over_pen, to=[key])


@pytest.mark.parametrize(("who", "status"), [("sara", 200), ("sol", 200), ("dana", 404), ("elena", 404)])
def test_coverage_is_for_penholders_and_the_secretariat(house: House, who: str, status: int) -> None:
    assert house.visitor(who).get(house.address + "/coverage").status_code == status


def test_what_was_sent_to_the_penholder_only_counts_for_the_penholder_only(house: House) -> None:
    with record.transaction() as session:
        session.execute(update(Item).values(private=True))
    assert "Delta Observatory" in listed(house.visitor("sara").get(house.address + "/coverage").text)["written"]
    sol = house.visitor("sol").get(house.address + "/coverage").text
    assert "written" not in listed(sol)
    assert "Comments and amendments sent only to the penholder are not counted here." in words(sol)


def test_the_silent_are_reminded_with_one_click_and_not_again_for_a_while(house: House) -> None:
    sara, path = house.visitor("sara"), house.address + "/coverage"
    assert "Remind the 2 organisations that have not responded" in words(sara.get(path).text)
    assert sara.post(path + "/reminder").status_code == 303
    assert "2 organisations are reminded by email." in words(sara.get(path).text)
    assert "Remind the" not in words(sara.page)
    assert ("These organisations were reminded today 09:00. You can remind them again from today 21:00.") in words(
        sara.page
    )
    assert sara.post(path + "/reminder").status_code == 303
    assert "These organisations were reminded a short while ago." in words(sara.get(path).text)
    assert len(events(EventKind.CONSULTATION_REMINDED)) == 1
    house.room.clock.at += PAUSE
    assert "Remind the 2 organisations that have not responded" in words(house.visitor("sara").get(path).text)


def test_the_secretariat_reminds_too_and_no_number_tells_it_who_wrote_to_the_penholder_only(house: House) -> None:
    house.room.do("lucie", posting.post_comment, version=1, body="Between us.", language="en", private=True)
    sol = house.visitor("sol")
    assert "Remind the 2 organisations that have not responded" in words(sol.get(house.address + "/coverage").text)
    assert sol.post(house.address + "/coverage/reminder").status_code == 303
    assert "Organisations that have not responded are reminded by email." in words(
        sol.get(house.address + "/coverage").text
    )
    assert len(events(EventKind.CONSULTATION_REMINDED)) == 1


def test_after_the_consultation_coverage_stays_and_the_button_goes(house: House) -> None:
    house.room.do("sara", consulting.close_consultation)
    page = house.visitor("sara").get(house.address + "/coverage").text
    assert "Remind" not in words(page)
    assert listed(page)["written"] == ["Delta Observatory"]


def test_before_the_first_consultation_there_is_nothing_to_cover(database: Engine, settings: Settings) -> None:
    with house_of(settings, opened=False) as draft:
        assert "No consultation has been opened yet." in words(
            draft.visitor("sara").get(draft.address + "/coverage").text
        )


@pytest.mark.parametrize("page", ["room", "home"])
def test_no_comment_to_add_is_one_click_in_the_room_and_at_home_and_one_to_take_it_back(
    house: House, page: str
) -> None:
    nadia, path = house.visitor("nadia"), house.address if page == "room" else "/home"
    assert "No comments from us" in words(nadia.get(path).text)
    said = nadia.post(house.address + "/no-comment", {"page": page})
    assert said.headers["Location"].partition("#")[0].endswith(path)
    assert "Your organisation has said “no comments”." in words(nadia.get(path).text)
    assert "No comments from us" not in words(nadia.page)
    assert house.room.organisations["nahr"] in {row.organisation_id for row in rows(NoComment)}
    assert nadia.post(house.address + "/no-comment/end", {"page": page}).status_code == 303
    assert "No comments from us" in words(nadia.get(path).text)


TOLD = "The penholder sees that your organisation has no comments."
PROTECTED = "Outside your organisation, only the secretariat sees that your organisation has no comments"


def test_who_is_told_that_a_protected_organisation_has_no_comment_to_add_is_said_truly(house: House) -> None:
    with record.transaction() as session:
        session.get_one(Organisation, house.room.organisations["nahr"]).protected = True
    for who, said, other in (("nadia", PROTECTED, TOLD), ("lucie", TOLD, PROTECTED)):
        visitor = house.visitor(who)
        visitor.get(house.address)
        visitor.post(house.address + "/no-comment", {"page": "room"})
        read = words(visitor.get(house.address).text)
        assert said in read and other not in read and "You can withdraw this." in read


def test_said_when_the_consultation_has_closed_it_is_answered_with_a_sentence(house: House) -> None:
    house.room.clock.at = CLOSES - timedelta(minutes=1)
    nadia = house.visitor("nadia")
    nadia.get(house.address)
    house.room.clock.at = CLOSES
    assert nadia.post(house.address + "/no-comment", {"page": "room"}).status_code == 303
    assert "This consultation closed today 09:00." in words(nadia.get(house.address).text)
    assert "No comments from us" not in words(nadia.page)


@pytest.mark.parametrize("who", ["sara", "sol"])
def test_those_who_do_not_take_part_have_nothing_to_say_it_of(house: House, who: str) -> None:
    visitor = house.visitor(who)
    assert "No comments from us" not in words(visitor.get(house.address).text)
    assert visitor.post(house.address + "/no-comment").status_code == 403


def test_who_has_no_comment_to_add_stands_in_the_history_of_those_who_see_coverage_alone(house: House) -> None:
    seen = {
        who: "Said “no comments”" in words(house.visitor(who).get(house.address + "/history").text)
        for who in ("sara", "sol", "fred", "dana", "elena")
    }
    assert seen == {"sara": True, "sol": True, "fred": True, "dana": False, "elena": False}
