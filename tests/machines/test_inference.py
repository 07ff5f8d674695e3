"""What a protected organisation does in one day changes no byte of what others read, but where it acts under its label.

Everything is rendered for everybody else before and after each of its acts, at one same moment; what differs could be
tied to it by whoever watches the line, the building or the person. Allowed is one number: the total of supporters.
"""

import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from tests import posting
from tests.machines.asking import moved_in, without
from tests.machines.aviary import Aviary, hatch
from tests.machines.searching import fanned_out
from tests.web.site import source
from workflow import database
from workflow.models.event import Delivery
from workflow.models.item import Item, ItemState
from workflow.models.organisation import Organisation
from workflow.models.person import Person, SignIn
from workflow.models.statement import Statement, TakingPart
from workflow.rules.items.kinds import AMENDING
from workflow.rules.shared.lifecycle import Stage
from workflow.services.consultation import consulting, saying_no_comment
from workflow.services.items import supporting
from workflow.services.shared.record import ensure_label_of

BIRD = "latin"
WATCHING = ("participant", "penholder", "committee")
PAGES = ("/", "/home", "/statements", "/organisations")
# A workbook and a document say when they were made, and hold what the CSV file holds.
INSIDE = (
    "", "?open=A1", "/comments", "/comments?answered=new", "/coverage", "/response-table/print", "/response-table.csv",
    "/history", "/consultation", "/consultation/closing", "/settings", "/items/A1/replies", "/items/new?kind=addition",
    "/amendments/new?paragraph={block}",
)  # fmt: skip
_TOTAL = re.compile(r"\d+ organisations? supports? (this|it)")
_TOKEN = re.compile(r'name="form_token"[^>]*value="[^"]*"|value="[^"]*"[^>]*name="form_token"')
Pages = dict[tuple[str, str], str]


class Watch:
    """Everybody else, who reads everything again and again at noon of one day."""

    def __init__(self, aviary: Aviary, noon: datetime) -> None:
        self.aviary, self.noon = aviary, noon
        self._last: Pages = {}

    def before(self) -> Pages:
        """What was rendered last."""
        return self._last or self.pages()

    def pages(self) -> Pages:
        """(who, address) -> what it answers to them now."""
        paths = [*PAGES, *(f"/statements/{self.aviary.key}{rest.format(block=self.block)}" for rest in INSIDE)]
        self._last = {(who, path): self.page(who, path) for who in WATCHING for path in paths}
        return self._last

    @property
    def block(self) -> str:
        """A paragraph of the statement."""
        return self.aviary.ground.town.places[Stage.CONSULTATION].block

    def page(self, who: str, path: str) -> str:
        with database.clock(lambda: self.noon):
            got = self.aviary.ground.browsers.ask(who, "GET", path)
        page = without(got.data).decode("utf-8", "replace") if got.mimetype == "text/html" else repr(got.data)
        return f"{got.status_code} {_TOKEN.sub('', page)}"

    def act(self, what: Callable[[Aviary], object]) -> None:
        """Let the bird do something at noon."""
        with database.clock(lambda: self.noon):
            what(self.aviary)

    def mailed(self) -> set[str]:
        """Who was told anything by mail so far, but for the bird; (delivery, name)."""
        with database.clock(lambda: self.noon):
            while fanned_out():
                pass
        with database.reading() as session:
            rows = session.execute(select(Delivery.id, Person.name).join(Person, Person.id == Delivery.person_id))
            return {f"{row.id} {row.name}" for row in rows if row.name != "Pieps Voxperson"}


@pytest.fixture(scope="module")
def watch(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Watch]:
    """An open consultation in which a protected organisation takes part, and members do."""
    folder: Path = tmp_path_factory.mktemp("inference")
    aviary = Aviary(moved_in(folder, f"sqlite:///{folder / 'town.sqlite3'}"))
    hatch(aviary, BIRD)
    aviary.key = aviary.ground.town.places[Stage.CONSULTATION].key
    with database.transaction() as session:
        at = database.now(session)
        _take_part(session, aviary)
    aviary.by("penholder", consulting.extend_consultation, closes_at=at + timedelta(days=9), reason="More time.")
    aviary.by("participant", supporting.support, item=_amendment(aviary))
    noon = (at + timedelta(days=1)).replace(hour=12, minute=0, second=0, microsecond=0)
    with database.transaction() as session:  # everybody has come back by then
        session.execute(update(SignIn).values(started_at=noon, seen_at=noon))
    made = Watch(aviary, noon)
    for _ in range(2):
        made.pages()  # what is new to a reader at the first look is not at the second
    made.mailed()
    yield made
    database.engine().dispose()


def _take_part(session: Session, aviary: Aviary) -> None:
    statement = session.scalars(select(Statement).where(Statement.key == aviary.key)).one()
    keys = (aviary.organisations[BIRD], aviary.ground.town.organisations["elector"])
    for home in session.scalars(select(Organisation).where(Organisation.key.in_(keys))):
        session.add(TakingPart(statement_id=statement.id, organisation_id=home.id, since=statement.created_at))
        if home.protected:
            ensure_label_of(session, statement.id, home.id)


def _amendment(aviary: Aviary) -> str:
    """An amendment of neither the bird nor the participant that waits for its answer."""
    with database.reading() as session:
        of_it = select(func.min(Item.number)).join(Statement, Statement.id == Item.statement_id)
        here = (Statement.key == aviary.key, Item.kind.in_(AMENDING), Item.state == ItemState.SENT)
        theirs = Organisation.key != aviary.ground.town.organisations["participant"]
        number = session.scalar(of_it.join(Organisation, Organisation.id == Item.organisation_id).where(*here, theirs))
    assert number
    return f"A{number}"


def _visit(aviary: Aviary) -> None:
    for rest in ("", "/comments"):
        got = aviary.ground.browsers.ask(BIRD, "GET", f"/statements/{aviary.key}{rest}")
        assert got.status_code == 200


def _mark_as_seen(aviary: Aviary) -> None:
    page = aviary.ground.browsers.ask(BIRD, "GET", f"/statements/{aviary.key}").text
    told = {name: re.search(rf'name="{name}" value="([^"]+)"', source(page)) for name in ("at", "items")}
    fields = {name: found[1] for name, found in told.items() if found}
    assert set(fields) == {"at", "items"}
    assert aviary.ground.browsers.send(BIRD, f"/statements/{aviary.key}/looked", fields).status_code == 204


def _write(aviary: Aviary, **facts: object) -> None:
    aviary.by(BIRD, posting.post_comment, version=1, body="A word.", language="en", **facts)


ACTS: dict[str, Callable[[Aviary], object]] = {
    "opens the text and the comments": _visit,
    "has seen what is new": _mark_as_seen,
    "has nothing more to add": lambda aviary: aviary.by(BIRD, saying_no_comment.say_no_comment),
    "takes that back": lambda aviary: aviary.by(BIRD, saying_no_comment.take_back_no_comment),
    "supports an amendment": lambda aviary: aviary.by(BIRD, supporting.support, item=_amendment(aviary)),
    "ends its support": lambda aviary: aviary.by(BIRD, supporting.end_support, item=_amendment(aviary)),
    "keeps a draft": lambda aviary: _write(aviary, keep=True),
}


@pytest.mark.parametrize("act", ACTS)
def test_no_byte_tells_others_what_a_protected_organisation_did_today(watch: Watch, act: str) -> None:
    before, mailed = watch.before(), watch.mailed()
    assert any("coverage" in path and page.startswith("200") for (_, path), page in before.items())
    watch.act(ACTS[act])
    after = watch.pages()
    assert not _differences(before, after)
    assert watch.mailed() == mailed


def test_a_point_for_the_penholder_only_tells_nobody_else(watch: Watch) -> None:
    before = watch.before()
    watch.act(lambda aviary: _write(aviary, private=True))
    assert {who for who, _ in _differences(before, watch.pages())} == {"penholder"}


def test_its_support_is_in_the_total_and_in_nothing_else(watch: Watch) -> None:
    item = _amendment(watch.aviary)
    address = f"/statements/{watch.aviary.key}?open={item}"
    before = watch.page("participant", address)
    watch.act(lambda aviary: aviary.by(BIRD, supporting.support, item=item))
    after = watch.page("participant", address)
    assert [found[0] for found in _TOTAL.finditer(before)] != [found[0] for found in _TOTAL.finditer(after)]
    assert _plain(before) == _plain(after)
    assert "protected" not in after.partition("<main")[2].partition("<footer")[0]


def test_the_search_sees_the_acts_of_one_that_is_not_protected(watch: Watch) -> None:
    """Else it would find no difference because it looks at nothing."""
    before = watch.pages()
    watch.act(lambda aviary: aviary.by("elector", saying_no_comment.say_no_comment))
    assert {path.rpartition("/")[2] for (who, path) in _differences(before, watch.pages()) if who == "penholder"} >= {
        "coverage",
        "history",
    }


def _differences(before: Pages, after: Pages) -> dict[tuple[str, str], list[str]]:
    """What reads otherwise now: (who, address) -> the lines."""
    found = {}
    for asked, page in before.items():
        if _plain(page) != _plain(after[asked]):
            lines = zip(_plain(page).splitlines(), _plain(after[asked]).splitlines(), strict=False)
            found[asked] = [f"{one[:160]} | {two[:160]}" for one, two in lines if one != two][:3]
    return found


def _plain(page: str) -> str:
    return _TOTAL.sub("N support", page)
