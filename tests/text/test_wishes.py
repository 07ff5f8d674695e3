"""Amendments of the same wish: what is offered as one, and what never is."""

import pytest

from workflow.text.amendments.wishes import Wish, wishes
from workflow.text.document.brackets import TITLE
from workflow.text.values.amendment import Amendment, AmendmentKind
from workflow.text.values.block import Block, BlockKind

pytestmark = pytest.mark.unit

REPLACE = AmendmentKind.REPLACE
ADD = AmendmentKind.ADD
REMOVE = AmendmentKind.REMOVE
MOVE = AmendmentKind.MOVE
TEXT = "This is a difficult moment for the Court, and states must pay by 1 March."
BLOCKS = (
    Block("p1", BlockKind.PARAGRAPH, "We thank those who came."),
    Block("p2", BlockKind.PARAGRAPH, TEXT),
    Block(TITLE, BlockKind.HEADING, "On open rivers"),
)


def words(ref: str, old: str, new: str, block: int = 1) -> Amendment:
    text = BLOCKS[block].text
    at = text.index(old)
    return Amendment(ref, REPLACE, BLOCKS[block].id, at, at + len(old), new)


def retitled(ref: str, new: str) -> Amendment:
    return words(ref, BLOCKS[-1].text, new, -1)


def added(ref: str, new: str, after: str = "p1") -> Amendment:
    return Amendment(ref, ADD, "", words=new, after=after)


def found(*amendments: Amendment, language: str = "en") -> list[tuple[tuple[str, ...], ...]]:
    return [wish.wordings for wish in wishes(BLOCKS, amendments, language)]


def test_the_same_effect_is_one_wish_whatever_words_were_quoted() -> None:
    assert found(words("A1", "difficult", "critical"), words("A2", "a difficult moment", "a critical moment")) == [
        (("A1", "A2"),)
    ]


@pytest.mark.parametrize(
    "pair",
    [
        (Amendment("A1", REMOVE, "p2"), words("A2", TEXT, "")),
        (Amendment("A1", REMOVE, "p2"), Amendment("A2", REMOVE, "p2")),
        (Amendment("A1", MOVE, "p2", after=""), Amendment("A2", MOVE, "p2", after="")),
        (added("A1", "Pay the Court."), added("A2", "Pay  the Court. ")),
        (retitled("A1", "On the Court"), retitled("A2", "On the  Court")),
    ],
)
def test_paragraphs_taken_out_moved_and_added_and_titles_are_wishes_too(pair: tuple[Amendment, Amendment]) -> None:
    assert found(*pair) == [(("A1", "A2"),)]


@pytest.mark.parametrize(
    "pair",
    [
        (words("A1", "difficult moment", "critical moment"), words("A2", "difficult moment", "Critical moment")),
        (words("A1", "moment", "organisation"), words("A2", "moment", "organization")),
        (
            words("A1", "a difficult moment for the Court", "a hard hour for the Court and for us"),
            words("A2", "a difficult moment for the Court", "a hard hour for the Court and us"),
        ),
        (added("A1", "Pay the Court of Waters today."), added("A2", "Pay the Court of Waters, today.")),
        (
            retitled("A1", "On open rivers and their people"),
            retitled("A2", "On open rivers and on their people"),
        ),
    ],
)
def test_wordings_that_hardly_differ_are_one_wish_of_two_wordings(pair: tuple[Amendment, Amendment]) -> None:
    assert found(*pair) == [(("A1",), ("A2",))]


@pytest.mark.parametrize(
    "pair",
    [
        (words("A1", "difficult", "critical"), words("A2", "difficult", "good")),
        (
            words("A1", "states must pay by", "states shall pay in full by"),
            words("A2", "states must pay by", "states should pay in full by"),
        ),
        (
            words("A1", "states must pay by 1 March", "all states must pay by 1 May"),
            words("A2", "states must pay by 1 March", "all states must pay by 2 May"),
        ),
        (
            added("A1", "We will pay the Court of Waters today."),
            added("A2", "We will not pay the Court of Waters today."),
        ),
        (added("A1", "Pay the Court."), added("A2", "Pay the Court.", after="p2")),
        (Amendment("A1", MOVE, "p2", after=""), Amendment("A2", REMOVE, "p2")),
        (words("A1", "difficult", "critical"), words("A2", "March", "critical")),
    ],
)
def test_other_words_another_force_and_another_place_are_other_wishes(pair: tuple[Amendment, Amendment]) -> None:
    assert found(*pair) == []


@pytest.mark.parametrize(
    ("one", "other", "is_one"),
    [
        (
            "Los gobiernos abrirán las compuertas de la región",
            "Los gobiernos abrirán las compuertas de la cuenca",
            False,
        ),
        ("Los gobiernos abrirán compuertas de la región", "Los gobiernos abrirán las compuertas de la región", True),
        ("Los gobiernos abrirán todas las compuertas hoy", "Los gobiernos abrirán unas compuertas hoy", False),
        ("Los gobiernos abrirán las compuertas y canales", "Los gobiernos abrirán las compuertas o canales", False),
    ],
)
def test_words_that_mean_something_tell_wishes_apart_and_articles_do_not(one: str, other: str, is_one: bool) -> None:
    assert bool(found(added("A1", one), added("A2", other), language="es")) is is_one


def test_a_wish_holds_each_wording_once_with_all_who_chose_it() -> None:
    group = [
        words("A1", "a difficult moment for the Court", "a hard hour for the Court and for us"),
        words("A2", "a difficult moment for the Court", "a hard hour for the Court and us"),
        words("A3", "a difficult moment for the Court", "a hard hour for the Court and for us"),
        words("A4", "by 1 March", "at once"),
    ]
    (wish,) = wishes(BLOCKS, group, "en")
    assert wish == Wish((("A1", "A3"), ("A2",)))
    assert wish.refs == ("A1", "A3", "A2")


def test_a_chain_of_small_steps_does_not_join_what_stands_far_apart() -> None:
    steps = ["one two six seven eight", "one two three seven eight", "one two three four eight"]
    chain = [
        added(f"A{number}", f"Our rivers carry {words} lanterns home tonight") for number, words in enumerate(steps)
    ]
    assert all(len(wish.refs) < 3 for wish in wishes(BLOCKS, chain, "xx"))


def test_an_amendment_without_a_place_belongs_to_no_wish() -> None:
    assert found(Amendment("A1", REMOVE, "p9"), Amendment("A2", REMOVE, "p9")) == []


def test_arabic_wordings_are_told_apart_by_their_words() -> None:
    block = Block("p3", BlockKind.PARAGRAPH, "هذه لحظة صعبة للمحكمة ولنا جميعا.")
    pair = [
        Amendment(ref, REPLACE, "p3", 0, len(block.text), text)
        for ref, text in (("A1", "هذه لحظة حرجة للمحكمة ولنا جميعا."), ("A2", "هذه لحظة حرجة للمحكمة، ولنا جميعا."))
    ]
    assert [wish.wordings for wish in wishes([block], pair, "ar")] == [(("A1",), ("A2",))]
