"""Who belongs to the coalition, under which names, and what a removal ends."""

import threading

import pytest
from sqlalchemy import Engine, func, select, update
from sqlalchemy.orm import Session

from tests.cast import Cast, cast
from tests.seats import is_on_roll
from workflow.database import now, transaction
from workflow.formats.organisations_csv import parse_lines
from workflow.models.consultation import Consultation
from workflow.models.event import Event
from workflow.models.item import Item, ItemState
from workflow.models.label import Label
from workflow.models.organisation import Organisation
from workflow.models.person import Link, LinkPurpose, Person, SignIn
from workflow.models.statement import Statement, TakingPart
from workflow.models.version import Version
from workflow.rules.items.kinds import ItemKind
from workflow.rules.notifications.events import EventKind
from workflow.rules.people.organisation_facts import LISTED, OrganisationFacts
from workflow.rules.people.refusals import (
    AddressRefused,
    AddressTaken,
    ColumnsRefused,
    ImportRefused,
    LastOfSecretariat,
    NameRefused,
    NameTaken,
)
from workflow.rules.shared.refusals import AlreadyDone, NotFound, Refusal, TextRefused
from workflow.services.people import inviting, joining, membership, signins
from workflow.services.shared.record import new_key


@pytest.fixture
def here(database: Engine) -> Cast:
    """The cast, committed."""
    with transaction() as session:
        return cast(session)


def _statement(session: Session, here: Cast) -> Statement:
    statement = Statement(
        key=new_key(),
        prefix="JS",
        year=2026,
        number=(session.scalar(select(func.max(Statement.number))) or 0) + 1,
        language="en",
        title="On the river",
        procedure={},
        created_by=here["sara"].id,
        created_at=now(session),
        moved_at=now(session),
    )
    session.add(statement)
    session.flush()
    return statement


def _comment(session: Session, statement: Statement, person: Person) -> None:
    at = now(session)
    version = Version(statement_id=statement.id, number=1, issued_by=person.id, issued_at=at)
    session.add(version)
    session.flush()
    held = Consultation(statement_id=statement.id, version_id=version.id, number=1, opened_at=at, closes_at=at)
    session.add(held)
    session.flush()
    session.add(
        Item(
            statement_id=statement.id,
            version_id=version.id,
            consultation_id=held.id,
            kind=ItemKind.COMMENT,
            number=1,
            state=ItemState.SENT,
            organisation_id=person.organisation_id,
            person_id=person.id,
            language="en",
            body="Words.",
            made_at=at,
        )
    )


def test_only_the_secretariat_manages_members_and_for_others_there_is_nothing_to_manage(here: Cast) -> None:
    key = here.organisations["fen"].key
    for name in ("dana", "elena", "fred"):
        with transaction() as session, pytest.raises(NotFound):
            membership.add_organisation(session, here[name], OrganisationFacts(name="Another one"))
        with transaction() as session, pytest.raises(NotFound):
            membership.change_organisation(session, here[name], key, has_seat=True)
        with transaction() as session, pytest.raises(NotFound):
            membership.invite_person(session, here[name], key, email="friend@fen.example")
        with transaction() as session, pytest.raises(NotFound):
            membership.remove_person(session, here[name], key, removed=here["fred"].key)


@pytest.mark.parametrize(
    "name",
    [
        "Secretariat",
        "the SECRETARIAT",
        "Secretar1at",
        "Secrétariat",
        "La Secretaría",
        "الأمانة العامة",
        "الامانة العامه",
        "Comité directeur",
    ],
)
def test_no_member_is_called_like_the_secretariat_or_the_committee_in_any_language(here: Cast, name: str) -> None:
    with transaction() as session, pytest.raises(NameRefused) as refused:
        membership.add_organisation(session, here["sara"], OrganisationFacts(name=name))
    assert refused.value.reason == "reserved"


@pytest.mark.parametrize(
    "name", ["River\u202eevil", "River\x00", "River\u2067x\u2069", "Rivеr of the dеlta", "River\u200f", "\ud800"]
)
def test_a_name_with_a_sign_that_nobody_sees_is_refused(here: Cast, name: str) -> None:
    with transaction() as session, pytest.raises(NameRefused) as refused:
        membership.add_organisation(session, here["sara"], OrganisationFacts(name=name))
    assert refused.value.reason == "hidden"


@pytest.mark.parametrize(
    "name", ["DELTA OBSERVATORY", "Delta  Observatory", "De1ta Observatory", "Délta-Observatory", "أصوات  النهر"]
)
def test_two_members_cannot_have_names_that_look_alike(here: Cast, name: str) -> None:
    with transaction() as session, pytest.raises(NameTaken):
        membership.add_organisation(session, here["sara"], OrganisationFacts(name=name))


def test_a_name_stays_its_own_when_the_organisation_is_changed(here: Cast) -> None:
    with transaction() as session:
        key = here.organisations["delta"].key
        changed = membership.change_organisation(session, here["sara"], key, name="Delta Observatory.", country="in")
        assert (changed.name, changed.country) == ("Delta Observatory.", "IN")
    with transaction() as session, pytest.raises(NameTaken):
        membership.change_organisation(session, here["sara"], key, name="Fenland Water Soclety")


def test_an_organisation_that_is_protected_late_has_a_label_wherever_it_acted(here: Cast) -> None:
    with transaction() as session:
        took_part, commented, elsewhere = (_statement(session, here) for _ in range(3))
        nahr = here.organisations["nahr"]
        session.add(TakingPart(statement_id=took_part.id, organisation_id=nahr.id, since=now(session)))
        _comment(session, commented, here["nadia"])
    with transaction() as session:
        membership.change_organisation(session, here["sara"], nahr.key, protected=True)
    with transaction() as session:
        labels = session.execute(select(Label.statement_id, Label.code).where(Label.organisation_id == nahr.id)).all()
        assert {statement for statement, _ in labels} == {took_part.id, commented.id}
        assert len({code for _, code in labels}) == 2, "one label would join the two statements"
        assert elsewhere.id not in {statement for statement, _ in labels}


def test_a_change_is_recorded_with_what_changed_and_an_unchanged_form_with_nothing(here: Cast) -> None:
    with transaction() as session:
        fen = here.organisations["fen"]
        membership.change_organisation(session, here["sara"], fen.key, has_seat=True, region="europe")
        membership.change_organisation(session, here["sara"], fen.key, has_seat=True, region="europe")
    with transaction() as session:
        told = session.scalars(select(Event).where(Event.kind == EventKind.ORGANISATION_CHANGED)).all()
        assert [event.data for event in told] == [{"changed": ["has_seat"]}]


def test_who_is_invited_is_told_by_an_event_that_names_the_person_and_no_address(here: Cast) -> None:
    with transaction() as session:
        key = here.organisations["lacs"].key
        invited = membership.invite_person(session, here["sara"], key, email=" Marc@Lacs.example ", name="Marc")
        assert (invited.email, invited.language, invited.joined_at) == ("marc@lacs.example", "fr", None)
    with transaction() as session:
        event = session.scalars(select(Event).where(Event.kind == EventKind.PERSON_INVITED)).one()
        assert event.data == {"person": invited.id}


def test_an_address_belongs_to_one_person(here: Cast) -> None:
    fen = here.organisations["fen"].key
    with transaction() as session, pytest.raises(AddressTaken):
        membership.invite_person(session, here["sara"], fen, email="DANA@delta.example")
    with transaction() as session, pytest.raises(AlreadyDone):
        membership.invite_person(session, here["sara"], fen, email="fred@fen.example")


@pytest.mark.parametrize(
    "address", ["", "no one", "a@b@c", "a b@fen.example", "a@fen.example\r\nBcc: x@y.example", "а@fen.example"]
)
def test_an_address_that_no_mail_can_reach_is_refused(here: Cast, address: str) -> None:
    with transaction() as session, pytest.raises(AddressRefused):
        membership.invite_person(session, here["sara"], here.organisations["fen"].key, email=address)


def test_a_second_invitation_is_another_mail_for_the_same_person(here: Cast) -> None:
    fen = here.organisations["fen"].key
    with transaction() as session:
        first = membership.invite_person(session, here["sara"], fen, email="new@fen.example")
        second = membership.invite_person(session, here["sara"], fen, email="new@fen.example", name="Nell")
        assert first.id == second.id and second.name == "Nell"
        assert session.scalar(select(func.count()).where(Event.kind == EventKind.PERSON_INVITED)) == 2


def test_a_removal_ends_sign_ins_and_links_at_once_and_frees_the_address(here: Cast) -> None:
    with transaction() as session:
        signins.start_sign_in(session, here["dana"].id)
        token = joining.create_link(session, here["dana"], LinkPurpose.RESET)
    with transaction() as session:
        key = here.organisations["delta"].key
        gone = membership.remove_person(session, here["sara"], key, removed=here["dana"].key)
        assert gone.removed_at is not None and gone.password_hash is None
    with transaction() as session:
        assert not session.scalar(select(func.count()).select_from(SignIn))
        assert not session.scalar(select(func.count()).select_from(Link))
        with pytest.raises(Refusal):
            joining.person_of_link(session, token, LinkPurpose.RESET)
        with pytest.raises(NotFound):
            joining.create_link(session, gone, LinkPurpose.RESET)
        again = membership.invite_person(
            session, here["sara"], here.organisations["fen"].key, email="dana@delta.example"
        )
        assert again.id != gone.id


def test_a_person_is_removed_only_from_the_organisation_it_is_of(here: Cast) -> None:
    with transaction() as session, pytest.raises(NotFound):
        membership.remove_person(session, here["sara"], here.organisations["fen"].key, removed=here["dana"].key)


def test_the_last_person_of_the_secretariat_cannot_be_removed(here: Cast) -> None:
    with transaction() as session:
        membership.remove_person(session, here["sara"], "secretariat", removed=here["sol"].key)
        inviting.add_secretariat(session, email="invited@office.example")  # has not joined: could let nobody in
    with transaction() as session, pytest.raises(LastOfSecretariat):
        membership.remove_person(session, here["sara"], "secretariat", removed=here["sara"].key)


def test_two_of_the_secretariat_who_remove_each_other_leave_one(here: Cast) -> None:
    for _ in range(8):
        outcomes: list[str] = []
        together = threading.Barrier(2)
        pairs = (("sara", "sol"), ("sol", "sara"))
        threads = [threading.Thread(target=_remove, args=(here, *pair, together, outcomes)) for pair in pairs]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(outcomes) == ["refused", "removed"]
        with transaction() as session:
            session.execute(update(Person).values(removed_at=None))


def test_two_lines_of_a_list_that_differ_on_the_protection_of_one_organisation_are_refused(here: Cast) -> None:
    lines = parse_lines(
        b"name,protected,email\nMarsh Keepers,no,mia@marsh.example\nMarsh Keepers,yes,max@marsh.example\n"
    )
    with pytest.raises(ImportRefused) as refused, transaction() as session:
        membership.import_organisations(session, here["sara"], lines)
    assert [(number, problem.field) for number, problem in refused.value.problems] == [(3, "protected")]
    alike = parse_lines(
        b"name,protected,email\nMarsh Keepers,yes,mia@marsh.example\nMarsh Keepers,,max@marsh.example\n"
    )
    with transaction() as session:
        assert membership.import_organisations(session, here["sara"], alike).added == 1


def _remove(here: Cast, actor: str, removed: str, together: threading.Barrier, outcomes: list[str]) -> None:
    together.wait()
    try:
        with transaction() as session:
            membership.remove_person(session, here[actor], "secretariat", removed=here[removed].key)
        outcomes.append("removed")
    except LastOfSecretariat:
        outcomes.append("refused")


def test_a_suspended_organisation_is_signed_out_and_its_people_are_let_in_no_more(here: Cast) -> None:
    with transaction() as session:
        signins.start_sign_in(session, here["fred"].id)
        membership.change_organisation(session, here["sara"], here.organisations["fen"].key, suspended=True)
    with transaction() as session:
        assert not session.scalar(select(func.count()).select_from(SignIn))
        with pytest.raises(Refusal):
            signins.start_sign_in(session, here["fred"].id)
        membership.change_organisation(session, here["sara"], here.organisations["fen"].key, suspended=False)
        assert signins.start_sign_in(session, here["fred"].id)


LIST = """name,language,country,region,seat,protected,email,person
Marsh Keepers,en,NL,europe,yes,,mia@marsh.example,Mia
marsh keepers,,,,,,max@marsh.example,Max
Guardianes del Salar,es,BO,americas,,sí,,
"""


def test_a_list_adds_organisations_and_invites_their_focal_points(here: Cast) -> None:
    with transaction() as session:
        assert membership.import_organisations(session, here["sara"], parse_lines(LIST.encode())).added == 2
    with transaction() as session:
        marsh = session.scalars(select(Organisation).where(Organisation.name == "Marsh Keepers")).one()
        assert (is_on_roll(session, marsh), marsh.protected, marsh.country) == (True, False, "NL")
        people = session.scalars(select(Person.name).where(Person.organisation_id == marsh.id)).all()
        assert sorted(people) == ["Max", "Mia"]
        salar = session.scalars(select(Organisation).where(Organisation.name == "Guardianes del Salar")).one()
        assert salar.protected
        assert session.scalar(select(func.count()).where(Event.kind == EventKind.PERSON_INVITED)) == 2


def test_a_list_with_faults_says_which_in_which_line_and_leaves_nothing(here: Cast) -> None:
    bad = LIST + "Delta Observatory,en,,,,,,\nHill People,xx,,,,,,\nPlain People,en,,,perhaps,,nowhere,\n"
    with pytest.raises(ImportRefused) as refused, transaction() as session:
        membership.import_organisations(session, here["sara"], parse_lines(bad.encode()))
    told = [(line, type(problem), problem.field) for line, problem in refused.value.problems]
    assert told == [(5, NameTaken, "name"), (6, NameRefused, "language"), (7, NameRefused, "seat")]
    with transaction() as session:
        assert session.scalar(select(func.count()).select_from(Organisation)) == 5
        assert not session.scalar(select(func.count()).where(Event.kind == EventKind.PERSON_INVITED))


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"\xff\xfe", "encoding"),
        (b"name,email\n", "empty"),
        (b"name,email\n,\n", "empty"),
    ],
)
def test_a_list_that_cannot_be_read_says_why(data: bytes, reason: str) -> None:
    with pytest.raises(TextRefused) as refused:
        parse_lines(data)
    assert refused.value.reason == reason


@pytest.mark.parametrize("data", [b"title,email\nx,y\n", b"name,name\nx,y\n", b""])
def test_a_list_whose_first_line_names_other_columns_is_told_all_that_there_are(data: bytes) -> None:
    with pytest.raises(ColumnsRefused) as refused:
        parse_lines(data)
    assert refused.value.columns.split(", ") == [*LISTED, "email", "person"]


def test_a_list_may_be_separated_by_semicolons_and_begin_with_a_mark_of_byte_order() -> None:
    lines = parse_lines("\ufeffname;seat\nWetland Group;x\n".encode())
    assert [(line.number, line.words["name"], line.words["seat"], line.email) for line in lines] == [
        (2, "Wetland Group", "x", "")
    ]
