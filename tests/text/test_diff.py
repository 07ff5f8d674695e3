"""The difference by words: it rebuilds both texts, is the cheapest, reads well, and never hangs."""

import hashlib
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from itertools import accumulate, pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.text.texts import raws
from workflow.text.alignment.heaviest import heaviest_chain, heaviest_common
from workflow.text.diff.blocks import BlockChange, Change, block_diff
from workflow.text.diff.cleanup import tidy
from workflow.text.diff.words import hunks, word_diff
from workflow.text.tokens.tokenizer import tokens
from workflow.text.values.block import Block, BlockKind

pytestmark = pytest.mark.unit

Ops = list[tuple[int, str]]
anything = st.one_of(raws, st.text(max_size=30))
_VOCABULARY = [
    "the",
    "a",
    "shall",
    "shall not",
    "États",
    "المحكمة",
    "条約",
    "1,000",
    "\n",
    "\n\n",
    ".",
    ", ",
    "👩‍🌾",
    " ",
    "",
]
prose = st.lists(st.sampled_from(_VOCABULARY), max_size=25).map(" ".join)


def old(ops: Ops) -> str:
    return "".join(text for op, text in ops if op <= 0)


def new(ops: Ops) -> str:
    return "".join(text for op, text in ops if op >= 0)


def cheapest(before: str, after: str) -> int:
    """Characters of the cheapest edit over whole tokens, by the textbook's table."""
    a, b = tokens(before), tokens(after)
    row = [0] * (len(b) + 1)
    for x in a:
        above, row = row, [0]
        for j, y in enumerate(b):
            row.append(max(above[j + 1], row[j], above[j] + len(x) if x == y else 0))
    return len(before) + len(after) - 2 * row[-1]


def borders(text: str) -> set[int]:
    ends, at = {0}, 0
    for token in tokens(text):
        at += len(token)
        ends.add(at)
    return ends


joints = st.text(st.sampled_from("1,.a ’l-*\u0301"), max_size=14)  # where a slide might end inside a word or number


@given(st.one_of(st.tuples(anything, anything), st.tuples(prose, prose), st.tuples(joints, joints)))
@example(("one word " * 1000, "one word " * 900))
@example(("a\r\nb", "a\nb"))
@example(("", "x"))
@example(("'a", "'l'a"))
def test_the_pieces_rebuild_both_texts_and_cut_no_word(texts: tuple[str, str]) -> None:
    before, after = texts
    ops = word_diff(before, after)
    assert (old(ops), new(ops)) == (before, after)
    assert all(text for _, text in ops)
    assert all(left[0] != right[0] for left, right in pairwise(ops))
    for text, side in ((before, -1), (after, 1)):
        at, allowed = 0, borders(text)
        for op, piece in ops:
            at += len(piece) * (op in (0, side))
            assert at in allowed


@given(st.one_of(prose, joints), st.one_of(prose, joints))
def test_between_the_hunks_both_texts_are_the_same(before: str, after: str) -> None:
    found = list(hunks(word_diff(before, after)))
    kept = pairwise([(0, 0, 0, 0), *found, (len(before), 0, len(after), 0)])
    assert all(before[one[1] : other[0]] == after[one[3] : other[2]] for one, other in kept)
    assert all(one[1] < other[0] for one, other in pairwise(found))


@given(st.one_of(prose, joints), st.one_of(prose, joints))
def test_no_edit_over_whole_tokens_is_cheaper(before: str, after: str) -> None:
    assert sum(len(text) for op, text in word_diff(before, after) if op) == cheapest(before, after)


@given(prose)
def test_a_text_is_like_itself(text: str) -> None:
    assert word_diff(text, text) == ([(0, text)] if text else [])


@given(st.lists(st.sampled_from("abc"), max_size=12), st.lists(st.sampled_from("abc"), max_size=12))
def test_the_exact_engine_pairs_equal_tokens_in_order(a: list[str], b: list[str]) -> None:
    pairs = heaviest_common(a, b)
    assert all(a[i] == b[j] for i, j in pairs)
    assert pairs == sorted(set(pairs))
    assert all(p[0] < q[0] and p[1] < q[1] for p, q in pairwise(pairs))


def test_of_crossing_pairs_the_heaviest_chain_stays() -> None:
    assert heaviest_chain([(0, 2), (1, 0), (2, 1)], [5, 2, 2]) == [(0, 2)]
    assert heaviest_chain([(0, 2), (1, 0), (2, 1)], [3, 2, 2]) == [(1, 0), (2, 1)]
    assert heaviest_chain([], []) == []


READABLE = [
    ("One. Two.\n\nX", "One. Two. New one.\n\nX", [(0, "One. Two."), (1, " New one."), (0, "\n\nX")]),
    ("A. The Parties agree.", "A. The Parties meet. The Parties agree.",
     [(0, "A. "), (1, "The Parties meet. "), (0, "The Parties agree.")]),
    ("in a, b and c", "in a, x, b and c", [(0, "in a, "), (1, "x, "), (0, "b and c")]),
    ("very very good", "very good", [(-1, "very "), (0, "very good")]),
    ("of the wives.\nZ", "of the wives. He may. If one of the wives goes.\nZ",
     [(0, "of the wives."), (1, " He may. If one of the wives goes."), (0, "\nZ")]),
    ("il aime l’homme", "il aime l’individu", [(0, "il aime l’"), (-1, "homme"), (1, "individu")]),
    ("at 1,000 now", "at 1,500 now", [(0, "at "), (-1, "1,000"), (1, "1,500"), (0, " now")]),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after", "ops"), READABLE)
def test_of_equally_cheap_edits_the_one_that_reads_best_is_told(before: str, after: str, ops: Ops) -> None:
    assert word_diff(before, after) == ops


PARAGRAPHS = [
    f"Paragraph {n} says that {noun} number {n * 7} shall be protected, whoever asks, wherever {noun} may be."
    for n, noun in enumerate(["water", "bread", "court", "child", "house", "river", "paper", "stone"] * 40)
]


def test_a_long_text_is_divided_without_losing_a_change() -> None:
    after = [*PARAGRAPHS]
    after[5] = after[5].replace("shall", "must")
    after[100] = after[100].replace("whoever", "whatever")
    del after[200]
    after.insert(250, "A new paragraph.")
    ops = word_diff("\n\n".join(PARAGRAPHS), "\n\n".join(after))
    changed = [(op, text.strip()) for op, text in ops if op]
    replaced = [(-1, "shall"), (1, "must"), (-1, "whoever"), (1, "whatever")]
    assert changed == [*replaced, (-1, PARAGRAPHS[200]), (1, "A new paragraph.")]


def test_a_long_line_behind_another_beginning_is_divided_where_it_stands() -> None:
    words = [f"word{n}" for n in range(300)]
    changed = [*words[:70], "new", *words[72:200], "more", *words[200:]]
    before, after = (
        f"Day one\nso be it on this day\n{' '.join(words)}",
        f"So much for today\nso be it on this day\nOn {' '.join(changed)}",
    )
    ops = word_diff(before, after)
    assert (old(ops), new(ops)) == (before, after)
    assert [text for op, text in ops if op][-4:] == ["On ", "word70 word71", "new", "more "]


def test_lines_that_stand_there_several_times_keep_their_order() -> None:
    lines = [f"{line} {n % 4}" for n, line in enumerate([PARAGRAPHS[0], PARAGRAPHS[1]] * 30)]
    changed = [*lines[:20], "A new line.", *lines[20:]]
    ops = word_diff("\n".join(lines), "\n".join(changed))
    assert [(op, text.strip()) for op, text in ops if op] == [(1, "A new line.")]


def test_one_long_line_is_divided_at_its_words() -> None:
    words = [f"word{n}" for n in range(3000)]
    changed = [*words[:700], "new", *words[702:2000], "more", *words[2000:]]
    ops = word_diff(" ".join(words), " ".join(changed))
    assert [text for op, text in ops if op] == ["word700 word701", "new", "more "]


TIDY = [
    ([(0, "We "), (-1, "must"), (1, "shall"), (0, " "), (-1, "protect"), (1, "defend"), (0, " all")],
     [(0, "We "), (-1, "must protect"), (1, "shall defend"), (0, " all")]),
    ([(-1, "a long word"), (1, "some other words"), (0, " the "), (-1, "others there"), (1, "new ones here"), (0, ".")],
     [(-1, "a long word the others there"), (1, "some other words the new ones here"), (0, ".")]),
    ([(-1, "x"), (0, " a phrase that stays "), (1, "y")], [(-1, "x"), (0, " a phrase that stays "), (1, "y")]),
    ([(-1, "end"), (1, "stop"), (0, "\n"), (-1, "begin"), (1, "start")],
     [(-1, "end"), (1, "stop"), (0, "\n"), (-1, "begin"), (1, "start")]),
    ([(0, "a "), (1, "b a "), (0, "c")], [(1, "a b "), (0, "a c")]),
    ([(1, "new"), (-1, "old")], [(-1, "old"), (1, "new")]),
    ([(0, "a"), (0, "b"), (1, "")], [(0, "ab")]),
    ([], []),
]  # fmt: skip


@pytest.mark.parametrize(("ops", "wanted"), TIDY)
def test_specks_between_changes_are_swallowed_and_phrases_are_not(ops: Ops, wanted: Ops) -> None:
    assert tidy(ops) == wanted


@given(st.one_of(st.tuples(prose, prose), st.tuples(anything, anything)))
@example(("有担当，如因自己的错误", "承担责任，向那些受我们的错误"))
@example(("0000 0\n\n0000", " 0000"))
def test_a_tidy_difference_still_rebuilds_both_texts_cuts_no_word_and_is_tidy(texts: tuple[str, str]) -> None:
    before, after = texts
    raw = word_diff(before, after)
    ops = tidy(raw)
    assert (old(ops), new(ops)) == (before, after)
    assert all(text for _, text in ops)
    assert tidy(ops) == ops
    assert sum(len(text) for op, text in ops if op) >= sum(len(text) for op, text in raw if op)
    for text, side in ((before, -1), (after, 1)):
        ends = accumulate(len(piece) * (op in (0, side)) for op, piece in ops)
        assert borders(text).issuperset(ends)


def block(key: str, text: str, kind: BlockKind = BlockKind.PARAGRAPH) -> Block:
    return Block(key, kind, text)


SIEGE = "We call on all parties to end the siege of the city."
COUNCIL = "We also ask the Council to meet again within a month from today."
A, B, C = block("a", "One, two and three."), block("b", SIEGE), block("c", COUNCIL)


def told(before: list[Block], after: list[Block]) -> list[tuple[str, int | None, int | None]]:
    return [(change.kind.value, change.before_at, change.after_at) for change in block_diff(before, after)]


BLOCKS = [
    ("same", [A, B], [A, B], [("same", 0, 0), ("same", 1, 1)]),
    ("changed", [A, B], [A, block("b", SIEGE + " Now.")], [("same", 0, 0), ("changed", 1, 1)]),
    ("added", [A], [block("n", "New."), A], [("added", None, 0), ("same", 0, 1)]),
    ("removed", [A, B, C], [A, C], [("same", 0, 0), ("removed", 1, None), ("same", 2, 1)]),
    ("replaced", [A, B, C], [A, block("n", "Other words."), C],
     [("same", 0, 0), ("removed", 1, None), ("added", None, 1), ("same", 2, 2)]),
    ("moved", [A, B, C], [C, A, B], [("moved", 2, 0), ("same", 0, 1), ("same", 1, 2), ("moved_away", 2, 0)]),
    ("moved and changed", [A, B, C], [B, C, block("a", "One, two and four.")],
     [("moved_away", 0, 2), ("same", 1, 0), ("same", 2, 1), ("moved_changed", 0, 2)]),
    ("new ids, same words", [A, B], [block("x", A.text), block("y", B.text)], [("same", 0, 0), ("same", 1, 1)]),
    ("new ids, other words", [A, B], [block("", A.text), block("", SIEGE.replace("end", "stop"))],
     [("same", 0, 0), ("changed", 1, 1)]),
    ("split", [A, block("b", f"{SIEGE} {COUNCIL}")], [A, B, block("n", COUNCIL)],
     [("same", 0, 0), ("split", 1, 1), ("split", 1, 2)]),
    ("joined", [A, B, C], [A, block("b", f"{SIEGE} {COUNCIL}")],
     [("same", 0, 0), ("joined", 1, 1), ("moved_away", 2, 1)]),
    ("a new one that ends as the next one began", [A, block("b", f"the {SIEGE}")],
     [A, block("n", "Nobody asked how high the rivers would rise beside the"), block("b", SIEGE)],
     [("same", 0, 0), ("added", None, 1), ("changed", 1, 2)]),
    ("another kind", [A], [block("a", A.text, BlockKind.QUOTATION)], [("changed", 0, 0)]),
    ("nothing", [], [], []),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after", "wanted"), [row[1:] for row in BLOCKS], ids=[row[0] for row in BLOCKS])
def test_each_block_is_told_what_became_of_it(
    before: list[Block], after: list[Block], wanted: list[tuple[str, int | None, int | None]]
) -> None:
    assert told(before, after) == wanted


LONG = block("b", f"{SIEGE} {SIEGE} {SIEGE}")
KNOWN = [
    ("the longer one moved", [LONG, C], [C, LONG], {"b"}, ["b"]),
    ("the shorter one moved", [LONG, C], [C, LONG], {"c"}, ["c"]),
    ("nobody is known to have moved", [LONG, C], [C, LONG], set(), ["c"]),
    ("it moved and came back", [A, LONG, C], [A, LONG, C], {"b"}, []),
    (
        "it moved, and another by hand",
        [A, block("d", SIEGE), C, LONG],
        [LONG, C, A, block("d", SIEGE)],
        {"b"},
        ["b", "c"],
    ),
    ("all are known", [A, LONG], [LONG, A], {"a", "b"}, ["a"]),
    ("a block that is not there", [A, LONG], [LONG, A], {"x"}, ["a"]),
]


@pytest.mark.parametrize(
    ("before", "after", "moved", "wanted"), [row[1:] for row in KNOWN], ids=[row[0] for row in KNOWN]
)
def test_of_two_that_changed_places_the_one_known_to_have_moved_is_told(
    before: list[Block], after: list[Block], moved: set[str], wanted: list[str]
) -> None:
    made = block_diff(before, after, moved)
    assert [change.after.id for change in made if change.after and change.is_moved] == wanted


@given(
    st.lists(st.tuples(st.sampled_from("abcdefgh"), prose), min_size=2, max_size=8, unique_by=lambda pair: pair[0]),
    st.data(),
)
def test_whoever_moves_one_block_anywhere_has_moved_that_one(pairs: list[tuple[str, str]], data: st.DataObject) -> None:
    before = [block(key, f"{key} {text}") for key, text in pairs]
    start, end = (data.draw(st.integers(0, len(before) - 1)) for _ in range(2))
    after = [*before[:start], *before[start + 1 :]]
    after.insert(end, before[start])
    told = [
        change.after.id for change in block_diff(before, after, {before[start].id}) if change.after and change.is_moved
    ]
    assert told == ([] if start == end else [before[start].id])


ITEM, NOTE = BlockKind.ITEM, BlockKind.FOOTNOTE


@pytest.mark.parametrize(
    ("before", "after", "kinds"),
    [
        ([(ITEM, 0, "-")], [(ITEM, 0, "1.")], ["changed"]),
        ([(ITEM, 0, "1."), (ITEM, 0, "2.")], [(ITEM, 0, "4."), (ITEM, 0, "5.")], ["changed", "same"]),
        ([(ITEM, 0, "1."), (ITEM, 0, "2.")], [(ITEM, 0, "1."), (ITEM, 0, "3.")], ["same", "changed"]),
        ([(ITEM, 0, "1."), (ITEM, 0, "2.")], [(ITEM, 0, "1."), (ITEM, 1, "1.")], ["same", "changed"]),
        ([(NOTE, 0, "1")], [(NOTE, 0, "2")], ["changed"]),
        ([(BlockKind.HEADING, 2, "")], [(BlockKind.HEADING, 3, "")], ["changed"]),
    ],
)
def test_a_block_that_reads_the_same_with_another_mark_or_depth_is_changed(
    before: list[tuple[BlockKind, int, str]], after: list[tuple[BlockKind, int, str]], kinds: list[str]
) -> None:
    old, new = (
        [Block(f"p{at}", kind, f"Words of block {at}.", level, mark) for at, (kind, level, mark) in enumerate(blocks)]
        for blocks in (before, after)
    )
    assert [change.kind for change in block_diff(old, new)] == kinds


def test_numbers_that_only_go_on_behind_a_new_item_are_no_change() -> None:
    old = [Block(f"p{at}", ITEM, f"Words of block {at}.", 0, f"{at}.") for at in (1, 2, 3)]
    new = [old[0], Block("n1", ITEM, "Put in.", 0, "2."), *(replace(old[n], mark=f"{n + 2}.") for n in (1, 2))]
    assert [change.kind for change in block_diff(old, new)] == ["same", "added", "same", "same"]


def test_of_a_split_or_joined_block_that_moved_it_is_told_that_it_moved() -> None:
    whole = block("b", f"{SIEGE} {COUNCIL}")
    parts = [block("b", SIEGE), block("n", COUNCIL)]
    after = [*parts, block("d", PARAGRAPHS[0])]
    told = [(c.kind.value, c.is_moved) for c in block_diff([block("d", PARAGRAPHS[0]), whole], after, {"b"})]
    assert told == [("split", True), ("split", True), ("same", False), ("moved_away", False)]
    made = block_diff([*parts, block("d", PARAGRAPHS[0])], [block("d", PARAGRAPHS[0]), whole], {"b"})
    assert [(c.kind.value, c.is_moved, c.joined) for c in made] == [
        ("moved_away", False, (0, 1)),
        ("moved_away", False, (0, 1)),
        ("same", False, ()),
        ("joined", True, (0, 1)),
    ]


def test_the_words_of_a_part_are_found_in_the_old_block() -> None:
    whole = f"{SIEGE}  {COUNCIL}"
    for change in block_diff([block("b", whole)], [block("n", SIEGE), block("b", COUNCIL)]):
        assert change.before and whole[change.offset :].startswith(change.before.text)
    (_, joined) = block_diff([A, block("b", SIEGE)], [block("b", f"{A.text} {SIEGE}")])
    assert joined.before and joined.before.text[-joined.offset :] == SIEGE


def test_the_parts_of_a_split_block_share_its_words() -> None:
    after = [block("b", SIEGE.replace("city.", "city at once.")), block("n", COUNCIL)]
    first, second = block_diff([block("b", f"{SIEGE} {COUNCIL}")], after)
    assert first.before and first.before.text == SIEGE
    assert first.ops == ((0, SIEGE[:-1]), (1, " at once"), (0, "."))
    assert second.before and second.before.text == COUNCIL
    assert second.ops == ()


def test_three_blocks_joined_are_one_entry() -> None:
    text = " ".join([A.text, SIEGE, COUNCIL])
    kinds = [(change.kind, change.before_at) for change in block_diff([A, B, C], [block("b", text)])]
    assert kinds == [(Change.MOVED_AWAY, 0), (Change.JOINED, 1), (Change.MOVED_AWAY, 2)]


@settings(max_examples=60)
@given(
    st.lists(st.tuples(st.sampled_from("abcdef"), prose), max_size=6),
    st.lists(st.tuples(st.sampled_from("abcdefgh"), prose), max_size=6),
)
def test_every_block_of_both_sides_is_told_once(before: list[tuple[str, str]], after: list[tuple[str, str]]) -> None:
    one = [block(key, text) for key, text in dict(before).items()]
    other = [block(key, text) for key, text in dict(after).items()]
    changes: list[BlockChange] = block_diff(one, other)
    arrived = [change.after_at for change in changes if change.kind not in (Change.REMOVED, Change.MOVED_AWAY)]
    assert arrived == list(range(len(other)))
    left = [c.before_at for c in changes if c.kind in (Change.SAME, Change.CHANGED, Change.REMOVED, Change.MOVED_AWAY)]
    assert left == sorted(left, key=lambda at: at if at is not None else -1)
    assert {c.before_at for c in changes if c.before} == set(range(len(one)))
    for change in changes:
        if change.ops:
            assert change.before and change.after
            assert (old(list(change.ops)), new(list(change.ops))) == (change.before.text, change.after.text)


def within(seconds: float, act: Callable[[], object]) -> None:
    start = time.process_time()
    act()
    assert time.process_time() - start < seconds


HOSTILE = [  # the guard is ten times the time that was measured
    ("one letter, ten megabytes", "a" * 10_000_000, "a" * 10_000_000 + "b", 7),
    ("alternating words", "a b " * 30_000, "b a " * 30_000, 6),
    ("one word", "word " * 100_000, "word " * 75_000, 5),
    ("line breaks", "\n" * 300_000, "\n" * 200_000, 5),
    ("nothing in common", " ".join(map(str, range(15_000))), " ".join(map(str, range(20_000, 35_000))), 5),
    ("deep lists", "\n".join(" " * min(n, 300) + f"- item {n % 7}" for n in range(2000)),
     "\n".join(" " * min(n, 300) + f"- item {n % 5}" for n in range(2000)), 5),
    ("marks without end", "e" + "\u0301" * 300_000, "e" + "\u0301" * 200_000, 5),
    ("brackets", "[" * 200_000, "[" * 100_000 + "]", 8),
    ("dots", "." * 300_000, "." * 200_000 + "x", 5),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after", "guard"), [row[1:] for row in HOSTILE], ids=[row[0] for row in HOSTILE])
def test_no_text_makes_it_hang(before: str, after: str, guard: float) -> None:
    ops: Ops = []
    within(guard, lambda: ops.extend(word_diff(before, after)))
    assert (old(ops), new(ops)) == (before, after)


_DIGEST = """
import hashlib
from workflow.text.diff import word_diff
from workflow.text.anchors.anchors import reanchor_all
from workflow.text.merge.merge import merge3
one = "\\n\\n".join(f"Paragraph {n}: the {n % 5} parties shall meet, agree and go." for n in range(60))
two = one.replace("shall", "must", 9).replace("Paragraph 7", "Clause 7").replace("agree and go", "go", 3)
told = word_diff(one, two), reanchor_all(one, two, [(n, n + 9) for n in range(0, 900, 31)]), merge3(one, two, one[900:])
print(hashlib.sha256(repr(told).encode()).hexdigest())
"""


def test_the_answer_does_not_depend_on_the_hash_seed() -> None:
    def answer(seed: str) -> str:
        return subprocess.run(
            [sys.executable, "-c", _DIGEST], env={"PYTHONHASHSEED": seed, "PATH": ""}, capture_output=True, check=True
        ).stdout.decode()

    first = answer("1")
    assert len(first.strip()) == len(hashlib.sha256().hexdigest())
    assert first == answer("2") == answer("77")
