"""Home of the secretariat: all that runs, planned back from its occasion, each with its number and its button."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine, select, update

from bench.counting import counted
from tests import calls, posting
from tests.consolidations import CRITICAL, answer, issue, send
from tests.decisions import answer_objections, position, refuse
from tests.rooms import CLOSES, OPENS, Room
from tests.services.writing import created
from tests.web.house import House, house_of, words
from tests.web.site import Site, site
from workflow import database as record
from workflow.config import Settings
from workflow.models.ballot import Ballot, Elector
from workflow.models.event import Delivery, Event
from workflow.models.organisation import Organisation
from workflow.models.person import Person
from workflow.models.publication import VOICE, Progress, Publication
from workflow.models.seat import Seat
from workflow.rules.decision.decision import Stance
from workflow.rules.publication.release import ReleaseKind
from workflow.services.consultation import consulting
from workflow.services.consultation.reminding import remind_silent
from workflow.services.consultation.saying_no_comment import say_no_comment
from workflow.services.decision import deciding
from workflow.services.items import supporting
from workflow.services.people.inviting import invite_person
from workflow.services.publication import publishing
from workflow.services.statements import changing_settings
from workflow.services.statements.changing_settings import OccasionTime
from workflow.text.document import parse

__all__ = ["site"]


@pytest.fixture
def house(database: Engine, settings: Settings) -> Iterator[House]:
    """The room with its first consultation open."""
    with house_of(settings) as opened:
        yield opened


def rows(page: str) -> list[str]:
    """The words of each row of the plan, without those of its head."""
    body = page[page.index("<tbody") : page.index("</tbody>")]
    return [words(f"<main>{row}</main>").strip() for row in re.findall(r"<tr.*?</tr>", body, re.S)]


def cells(page: str, row: int = 0) -> list[str]:
    """The classes and words of each cell of a row."""
    body = page[page.index("<tbody") : page.index("</tbody>")]
    found = re.findall(r"<td(.*?)>(.*?)</td>", re.findall(r"<tr.*?</tr>", body, re.S)[row], re.S)
    return [
        " ".join([re.search(r'class="(.*?)"', head)[1], words(f"<main>{said}</main>").strip()]).strip()  # type: ignore[index]
        for head, said in found[:-1]
    ]


def heads(page: str) -> list[str]:
    """The words over each column of days."""
    head = page[page.index("<thead") : page.index("</thead>")]
    return [words(f"<main>{each}</main>").strip() for each in re.findall(r"<th\b.*?</th>", head, re.S)][1:-1]


def plan_for(house: House, at: datetime) -> None:
    """Set the occasion of the statement."""
    house.room.do("sara", calls.change_settings, occasion_time=OccasionTime(at))


def another(room: Room, title: str, *, is_open: bool = True) -> str:
    """The key of another statement of Sara's."""
    with record.transaction() as session:
        sara = session.get_one(Person, room.people["sara"])
        facts = {"title": title, "occasion": "", "blocks": parse("Two.\n"), "language": "en"}
        key = calls.create_statement(session, sara, **facts).key  # type: ignore[arg-type]
        if is_open:
            calls.open_consultation(session, sara, key, closes_at=CLOSES)
    return key


def test_the_first_screen_tells_what_will_happen_when_and_why(house: House) -> None:
    plan_for(house, OPENS + timedelta(days=4, hours=6))
    page = house.visitor("sol").get("/home").text
    said = words(page)
    assert "1 thing needs you On open rivers : Fri 6 Mar, 15:00, 4 days left." in said
    assert "The dates below are planned back from this occasion." in said
    assert heads(page) == [
        "Mon 2 today", "Tue 3 3 days before", "Wed 4 2 days before", "Thu 5 1 day before", "Fri 6 occasion, 15:00",
        "Mon 9", "Later",
    ]  # fmt: skip
    assert cells(page) == [
        "today run live", "run live", "end live 09:00 comments close", "end 15:00 submit at the latest",
        "day end 15:00 occasion", "", "",
    ]  # fmt: skip
    assert rows(page)[0].startswith("On open rivers 0 of 5 have responded JS 2026/1 · 0 comments and amendments")
    assert rows(page)[0].endswith("Remind 4")


def test_without_css_and_on_a_phone_each_cell_says_its_day(house: House) -> None:
    page = house.visitor("sol").get("/home").text
    assert '<td role="cell" class="end live" data-th="Wed 4 Mar"><b>09:00</b> comments close</td>' in page
    assert '<td role="cell" class="run live" ></td>' in page, "an empty one is hidden by :empty, and so holds no blank"


def test_the_button_reminds_those_who_have_not_answered_and_then_rests(house: House) -> None:
    sol, room = house.visitor("sol"), house.room
    room.do("fred", posting.post_comment, version=1, body="Which gates?", language="en")
    assert rows(sol.get("/home").text)[0].endswith("Remind 3")
    address = f"{house.address}/coverage/reminder"
    assert sol.post(address, sol.filled(address, page="/home")).status_code == 303
    page = sol.get("/home").text
    assert rows(page)[0].endswith("Reminded today 09:00") and "1 statement in progress" in page


def test_a_reminder_needs_nobody_before_the_deadline_is_near(house: House) -> None:
    room = house.room
    room.do("sara", consulting.extend_consultation, closes_at=OPENS + timedelta(days=9))
    page = house.visitor("sol").get("/home").text
    assert "1 statement in progress" in page and rows(page)[0].endswith("Remind 4")
    assert "btn primary" not in page


def test_a_statement_goes_from_row_to_row_with_the_number_of_its_stage(house: House) -> None:
    room, sol, sara = house.room, house.visitor("sol"), house.visitor("sara")
    room.do("fred", posting.post_comment, version=1, body="Which gates?", language="en")
    room.do("sara", consulting.close_consultation)
    assert "0 of 1 point answered JS 2026/1 · version 1 is out since today 09:00" in rows(sol.get("/home").text)[0]
    assert rows(sol.page)[0].endswith("With the penholder") and "1 statement in progress" in sol.page
    page = sara.get("/home").text
    assert rows(page)[0].endswith("Answer 1 point") and "1 thing needs you" in page
    answer(room, "C1", "noted", reason="Said elsewhere.")
    issue(room)
    assert rows(sara.get("/home").text)[0].endswith("Submit version 2 to the Committee")
    assert "1 of 1 point answered" in rows(sara.page)[0]
    closes_at = room.clock.at + timedelta(days=3)
    room.do("sara", publishing.set_embargo, until=room.clock.at + timedelta(days=9))
    room.do("sara", calls.open_ballot, version=2, languages=["en"], closes_at=closes_at)
    position(room, "dana", Stance.ABSTAIN)
    said = "1 of 2 for the quorum JS 2026/1 · on today’s positions not adopted: quorum 1 of 2"
    assert said in rows(sol.get("/home").text)[0] and "end live 09:00 ballot closes" in cells(sol.page)
    position(room, "lucie", Stance.APPROVE)
    assert rows(sol.page)[0].endswith("Remind 2")
    said = "Quorum met: 2 took part (2 needed) JS 2026/1 · on today’s positions adopted: 1 of 1 in favour"
    assert said in rows(sol.get("/home").text)[0]
    position(room, "elena", Stance.APPROVE)
    page = sol.get("/home").text
    assert "Adopted, release Wed 11 Mar, 09:00 JS 2026/1 · 2 of 2 in favour" in rows(page)[0]
    assert "end 09:00 release" in cells(page) and rows(page)[0].endswith("Nothing to do")
    room.do("sara", changing_settings.abandon, reason="Overtaken by events.")
    page = words(sol.get("/home").text)
    assert "No statement is in progress." in page and "Nothing needs you now" in page


def test_after_a_ballot_that_did_not_adopt_the_row_says_why_in_numbers_and_whose_turn_it_is(house: House) -> None:
    room = house.room
    room.do("sara", consulting.close_consultation)
    room.do("sara", calls.open_ballot, version=1, languages=["en"], closes_at=room.clock.at + timedelta(days=2))
    position(room, "dana", Stance.APPROVE)
    room.clock.pass_by(days=2, minutes=1)
    with record.transaction() as session:
        for key in deciding.due_ballots(session):
            deciding.settle(session, key)
    page = house.visitor("sol").get("/home").text
    first = rows(page)[0]
    assert "Back with the penholder JS 2026/1 · ballot 1 not adopted: quorum 1 of 2" in first
    assert first.endswith("With the penholder")


def test_after_a_ballot_with_objections_the_number_is_how_many_have_no_answer(house: House) -> None:
    room = house.room
    room.do("sara", consulting.close_consultation)
    room.do("sara", calls.open_ballot, version=1, languages=["en"], closes_at=room.clock.at + timedelta(days=2))
    refuse(room)
    page = house.visitor("sara").get("/home").text
    assert "objections without an answer JS 2026/1 · ballot 1 not adopted: 0 of" in rows(page)[0]
    assert re.search(r"Answer \d objections$", rows(page)[0]) and "1 thing needs you" in page
    assert rows(house.visitor("sol").get("/home").text)[0].endswith("With the penholder")
    answer_objections(room)
    page = house.visitor("sara").get("/home").text
    assert rows(page)[0].startswith("On open rivers Back with the penholder") and "without an answer" not in page


def test_the_button_of_a_ballot_reminds_the_seats_that_are_missing_and_then_rests(house: House) -> None:
    room, sol = house.room, house.visitor("sol")
    room.do("sara", consulting.close_consultation)
    room.do("sara", calls.open_ballot, version=1, languages=["en"], closes_at=room.clock.at + timedelta(days=2))
    position(room, "dana", Stance.APPROVE)
    page = sol.get("/home").text
    assert rows(page)[0].endswith("Remind 2") and "1 thing needs you" in page
    address = f"{house.address}/ballot/remind"
    assert sol.post(address, sol.filled(address, page="/home")).status_code == 303
    page = sol.get("/home").text
    assert rows(page)[0].endswith("Reminded today 09:00") and "1 statement in progress" in page


def test_what_is_held_waits_for_whoever_releases_it(house: House) -> None:
    room, sol = house.room, house.visitor("sol")
    room.do("sara", consulting.close_consultation)
    held = {"release": ReleaseKind.BY_HAND, "closes_at": room.clock.at + timedelta(days=2)}
    room.do("sara", calls.open_ballot, version=1, languages=["en"], **held)
    for who in ("dana", "lucie", "elena"):
        position(room, who, Stance.APPROVE)
    page = sol.get("/home").text
    assert "Adopted, held until it is released" in rows(page)[0] and rows(page)[0].endswith("Release…")
    assert "1 thing needs you" in page


def test_what_does_not_go_out_by_itself_waits_for_the_secretariat(house: House) -> None:
    room, sol = house.room, house.visitor("sol")
    room.do("sara", consulting.close_consultation)
    room.do("sara", calls.open_ballot, version=1, languages=["en"], closes_at=room.clock.at + timedelta(days=2))
    for who in ("dana", "lucie", "elena"):
        position(room, who, Stance.APPROVE)
    with record.transaction() as session:
        session.execute(update(Publication).values(progress=Progress.SET_ASIDE, trouble="The disk is full."))
    page = sol.get("/home").text
    assert rows(page)[0].endswith("See why, and try again") and "1 thing needs you" in page
    assert "Adopted, but publication has stopped" in rows(page)[0]
    with record.transaction() as session:
        session.execute(update(Publication).values(trouble=VOICE))
    assert rows(sol.get("/home").text)[0].endswith("Choose in whose name to publish")


def test_an_occasion_that_is_over_and_a_deadline_that_passed_unworked_stand_under_today(house: House) -> None:
    plan_for(house, OPENS + timedelta(days=1))
    house.room.clock.pass_by(days=3)
    page = house.visitor("sol").get("/home").text
    assert cells(page) == ["today Tue 3 Mar, 09:00 occasion is over, Wed 4 Mar, 09:00 comments should have closed"]
    assert "No occasion is ahead." in page and rows(page)[0].endswith("Nothing to do")


def test_rows_stand_by_their_next_date_and_a_draft_without_any_is_last(house: House) -> None:
    another(house.room, "Without a date", is_open=False)
    key = another(house.room, "Sooner")
    with record.transaction() as session:
        sara = session.get_one(Person, house.room.people["sara"])
        consulting.close_consultation(session, sara, key)
        calls.open_ballot(session, sara, key, version=1, languages=["en"], closes_at=OPENS + timedelta(hours=30))
    page = house.visitor("sol").get("/home").text
    assert [row.split(" JS")[0] for row in rows(page)] == [
        "Sooner 0 of 2 for the quorum",
        "On open rivers 0 of 5 have responded",
        "Without a date Draft, no consultation yet",
    ]
    assert cells(page, 2) == ["today", "", ""]


def test_each_statement_counts_the_answers_of_its_own_consultation(house: House) -> None:
    room = house.room
    room.do("fred", posting.post_comment, version=1, body="Which gates?", language="en")
    room.do("nadia", supporting.support, item="C1")
    another(room, "Two")
    page = house.visitor("sol").get("/home").text
    assert "On open rivers 2 of 5 have responded" in rows(page)[0] and "Two 0 of 5 have responded" in rows(page)[1]
    assert "1 thing needs you" in house.visitor("fred").get("/home").text


def test_the_plan_counts_nothing_that_the_secretariat_may_not_know_of(house: House) -> None:
    room, sol = house.room, house.visitor("sol")
    room.do("fred", posting.post_comment, version=1, body="Between us.", language="en", private=True)
    row = rows(sol.get("/home").text)[0]
    assert "0 of 5 have responded" in row and "0 comments and amendments" in row and row.endswith("Remind 4")
    assert "0 of 5 organisations have responded" in words(sol.get(house.address + "/coverage").text)
    row = rows(house.visitor("sara").get("/home").text)[0]
    assert "1 of 5 have responded" in row and row.endswith("Remind 3"), "the penholder knows"
    room.do("sara", consulting.close_consultation)
    assert "No comments or amendments to answer" in rows(sol.get("/home").text)[0]
    assert "<table" not in house.visitor("dana").get("/home").text


def test_only_what_waits_for_this_very_person_is_counted(house: House) -> None:
    room = house.room
    for who in ("dana", "lucie", "elena", "nadia", "fred"):
        room.do(who, say_no_comment)
    page = house.visitor("sara").get("/home").text
    assert rows(page)[0].endswith("Nothing to do") and "1 statement in progress" in page
    another(room, "A draft of hers", is_open=False)
    assert "1 thing needs you" in house.visitor("sara").get("/home").text
    assert "2 statements in progress" in house.visitor("sol").get("/home").text


def test_an_occasion_is_said_by_the_clock_of_its_venue_and_stands_on_the_readers_day(house: House) -> None:
    at = datetime.fromisoformat("2026-03-06T20:00-05:00")
    house.room.do("sara", calls.change_settings, occasion_time=OccasionTime(at, "America/New_York"))
    page = house.visitor("sol").get("/home").text
    assert "Fri 6 Mar, 20:00 in New York (Sat 7 Mar, 01:00 your time)" in words(page)
    assert "Sat 7 occasion, 01:00" in heads(page)


def test_the_emails_of_the_day_and_the_invitations_that_nobody_accepted_are_told(house: House) -> None:
    room, sol = house.room, house.visitor("sol")
    with record.transaction() as session:
        session.execute(update(Person).where(Person.joined_at.is_(None)).values(joined_at=OPENS))
    assert "Emails today" not in sol.get("/home").text and "not accepted" not in sol.page
    with record.transaction() as session:
        sara = session.get_one(Person, room.people["sara"])
        fen = session.get_one(Organisation, room.organisations["fen"])
        invite_person(session, sara, fen.key, email="new@fen.example", name="Nell")
    room.do("sara", remind_silent)
    with record.transaction() as session:
        told = session.scalars(select(Event).order_by(Event.id.desc()).limit(1)).one()
        ends = [(Progress.DONE, 0), (Progress.DONE, 0), (Progress.REFUSED, 0), (Progress.DONE, 1)]
        for (progress, days), name in zip(ends, ("dana", "fred", "nadia", "lucie"), strict=True):
            made = Delivery(event_id=told.id, person_id=room.people[name], message_id=f"{name}@x", due_at=OPENS)
            made.progress, made.ended_at = progress, OPENS - timedelta(days=days)
            session.add(made)
    page = words(sol.get("/home").text)
    assert "Emails today: 2 sent, 1 refused, 0 set aside." in page
    assert "1 invitation is not accepted yet (sent today 09:00)." in page


def test_the_plan_takes_as_many_sql_statements_for_many_as_for_one(house: House) -> None:
    sol, asked = house.visitor("sol"), []
    send(house.room, **CRITICAL)
    for many in (2, 12):
        while len(rows(sol.get("/home").text)) < many:
            another(house.room, f"Statement {len(asked)} of {many}, {len(rows(sol.page))}")
        with counted(record.engine()) as statements:
            sol.get("/home")
        asked.append(len(statements))
    assert asked[0] == asked[1]


def test_the_forecast_takes_as_many_sql_statements_for_many_seats_as_for_three(house: House) -> None:
    room, sol, asked = house.room, house.visitor("sol"), []
    room.do("sara", consulting.close_consultation)
    room.do("sara", calls.open_ballot, version=1, languages=["en"], closes_at=room.clock.at + timedelta(days=2))
    sol.get("/home")
    for many in (0, 500):
        with record.transaction() as session:
            ballot = session.scalars(select(Ballot)).one()
            for number in range(many):
                seat = Organisation(key=f"k{number}", name=f"N{number}", name_folded=f"n{number}", joined_at=OPENS)
                session.add(seat)
                session.flush()
                session.add(Elector(ballot_id=ballot.id, organisation_id=seat.id))
        with counted(record.engine()) as statements:
            sol.get("/home")
        asked.append(len(statements))
    assert asked[0] == asked[1] <= 22
    assert rows(sol.page)[0].endswith("Remind 503")


def first_steps(page: str) -> list[str]:
    """Each step with how it stands and what is said of it."""
    found = re.findall(
        r"<li>(.*?)</li>", page[page.index('id="first"') : page.index("</ol>", page.index('id="first"'))], re.S
    )
    return [words(f"<main>{each}</main>").strip() for each in found]


def test_a_coalition_without_a_statement_is_led_to_its_first_in_four_steps(site: Site) -> None:
    with record.transaction() as session:
        session.execute(update(Seat).values(until=Seat.since))
    people, members, rules, first = first_steps(site.signed_in("sol").get("/home").text)
    assert people.startswith("✓ Done People of the secretariat You and Sara.")
    assert members.startswith("✓ Done Members 5 organisations are members.")
    assert rules.startswith("Next Rules and the Committee The procedure is Ordinary")
    assert "0 organisations have a seat; a decision needs at least 3." in rules
    assert first.startswith("After that First statement") and first.endswith("Start a statement")
    assert "Four steps" not in site.signed_in("dana").get("/home").text
    created(site.cast, "sara")
    assert "Four steps" not in site.signed_in("sol").get("/home").text
