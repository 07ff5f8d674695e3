"""Lists and searches of what is published: the same answer from both databases, and never all texts."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, event

from tests.decisions import adopt, on_the_table, publication_claim
from tests.publications import publish_copies
from tests.rooms import furnished_open
from workflow import database as record
from workflow.queries.publication import published_list
from workflow.rules.notifications.delivery import DeliveryVerdict, Outcome
from workflow.services.publication import publishing
from workflow.text.document import parse
from workflow.text.values import Block

TITLES = (
    "On the gates of the delta",
    "Sur les fleuves d’Évry",
    "La situación de los ríos",
    "والحقوق للأنهار",
    "人権理事会への声明",
    "100 % of 3.5 rivers",
)


@pytest.fixture
def many(database: Engine) -> Iterator[None]:
    """A hundred and twenty statements are published: one of the room, six with titles of their own, and copies."""
    with furnished_open() as room:
        on_the_table(room)
        adopt(room)
        made = publication_claim()
        assert made is not None
        texts = [(title, _blocks(title)) for title in TITLES]
        texts += [(f"Copy number {each}", _blocks("Of reeds and herons.")) for each in range(113)]
        with record.transaction() as session:
            publishing.record(session, made, Outcome(DeliveryVerdict.SENT))
            session.flush()
            publish_copies(session, texts)
        yield


def _blocks(text: str) -> tuple[Block, ...]:
    return tuple(parse(f"{text}\n"))


def _found(words: str) -> list[str]:
    with record.reading() as session:
        return [each.text("en").title for each in published_list.search(session, words, 1).rows]


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("GATE delta", TITLES[0]),
        ("evry", TITLES[1]),
        ("Situacion RIOS", TITLES[2]),
        ("حقوق", TITLES[3]),
        ("理事会", TITLES[4]),
        ("3.5 river 100", TITLES[5]),
        ("open rivers gates keep", "On open rivers"),
        ("JS 2026/1 excellencies", "On open rivers"),
    ],
)
def test_a_search_finds_the_one_that_holds_all_its_words(many: None, words: str, title: str) -> None:
    assert _found(words) == [title]


@pytest.mark.parametrize(
    "words",
    [
        '"', "'", "delta AND NOT", "NEAR(delta gates)", "delta OR mountain", "words: delta", "delta^2 -gates",
        "delta & !gates | x:*", "%", "___", "\0", "delta\0mountain", "'; DROP TABLE publication; --", "*",
        "x" * 200, "理" * 200, "\ud800",
    ],
)  # fmt: skip
def test_quotation_marks_operators_and_what_nobody_can_read_are_plain_words(many: None, words: str) -> None:
    assert _found(words) == []


@pytest.mark.parametrize("words", ['"delta', "(delta*", "-delta", "!delta", "delta\0", "^delta :*"])
def test_a_word_is_found_whatever_signs_are_typed_beside_it(many: None, words: str) -> None:
    assert _found(words) == [TITLES[0]]


def test_a_search_in_words_that_all_have_gives_pages_of_fifty(many: None) -> None:
    with record.reading() as session:
        pages = [published_list.search(session, "herons", number) for number in (1, 2, 3, 9)]
    assert [(len(each.rows), each.page, each.pages, each.found) for each in pages] == [
        (50, 1, 3, 113), (50, 2, 3, 113), (13, 3, 3, 113), (13, 3, 3, 113)
    ]  # fmt: skip


def test_the_pages_of_the_index_hold_each_statement_once_the_newest_first(many: None) -> None:
    with record.reading() as session:
        rows = [each for number in (1, 2, 3) for each in published_list.page(session, number).rows]
        nearest = published_list.page(session, 10**6), published_list.page(session, -1)
    assert len({each.address for each in rows}) == len(rows) == 120
    assert rows == sorted(rows, key=lambda each: each.published_at, reverse=True)
    assert [each.page for each in nearest] == [3, 1]


def test_neither_a_list_nor_a_search_reads_a_text_and_both_ask_three_times_at_most(
    database: Engine, many: None
) -> None:
    said: list[str] = []

    def hear(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        said.append(statement)

    event.listen(database, "before_cursor_execute", hear)
    try:
        for ask in (lambda at: published_list.page(at, 2), lambda at: published_list.search(at, "herons", 2)):
            said.clear()
            with record.reading() as session:
                assert ask(session).rows
            asked = [each for each in said if each.lstrip().startswith("SELECT") and "set_config" not in each]
            assert len(asked) <= 3
            assert not [each for each in asked if "edition" in each or "published_text.words " in each]
    finally:
        event.remove(database, "before_cursor_execute", hear)
