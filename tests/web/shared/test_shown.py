"""A form of what is there already carries what it showed: where something else stands now, it changes nothing."""

from typing import Any

import pytest
from sqlalchemy import Engine, select

from tests import calls
from tests.machines.forms import forms_of
from tests.seats import is_on_roll
from tests.services.writing import created
from tests.web.site import Site, Visitor, rows, site, source
from workflow.database import reading, transaction
from workflow.models.event import Event
from workflow.models.organisation import Organisation
from workflow.models.person import Person
from workflow.models.statement import Penholder, Statement
from workflow.rules.notifications.events import EventKind
from workflow.rules.people.refusals import ProtectionStays
from workflow.rules.shared.lifecycle import Stage
from workflow.services.people import joining, membership
from workflow.services.shared.record import ensure_label_of
from workflow.services.statements import changing_settings

__all__ = ["site"]
FIELDS = ("seen", "name", "language", "country", "region", "has_seat", "suspended", "reason")


def _organisation(key: str) -> Organisation:
    with reading() as session:
        return session.scalars(select(Organisation).where(Organisation.key == key)).one()


def _change(site: Site, key: str, **changes: Any) -> None:
    """What a colleague does in another window."""
    with transaction() as session:
        membership.change_organisation(session, session.get_one(Person, site.cast["sol"].id), key, **changes)


def _main(visitor: Visitor) -> str:
    return visitor.page[visitor.page.index("<main") :]


def test_a_form_opened_before_a_colleague_protected_an_organisation_takes_no_protection_away(site: Site) -> None:
    sara, key = site.signed_in("sara"), site.cast.organisations["fen"].key
    shown = sara.filled(f"/organisations/{key}")
    _change(site, key, protected=True)
    assert sara.post(f"/organisations/{key}", {**shown, "name": "Fenland Watch"}).status_code == 409
    stands = _organisation(key)
    assert (stands.protected, stands.name) == (True, "Fenland Water Society")
    assert 'value="Fenland Watch"' in sara.page, "what was typed is kept"
    assert "Changed in the meantime" in sara.page and "Protected</b>: now “<bdi>Yes</bdi>”" in sara.page
    assert "Fenland" not in site.signed_in("dana").get("/organisations").text


def test_a_form_that_changed_one_field_writes_no_other(site: Site) -> None:
    sara, key = site.signed_in("sara"), site.cast.organisations["fen"].key
    where = f"/organisations/{key}"
    shown = sara.filled(where)
    _change(site, key, country="IE", has_seat=True)
    assert sara.post(where, {**shown, "name": "Fenland Watch"}).status_code == 409
    assert _organisation(key).country == "IE"
    again = _form(sara, where)
    assert (again["name"], again["country"], "has_seat" in again) == (["Fenland Watch"], ["IE"], True)
    assert sara.post(where, again).status_code == 303
    stands = _organisation(key)
    assert (stands.name, stands.country) == ("Fenland Watch", "IE")
    with reading() as session:
        assert is_on_roll(session, stands)


def test_a_field_that_both_changed_stays_as_typed_beside_what_stands_there_now(site: Site) -> None:
    sara, key = site.signed_in("sara"), site.cast.organisations["fen"].key
    where = f"/organisations/{key}"
    shown = sara.filled(where)
    _change(site, key, region="africa")
    assert sara.post(where, {**shown, "region": "mena"}).status_code == 409
    assert "now “<bdi>Africa</bdi>” · your value is kept in the form</li>" in source(sara.page)
    assert _form(sara, where)["region"] == ["mena"]


def test_a_form_that_does_not_say_what_it_showed_is_taken_for_an_old_one(site: Site, database: Engine) -> None:
    sara, key = site.signed_in("sara"), site.cast.organisations["fen"].key
    shown = sara.filled(f"/organisations/{key}")
    before = rows(database)
    for seen in ({}, {"seen": "no"}, {"seen": "[]"}, {"seen": '{"name":"x"}'}):
        fields = {name: value for name, value in shown.items() if name != "seen"}
        assert sara.post(f"/organisations/{key}", {**fields, **seen, "name": "Other"}).status_code == 409
    assert rows(database)["organisation"] == before["organisation"]


def _form(visitor: Visitor, action: str) -> dict[str, Any]:
    """The form of the page at hand that sends to `action`, as it would be sent once more."""
    return next(form.fields for form in forms_of(visitor.page) if form.action in (action, ""))


def test_the_settings_of_a_person_are_not_written_over_from_another_window(site: Site) -> None:
    dana = site.signed_in("dana")
    shown = dana.filled("/settings")
    with transaction() as session:
        joining.change_settings(session, session.get_one(Person, site.cast["dana"].id), time_zone="Asia/Dhaka")
    assert dana.post("/settings", {**shown, "name": "Dana D."}).status_code == 409
    assert 'value="Dana D."' in dana.page and "Dhaka (UTC+6)" in _main(dana).split("</ul>")[1]
    with reading() as session:
        stands = session.get_one(Person, site.cast["dana"].id)
    assert (stands.name, stands.time_zone) == ("Dana", "Asia/Dhaka")
    assert dana.post("/settings", _form(dana, "/settings")).status_code == 303


def test_the_terms_of_a_statement_are_not_written_over_from_another_window(site: Site) -> None:
    key = created(site.cast, "dana").key
    dana, where = site.signed_in("dana"), f"/statements/{key}/settings"
    shown = dana.filled(where)
    with transaction() as session:
        sara = session.get_one(Person, site.cast["sara"].id)
        calls.change_settings(session, sara, key, word_limit=500, paces={"ar": 95}, count_notes=False)
    assert dana.post(where, {**shown, "minutes_limit": "3"}).status_code == 409
    with reading() as session:
        stands = session.scalars(select(Statement)).one()
    assert (stands.word_limit, stands.minutes_limit, stands.paces, stands.count_notes) == (500, None, {"ar": 95}, False)
    assert "now “<bdi>500</bdi>”" in dana.page
    assert "What counts against the limits?</b>now “" in source(dana.page)
    again = _form(dana, where)
    assert (again["minutes_limit"], again["word_limit"], again["pace_ar"]) == (["3"], ["500"], ["95"])
    assert dana.post(where, again).status_code == 303


def test_a_form_of_the_terms_leaves_a_limit_that_it_shows_rounded_as_it_is(site: Site) -> None:
    key = created(site.cast, "dana").key
    with transaction() as session:
        session.scalars(select(Statement)).one().minutes_limit = 10 / 3
    dana, where = site.signed_in("dana"), f"/statements/{key}/settings"
    shown = dana.filled(where)
    assert shown["minutes_limit"] == ["3.33"]
    assert dana.post(where, {**shown, "word_limit": "400"}).status_code == 303
    with reading() as session:
        stands = session.scalars(select(Statement)).one()
    assert (stands.word_limit, stands.minutes_limit) == (400, 10 / 3)


def test_the_pen_is_not_handed_over_by_a_form_that_shows_former_penholders(site: Site) -> None:
    key = created(site.cast, "dana").key
    sara, where = site.signed_in("sara"), f"/statements/{key}/penholders"
    shown = sara.filled(where, page=f"/statements/{key}/settings")
    fen = site.cast.organisations["fen"].key
    with transaction() as session:
        changing_settings.hand_over_pen(session, session.get_one(Person, site.cast["sol"].id), key, to=[fen])
    assert sara.post(where, {**shown, "penholders": [site.cast["sara"].key]}).status_code == 409
    assert "The penholders were changed after you opened this page" in sara.page
    chosen = f'value="{site.cast["sara"].key}" checked'
    assert chosen in source(sara.page), "what was chosen is kept"
    with reading() as session:
        assert list(session.scalars(select(Penholder.person_id))) == [site.cast["fred"].id]


def test_a_statement_is_not_abandoned_from_a_page_that_shows_another_stage(site: Site) -> None:
    key = created(site.cast, "sara").key
    sara, where = site.signed_in("sara"), f"/statements/{key}/end"
    shown = sara.filled(where)
    with transaction() as session:
        session.scalars(select(Statement)).one().stage = Stage.ADOPTED
    assert sara.post(where, {**shown, "reason": "Called off."}).status_code == 409
    assert "Called off." in sara.page
    with reading() as session:
        assert session.scalars(select(Statement)).one().stage is Stage.ADOPTED


def test_a_reason_that_was_forgotten_does_not_have_another_stage_pass_at_the_second_press(site: Site) -> None:
    key = created(site.cast, "sara").key
    sara, where = site.signed_in("sara"), f"/statements/{key}/end"
    shown = sara.filled(where)
    with transaction() as session:
        session.scalars(select(Statement)).one().stage = Stage.ADOPTED
    assert sara.post(where, {**shown, "reason": ""}).status_code == 422
    assert sara.post(where, {**_form(sara, where), "reason": "Called off."}).status_code == 409
    with reading() as session:
        assert session.scalars(select(Statement)).one().stage is Stage.ADOPTED
    assert sara.post(where, {**_form(sara, where), "reason": "Called off."}).status_code == 303, "now it was shown"


def test_who_was_removed_meanwhile_is_not_let_in_again_by_the_button_beside_the_name(site: Site) -> None:
    sara, key = site.signed_in("sara"), site.cast.organisations["fen"].key
    with transaction() as session:
        iris = membership.invite_person(session, None, key, email="iris@fen.example").key
    where = f"/organisations/{key}/people"
    shown = sara.filled(where, page=f"/organisations/{key}")
    assert shown["invite-email"] == ["iris@fen.example"]
    assert sara.post(where, shown).status_code == 303, "who is there still is invited again"
    with transaction() as session:
        membership.remove_person(session, None, key, removed=iris)
    assert sara.post(where, shown).status_code == 409
    with reading() as session:
        assert session.scalar(select(Person.id).where(Person.email == "iris@fen.example")) is None


# -- protection is taken away on a page of its own


def _labelled(site: Site, title: str) -> tuple[str, str]:
    """A statement in which the protected organisation stands, and its label there."""
    key = created(site.cast, "sara").key
    with transaction() as session:
        statement = session.scalars(select(Statement).where(Statement.key == key)).one()
        statement.title = title
        code = ensure_label_of(session, statement.id, site.cast.organisations["estero"].id).code
    return key, code


def test_no_form_of_an_organisation_takes_its_protection_away(site: Site) -> None:
    sara, key = site.signed_in("sara"), site.cast.organisations["estero"].key
    shown = sara.filled(f"/organisations/{key}")
    assert "protected" not in shown and f"/organisations/{key}/protection" in sara.page
    for forged in ({}, {"protected": ""}, {"protected": "false"}):
        shown = sara.filled(f"/organisations/{key}")
        assert sara.post(f"/organisations/{key}", {**shown, **forged, "country": "PE"}).status_code == 303
        assert _organisation(key).protected
    with transaction() as session, pytest.raises(ProtectionStays):
        membership.change_organisation(session, None, key, protected=False)
    assert _organisation(key).protected


def test_the_page_that_takes_protection_away_says_where_the_name_becomes_public(site: Site) -> None:
    (_, code), _ = _labelled(site, "On dry wells"), _labelled(site, "On wet wells")
    sara, key = site.signed_in("sara"), site.cast.organisations["estero"].key
    page = sara.get(f"/organisations/{key}/protection").text
    assert "On dry wells" in page and "On wet wells" in page and code in page
    assert "A name that people have read cannot be hidden again" in page


def test_protection_is_taken_away_with_a_reason_and_a_ticked_sentence_and_its_people_are_told(site: Site) -> None:
    sara, key = site.signed_in("sara"), site.cast.organisations["estero"].key
    where = f"/organisations/{key}/protection"
    shown = sara.filled(where)
    for missing in ({"reason": "They asked for it."}, {"understood": "y"}, {"reason": " ", "understood": "y"}):
        assert sara.post(where, {**shown, "reason": "", **missing}).status_code == 422
        assert _organisation(key).protected
    assert sara.post(where, {**shown, "reason": "They asked for it.", "understood": "y"}).status_code == 303
    assert not _organisation(key).protected
    with reading() as session:
        told = session.scalars(select(Event).where(Event.kind == EventKind.PROTECTION_ENDED)).one()
    assert (told.organisation_id, told.data["from"], told.data["to"]) == (
        site.cast.organisations["estero"].id,
        True,
        False,
    )
    assert "They asked for it." in sara.get(f"/organisations/{key}").text
    assert "They asked for it." not in site.signed_in("dana").get(f"/organisations/{key}").text
    assert sara.get(where).status_code == 409, "there is nothing to take away any more"


def test_what_became_labelled_since_the_page_was_shown_is_shown_before_protection_is_taken_away(site: Site) -> None:
    sara, key = site.signed_in("sara"), site.cast.organisations["estero"].key
    where = f"/organisations/{key}/protection"
    shown = sara.filled(where)
    _labelled(site, "On new wells")
    typed = {"reason": "They asked for it.", "understood": "y"}
    assert sara.post(where, {**shown, **typed}).status_code == 409
    assert _organisation(key).protected
    assert "On new wells" in sara.page and "They asked for it." in sara.page
    assert sara.post(where, {**_form(sara, where), **typed}).status_code == 303


def test_a_reason_that_was_forgotten_does_not_have_a_new_label_pass_at_the_second_press(site: Site) -> None:
    sara, key = site.signed_in("sara"), site.cast.organisations["estero"].key
    where = f"/organisations/{key}/protection"
    shown = sara.filled(where)
    _labelled(site, "On new wells")
    typed = {"reason": "They asked for it.", "understood": "y"}
    assert sara.post(where, {**shown, **typed, "reason": ""}).status_code == 422
    assert sara.post(where, {**_form(sara, where), **typed}).status_code == 409
    assert _organisation(key).protected
    assert sara.post(where, {**_form(sara, where), **typed}).status_code == 303, "now it was shown"


@pytest.mark.parametrize("name", ["dana", "elena", "fred"])
def test_the_page_that_takes_protection_away_is_there_for_the_secretariat_alone(site: Site, name: str) -> None:
    visitor, key = site.signed_in(name), site.cast.organisations["estero"].key
    assert visitor.get(f"/organisations/{key}/protection").status_code == 404
    visitor.get("/settings")
    assert visitor.post(f"/organisations/{key}/protection", {"reason": "x", "understood": "y"}).status_code == 404
    assert _organisation(key).protected


def test_a_form_that_showed_protection_keeps_it_beside_a_colleague_who_took_it_away(site: Site) -> None:
    sara, key = site.signed_in("sara"), site.cast.organisations["estero"].key
    where = f"/organisations/{key}"
    shown = sara.filled(where)
    with transaction() as session:
        sol = session.get_one(Person, site.cast["sol"].id)
        membership.end_protection(session, sol, key, reason="They asked for it.")
    assert sara.post(where, {**shown, "country": "PE"}).status_code == 409
    assert "Protected</b>: now “<bdi>No</bdi>” · your value is kept in the form</li>" in source(sara.page)
    again = _form(sara, where)
    assert "protected" in again and again["country"] == ["PE"]
    assert sara.post(where, again).status_code == 303
    assert _organisation(key).protected


def test_a_box_that_the_writer_then_unticks_leaves_the_protection_away(site: Site) -> None:
    sara, key = site.signed_in("sara"), site.cast.organisations["estero"].key
    where = f"/organisations/{key}"
    shown = sara.filled(where)
    with transaction() as session:
        membership.end_protection(session, None, key, reason="They asked for it.")
    assert sara.post(where, {**shown, "country": "PE"}).status_code == 409
    again = {name: value for name, value in _form(sara, where).items() if name != "protected"}
    assert sara.post(where, again).status_code == 303
    assert (_organisation(key).protected, _organisation(key).country) == (False, "PE")


def test_who_wished_what_a_colleague_did_meanwhile_is_not_told_that_another_wish_is_kept(site: Site) -> None:
    sara, key = site.signed_in("sara"), site.cast.organisations["fen"].key
    where = f"/organisations/{key}"
    shown = sara.filled(where)
    _change(site, key, protected=True)
    assert sara.post(where, {**shown, "protected": "y"}).status_code == 409
    assert "Protected</b>: now “<bdi>Yes</bdi>”</li>" in source(sara.page)


@pytest.mark.parametrize("missing", [*FIELDS, "all of them"])
def test_a_form_of_an_organisation_that_leaves_fields_out_is_answered_and_is_no_fault(site: Site, missing: str) -> None:
    sara, key = site.signed_in("sara"), site.cast.organisations["fen"].key
    for where in (f"/organisations/{key}", "/organisations/new"):
        shown = {**sara.filled(where), "name": f"Fen {missing}"}
        sent = {name: value for name, value in shown.items() if missing not in (name, "all of them")}
        assert sara.post(where, sent).status_code in (303, 409, 422), where
