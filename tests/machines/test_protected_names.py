"""The canary: protected organisations take part in everything, and no byte that leaves for others tells of them."""

import html
import json
import logging
from collections.abc import Iterator
from urllib.parse import quote

import pytest
import redis
from sqlalchemy import select

from tests.machines.asking import moved_in, without
from tests.machines.aviary import BIRDS, Aviary, hatch, life, protect_late
from tests.machines.searching import EVERYBODY_ELSE, TAKEN_AWAY, Search
from tests.machines.town import STRANGER
from workflow import bell, database
from workflow.models.event import Delivery, Event
from workflow.models.label import Label
from workflow.models.organisation import Organisation
from workflow.models.person import Person
from workflow.models.statement import Statement
from workflow.queries.decision.decision import decisions
from workflow.queries.shared.standing import standing
from workflow.rules.shared.names import Viewer
from workflow.web.room import room

HIDDEN = ("latin", "arabic")
"""Who is protected from the first day."""
LISTS = (
    "/organisations",
    "/organisations?sort=country",
    "/organisations?region=europe",
    "/organisations?seat=yes",
    "/organisations?protected=yes",
    "/organisations?q=e",
    "/organisations?page=2",
    "/statements/new",
    "/statements",
    "/home",
    "/",
)
SEARCHES = ("/organisations?q={}", "/statements?q={}", "/?q={}")


class Ears(logging.Handler):
    """Hears all that any logger says, with every traceback."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(self.format(record))


@pytest.fixture(scope="module")
def ears() -> Iterator[Ears]:
    """What the process said from its start on."""
    made, root = Ears(), logging.getLogger()
    before = root.level
    root.addHandler(made)
    root.setLevel(logging.INFO)
    yield made
    root.removeHandler(made)
    root.setLevel(before)


@pytest.fixture(scope="module")
def search(tmp_path_factory: pytest.TempPathFactory, ears: Ears, broker_url: str) -> Iterator[Search]:
    """The whole life of a statement with the birds in it, every byte searched at each stop."""
    folder = tmp_path_factory.mktemp("canary")
    aviary = Aviary(moved_in(folder, f"sqlite:///{folder / 'town.sqlite3'}"))
    bell.use(broker_url)
    made = Search(aviary)
    made.before = made.pages(LISTS)
    for bird in HIDDEN:
        hatch(aviary, bird)
    made.after = made.pages(LISTS)
    hatch(aviary, "late")
    for stop in life(aviary):
        made.everything(stop, *HIDDEN)
    protect_late(aviary)
    made.everything("protected late", *BIRDS)
    yield made
    bell.use(None)
    database.engine().dispose()


def test_nothing_that_leaves_tells_of_a_protected_organisation(search: Search) -> None:
    assert search.seen > 700, "too few pages were looked at"
    assert search.mails > 50
    assert search.files > 8
    assert not search.leaks, f"{len(search.leaks)} leaks:\n" + "\n".join(sorted(set(search.leaks)))


def test_files_and_mails_of_the_secretariat_are_searched_as_well(search: Search) -> None:
    tables = [f"/response-table{rest}?by=organisation" for rest in ("/print", ".csv", ".xlsx", ".docx")]
    texts = ["/text.docx", "/points.docx?version=1", "/points.docx", "/changes.docx?from=1&to=2"]
    assert (*tables, *texts) == TAKEN_AWAY
    with database.reading() as session:
        to_secretariat = select(Delivery.id).join(Person, Person.id == Delivery.person_id)
        assert session.scalars(to_secretariat.where(Person.organisation_id.is_(None))).first() is not None
    ask = search.aviary.ground.browsers
    got = ask.send("secretariat", f"/statements/{search.aviary.key}/response-table/names.csv")
    assert BIRDS["latin"][0] in got.text, "there they are, in the one file that says so"


def test_the_search_finds_them_where_they_may_be_seen(search: Search) -> None:
    """Else it would find nothing because it looks at nothing."""
    page = search.aviary.ground.browsers.ask("secretariat", "GET", f"/statements/{search.aviary.key}/comments")
    kept = list(search.leaks)
    search.look("planted", page.data, "latin")
    found, search.leaks = search.leaks[len(kept) :], kept
    assert found


def test_a_protected_member_more_changes_no_list(search: Search) -> None:
    for asked, page in search.before.items():
        assert search.after[asked] == page, asked


@pytest.mark.parametrize("bird", BIRDS)
def test_a_search_for_one_answers_like_a_search_for_any_word(search: Search, bird: str) -> None:
    name, person, email, _, country = BIRDS[bird]
    for word in (name, name.split()[0][:4], person, email, country, search.aviary.organisations[bird]):
        for path in SEARCHES:
            for who in EVERYBODY_ELSE:
                answers = [_without_question(search, who, path, each) for each in (word, "xqzvw" * 2)]
                assert answers[0] == answers[1], (who, path, word)


def _without_question(search: Search, who: str, path: str, word: str) -> tuple[int, bytes]:
    with database.clock(lambda: search.moment):
        got = search.aviary.ground.browsers.ask(who, "GET", path.format(quote(word)))
    page = got.text
    plain = (word, html.escape(word), quote(word), quote(word, safe=""), quote(word).replace("%20", "+"))
    for said in (*(quote(each) for each in plain), *(quote(each, safe="") for each in plain), *plain):
        page = page.replace(said, "")
    return got.status_code, without(page.encode())


def test_lists_are_ordered_by_what_is_shown(search: Search) -> None:
    with database.reading() as session:
        someone = session.scalars(
            select(Person).where(Person.key == search.aviary.ground.town.people["committee"])
        ).one()
        seen = standing(session, Viewer(someone.id, someone.organisation_id, True), search.aviary.key)
        assert seen is not None
        (ballot,) = decisions(session, seen)
    order = [(taken.stance is None, taken.who.sorting) for taken in ballot.positions]
    assert order == sorted(order)
    assert sum(bool(taken.who.code) for taken in ballot.positions) == len(BIRDS)


def test_support_is_a_total(search: Search) -> None:
    page = search.aviary.ground.browsers.ask("participant", "GET", f"/statements/{search.aviary.key}?version=1&open=A3")
    assert "2 organisations support this" in page.text


def test_no_hour_stands_beside_a_label(search: Search) -> None:
    """An exact time could be matched with one that was seen elsewhere."""
    assert not search.hours, "\n".join(sorted(set(search.hours)))


def test_a_label_is_fresh_for_each_statement(search: Search) -> None:
    with database.reading() as session:
        rows = session.execute(
            select(Label.code, Organisation.key, Statement.key)
            .join(Organisation, Organisation.id == Label.organisation_id)
            .join(Statement, Statement.id == Label.statement_id)
        ).all()
    codes = {(organisation, code) for code, organisation, _ in rows}
    assert len(codes) >= len(rows) - 1, "the same code twice could be chance, twice over it is not"


def test_the_record_of_events_and_the_queue_hold_no_names(search: Search, broker_url: str) -> None:
    with database.reading() as session:
        said = [json.dumps(data, ensure_ascii=False) for data in session.scalars(select(Event.data))]
    line = redis.Redis.from_url(broker_url)
    queued = [each for name in line.scan_iter("*") if line.type(name) == b"list" for each in line.lrange(name, 0, -1)]
    assert queued, "nothing was rung"
    for what in (*said, *queued):
        search.look("events and queue", what, *BIRDS)
    assert not [each for each in search.leaks if each.startswith("events")]


def test_the_log_holds_no_names_not_even_after_a_fault(
    search: Search, ears: Ears, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_given: object, **_more: object) -> None:
        raise RuntimeError(" ".join(BIRDS["latin"]))

    monkeypatch.setattr(room, "room", fails)
    monkeypatch.setattr(search.aviary.ground.browsers.app, "testing", False)
    got = search.aviary.ground.browsers.ask("participant", "GET", f"/statements/{search.aviary.key}")
    assert got.status_code == 500
    assert any("RuntimeError" in each for each in ears.said)
    search.look("fault", got.data, *BIRDS)
    for each in ears.said:
        search.look("log", each, *BIRDS)
    assert not [each for each in search.leaks if each.startswith(("fault", "log"))]


def test_a_stranger_s_pages_are_the_same_for_the_birds(search: Search) -> None:
    address = search.place.address
    for path in ("/", f"/{address}", f"/{address}/en.txt", "/feed.atom"):
        assert len({search.aviary.ground.browsers.ask(who, "GET", path).data for who in (STRANGER, *BIRDS)}) == 1, path
