"""How a person gets in and how a sign-in ends; every moment is that of a clock which the test sets."""

import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from argon2 import PasswordHasher, extract_parameters
from sqlalchemy import Engine, func, select

from tests.cast import PASSWORD, Cast, cast
from tests.races import at_once
from workflow.database import clock, reading, transaction
from workflow.models.event import Event
from workflow.models.organisation import Organisation
from workflow.models.person import Limit, Link, LinkPurpose, Person, SignIn
from workflow.queries.people import people
from workflow.rules.notifications.events import EventKind
from workflow.rules.people.refusals import LinkSpent, PasswordRefused, SignInRefused, WrongPassword
from workflow.rules.shared.refusals import NotFound, StaleForm
from workflow.rules.shared.shown import sign
from workflow.services.people import inviting, joining, signins
from workflow.services.people.passwords import hash_password

NEW = "nine quiet rivers"
INVITATION, RESET = LinkPurpose.INVITATION, LinkPurpose.RESET


class Hands:
    """A clock's hands."""

    def __init__(self) -> None:
        self.at = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def hands() -> Iterator[Hands]:
    """The clock of this test."""
    hands = Hands()
    with clock(hands):
        yield hands


@pytest.fixture
def here(database: Engine, hands: Hands) -> Cast:
    """The cast, committed."""
    with transaction() as session:
        return cast(session)


def _invited() -> tuple[Person, str]:
    with transaction() as session:
        fen = session.scalars(select(Organisation.key).where(Organisation.name.startswith("Fen"))).one()
        person = inviting.invite_person(session, None, fen, email="nell@fen.example", name="Nell")
        return person, joining.create_link(session, person, INVITATION)


def _reset_link(person: Person) -> str:
    with transaction() as session:
        return joining.create_link(session, person, RESET)


def _events(kind: EventKind) -> list[Event]:
    with reading() as session:
        return list(session.scalars(select(Event).where(Event.kind == kind)))


def test_an_invitation_lets_its_person_in_with_a_password_of_its_own(here: Cast) -> None:
    person, token = _invited()
    with reading() as session, pytest.raises(SignInRefused):
        joining.sign_in(session, "nell@fen.example", NEW)
    with transaction() as session:
        joined = joining.accept_invitation(session, token, name="Nell Fenn", password=NEW)
        assert (joined.id, joined.name) == (person.id, "Nell Fenn") and joined.joined_at
    with reading() as session:
        assert joining.sign_in(session, " NELL@fen.example", NEW).id == person.id


def test_the_record_keeps_no_token(here: Cast) -> None:
    _, token = _invited()
    with transaction() as session:
        started = signins.start_sign_in(session, here["dana"].id)
        kept = [*session.scalars(select(Link.token_hash)), *session.scalars(select(SignIn.token_hash))]
    assert token not in kept and started not in kept and all(len(each) == 64 for each in kept)


def test_a_link_is_good_for_one_use_of_its_own_purpose(here: Cast) -> None:
    _, token = _invited()
    with transaction() as session, pytest.raises(LinkSpent):
        joining.reset_password(session, token, password=NEW)
    with transaction() as session:
        joining.accept_invitation(session, token, name="", password=NEW)
    with transaction() as session, pytest.raises(LinkSpent):
        joining.accept_invitation(session, token, name="", password="other heavy stones")


def test_looking_at_a_link_uses_nothing_up(here: Cast) -> None:
    _, token = _invited()
    for _ in range(3):
        with reading() as session:
            assert joining.person_of_link(session, token, INVITATION).name == "Nell"


@pytest.mark.parametrize(("purpose", "life"), [(INVITATION, timedelta(days=7)), (RESET, timedelta(hours=1))])
def test_a_link_runs_out(here: Cast, hands: Hands, purpose: LinkPurpose, life: timedelta) -> None:
    person, token = _invited()
    if purpose is RESET:
        token = _reset_link(person)
    hands.at += life - timedelta(seconds=1)
    with reading() as session:
        assert joining.person_of_link(session, token, purpose).id == person.id
    hands.at += timedelta(seconds=1)
    with reading() as session, pytest.raises(LinkSpent):
        joining.person_of_link(session, token, purpose)


def test_an_invitation_that_came_twice_is_spent_with_its_first_use(here: Cast) -> None:
    person, token = _invited()
    with transaction() as session:
        second = joining.create_link(session, session.get_one(Person, person.id), INVITATION)
        joining.accept_invitation(session, token, name="", password=NEW)
    with transaction() as session:
        late = joining.create_link(session, session.get_one(Person, person.id), INVITATION)
    for spent in (second, late):
        with transaction() as session, pytest.raises(LinkSpent):
            joining.accept_invitation(session, spent, name="", password=PASSWORD)


def _removed(key: str, house: str) -> None:
    with transaction() as session:
        inviting.remove_person(session, None, house, removed=key)


@pytest.mark.parametrize("joins", [True, False])
def test_one_who_is_removed_while_choosing_a_password_waits_for_nobody_for_ever(
    here: Cast, joins: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    person, token = _invited() if joins else (here["dana"], _reset_link(here["dana"]))
    house = here.organisations["fen" if joins else "delta"].key
    removal = threading.Event()

    def slowly(password: str) -> str:
        removal.set()
        time.sleep(0.4)  # in which the removal takes what locks it can
        return hash_password(password)

    monkeypatch.setattr(joining, "hash_password", slowly)

    def choose() -> None:
        with transaction() as session:
            use = joining.accept_invitation if joins else joining.reset_password
            use(session, token, password=NEW, **({"name": "Nell"} if joins else {}))

    def remove() -> None:
        removal.wait(10)
        _removed(person.key, house)

    chosen, gone = at_once(choose, remove)
    assert gone is None and (chosen is None or isinstance(chosen, LinkSpent))
    with reading() as session:
        row = session.get_one(Person, person.id)
        assert row.removed_at is not None and row.password_hash is None
        assert session.scalar(select(func.count()).select_from(Link).where(Link.person_id == person.id)) == 0


def test_two_presses_of_the_button_at_once_use_a_link_once(here: Cast) -> None:
    for _ in range(5):
        token, outcomes, together = _reset_link(here["dana"]), [], threading.Barrier(2)

        def press(password: str, token: str = token, outcomes: list[str] = outcomes, gate=together) -> None:  # type: ignore[no-untyped-def]
            gate.wait()
            try:
                with transaction() as session:
                    joining.reset_password(session, token, password=password)
                outcomes.append("done")
            except LinkSpent:
                outcomes.append("spent")

        threads = [threading.Thread(target=press, args=(password,)) for password in (NEW, PASSWORD)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(outcomes) == ["done", "spent"]


@pytest.mark.parametrize("password", ["short", "aaaaaaaaaaaaaaaa", "nell@fen.example", "abcdefghijklmn", "x" * 201])
def test_a_password_that_is_easy_to_guess_is_refused_and_the_link_stays_good(here: Cast, password: str) -> None:
    person, token = _invited()
    with pytest.raises(PasswordRefused), transaction() as session:
        joining.accept_invitation(session, token, name="", password=password)
    with reading() as session:
        assert joining.person_of_link(session, token, INVITATION).id == person.id


def test_an_accent_typed_in_two_ways_is_one_password(here: Cast) -> None:
    _, token = _invited()
    with transaction() as session:
        joining.accept_invitation(session, token, name="", password="été sans fin ici")
    with reading() as session:
        assert joining.sign_in(session, "nell@fen.example", "e\u0301te\u0301 sans fin ici")


def test_a_forgotten_password_is_answered_alike_and_told_to_the_person_alone(here: Cast) -> None:
    for email in ("dana@delta.example", "stranger@delta.example", "not an address", "DANA@delta.example"):
        with transaction() as session:
            assert joining.request_reset(session, email) is None
    assert [event.data for event in _events(EventKind.PASSWORD_FORGOTTEN)] == [{"person": here["dana"].id}] * 2


def test_who_never_joined_gets_the_invitation_again(here: Cast) -> None:
    person, _ = _invited()
    with transaction() as session:
        joining.request_reset(session, "nell@fen.example")
    assert [event.data["person"] for event in _events(EventKind.PERSON_INVITED)] == [person.id] * 2


def test_a_removed_person_is_neither_mailed_nor_let_in(here: Cast) -> None:
    with transaction() as session:
        key = here.organisations["delta"].key
        inviting.remove_person(session, None, key, removed=here["dana"].key)
        joining.request_reset(session, "dana@delta.example")
    assert not _events(EventKind.PASSWORD_FORGOTTEN)
    with reading() as session, pytest.raises(SignInRefused):
        joining.sign_in(session, "dana@delta.example", PASSWORD)
    with transaction() as session, pytest.raises(SignInRefused):
        signins.start_sign_in(session, here["dana"].id)


def test_a_new_password_ends_all_sign_ins_and_links_and_is_told(here: Cast) -> None:
    with transaction() as session:
        token = signins.start_sign_in(session, here["dana"].id)
    first, second = _reset_link(here["dana"]), _reset_link(here["dana"])
    with transaction() as session:
        joining.reset_password(session, first, password=NEW)
    with reading() as session:
        assert people.sign_in_of(session, token) is None
        with pytest.raises(LinkSpent):
            joining.person_of_link(session, second, RESET)
        with pytest.raises(SignInRefused):
            joining.sign_in(session, "dana@delta.example", PASSWORD)
    assert [event.data for event in _events(EventKind.PASSWORD_CHANGED)] == [{"person": here["dana"].id}]


def test_a_password_is_changed_by_who_knows_the_present_one(here: Cast) -> None:
    with transaction() as session, pytest.raises(WrongPassword):
        joining.change_password(session, session.get_one(Person, here["dana"].id), present="no", password=NEW)
    with transaction() as session:
        token = signins.start_sign_in(session, here["dana"].id)
        joining.change_password(session, session.get_one(Person, here["dana"].id), present=PASSWORD, password=NEW)
    with reading() as session:
        assert people.sign_in_of(session, token) is None
        assert joining.sign_in(session, "dana@delta.example", NEW)


def test_a_sign_in_ends_when_nobody_used_it_and_after_its_longest_life(here: Cast, hands: Hands) -> None:
    with transaction() as session:
        idle, used = (signins.start_sign_in(session, here["dana"].id) for _ in range(2))
    begun = hands.at
    while hands.at - begun < signins.LIFE - timedelta(hours=11):
        hands.at += timedelta(hours=11)
        with transaction() as session:
            signins.keep_alive(session, used)
    with reading() as session:
        assert people.sign_in_of(session, idle) is None
        assert people.sign_in_of(session, used)
    hands.at = begun + signins.LIFE
    with transaction() as session:
        signins.keep_alive(session, used)
        assert people.sign_in_of(session, used) is None


def test_what_ended_is_cleared_away_and_what_is_alive_stays(here: Cast, hands: Hands) -> None:
    with transaction() as session:
        signins.start_sign_in(session, here["dana"].id)
        session.add(Limit(key="spent", count=3, ends_at=hands.at))
    _reset_link(here["dana"])
    hands.at += signins.IDLE + timedelta(seconds=1)
    with transaction() as session:
        alive = signins.start_sign_in(session, here["dana"].id)
        assert signins.clear_ended(session) == 3
        assert people.sign_in_of(session, alive)


def test_no_link_is_made_for_who_was_removed(here: Cast) -> None:
    with transaction() as session:
        gone = inviting.remove_person(session, None, here.organisations["fen"].key, removed=here["fred"].key)
        with pytest.raises(NotFound):
            joining.create_link(session, gone, RESET)


def test_the_operator_s_own_link_is_told_by_no_mail(here: Cast) -> None:
    with transaction() as session:
        inviting.add_secretariat(session, email="chief@office.example")
    assert [event.fanned_at is not None for event in _events(EventKind.PERSON_INVITED)] == [True]


def _with_a_real_hash(here: Cast) -> None:
    with transaction() as session:
        session.get_one(Person, here["dana"].id).password_hash = hash_password(PASSWORD)


@pytest.fixture
def weighed(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, ...]]:
    """What each hashing of a password cost: passes, memory and lanes, beside which a row more or less is nothing."""
    weights: list[tuple[int, ...]] = []
    verify = PasswordHasher.verify

    def weighing(hasher: PasswordHasher, kept: str, password: str) -> bool:
        cost = extract_parameters(kept)
        weights.append((cost.time_cost, cost.memory_cost, cost.parallelism))
        return verify(hasher, kept, password)

    monkeypatch.setattr(PasswordHasher, "verify", weighing)
    return weights


def test_a_sign_in_costs_one_hash_whether_the_address_is_known_or_not(
    here: Cast, weighed: list[tuple[int, ...]]
) -> None:
    _with_a_real_hash(here)
    for email in ("dana@delta.example", "stranger@delta.example"):
        with reading() as session, pytest.raises(SignInRefused):
            joining.sign_in(session, email, "wrong heavy stones")
    known, unknown = weighed
    assert known == unknown and known[1] >= 19 * 1024  # KiB: the least that is advised for Argon2id


def test_a_forgotten_password_costs_one_hash_whether_the_address_is_known_or_not(
    here: Cast, weighed: list[tuple[int, ...]]
) -> None:
    for email in ("dana@delta.example", "stranger@delta.example"):
        with transaction() as session:
            joining.request_reset(session, email)
    known, unknown = weighed
    assert known == unknown and known[1] >= 19 * 1024


def test_nothing_but_the_hashes_of_passwords_is_kept(here: Cast) -> None:
    with reading() as session:
        kept = session.scalars(select(Person.password_hash)).all()
        assert kept and all(each and each.startswith("$argon2id$") for each in kept)
        assert session.scalar(select(func.count()).select_from(SignIn)) == 0


def test_settings_are_changed_by_a_form_that_shows_them_as_they_are_and_by_no_other(here: Cast) -> None:
    with transaction() as session:
        dana = session.scalars(signins.someone().where(Person.id == here["dana"].id)).one()
        shown = sign(joining.settings_of(dana))
        joining.change_settings(session, dana, seen=shown, time_zone="Asia/Dhaka")
    with transaction() as session, pytest.raises(StaleForm):
        dana = session.scalars(signins.someone().where(Person.id == here["dana"].id)).one()
        joining.change_settings(session, dana, seen=shown, name="Dana D.")
    with transaction() as session:
        stands = session.get_one(Person, here["dana"].id)
        assert (stands.name, stands.time_zone) == ("Dana", "Asia/Dhaka")
