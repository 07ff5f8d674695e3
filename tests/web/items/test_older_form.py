"""A form of amendments that was opened before paragraphs were edited: its words go into the box; nothing is sent."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, select

from tests import calls, posting
from tests.rooms import CLOSES
from tests.web.house import House, hidden, house_of, words
from tests.web.items.test_amending import box, items, shown, version_2
from workflow import database as record
from workflow.config import Settings
from workflow.models.item import Item, ItemState
from workflow.rules.items.kinds import ItemKind
from workflow.services.consultation import consulting

OLDER = {
    "kind": "replace",
    "version": "1",
    "form_token": "a" * 32,
    "where": "words",
    "words": "difficult",
    "proposal": "critical",
    "body": "Because it is.",
    "language": "fr",
    "after": "-",
    "prefix": "",
    "suffix": "",
    "selected": "",
}
"""As a browser sends it that opened it before."""


@pytest.fixture
def house(database: Engine, settings: Settings) -> Iterator[House]:
    """A consultation that is open, behind a browser."""
    with house_of(settings) as opened:
        yield opened


def address(house: House, at: int = 3, kind: str = "amendment") -> str:
    return f"{house.address}/items/new?kind={kind}&paragraph={house.room.blocks(1)[at].id}&version=1"


@pytest.mark.parametrize("kind", ["amendment", "comment"])
@pytest.mark.parametrize("button", [{}, {"draft": "1"}, {"use": "difficult"}])
def test_its_words_stand_in_the_box_and_are_sent_from_there(house: House, kind: str, button: dict[str, str]) -> None:
    visitor = house.visitor("nadia")
    visitor.get(house.address)
    answer = visitor.post(address(house, kind=kind), {**OLDER, **button})
    assert answer.status_code == 409
    assert box(answer.text) == shown(house).replace("difficult", "critical")
    assert ">\nBecause it is.</textarea>" in answer.text.replace("\r", "")
    assert 'selected value="fr"' in answer.text
    assert "A paragraph is now amended by editing its words." in words(answer.text)
    assert items() == []
    fields = {**hidden(answer.text), "edited": box(answer.text), "reason": "Because it is.", "language": "fr"}
    assert (
        visitor.post(f"{house.address}/amendments/new?paragraph={house.room.blocks(1)[3].id}", fields).status_code
        == 303
    )
    (item,) = items()
    assert (item.quote, item.proposal, item.form_token) == ("difficult", "critical", "a" * 32)


@pytest.mark.parametrize(
    ("at", "asked", "made"),
    [
        (1, {"words": "The river", "which": "2"}, ("The river will", "A lake will")),
        (1, {"words": "The river", "selected": "The river", "suffix": " will"}, ("The river will", "A lake will")),
        (1, {"where": "1"}, ("The river has risen twice this year.", "A lake")),
        (3, {"where": "paragraph"}, ("This is a difficult moment for the Court of Waters.", "A lake")),
        (3, {"words": "a difficult ", "proposal": ""}, ("a difficult ", "")),
    ],
)
def test_the_place_is_the_one_that_it_says(house: House, at: int, asked: dict[str, str], made: tuple[str, str]) -> None:
    visitor = house.visitor("nadia")
    visitor.get(house.address)
    answer = visitor.post(address(house, at), {**OLDER, "proposal": "A lake", **asked})
    assert answer.status_code == 409
    assert box(answer.text) == shown(house, at).replace(*made)
    assert "are not in the box" not in words(answer.text)


@pytest.mark.parametrize(
    ("at", "asked"),
    [
        (1, {"words": "The river"}),
        (3, {"words": "no such words"}),
        (3, {"words": "diffic"}),
        (3, {"where": "elsewhere"}),
        (3, {"where": ""}),
        (3, {"words": ""}),
        (3, {"proposal": "One.\n\nTwo."}),
    ],
)
def test_words_whose_place_it_does_not_say_are_shown_beside_the_box(
    house: House, at: int, asked: dict[str, str]
) -> None:
    visitor = house.visitor("nadia")
    visitor.get(house.address)
    sent = {**OLDER, "proposal": "Quite other words", **asked}
    answer = visitor.post(address(house, at), sent)
    assert answer.status_code == 409
    assert box(answer.text) == shown(house, at)
    said = words(answer.text)
    beside = said[said.index("These words of yours are not in the box") : said.index("Change the words in the box")]
    assert sent["words"] in beside and " ".join(sent["proposal"].split()) in beside
    assert "Because it is." in answer.text and items() == []


def test_over_another_version_its_words_go_to_those_that_are_on_the_table(house: House) -> None:
    visitor = house.visitor("nadia")
    visitor.get(house.address)
    version_2(house.room, f"{house.room.blocks(1)[3].text} We say so again.")
    answer = visitor.post(address(house), OLDER)
    assert answer.status_code == 409
    assert box(answer.text) == "This is a critical moment for the Court of Waters. We say so again."
    assert 'name="version" type="hidden" value="2"' in answer.text and items() == []


def test_when_nothing_can_be_sent_any_more_its_words_can_be_copied(house: House) -> None:
    visitor = house.visitor("nadia")
    visitor.get(house.address)
    house.room.do("sara", consulting.close_consultation)
    answer = visitor.post(address(house), {**OLDER, "late": "1"})
    assert answer.status_code == 409 and 'name="late"' in answer.text
    assert "critical moment" in box(answer.text) and items() == []
    house.room.do("sara", calls.open_ballot, version=1, languages=["en"], closes_at=CLOSES)
    for asked in ({}, {"words": "no such words"}):
        page = words(visitor.post(address(house), {**OLDER, **asked}).text)
        assert "critical" in page and "Because it is." in page and asked.get("words", "") in page
    assert items() == []


def test_of_an_amendment_that_is_edited_the_words_are_in_the_box_and_the_amendment_stays(house: House) -> None:
    facts = {"version": 1, "kind": ItemKind.REPLACE, "block": house.room.blocks()[3].id, "language": "en"}
    house.room.do("nadia", posting.propose_amendment, words="difficult", proposal="hard", reason="It is.", **facts)
    visitor = house.visitor("nadia")
    visitor.get(house.address)
    edit = f"{house.address}/items/A1/edit"
    for asked in ({"where": "same"}, {"where": "words"}):
        answer = visitor.post(edit, {**OLDER, **asked})
        assert answer.status_code == 409
        assert box(answer.text) == shown(house).replace("difficult", "critical")
        assert ">\nBecause it is.</textarea>" in answer.text.replace("\r", "")
    with record.reading() as session:
        assert session.scalars(select(Item.proposal)).all() == ["hard"]
    other = house.visitor("dilip")
    other.get(house.address)
    assert other.post(edit, OLDER).status_code == 404


@pytest.mark.parametrize(
    ("kind", "fields"), [("remove", {}), ("move", {"after": ""}), ("comment", {"where": "paragraph"})]
)
def test_what_was_chosen_in_it_decides_and_not_its_address(house: House, kind: str, fields: dict[str, str]) -> None:
    visitor = house.visitor("nadia")
    visitor.get(house.address)
    answer = visitor.post(address(house), {**OLDER, "words": "", "proposal": "", **fields, "kind": kind})
    assert answer.status_code == 303
    assert [(item.kind.value, item.body, item.state) for item in items()] == [(kind, "Because it is.", ItemState.SENT)]


def test_a_title_proposed_where_the_whole_text_was_commented_on_is_one(house: House) -> None:
    visitor = house.visitor("nadia")
    visitor.get(house.address)
    sent = {**OLDER, "kind": "title", "proposal": "On free rivers"}
    assert visitor.post(f"{house.address}/items/new?kind=comment", sent).status_code == 303
    assert [(item.kind.value, item.proposal) for item in items()] == [("title", "On free rivers")]
