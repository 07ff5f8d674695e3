"""What pages say of each kind of item, and that the words of an item are looked for once."""

from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine

from tests.deadlines import close_next_consultation
from tests.rooms import CLOSES
from tests.web.house import House, house_of
from tests.web.items.test_items import AMEND, COMMENT, form
from workflow import database as record
from workflow.config import Settings
from workflow.rules.items.kinds import KINDS
from workflow.rules.items.proposals import Proposal
from workflow.services.items import placing
from workflow.text.values import AmendmentKind, Block
from workflow.web.items.kinds import WORDS, asks_briefly, in_words


@pytest.fixture
def house(database: Engine, settings: Settings) -> Iterator[House]:
    """A consultation that is open, behind a browser."""
    with house_of(settings) as opened:
        yield opened


def said(app: Flask, change: AmendmentKind, proposal: str = "", after: str | None = None) -> str:
    asked = Proposal(version=1, language="en", change=change, proposal=proposal, after=after)
    with app.test_request_context():
        return in_words(asked, ())


def test_every_kind_has_its_words_and_every_amendment_a_sentence_for_when_it_comes_late(house: House) -> None:
    assert list(WORDS) == list(KINDS.values())
    assert all(said(house.app, change, "Omega", "") for change in AmendmentKind)
    assert said(house.app, AmendmentKind.REPLACE, "50 % of it") == "Words proposed: 50 % of it"
    assert said(house.app, AmendmentKind.REPLACE) == "Proposed: remove these words."
    assert said(house.app, AmendmentKind.MOVE, after="") == "Proposed: move this paragraph to the beginning."
    assert said(house.app, AmendmentKind.MOVE, after="x") == "Proposed: move this paragraph after a removed paragraph."


def test_what_has_no_words_is_said_in_a_few(house: House) -> None:
    with house.app.test_request_context():
        brief = {change: asks_briefly(change) for change in KINDS}
    assert {change for change, words in brief.items() if words} == {AmendmentKind.REMOVE, AmendmentKind.MOVE}


@pytest.mark.parametrize("late", [False, True])
@pytest.mark.parametrize(
    "fields",
    [
        {**COMMENT, "where": "words", "words": "difficult"},
        {**COMMENT, "where": "words", "words": "no such words"},
        {**COMMENT, "where": "words", "words": "difficult", "body": ""},
        AMEND,
    ],
)
def test_the_words_of_an_item_are_looked_for_once(
    house: House, fields: dict[str, str], late: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[str] = []
    find = placing.find_place

    def find_place(blocks: Sequence[Block], block: str | None, words: str, *around: str, **named: str) -> Any:
        looked.extend([words] if words else [])
        return find(blocks, block, words, *around, **named)

    if late:
        house.room.clock.at = CLOSES
        with record.transaction() as session:
            close_next_consultation(session)
    for module in ("services.items.placing", "services.items.posting", "web.items.item_form"):
        monkeypatch.setattr(f"workflow.{module}.find_place", find_place)
    house.send(house.visitor("nadia"), form(house), **fields, **({"late": "1"} if late else {}))
    assert looked == [fields["words"]]
