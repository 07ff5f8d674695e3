"""The blocks of two texts beside one another: what stands behind each, wherever its words went."""

import pytest

from workflow.queries.history.rows import rows
from workflow.text.diff import Change
from workflow.text.redline import redline_html
from workflow.text.values import AmendmentKind, Block, BlockKind, Source

GATES = "We call on all states to keep the gates open."
THANKS = "We thank those who did so in the past."


def block(key: str, text: str) -> Block:
    return Block(key, BlockKind.PARAGRAPH, text)


def test_a_source_stands_behind_its_words_where_another_paragraph_was_joined_before_them() -> None:
    text = THANKS.replace("did", "do")
    at = len(GATES) + 1 + text.index("do")
    source = Source("b", at, at + 2, ("A1",), was=(THANKS.index("did"), THANKS.index("did") + 3))
    away, joined = rows([block("a", GATES), block("b", THANKS)], [block("b", f"{GATES} {text}")], {"b": (source,)})
    assert (away.change.kind, joined.change.kind) == (Change.MOVED_AWAY, Change.JOINED)
    assert joined.joined == (1, 2)
    assert joined.change.before and joined.sources[0].was
    assert joined.change.before.text[slice(*joined.sources[0].was)] == "did"
    shown = redline_html(joined.ops, added="", removed="", sources=joined.sources, penholder="pen")
    assert 'href="#a1"' in shown and ">pen<" not in shown
    assert away.sources == ()


@pytest.mark.parametrize("key", ["a", "b"])
def test_what_went_from_a_joined_paragraph_is_credited_to_whom_the_words_in_its_place_are(key: str) -> None:
    place, texts = "ab".index(key), [f"{GATES} {THANKS}", THANKS]
    asked, was = [("states", "members"), ("did", "do")][1 - place], (0, 0) if place else (len(texts[0]), len(texts[0]))
    texts[1 - place] = texts[1 - place].replace(*asked, 1)
    text = " ".join(texts)
    at = text.index(asked[1]) if place else text.rindex(asked[1])
    source = Source(key, at, at + len(asked[1]), ("A1",), was=was)
    made = rows([block("a", f"{GATES} {THANKS}"), block("b", THANKS)], [block(key, text)], {key: (source,)})
    (joined,) = (each for each in made if each.change.kind is Change.JOINED)
    shown = redline_html(joined.ops, added="", removed="", sources=joined.sources, penholder="pen")
    assert asked[0] in shown and 'href="#a1"' in shown and ">pen<" not in shown


def test_a_source_stands_behind_its_words_in_the_second_part_of_a_split_paragraph() -> None:
    whole, text = f"{GATES} {THANKS}", THANKS.replace("did", "do")
    start = whole.index("did")
    source = Source("b", text.index("do"), text.index("do") + 2, ("A1",), was=(start, start + 3))
    first, second = rows([block("b", whole)], [block("n", GATES), block("b", text)], {"b": (source,)})
    assert first.change.kind is second.change.kind is Change.SPLIT
    assert second.change.before and second.sources[0].was
    assert second.change.before.text[slice(*second.sources[0].was)] == "did"


@pytest.mark.parametrize(("moved", "told"), [("a", "a"), ("b", "b")])
def test_the_paragraph_that_an_amendment_moved_is_the_one_that_moved(moved: str, told: str) -> None:
    before = [block("a", f"{GATES} {GATES}"), block("b", THANKS)]
    made = rows(before, before[::-1], {moved: (Source(moved, 0, 0, ("A1",), AmendmentKind.MOVE),)})
    (row,) = (row for row in made if row.change.is_moved)
    assert (row.id, row.refs(AmendmentKind.MOVE)) == (told, ("A1",))


def test_a_paragraph_that_an_amendment_took_out_did_not_become_the_new_one_in_its_place() -> None:
    before, after = (
        [block("a", GATES), block("b", THANKS)],
        [block("a", GATES), block("n", THANKS.replace("did", "do"))],
    )
    behind = {
        "b": (Source("b", 0, 0, ("A11",), AmendmentKind.REMOVE, (0, len(THANKS))),),
        "n": (Source("n", 0, len(after[1].text), ("A10",), AmendmentKind.ADD),),
    }
    made = rows(before, after, behind)
    assert [(row.change.kind, row.behind) for row in made[1:]] == [
        (Change.REMOVED, frozenset({"A11"})),
        (Change.ADDED, frozenset({"A10"})),
    ]
