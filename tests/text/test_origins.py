"""Whose each part of a change is: of words that stand together each names its own amendment, or the penholder."""

import re
from dataclasses import replace

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from tests.text.test_amendments import proposals
from workflow.text.amendments.application import apply
from workflow.text.amendments.sources import sources_of
from workflow.text.diff.blocks import Change, block_diff
from workflow.text.diff.cleanup import tidy
from workflow.text.diff.words import word_diff
from workflow.text.redline.redline import redline_html
from workflow.text.values.amendment import Amendment, AmendmentKind, Source
from workflow.text.values.block import Block, BlockKind

REPLACE = AmendmentKind.REPLACE
TEXT = "We call on states to keep the gates open and the lamps lit, and we thank those who did."
ARABIC = "ندعو الدول إلى إبقاء البوابات مفتوحة، ونشكر من فعلوا ذلك."


def amended(text: str, *made: tuple[str, str, str], by_hand: tuple[str, str] = ("", "")) -> str:
    """The redline of a text after amendments (reference, old words, new words) and an edit, in short signs."""
    before = [Block("p", BlockKind.PARAGRAPH, text)]
    wanted = [Amendment(ref, REPLACE, "p", text.index(old), text.index(old) + len(old), new) for ref, old, new in made]
    applied = apply(before, wanted, str)
    assert not applied.unapplied
    after = replace(
        applied.blocks[0], text=applied.blocks[0].text.replace(*by_hand) if by_hand[0] else applied.blocks[0].text
    )
    found = sources_of(before, [after], applied.sources, applied.blocks)["p"]
    ops = word_diff(text, after.text)
    shown, tidied = (
        short(redline_html(each, added="", removed="", sources=found, penholder="pen")) for each in (ops, tidy(ops))
    )
    assert shown == tidied  # pages have their differences tidied, where small words that stayed went with the others
    return shown


def short(shown: str) -> str:
    """[-old-] {+new+} <A1>."""
    bare = re.sub(r'<span class="vh">[^<]*</span>|</?bdi>|<a [^>]*>|</a>|<span class="letters">|</span>', "", shown)
    for tag, sign in (("<del>", "[-"), ("</del>", "-]"), ("<ins>", "{+"), ("</ins>", "+}")):
        bare = bare.replace(tag, sign)
    return bare.replace('<sup class="ref">', "<").replace("</sup>", ">")


KEEP, GATES = ("A1", "keep", "hold"), ("A2", "gates open", "doors shut")


@pytest.mark.parametrize(
    ("made", "by_hand", "shown"),
    [
        ([KEEP], ("states to", "governments must"),
         "call on [-states to-] {+governments must+}<pen> [-keep-] {+hold+}<A1> the gates"),
        ([KEEP], ("the gates open", "all doors shut"),
         "to [-keep-] {+hold+}<A1> [-the gates open-] {+all doors shut+}<pen> and"),
        ([KEEP, GATES], ("the doors", "all doors"),
         "[-keep-] {+hold+}<A1> [-the-] {+all+}<pen> [-gates open-] {+doors shut+}<A2> and"),
        ([KEEP, ("A2", "the gates", "all doors")], ("", ""),
         "[-keep-] {+hold+}<A1> [-the gates-] {+all doors+}<A2> open"),
        ([("A1", "keep", "keep fully"), ("A2", "open", "wide open")], ("", ""),
         "keep {+fully+}<A1> the gates {+wide+}<A2> open"),
        ([("A1", "keep ", "")], ("states to", "states now to"), "states {+now+}<pen> to [-keep-]<A1> the"),
        ([("A1", "the lamps lit", "fires burning")], ("", ""), "and [-the lamps lit-] {+fires burning+}<A1>, and"),
    ],
)  # fmt: skip
def test_words_of_different_origin_are_shown_apart(
    made: list[tuple[str, str, str]], by_hand: tuple[str, str], shown: str
) -> None:
    assert shown in amended(TEXT, *made, by_hand=by_hand)


def test_in_arabic_as_well_and_no_word_is_cut() -> None:
    shown = amended(ARABIC, ("A1", "إبقاء", "ترك"), by_hand=("الدول إلى", "الحكومات أن"))
    assert "[-الدول إلى-] {+الحكومات أن+}<pen> [-إبقاء-] {+ترك+}<A1> البوابات" in shown
    part = amended("A cathedral here.", ("A1", "cat", "dog"))
    assert part == "A [-cathedral-] {+doghedral+}<A1> here."


def test_words_that_stayed_are_nobodys_where_little_stayed_between_two_changes() -> None:
    text = "Each gate is inspected twice a year by engineers of both banks, and we read the report."
    shown = amended(text, ("A1", "twice", "three times"), ("A2", " by engineers of both banks", ""))
    assert "[-twice-] {+three times+}<A1> a year [-by engineers of both banks-]<A2>, and" in shown


def test_words_that_stayed_between_those_of_two_people_are_shown_as_such() -> None:
    text = "We meet. Today. We call."
    before = [Block("p", BlockKind.PARAGRAPH, text)]
    applied = apply(before, [Amendment("A1", REPLACE, "p", 9, 14, "")], str)
    after = replace(before[0], text=applied.blocks[0].text.replace("We meet", "Here we all meet"))
    found = sources_of(before, [after], applied.sources, applied.blocks)["p"]
    shown = short(redline_html(word_diff(text, after.text), added="", removed="", sources=found, penholder="pen"))
    assert after.text == "Here we all meet.. We call."
    assert "[-We-] {+Here we all+}<pen> meet[-. Today.-]{+..+}<A1> We call." in shown


@given(st.sampled_from(["w{} a{}", "و{} ا{}", "व{} आ{}"]), st.data())
def test_each_change_names_the_amendments_whose_words_it_holds_and_no_other(signs: str, data: st.DataObject) -> None:
    """Every word says whose it is: of the text by its number, of amendment 3 as `a3x…`."""
    word, new = signs.split()
    count = data.draw(st.integers(3, 12))
    text, places = "", []
    for number in range(count):
        places.append((len(text), len(text) + len(word.format(number))))
        text += word.format(number) + data.draw(st.sampled_from([" ", " ", " ", ", ", ". "]))
    cuts = sorted(data.draw(st.sets(st.integers(0, count), min_size=2, max_size=8)))
    owner, made = {}, []
    for number, (first, end) in enumerate(zip(cuts[::2], cuts[1::2], strict=False)):
        proposed = data.draw(
            st.sampled_from(["", new.format(f"{number}x1"), f"{new.format(f'{number}x1')} {new.format(f'{number}x2')}"])
        )
        made.append(Amendment(f"A{number}", REPLACE, "p", places[first][0], places[end - 1][1], proposed))
        owner |= {word.format(place): f"A{number}" for place in range(first, end)}
    before = [Block("p", BlockKind.PARAGRAPH, text.strip())]
    applied = apply(before, made, str)
    assume(applied.blocks and not applied.unapplied)
    ops = word_diff(before[0].text, applied.blocks[0].text)
    shown = short(redline_html(ops, added="", removed="", sources=applied.sources, penholder="pen"))
    for gone, come, refs in re.findall(r"(?:\[-(.*?)-\])? ?(?:\{\+(.*?)\+\})?<(.*?)>", shown):
        mine = {owner[each] for each in re.findall(rf"{word[:-2]}\d+", gone) if each not in come}
        mine |= {f"A{number}" for number in re.findall(rf"{new[:-2]}(\d+)x", come)}
        assert set(refs.replace("\u00a0", " ").split()) == mine or not mine


def test_where_the_old_place_is_not_known_what_went_is_put_down_to_those_who_put_words_there() -> None:
    after = TEXT.replace("states to keep", "governments must hold")
    at = after.index("hold")
    shown = redline_html(
        word_diff(TEXT, after), added="", removed="", sources=[Source("p", at, at + 4, ("A1",))], penholder="pen"
    )
    assert "{+governments must+}<pen> [-states to keep-] {+hold+}<A1>" in short(shown)


def test_in_a_new_paragraph_the_penholders_words_are_told_from_the_amendments() -> None:
    source = Source("p", 0, 8, ("A1",), AmendmentKind.ADD)
    shown = redline_html([(1, "New one. And more.")], added="", removed="", sources=[source], penholder="pen")
    assert short(shown) == "{+New one.+}<A1> {+And more.+}<pen>"


@settings(max_examples=150)
@given(proposals())
@example(([Block("b0", BlockKind.PARAGRAPH, "5*3")], [Amendment("A0", REPLACE, "b0", 1, 2, "")]))
def test_where_only_amendments_were_made_no_part_is_the_penholders(case: tuple[list[Block], list[Amendment]]) -> None:
    made, amendments = case
    assume(not any("](" in block.text for block in made))  # an amendment may tear a link, and its address with it
    applied = apply(made, amendments, iter(f"n{n}" for n in range(99)).__next__)
    found = sources_of(made, applied.blocks, applied.sources)
    for change in block_diff(made, applied.blocks):
        if change.after and change.kind in (Change.CHANGED, Change.MOVED_CHANGED):
            sources = found.get(change.after.id, ())
            shown = redline_html(change.ops, added="", removed="", sources=sources, penholder="pen")
            assert "<bdi>pen</bdi></sup>" not in shown, (change.ops, sources)
