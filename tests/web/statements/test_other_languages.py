"""Statements in languages that no page speaks, the whole way: draft, version, amendment, ballot, public page."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from sqlalchemy import Engine

from tests import calls
from tests.consolidations import accept, answer, issue, send
from tests.decisions import adopt, every, newest
from tests.emails.house import House as Post
from tests.rooms import CLOSES
from tests.web.house import House, house_of
from tests.worker.hands import forget_put_off, publish_all
from workflow.config import Settings
from workflow.models.statement import Statement
from workflow.models.version import Draft, Edition
from workflow.rules.items.kinds import ItemKind
from workflow.services.consultation import consulting

PERSIAN = """خانم رئیس، عالی‌جنابان،

این رودخانه امسال دو بار طغیان کرده است و کسانی که در کنار آن زندگی می‌کنند این را می‌دانند.

از دولت‌ها می‌خواهیم که دریچه‌ها را باز نگه دارند و به نامه‌های مردم پاسخ دهند.
"""
PORTUGUESE = """Senhora Presidente, Excelências,

O rio subiu duas vezes este ano, e aqueles que vivem nas suas margens sabem que não será a última.

Pedimos aos Estados que mantenham as comportas abertas e que respondam às cartas das pessoas.
"""


@dataclass(frozen=True)
class Tongue:
    """A text, and what is proposed in it."""

    code: str
    name: str
    direction: str
    title: str
    text: str
    words: str
    proposal: str


TONGUES = (
    Tongue("fa", "Persian", "rtl", "دربارهٔ رودخانه", PERSIAN, "دو بار", "سه بار"),
    Tongue("pt", "Portuguese", "ltr", "Sobre o rio", PORTUGUESE, "duas vezes", "três vezes"),
)


@pytest.fixture(params=TONGUES, ids=lambda tongue: tongue.code)
def tongue(request: pytest.FixtureRequest) -> Tongue:
    """Each of the two in turn."""
    found: Tongue = request.param
    return found


@pytest.fixture
def house(database: Engine, settings: Settings, tongue: Tongue) -> Iterator[House]:
    """The room with a statement that Sara began with the form, in a language that she left to be recognised."""
    with house_of(settings, opened=False) as house:
        sara = house.visitor("sara")
        fields = {"text": tongue.text, "title": tongue.title, "language": "", "procedure": "ordinary"}
        house.send(sara, "/statements/new", **fields, voice="coalition", words_a_minute="120")
        shown = re.findall(r'<input[^>]*type="hidden"[^>]*name="(\w+)"[^>]*value="([^"]*)"', sara.page)
        given = {**dict(shown), "text": tongue.text, "title": tongue.title, "words_a_minute": "120"}
        assert sara.post("/statements/new/joins", given).status_code == 303
        house.room.key = newest(Statement).key
        yield house


def stands(page: str, tongue: Tongue, words: str) -> bool:
    """Whether the words stand on the page in an element of their own language and direction."""
    at = page.find(words)
    before = page[:at]
    tags = re.findall(rf'lang="{tongue.code}"[^>]*dir="(\w+)"', before)
    return at > 0 and bool(tags) and tags[-1] in (tongue.direction, "auto")


def test_the_language_is_recognised_and_named(house: House, tongue: Tongue) -> None:
    assert house.room.statement().language == tongue.code
    page = house.visitor("sara").get("/statements/new").text
    assert f'value="{tongue.code}">{tongue.name}<' in page
    draft = house.visitor("sara").get(f"{house.address}/draft").text
    assert f'hreflang="{tongue.code}"' in draft and f">{tongue.name}</a>" in draft


def test_the_whole_way_to_the_public_page(house: House, settings: Settings, tongue: Tongue) -> None:
    room, words = house.room, tongue.words
    _look(house, ("", "/draft", "/draft?view=paragraphs", "/draft/saves", "/settings"))
    block = room_blocks(house)[1]
    assert stands(house.visitor("sara").get(f"{house.address}/draft?view=paragraphs").text, tongue, words)
    _look(house, (f"/draft/{block}", "/draft?language=fr", f"/draft/{block}?language=fr"))
    room.do("sara", calls.open_consultation, closes_at=CLOSES)
    dana = house.visitor("dana")
    assert stands(dana.get(house.address).text, tongue, words)
    box = dana.get(f"{house.address}/amendments/new?paragraph={block}").text
    (area,) = re.findall(r'<textarea[^>]*name="edited"[^>]*>', box)
    assert f'lang="{tongue.code}"' in area and re.search(rf'dir="(auto|{tongue.direction})"', area)
    send(room, paragraph=1, comment="Which year?", words=words)
    send(room, paragraph=1, kind=ItemKind.REPLACE, words=words, proposal=tongue.proposal)
    _look(house, ("", "/comments", "/items/C1/wordings", "/items/A1/replies", "/our-points"), who="dana")
    room.do("sara", consulting.close_consultation)
    accept(room, "A1")
    answer(room, "C1", "noted")
    _look(
        house,
        ("/consolidation", f"/consolidation?paragraph={block}", "/response-table", "/response-table/print"),
    )
    for ending in ("csv", "xlsx", "docx"):
        assert house.visitor("sara").get(f"{house.address}/response-table.{ending}").status_code == 200
    issue(room, carry_over=True)
    _look(house, ("/changes?from=1&to=2", "/changes?from=1&to=2&language=" + tongue.code))
    assert tongue.proposal.split()[0] in house.visitor("sara").get(f"{house.address}/changes?from=1&to=2").text
    closes = room.clock.at.replace(microsecond=0)
    room.do("sara", calls.open_ballot, version=2, languages=(tongue.code,), closes_at=closes.replace(year=2027))
    _look(house, ("/decision", "/history", "/publication"))
    adopt(room)
    forget_put_off()
    publish_all(house.app, settings)
    _public(house, tongue)
    _mails(house, settings)


def room_blocks(house: House) -> list[str]:
    return [block.id for block in newest(Draft).blocks]


def _look(house: House, places: tuple[str, ...], who: str = "sara") -> None:
    """Every page answers, in English and in Arabic."""
    visitor = house.visitor(who)
    for place in places:
        for spoken in ("en", "ar"):
            joint = "&" if "?" in place else "?"
            got = visitor.get(f"{house.address}{place}{joint}lang={spoken}")
            assert got.status_code in (200, 303), (place, got.status_code)


def _public(house: House, tongue: Tongue) -> None:
    client = house.app.test_client(use_cookies=False)
    where = f"/{house.room.statement().address}"
    page = client.get(f"{where}/{tongue.code}", base_url=house.base)
    assert page.status_code == 200
    assert f'<h1 lang="{tongue.code}" dir="{tongue.direction}">{tongue.title}</h1>' in page.text
    assert tongue.proposal in page.text
    assert client.get(where, base_url=house.base).status_code == 200
    plain = client.get(f"{where}/{tongue.code}.txt", base_url=house.base)
    newest_edition = every(Edition)[-1]
    assert hashlib.sha256(plain.data).hexdigest() == newest_edition.digest
    assert tongue.proposal in plain.data.decode()
    assert client.get("/", base_url=house.base).status_code == 200
    feed = client.get("/feed.atom", base_url=house.base)
    assert f'xml:lang="{tongue.code}"' in feed.text


def _mails(house: House, settings: Settings) -> None:
    """Every mail of its life can be written."""
    assert len(Post(house.room, house.app, settings).all()) > 3
