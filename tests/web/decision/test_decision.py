"""The tab Decision: what is on the table, the form of a seat, and who sees which positions."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine

from tests import calls, posting
from tests.decisions import adopt, before_committee, every, newest, position
from tests.rooms import CLOSES
from tests.web.house import House, house_of, words
from tests.web.site import Visitor, source
from workflow.config import Settings
from workflow.models.ballot import Ballot, Position
from workflow.models.organisation import Organisation
from workflow.models.person import LinkPurpose, Person
from workflow.models.statement import Statement
from workflow.models.version import Draft
from workflow.rules.decision.decision import Stance
from workflow.rules.items.kinds import ItemKind
from workflow.rules.publication.release import ReleaseKind
from workflow.rules.shared.lifecycle import Stage
from workflow.services.consultation import consulting
from workflow.services.people import inviting, joining
from workflow.services.publication import publishing


@pytest.fixture
def house(database: Engine, settings: Settings) -> Iterator[House]:
    """The room with version 1 before the Committee: the seats of dana, lucie and elena (protected)."""
    with house_of(settings, begun=before_committee) as opened:
        yield opened


def takes(
    visitor: Visitor, house: House, stance: str, reason: str = "", mandate: str | None = None, **more: str
) -> int:
    """The status of the answer to a position; the page that was read before gives the mandate."""
    visitor.get(house.address + "/decision")
    found = re.search(r'name="mandate"[^>]*value="([^"]*)"', visitor.page)
    shown = found[1] if found else ""
    held = re.search(r'name="seen"[^>]*value="([^"]*)"', visitor.page)
    more = {"seen": held[1] if held else "", **more}
    fields = {"stance": stance, "reason": reason, "mandate": shown if mandate is None else mandate, **more}
    return visitor.post(house.address + "/positions", fields).status_code


def test_the_form_carries_the_digests_on_the_table_and_chooses_nothing_in_advance(house: House) -> None:
    page = house.visitor("dana").get(house.address + "/decision").text
    assert f'value="{newest(Ballot).mandate_digest}"' in page
    assert "checked" not in page
    assert newest(Ballot).digests["en"][:8] in page


def test_a_position_is_recorded_and_shown_to_the_committee_with_its_reason(house: House) -> None:
    dana = house.visitor("dana")
    assert takes(dana, house, "explanation", "Paragraph 2: say which gates.") == 303
    seen = house.visitor("lucie").get(house.address + "/decision").text
    assert "Paragraph 2: say which gates." in seen
    assert "Delta Observatory" in seen


def test_an_explanation_without_a_reason_comes_back_and_records_nothing(house: House) -> None:
    dana = house.visitor("dana")
    assert takes(dana, house, "explanation") == 422
    assert "Give a reason." in dana.page
    assert re.search(r'value="explanation"[^>]*checked|checked[^>]*value="explanation"', dana.page)
    assert not every(Position)


def test_a_position_on_another_text_is_refused_with_the_words_kept(house: House) -> None:
    dana = house.visitor("dana")
    assert takes(dana, house, "explanation", "These are my words.", mandate="0" * 64) == 409
    assert "These are my words." in dana.page
    assert not every(Position)


def test_no_position_at_all_asks_for_one(house: House) -> None:
    dana = house.visitor("dana")
    assert takes(dana, house, "") == 422
    assert "Choose a position." in dana.page


def test_those_who_take_part_see_the_arithmetic_but_no_position(house: House) -> None:
    position(house.room, "dana", Stance.OBJECT, "A reason of the Committee alone.")
    page = house.visitor("fred").get(house.address + "/decision").text
    assert "A reason of the Committee alone." not in page
    assert "Majority not reached: 0 of 1 position that counts is in favour" in page
    assert 'name="stance"' not in page


def test_a_protected_seat_is_a_label_for_the_committee_and_has_its_name_before_the_secretariat(house: House) -> None:
    position(house.room, "elena", Stance.ABSTAIN)
    assert "Vigías" not in house.visitor("dana").get(house.address + "/decision").text
    assert "Vigías" in house.visitor("elena").get(house.address + "/decision").text
    assert "Vigías" in house.visitor("sol").get(house.address + "/decision").text


def test_the_form_says_when_an_approval_would_settle_it(house: House) -> None:
    warning = "Your approval would decide the ballot."
    assert warning not in house.visitor("lucie").get(house.address + "/decision").text
    for name in ("dana", "elena"):
        position(house.room, name, Stance.APPROVE)
    assert warning in house.visitor("lucie").get(house.address + "/decision").text


def test_an_embargo_that_is_over_holds_nothing_back_and_the_page_does_not_say_so(
    database: Engine, settings: Settings
) -> None:
    with house_of(settings) as house:
        room = house.room
        room.do("sara", consulting.close_consultation)
        facts = {"version": 1, "languages": ["en"], "closes_at": room.clock.at + timedelta(days=3)}
        at = room.clock.at + timedelta(hours=2)
        room.do("sara", calls.open_ballot, release=ReleaseKind.AT_TIME, release_at=at, **facts)
        for name in ("dana", "elena"):
            position(room, name, Stance.APPROVE)
        lucie = house.visitor("lucie")
        assert "would then be published today 11:00" in words(lucie.get(house.address + "/decision").text)
        room.clock.pass_by(hours=3)
        assert "would then be published at once" in words(lucie.get(house.address + "/decision").text)


def test_after_the_adoption_the_page_says_so_and_takes_no_comment(house: House) -> None:
    adopt(house.room)
    assert newest(Statement).stage is Stage.ADOPTED
    lucie = house.visitor("lucie")
    page = lucie.get(house.address + "/decision").text
    assert "Adopted" in page
    assert 'name="stance"' not in page
    assert takes(lucie, house, "object", "Too late.", mandate=newest(Ballot).mandate_digest) == 409
    assert "Too late." in lucie.page or "The ballot was decided before your position arrived" in lucie.page


def test_a_ballot_is_opened_from_its_page_with_the_editions_that_were_chosen(
    database: Engine, settings: Settings
) -> None:
    with house_of(settings) as house:
        house.room.do("sara", consulting.close_consultation)
        sara = house.visitor("sara")
        page = sara.get(house.address + "/ballot").text
        assert 'name="languages" value="en" checked' in source(page)
        until = re.search(r'name="closes_at"[^>]*value="([^"]+)"', page)
        assert until
        later = until[1].replace(until[1][:4], str(int(until[1][:4]) + 1))
        sent = {"version": "1", "languages": "en", "closes_at": later}
        assert sara.post(house.address + "/ballot", sent).status_code == 303
        assert newest(Statement).stage is Stage.DECISION


def test_an_authentic_edition_that_is_not_decided_on_is_asked_about_again(database: Engine, settings: Settings) -> None:
    with house_of(settings, opened=False) as house:
        for language in ("fr", "es"):
            _save(house, language=language, serial=0, blocks=newest(Draft).blocks)
        house.room.do("sara", calls.open_consultation, closes_at=CLOSES)
        house.room.do("sara", consulting.close_consultation)
        sara = house.visitor("sara")
        until = re.search(r'name="closes_at"[^>]*value="([^"]+)"', sara.get(house.address + "/ballot").text)
        assert until
        sent = {"version": "1", "languages": ["en", "fr"], "closes_at": until[1], "authentic": "es"}
        assert sara.post(house.address + "/ballot", sent).status_code == 422
        assert "Your choice is no longer available." in sara.page and not every(Ballot)
        assert sara.post(house.address + "/ballot", {**sent, "authentic": "fr"}).status_code == 303
        assert newest(Ballot).mandate["authentic"] == "fr"


RULE = (
    "The statement is adopted if at least 2/3 of the positions that count are in favour and at least 2 of the 3 seats "
    "take part.",
    "3 positions can be taken: one by each organisation that holds a seat when the ballot opens.",
    "If the statement is not adopted, nothing is published, and the statement goes back to the penholder.",
)
SOONER = "as soon as every seat has taken a position other than a reserve."
BY_ITSELF = "The statement is published by itself when it is adopted, at the latest Thu 5 Mar, 09:00, with no further"
AS_CHOSEN = (
    "Once adopted, the statement goes out as you choose above: by itself, with no further step, or once a person of "
    "the secretariat releases it."
)


def test_the_page_that_submits_a_version_says_what_will_happen(database: Engine, settings: Settings) -> None:
    with house_of(settings) as house:
        house.room.do("sara", consulting.close_consultation)
        sara = house.visitor("sara")
        page = words(sara.get(house.address + "/ballot").text)
        for said in (*RULE, AS_CHOSEN, "until the closing time that you choose above, by the clock of UTC (UTC+0)"):
            assert said in page
        until = house.room.clock.at + timedelta(days=9)
        house.room.do("sara", publishing.set_embargo, until=until)
        page = words(sara.get(house.address + "/ballot").text)
        assert AS_CHOSEN not in page
        assert "published by itself, with no further step, but not before the embargo ends Wed 11 Mar" in page


def test_an_open_ballot_says_the_same_to_those_who_decide_and_a_settled_one_no_longer(house: House) -> None:
    page = words(house.visitor("dana").get(house.address + "/decision").text)
    for said in (*RULE, SOONER, BY_ITSELF, "Positions can be taken until Thu 5 Mar, 09:00 (UTC)."):
        assert said in page
    # What counts, and when it is decided, is said once.
    assert page.count(SOONER) == 1
    adopt(house.room)
    page = words(house.visitor("dana").get(house.address + "/decision").text)
    assert RULE[0] not in page and SOONER not in page


def test_a_deadline_under_a_day_needs_a_reason_and_nothing_that_was_typed_is_lost(
    database: Engine, settings: Settings
) -> None:
    with house_of(settings) as house:
        house.room.do("sara", consulting.close_consultation)
        sara = house.visitor("sara")
        sara.get(house.address + "/ballot")
        soon = (house.room.clock.at + timedelta(hours=7)).strftime("%Y-%m-%dT%H:%M")
        sent = {"version": "1", "languages": "en", "closes_at": soon, "short_notice": ""}
        assert sara.post(house.address + "/ballot", sent).status_code == 422
        assert re.search(r"<title>\s*There is 1 problem: Submit version 1 to the Committee", sara.page)
        assert "The ballot closes in less than 24 hours: give a reason, or choose a later time." in sara.page
        assert f'value="{soon}"' in sara.page and not every(Ballot)
        wrong = {**sent, "version": "7", "short_notice": "The plenary <votes> today."}
        assert sara.post(house.address + "/ballot", wrong).status_code == 409
        assert "The plenary &lt;votes&gt; today." in sara.page
        assert sara.post(house.address + "/ballot", {**wrong, "version": "1"}).status_code == 303
        for name, path in (("dana", "/decision"), ("fred", "/history")):
            page = words(house.visitor(name).get(house.address + path).text)
            assert "Short notice" in page and "The plenary <votes> today." in page


def test_the_deadline_that_the_page_proposes_needs_no_reason(database: Engine, settings: Settings) -> None:
    with house_of(settings) as house:
        house.room.do("sara", consulting.close_consultation)
        sara = house.visitor("sara")
        until = re.search(r'name="closes_at"[^>]*value="([^"]+)"', sara.get(house.address + "/ballot").text)
        house.room.clock.pass_by(minutes=50)  # while the page was read
        sent = {"version": "1", "languages": "en", "closes_at": until[1] if until else ""}
        assert sara.post(house.address + "/ballot", sent).status_code == 303


def test_a_translation_that_is_behind_is_not_chosen_and_says_so_where_it_is_decided_on(
    database: Engine, settings: Settings
) -> None:
    said = "1 paragraph is out of date: the original has changed since the translation"
    with house_of(settings, opened=False) as house:
        own = newest(Draft)
        french = tuple(replace(block, text=f"En français : {block.text}") for block in own.blocks)
        changed = (*own.blocks[:-1], replace(own.blocks[-1], text="It reads otherwise now."))
        _save(house, language="fr", serial=0, blocks=french)
        _save(house, language="en", serial=own.serial, blocks=changed)
        house.room.do("sara", calls.open_consultation, closes_at=CLOSES)
        house.room.do("sara", consulting.close_consultation)
        page = source(house.visitor("sara").get(house.address + "/ballot").text)
        assert said in page and re.findall(r'value="(..)"( checked)?', page)[:2] == [("en", " checked"), ("fr", "")]
        _save(house, language="fr", serial=1, blocks=french)
        assert said in house.visitor("sara").get(house.address + "/ballot").text, "a save alone vouches for nothing"
        closes_at = house.room.clock.at + timedelta(days=3)
        house.room.do("sara", calls.open_ballot, version=1, languages=("en", "fr"), closes_at=closes_at)
        assert said in house.visitor("dana").get(house.address + "/decision").text


def test_a_translation_that_was_looked_at_again_is_behind_no_longer(database: Engine, settings: Settings) -> None:
    with house_of(settings, opened=False) as house:
        own = newest(Draft)
        _save(house, language="fr", serial=0, blocks=own.blocks)
        _save(house, language="en", serial=own.serial, blocks=(*own.blocks[:-1], replace(own.blocks[-1], text="Anew.")))
        house.room.do("sara", calls.open_consultation, closes_at=CLOSES)
        house.room.do("sara", consulting.close_consultation)
        sara, last = house.visitor("sara"), own.blocks[-1]
        assert "1 paragraph is out of date" in sara.get(house.address + "/ballot").text
        looked_at = {"language": "fr", "serial": 1, "block": last.id, "text": last.text}
        house.room.do("sara", calls.save_paragraph, **looked_at)
        assert "1 paragraph is out of date" not in sara.get(house.address + "/ballot").text


def _save(house: House, **saved: Any) -> None:
    house.room.do("sara", calls.save_draft, title="On the gates", occasion="", **saved)


def test_a_ballot_that_cannot_open_says_why_and_keeps_what_was_chosen(database: Engine, settings: Settings) -> None:
    with house_of(settings) as house:
        block = house.room.blocks()[3].id
        house.room.do(
            "fred",
            posting.propose_amendment,
            version=1,
            kind=ItemKind.REPLACE,
            block=block,
            words="difficult",
            proposal="critical",
            reason="It is.",
            language="en",
        )
        house.room.do("sara", consulting.close_consultation)
        sara = house.visitor("sara")
        sara.get(house.address + "/ballot")
        answer = sara.post(
            house.address + "/ballot", {"version": "1", "languages": "en", "closes_at": "2099-01-01T12:00"}
        )
        assert answer.status_code == 422
        assert "1 point has no answer yet: A1." in answer.text
        assert 'value="2099-01-01T12:00"' in answer.text
        assert sara.post(house.address + "/ballot", {"version": "1", "closes_at": ""}).status_code == 422


def test_nobody_but_a_penholder_reaches_the_page_that_opens_a_ballot(database: Engine, settings: Settings) -> None:
    with house_of(settings) as house:
        house.room.do("sara", consulting.close_consultation)
        for name in ("fred", "dana", "sol"):
            assert house.visitor(name).get(house.address + "/ballot").status_code == 404


def test_a_tab_that_shows_an_older_position_does_not_replace_the_newer_one(house: House) -> None:
    first, second = house.visitor("dana"), house.visitor("dilip")
    assert takes(first, house, "approve", seen="") == 303
    assert takes(second, house, "explanation", "Not these words.", seen="") == 409
    assert "Not these words." in second.page
    assert [held.stance for held in every(Position)] == [Stance.APPROVE]
    again = re.search(r'name="seen"[^>]*value="([^"]+)"', second.page)
    assert again
    assert takes(second, house, "explanation", "Not these words.", seen=again[1]) == 303


# -- who was invited after the ballot opened


def _newcomer(house: House, name: str = "nell", at: str = "lacs") -> Visitor:
    """Somebody invited by the secretariat an hour after the ballot opened, who joins, and looks."""
    room = house.room
    room.clock.pass_by(hours=1)
    with room.acting("sara") as (session, sara):
        key = session.get_one(Organisation, room.organisations[at]).key
        email = f"{name}@{at}.example"
        came = inviting.invite_person(session, sara, key, email=email, name=name.capitalize())
        token = joining.create_link(session, came, LinkPurpose.INVITATION)
        joining.accept_invitation(session, token, name=name.capitalize(), password="four tall herons")
        came.language = "en"  # the tests read what the pages say
        room.people[name] = came.id
    return house.visitor(name)


def test_the_page_says_to_whom_was_invited_later_that_a_colleague_confirms_and_names_who_can(house: House) -> None:
    nell = _newcomer(house)
    page = nell.get(house.address + "/decision").text
    assert "A colleague confirms the position that you enter" in page
    assert f'action="{house.address}/proposed-positions"' in page and f'action="{house.address}/positions"' not in page
    assert "These people can take or confirm a position for your organisation in this ballot:" in page
    assert "<bdi>Lucie</bdi>" in page
    assert "Dana" not in page, "nobody of another organisation is named"
    for name in ("lucie", "fred"):
        assert "A colleague confirms" not in house.visitor(name).get(house.address + "/decision").text


def test_the_page_says_what_to_do_where_nobody_of_the_seat_can_act_any_more(house: House) -> None:
    nell = _newcomer(house)
    with house.room.acting("sara") as (session, sara):
        key = session.get_one(Organisation, house.room.organisations["lacs"]).key
        lucie = session.get_one(Person, house.room.people["lucie"]).key
        inviting.remove_person(session, sara, key, removed=lucie)
    page = nell.get(house.address + "/decision").text
    assert (
        "No one else in your organisation can take a position in this ballot" in page
        and "write to the secretariat before" in page
    )


def test_a_position_sent_by_who_was_invited_later_is_refused_with_the_reason_and_records_nothing(house: House) -> None:
    nell = _newcomer(house)
    mandate = newest(Ballot).mandate_digest
    assert takes(nell, house, "approve", "Typed before.", mandate=mandate) == 403
    assert "before you were invited: a colleague who was there then takes or confirms" in nell.page
    assert not every(Position)


def test_home_and_the_room_do_not_ask_whom_was_invited_later_for_a_position(house: House) -> None:
    nell = _newcomer(house)
    assert "Nothing needs you now" in nell.get("/home").text
    assert "Take a position" not in nell.get("/home").text + nell.get(house.address).text
    assert "Take a position" in house.visitor("lucie").get("/home").text
