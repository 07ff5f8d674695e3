"""What pages say of each kind of item, and that the words of an item are looked for once."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine

import workflow
from tests.deadlines import close_next_consultation
from tests.rooms import CLOSES
from tests.web.house import House, house_of
from tests.web.items.test_items import AMEND, COMMENT, amending, form
from workflow import database as record
from workflow.config import Settings
from workflow.queries.consolidation.item_ends import ParagraphMove
from workflow.rules.consolidation.dispositions import OFFERED, DispositionKind
from workflow.rules.items.kinds import AMENDING, KINDS, ItemKind, Kind
from workflow.rules.items.proposals import Proposal
from workflow.services.items import placing
from workflow.text.values import Block
from workflow.web.items.kinds import WORDS, asked_in_mail, flag_of, in_words

TEMPLATES = Path(str(workflow.__file__)).parent / "templates"


@pytest.fixture
def house(database: Engine, settings: Settings) -> Iterator[House]:
    """A consultation that is open, behind a browser."""
    with house_of(settings) as opened:
        yield opened


def said(app: Flask, kind: ItemKind, proposal: str = "", after: str | None = None) -> str:
    asked = Proposal(version=1, language="en", kind=kind, proposal=proposal, after=after)
    with app.test_request_context():
        return in_words(asked, ())


def test_every_kind_has_its_words_and_every_amendment_a_sentence_for_when_it_comes_late(house: House) -> None:
    assert list(WORDS) == list(KINDS.values())
    assert all(said(house.app, code, "Omega", "") for code in AMENDING)
    assert said(house.app, ItemKind.REPLACE, "50 % of it") == "Words proposed: 50 % of it"
    assert said(house.app, ItemKind.REPLACE) == "Proposed: remove these words."
    assert said(house.app, ItemKind.MOVE, after="") == "Proposed: move this paragraph to the beginning."
    assert said(house.app, ItemKind.MOVE, after="x") == "Proposed: move this paragraph after a removed paragraph."


@pytest.mark.parametrize("kind", [KINDS[code] for code in AMENDING], ids=lambda kind: kind.code)
def test_every_amendment_has_its_sentence_on_each_page_and_in_mails(house: House, kind: Kind) -> None:
    words, proposal = WORDS[kind], "Omega" if kind.proposes_words else ""
    with house.app.test_request_context():
        assert words.way, "no link leads to its form"
        assert words.hint or not kind.is_new_paragraph
        assert words.in_part or DispositionKind.PART not in OFFERED[kind.code]
        assert words.in_table.sentence(proposal, "", None) and words.late.sentence(proposal, "", None)
        # What is about words says all with its redline, save that they go.
        assert kind.is_about_words or (words.asks.sentence(proposal, "") and words.flag.sentence(proposal, "", None))
        assert words.in_mail.elsewhere("" if kind.may_be_empty else proposal)


def test_where_a_paragraph_goes_is_said_by_its_number_or_its_words(house: House) -> None:
    def said(kind: ItemKind, after: str, here: int | None = None) -> str:
        item: Any = SimpleNamespace(kind=kind, proposal="", after=after)
        return str(flag_of(item, here, {"b": 7}, "<Omega>"))

    with house.app.test_request_context():
        assert said(ItemKind.MOVE, "") == "Move to the beginning"
        assert said(ItemKind.MOVE, "b") == "Move after paragraph 7"
        assert said(ItemKind.MOVE, "c") == "Move after “&lt;Omega&gt;”"
        assert said(ItemKind.ADD, "c", 3) == "New paragraph after paragraph 3"
        assert said(ItemKind.ADD, "c") == "New paragraph after this one"
        assert said(ItemKind.REPLACE, "") == ""


@pytest.mark.parametrize(
    ("moved", "sentence"),
    [
        (ParagraphMove(4, None, ""), "Proposed: move paragraph 4 to the beginning:"),
        (ParagraphMove(4, 6, "Omega"), "Proposed: move paragraph 4 after paragraph 6:"),
        (ParagraphMove(4, None, "Omega"), "Proposed: move this paragraph after “Omega”:"),
        (ParagraphMove(None, 6, "Omega"), "Proposed: move this paragraph after “Omega”:"),
        (ParagraphMove(None, None, ""), "Proposed: move this paragraph:"),
        (None, "Proposed: move this paragraph:"),
    ],
)
def test_a_mail_says_from_where_to_where_a_paragraph_was_to_go(
    house: House, moved: ParagraphMove | None, sentence: str
) -> None:
    end: Any = SimpleNamespace(kind=ItemKind.MOVE, proposal="", moved=moved)
    with house.app.test_request_context():
        assert str(asked_in_mail(end, "Omega")) == sentence


def test_no_template_asks_which_kind_an_item_is() -> None:
    codes = "|".join(("amendment", *KINDS))
    asks = re.compile(rf"""\b(item|line|note|of|end|each|reply|theirs)\.kind\s+(==|!=|is|in|not in)\s+\W*({codes})\b""")
    found = [str(each) for each in TEMPLATES.rglob("*.html") if asks.search(each.read_text("utf-8"))]
    assert not found, "what is so of a kind is a column of the two tables of kinds"


@pytest.fixture
def looked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The words that were looked for, each as often as they were."""
    found: list[str] = []
    find = placing.find_place

    def find_place(blocks: Sequence[Block], block: str | None, words: str, *around: str, **named: str) -> Any:
        found.extend([words] if words else [])
        return find(blocks, block, words, *around, **named)

    for module in ("services.items.placing", "services.items.posting", "web.items.item_form", "web.items.amending"):
        monkeypatch.setattr(f"workflow.{module}.find_place", find_place)
    return found


def close_when(house: House, late: bool) -> dict[str, str]:
    """The consultation closed where the form is to be sent late, and the button that is then pressed."""
    if not late:
        return {}
    house.room.clock.at = CLOSES
    with record.transaction() as session:
        close_next_consultation(session)
    return {"late": "1"}


@pytest.mark.parametrize("late", [False, True])
@pytest.mark.parametrize(
    "fields",
    [
        {**COMMENT, "where": "words", "words": "difficult"},
        {**COMMENT, "where": "words", "words": "no such words"},
        {**COMMENT, "where": "words", "words": "difficult", "body": ""},
    ],
)
def test_the_words_of_an_item_are_looked_for_once(
    house: House, fields: dict[str, str], late: bool, looked: list[str]
) -> None:
    button = close_when(house, late)
    house.send(house.visitor("nadia"), form(house), **fields, **button)
    assert looked == [fields["words"]]


@pytest.mark.parametrize("late", [False, True])
def test_the_words_of_an_amendment_are_looked_for_once(house: House, late: bool, looked: list[str]) -> None:
    button = close_when(house, late)
    house.send(house.visitor("nadia"), amending(house), **AMEND, **button)
    assert looked == ["difficult"]
