"""Texts read into blocks and written again, their ids, numbers, joins and canonical form."""

import hashlib
import json
import unicodedata
from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.text import texts
from workflow.text.document.blocks import canonical, digest, heading_levels, numbers, with_ids
from workflow.text.document.markdown import parse, to_markdown
from workflow.text.document.paragraphs import joined
from workflow.text.values.block import Block, BlockKind, from_dict

H, P, L, Q, S, C, F = (
    BlockKind.HEADING,
    BlockKind.PARAGRAPH,
    BlockKind.ITEM,
    BlockKind.QUOTATION,
    BlockKind.SALUTATION,
    BlockKind.CLOSING,
    BlockKind.FOOTNOTE,
)


def read(source: str) -> list[tuple[BlockKind, str, int, str]]:
    return [(block.kind, block.text, block.level, block.mark) for block in parse(source)]


@pytest.mark.parametrize(
    ("source", "shapes"),
    [
        ("", []),
        (" \n\n\t\n", []),
        ("One\ntwo\r\nthree\n\nFour", [(P, "One two three", 0, ""), (P, "Four", 0, "")]),
        ("# One\nTwo\n### Three", [(H, "One", 1, ""), (P, "Two", 0, ""), (H, "Three", 3, "")]),
        ("One\n===\nTwo\n---\nThree", [(H, "One", 1, ""), (H, "Two", 2, ""), (P, "Three", 0, "")]),
        ("#hashtag\n\n####### seven", [(P, "#hashtag", 0, ""), (P, "####### seven", 0, "")]),
        (
            "- a\n- b\n  goes on\n* c\n• d",
            [(L, "a", 0, "-"), (L, "b goes on", 0, "-"), (L, "c", 0, "-"), (L, "d", 0, "-")],
        ),
        ("- a\n - b\n  - c", [(L, "a", 0, "-"), (L, "b", 0, "-"), (L, "c", 1, "-")]),
        ("1. a\n2) b\n\n10. c", [(L, "a", 0, "1."), (L, "b", 0, "2)"), (L, "c", 0, "10.")]),
        ("- a\n  - b\n    - c\n  - d\n- e", [(L, t, n, "-") for t, n in zip("abcde", (0, 1, 2, 1, 0), strict=True)]),
        (
            "- a\n\n    - b\n\ntext\n\n    - c",
            [(L, "a", 0, "-"), (L, "b", 1, "-"), (P, "text", 0, ""), (L, "c", 0, "-")],
        ),
        ("in the year\n14. It was", [(P, "in the year 14. It was", 0, "")]),
        ("as follows:\n1. one\n2. two", [(P, "as follows:", 0, ""), (L, "one", 0, "1."), (L, "two", 0, "2.")]),
        ("١. أولا\n٢. ثانيا", [(L, "أولا", 0, "١."), (L, "ثانيا", 0, "٢.")]),
        ("2024. A year", [(P, "2024. A year", 0, "")]),
        ("-not an item\n\n-", [(P, "-not an item", 0, ""), (P, "-", 0, "")]),
        ("> one\n> two\n>\n> three\nfour", [(Q, "one two", 0, ""), (Q, "three", 0, ""), (P, "four", 0, "")]),
        (
            "Text[^1].\n\n[^1]: A note\n  goes on.\n[^b]: Other",
            [(P, "Text[^1].", 0, ""), (F, "A note goes on.", 0, "1"), (F, "Other", 0, "b")],
        ),
        (
            "[^1]: A note.\n\n    Its second paragraph\n    goes on.\n\n\t- and on\n\nText.\n\n    Text.",
            [(F, "A note. Its second paragraph goes on. - and on", 0, "1"), (P, "Text.", 0, ""), (P, "Text.", 0, "")],
        ),
        ("a street\\\na town\\\\\nand \\", [(P, "a street a town\\\\ and \\", 0, "")]),
        (
            "The interna-\ntional and the front-\nline.\n\nAn inter\u00ad\nnational order, INTERNATIONAL.",
            [(P, "The international and the front-line.", 0, ""), (P, "An international order, INTERNATIONAL.", 0, "")],
        ),
        ("* --", [(L, "--", 0, "-")]),
        ("One\n\n---\n\n* * *\n\nTwo", [(P, "One", 0, ""), (P, "Two", 0, "")]),
        ("a  b\t c\u00a0d", [(P, "a b c\u00a0d", 0, "")]),
        (r"\# no heading", [(P, "# no heading", 0, "")]),
        (r"\\- two", [(P, r"\- two", 0, "")]),
        (r"1\. no item", [(P, "1. no item", 0, "")]),
        (r"\*stars\*", [(P, r"\*stars\*", 0, "")]),
        (
            "Ladies and gentlemen,\n\nText.\n\nI thank you.",
            [(S, "Ladies and gentlemen,", 0, ""), (P, "Text.", 0, ""), (C, "I thank you.", 0, "")],
        ),
        ("الفقرة الأولى\nتتبع", [(P, "الفقرة الأولى تتبع", 0, "")]),
        ("条約は\n有効", [(P, "条約は有効", 0, "")]),
        ("pages 3-\n5", [(P, "pages 3-5", 0, "")]),
        ("pages 3–\n5 and 7 -\n9", [(P, "pages 3–5 and 7 - 9", 0, "")]),
    ],
)
def test_markdown_is_read_into_blocks(source: str, shapes: list[tuple[BlockKind, str, int, str]]) -> None:
    assert read(source) == shapes


@pytest.mark.parametrize(
    "source",
    [
        "# Title\n\nText with **bold** and [^1].\n\n- a\n\n    - b\n\n1. c\n\n> quoted\n\n[^1]: note\n",
        "\\# no heading\n\n\\> no quotation\n\n\\- no item\n\n1\\. no number\n\n\\[^1]: no note\n\n\\--- no, a rule?\n",
        "\\---\n\n\\\\- two\n\n12\\) no item\n",
        "1990. A year\n\n– a dash\n\n#hashtag\n",
    ],
)
def test_what_to_markdown_writes_is_read_and_written_with_the_same_bytes(source: str) -> None:
    assert to_markdown(parse(source)) == source


@given(texts.raws)
@example("\\\\")
@example("1\n. a")
@example("-\na")
@example("- a\n  - b\n      - c\n   - d")
@example("* --")
@example(">\u0338 a")
@example("\t\t- a\n- b\n\t- c")
def test_any_source_is_stable_once_read(source: str) -> None:
    blocks = parse(source)
    written = to_markdown(blocks)
    assert parse(written) == blocks
    assert to_markdown(parse(written)) == written
    assert all(block.text == block.text.strip() and "\n" not in block.text and block.text for block in blocks)


@given(st.lists(texts.blocks, max_size=6))
@example([Block("", BlockKind.ITEM, "a", 3), Block("", BlockKind.ITEM, "b", 8), Block("", BlockKind.ITEM, "c", 1)])
@example([Block("", BlockKind.PARAGRAPH, "a\n\n- b")])
@example([Block("", BlockKind.FOOTNOTE, "a", mark="]: x")])
def test_blocks_of_any_making_are_read_back_with_the_same_bytes(made: list[Block]) -> None:
    written = to_markdown(made)
    back = parse(written)
    assert to_markdown(back) == written
    same = {BlockKind.SALUTATION: P, BlockKind.CLOSING: P}
    kinds = [same.get(block.kind, block.kind) for block in made if to_markdown([block])]
    assert [same.get(block.kind, block.kind) for block in back] == kinds


@given(st.lists(texts.blocks, max_size=5))
def test_blocks_survive_json(made: list[Block]) -> None:
    with_marks = [replace(block, id=f"b{place}") for place, block in enumerate(made)]
    shapes = json.loads(json.dumps([block.as_dict() for block in with_marks]))
    assert [from_dict(shape) for shape in shapes] == with_marks


def test_json_holds_no_more_than_it_must() -> None:
    assert Block("b1", P, "Text").as_dict() == {"id": "b1", "kind": "paragraph", "text": "Text"}
    assert Block("b2", L, "Text", 1, "2.").as_dict() == {
        "id": "b2",
        "kind": "item",
        "text": "Text",
        "level": 1,
        "mark": "2.",
    }


def test_only_blocks_without_an_id_get_one() -> None:
    new = iter("xyz")
    blocks = with_ids([Block("a", P, "One"), Block("", P, "Two"), Block("", P, "Three")], lambda: next(new))
    assert [block.id for block in blocks] == ["a", "x", "y"]


def test_only_paragraphs_are_numbered() -> None:
    kinds = [H, S, P, L, Q, P, F, C]
    assert numbers(Block(str(place), kind, "x") for place, kind in enumerate(kinds)) == {"2": 1, "5": 2}


def test_the_canonical_text_is_the_title_and_the_blocks_in_markdown() -> None:
    blocks = [
        Block("a", H, "One", 2),
        Block("b", S, "Excellencies,"),
        Block("c", P, "Te\u0301xt *with* marks"),
        Block("d", L, "item", 0, "1."),
        Block("e", Q, "quoted"),
        Block("f", P, "# no heading"),
    ]
    expected = "A title\n\n## One\n\nExcellencies,\n\nTéxt *with* marks\n\n1. item\n\n> quoted\n\n\\# no heading\n"
    assert canonical("A\ntitle ", blocks) == expected
    assert digest("A title", blocks) == hashlib.sha256(expected.encode()).hexdigest()
    assert canonical("Only a title", []) == "Only a title\n"


@given(texts.lines, st.lists(texts.blocks, max_size=4))
def test_the_digest_does_not_depend_on_ids_or_the_way_through_an_editor(title: str, made: list[Block]) -> None:
    other = [replace(block, id=f"id{place}") for place, block in enumerate(parse(to_markdown(made)))]
    assert digest(title, made) == digest(title, other)
    assert unicodedata.is_normalized("NFC", canonical(title, made))


@given(st.lists(texts.blocks, min_size=1, max_size=4), st.data())
def test_another_word_makes_another_digest(made: list[Block], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(made) - 1))
    changed = [*made[:place], replace(made[place], text=made[place].text + " indeed"), *made[place + 1 :]]
    assert digest("T", made) != digest("T", changed)


def test_half_a_character_has_no_digest() -> None:
    with pytest.raises(ValueError):
        digest("T", [Block("a", P, "half \ud83d")])


@pytest.mark.parametrize(
    ("left", "right", "whole"),
    [
        ("If ever", "there was a moment", "If ever there was a moment"),
        ("If ever ", " there", "If ever there"),
        ("the inter-", "national order; international law", "the international order; international law"),
        ("every front-", "line defender", "every front-line defender"),
        ("pre-", "and post-war", "pre- and post-war"),
        ("anti-", "American words", "anti-American words"),
        ("a", "b", "a b"),
        ("", "alone", "alone"),
        ("alone", "", "alone"),
        ("the years 2010-", "2012", "the years 2010-2012"),
        ("– and –", "so on", "– and – so on"),
        ("المحكمة", "الجنائية", "المحكمة الجنائية"),
        ("条約は", "有効である", "条約は有効である"),
        ("조약은", "유효하다", "조약은 유효하다"),
    ],
)
def test_torn_paragraphs_are_joined_as_running_text(left: str, right: str, whole: str) -> None:
    blocks = [Block("a", P, left), Block("b", P, right), Block("c", P, "Rest.")]
    assert joined(blocks, [0]) == [Block("a", P, whole), Block("c", P, "Rest.")]


@pytest.mark.parametrize("index", [-1, 1, 2])
def test_there_is_no_join_without_a_next_block(index: int) -> None:
    blocks = [Block("a", P, "One"), Block("b", P, "Two")]
    assert joined(blocks, [index]) == blocks


@pytest.mark.parametrize(
    ("written", "levels"),
    [
        ((1, 2, 3), [2, 3, 4]),
        ((2, 4, 3, 2), [2, 3, 3, 2]),
        ((3, 1, 6), [2, 2, 3]),
        ((1, 2, 3, 4, 5, 6), [2, 3, 4, 5, 6, 6]),
    ],
)
def test_a_heading_stands_one_level_below_the_heading_that_it_is_under(
    written: tuple[int, ...], levels: list[int]
) -> None:
    blocks = [Block(f"b{at}", BlockKind.HEADING, "Said", level=level) for at, level in enumerate(written)]
    found = heading_levels([*blocks, Block("p", BlockKind.PARAGRAPH, "No heading.")])
    assert [found[block.id] for block in blocks] == levels and "p" not in found
