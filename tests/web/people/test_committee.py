"""The page of the Committee: all members read the roll; changes are asked for and answered there, without a script."""

import io
import re
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from tests import calls
from tests.machines.forms import forms_of
from tests.web.site import Site, Visitor, site
from workflow.database import now, reading, transaction
from workflow.models.ballot import Ballot
from workflow.models.person import Person
from workflow.models.seat import SeatChange
from workflow.models.statement import Statement
from workflow.models.version import Version
from workflow.rules.decision.decision import BallotOutcome, Electorate
from workflow.text.document import parse

__all__ = ["site"]
LACS = "Réseau des Lacs"
RULE = {"threshold": "2/3", "quorum": "2/3", "recused_leave": True, "settling": "answered"}


@pytest.fixture
def voted(site: Site) -> Site:
    """The site after the coalition's first ballot; everybody joined long ago."""
    with transaction() as session:
        for person in session.scalars(select(Person)):
            person.joined_at = now(session) - timedelta(days=90)
        sara = session.get_one(Person, site.cast["sara"].id)
        text = parse("Open the gates.\n")
        key = calls.create_statement(session, sara, title="On gates", occasion="", blocks=text, language="en").key
        at, statement = now(session), session.scalars(select(Statement).where(Statement.key == key)).one()
        version = Version(statement_id=statement.id, number=1, issued_by=sara.id, issued_at=at)
        session.add(version)
        session.flush()
        facts: dict[str, Any] = {"statement_id": statement.id, "version_id": version.id, "number": 1}
        facts |= {
            "digests": {},
            "mandate": {},
            "rule": RULE,
            "mandate_digest": "",
            "opened_by": sara.id,
            "opened_at": at,
        }
        session.add(
            Ballot(
                **facts,
                closes_at=at + timedelta(days=1),
                outcome=BallotOutcome.ABANDONED,
                electorate=Electorate.COMMITTEE,
            )
        )
    return site


def _words(visitor: Visitor, where: str = "/committee") -> str:
    page = visitor.get(where).text
    return " ".join(page[page.index("<main") : page.index("</main>")].split())


def _ask(site: Site, who: str = "sara", house: str = "lacs", act: str = "end") -> str:
    visitor = site.signed_in(who)
    fields = {"act": act, "decided_by": "General meeting", "reason": "Its term ended."}
    fields |= {"organisation": site.cast.organisations[house].key}
    answer = visitor.post("/committee/changes/new", {**visitor.filled("/committee/changes/new"), **fields})
    assert answer.status_code == 303, answer.text
    with reading() as session:
        return session.scalars(select(SeatChange.key).order_by(SeatChange.id.desc())).first() or ""


def _answer(visitor: Visitor, key: str, said: str) -> int:
    visitor.get("/committee")
    return visitor.post(f"/committee/changes/{key}/answer", {"answer": said}).status_code


def test_before_the_first_ballot_one_person_changes_the_roll_at_once(site: Site) -> None:
    sara = site.signed_in("sara")
    assert "one person sets the roll" in _words(sara, "/committee/changes/new")
    _ask(site)
    page = _words(sara)
    assert "The Committee: 2 seats" in page
    assert "Entered by <bdi>Sara</bdi> before the first ballot." in page


def test_one_of_the_secretariat_who_is_too_new_reads_why_there_is_no_button(voted: Site) -> None:
    why = "You joined less than seven days ago, so you cannot confirm or refuse a change of the roll yet."
    _ask(voted)
    assert why not in _words(voted.signed_in("sol"))
    with transaction() as session:
        session.get_one(Person, voted.cast["sol"].id).joined_at = now(session) - timedelta(days=2)
    page = _words(voted.signed_in("sol"))
    assert why in page and "Refuse" not in page
    assert why not in _words(voted.signed_in("sara")), "who asked"


def test_who_asked_reads_the_request_with_take_it_back_and_the_second_person_with_confirm(voted: Site) -> None:
    key = _ask(voted)
    asker, second = voted.signed_in("sara"), voted.signed_in("sol")
    mine, hers = _words(asker), _words(second)
    for page in (mine, hers):
        assert "1 change waits for a second person" in page and "The Committee: 3 seats" in page
        assert f"<bdi>{LACS}</bdi> is to lose its seat on the Committee." in page
        assert "is to end, not confirmed" in page and "Its term ended." in page and "General meeting" in page
    assert "Take it back" in mine and "Confirm the end of this seat" not in mine
    assert "Take it back" not in hers and "Confirm the end of this seat" in hers and "> Refuse <" not in mine
    assert _answer(asker, key, "confirm") == 403
    assert "another person has to confirm or refuse it" in asker.page
    assert _answer(second, key, "confirm") == 303
    page = _words(second)
    assert "The Committee: 2 seats" in page and "waits for a second person" not in page
    assert "Asked for by <bdi>Sara</bdi>, confirmed by <bdi>Sol</bdi>." in page


def test_members_read_roll_and_history_without_buttons(voted: Site) -> None:
    key = _ask(voted)
    for name in ("dana", "lucie", "fred"):
        visitor = voted.signed_in(name)
        page = _words(visitor)
        assert f"<bdi>{LACS}</bdi> is to lose its seat on the Committee." in page and "Dana" in page
        assert "<button" not in page and "/committee/changes/new" not in page
        assert "Elena" not in page and "Vigías" not in page
        assert _answer(visitor, key, "confirm") == (403 if name == "lucie" else 404)
        assert visitor.get("/committee/changes/new").status_code == 404
    assert LACS in _words(voted.signed_in("sara"))


def test_a_request_that_was_taken_back_or_refused_stands_in_the_history(voted: Site) -> None:
    assert _answer(voted.signed_in("sara"), _ask(voted), "take_back") == 303
    assert _answer(voted.signed_in("sol"), _ask(voted), "refuse") == 303
    page = _words(voted.signed_in("fred"))
    assert "Asked for and taken back by <bdi>Sara</bdi>." in page
    assert "refused by <bdi>Sol</bdi>: the roll did not change." in page


def test_home_of_the_second_person_says_what_waits_and_nobody_else_s(voted: Site) -> None:
    _ask(voted)
    for name, waits in (("sol", True), ("sara", False), ("dana", False), ("fred", False)):
        assert ("Waits for a second person" in _words(voted.signed_in(name), "/home")) is waits, name
    assert "1 thing needs you" in _words(voted.signed_in("sol"), "/home")


def test_the_form_of_an_organisation_asks_for_the_change_of_its_seat_and_says_so(voted: Site) -> None:
    sara, where = voted.signed_in("sara"), f"/organisations/{voted.cast.organisations['lacs'].key}"
    fields = {**sara.filled(where), "name": "Les Lacs", "reason": "Its term ended."}
    fields.pop("has_seat")
    assert sara.post(where, fields).status_code == 303
    page = _words(sara, where)
    assert "The changes are saved." in page and "waits for a second person" in page and 'value="Les Lacs"' in page
    assert re.search(r'name="has_seat"[^>]*checked|checked[^>]*name="has_seat"', page)


def test_a_list_with_seats_says_how_many_wait(voted: Site) -> None:
    sara = voted.signed_in("sara")
    sara.get("/organisations/import")
    data = b"name,seat\nMarsh Keepers,yes\nHill People,yes\nPlain People,no\n"
    assert sara.post("/organisations/import", {"file": (io.BytesIO(data), "list.csv")}).status_code == 303
    page = _words(sara, "/organisations")
    assert "3 organisations were added." in page and "2 seats wait for a second person" in page


def test_what_was_typed_in_a_change_of_the_roll_comes_back_with_what_it_lacks(voted: Site) -> None:
    sara = voted.signed_in("sara")
    shown = sara.filled("/committee/changes/new")
    answer = sara.post("/committee/changes/new", {**shown, "reason": "Its term ended.", "act": "end"})
    assert answer.status_code == 422
    assert "Choose an organisation." in answer.text and "Say who decided this." in answer.text
    typed = next(form.fields for form in forms_of(sara.page) if "act" in form.fields)
    assert (typed["act"], typed["reason"][0].strip()) == (["end"], "Its term ended.")
    with reading() as session:
        assert not session.scalars(select(SeatChange)).all()


def test_an_answer_that_no_button_gives_is_no_answer(voted: Site) -> None:
    key = _ask(voted)
    assert _answer(voted.signed_in("sol"), key, "perhaps") == 404
    assert _answer(voted.signed_in("sol"), "bcdfghjkmn", "confirm") == 404
