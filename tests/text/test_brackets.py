"""Alternatives in square brackets: rivals side by side, found again, and settled without a trace."""

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from workflow.text.amendments.application import apply
from workflow.text.amendments.brackets import FoundAgain, found_again, settled, settled_round, with_references
from workflow.text.amendments.carried import Accepted
from workflow.text.consolidation.consolidation import Consolidated, consolidate
from workflow.text.document.brackets import Alternative, Bracket, open_brackets
from workflow.text.values.amendment import Amendment, AmendmentKind
from workflow.text.values.block import Block, BlockKind

pytestmark = pytest.mark.unit

REPLACE = AmendmentKind.REPLACE
ADD = AmendmentKind.ADD
MOMENT = "It is a difficult moment for the Court, as we said."
ISSUED = (
    Block("p1", BlockKind.PARAGRAPH, "The river has risen twice."),
    Block("p2", BlockKind.PARAGRAPH, MOMENT),
)


def words(ref: str, old: str, new: str, block: Block = ISSUED[1]) -> Amendment:
    start = block.text.index(old)
    return Amendment(ref, REPLACE, block.id, start, start + len(old), new)


def put(
    *bracketed: Amendment,
    full: tuple[Amendment, ...] = (),
    part: tuple[Amendment, ...] = (),
    text: tuple[Block, ...] = ISSUED,
) -> Consolidated:
    given_ = [Accepted(each, text, in_full=False, bracketed=True) for each in bracketed]
    given_ += [Accepted(each, text) for each in full] + [Accepted(each, text, in_full=False) for each in part]
    return consolidate(text, text, given_, iter(f"n{at}" for at in range(30)).__next__)


def read(made: Consolidated, block: str = "p2") -> str:
    return next(each.text for each in made.blocks if each.id == block)


def found(made: Consolidated) -> tuple[Bracket, ...]:
    return with_references(open_brackets(made.blocks), made.sources)


CRITICAL, DECISION = words("A3", "difficult", "critical"), words("A7", "difficult moment", "moment of decision")


def test_rivals_stand_side_by_side_after_the_words_as_they_are() -> None:
    made = put(CRITICAL, DECISION)
    assert read(made) == (
        "It is a [difficult moment] [critical moment] [moment of decision] for the Court, as we said."
    )
    assert made.unapplied == ()


def test_each_alternative_names_its_amendments_and_the_words_as_they_are_name_none() -> None:
    (bracket,) = found(put(CRITICAL, DECISION, words("A12", "difficult", "critical")))
    assert [(each.words, each.refs) for each in bracket.alternatives] == [
        ("difficult moment", ()),
        ("critical moment", ("A3", "A12")),
        ("moment of decision", ("A7",)),
    ]
    assert bracket.left_out == ()


def test_what_is_left_open_within_an_alternative_names_its_amendments() -> None:
    text = (ISSUED[0], Block("p2", BlockKind.PARAGRAPH, "It is a [difficult] [hard and critical] moment."))
    made = put(words("A3", "critical", "decisive", text[1]), text=text)
    assert read(made) == "It is a [difficult] [hard and [critical] [decisive]] moment."
    at = read(made).index("[critical]")
    spans = [(each.start - at, each.end - at, each.refs) for each in made.sources]
    assert spans == [(0, 1, ("A3",)), (9, 21, ("A3",))]


def test_words_that_may_go_stand_alone_in_brackets_and_name_who_would_have_them_go() -> None:
    made = put(words("A3", "difficult ", ""))
    (bracket,) = found(made)
    start, end = bracket.start, bracket.end
    assert [(each.start, each.end) for each in made.sources] == [(start, start + 1), (end - 1, end)]
    assert read(made).startswith("It is a [difficult] moment")
    assert (bracket.alternatives[0].refs, bracket.left_out, bracket.refs) == ((), ("A3",), ("A3",))
    assert settled(read(made), bracket, "").startswith("It is a moment")


def test_words_that_may_come_stand_alone_in_brackets() -> None:
    at = MOMENT.index("moment")
    made = put(Amendment("A3", REPLACE, "p2", at, at, "and late"))
    (bracket,) = found(made)
    assert read(made).startswith("It is a difficult [and late] moment")
    assert (bracket.alternatives[0].refs, bracket.left_out) == (("A3",), ())


def test_added_paragraphs_are_alternatives_each_and_the_same_one_stands_once() -> None:
    new = [
        Amendment(ref, ADD, "", words=text, after="p1") for ref, text in (("A2", "Pay."), ("A9", "Pay."), ("A4", "Go."))
    ]
    made = put(*new)
    assert [block.text for block in made.blocks[1:3]] == ["[Pay.]", "[Go.]"]
    assert [bracket.refs for bracket in found(made)] == [("A2", "A9"), ("A4",)]


def test_words_beside_one_another_are_one_passage_else_they_would_read_as_one() -> None:
    (bracket,) = found(put(CRITICAL, words("A5", "moment", "hour")))
    assert bracket.words == ("difficult moment", "critical moment", "difficult hour")


def test_two_passages_apart_are_settled_apart() -> None:
    assert [each.words for each in found(put(CRITICAL, words("A5", "said", "wrote")))] == [
        ("difficult", "critical"),
        ("said", "wrote"),
    ]


def test_what_is_accepted_in_full_goes_in_before_brackets_and_these_before_a_part() -> None:
    made = put(CRITICAL, full=(DECISION,))
    assert "[" not in read(made) and made.unapplied == ("A3",)
    made = put(CRITICAL, part=(DECISION,))
    assert "[difficult] [critical]" in read(made) and made.unapplied == ("A7",)


def test_an_open_bracket_beside_new_ones_becomes_part_of_their_passage() -> None:
    before = (ISSUED[0], Block("p2", BlockKind.PARAGRAPH, "It is a [difficult] [critical] moment."))
    (bracket,) = open_brackets(put(words("A5", "moment", "hour", before[1]), text=before).blocks)
    assert bracket.words == ("[difficult] [critical] moment", "[difficult] [critical] hour")


@pytest.mark.parametrize(
    "text",
    [
        "As noted[^1] before[^a-2].",
        "See [the report](https://example.org/a) now.",
        "“We […] know [...] it [sic] well [ . . . ]”",
        "“We knowed it [SIC!]”",
        "قالوا [كذا] أمس",
        r"Escaped \[words\] stay.",
        "One half [ only",
        "and the other ] only",
        "none at all",
    ],
)
def test_what_is_no_open_bracket(text: str) -> None:
    assert open_brackets([Block("p1", BlockKind.PARAGRAPH, text)]) == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It is [a] [b] here.", [("a", "b")]),
        ("It is [a], [b] here.", [("a",), ("b",)]),
        ("[The whole paragraph.]", [("The whole paragraph.",)]),
        ("[see [the report](https://example.org) now]", [("see [the report](https://example.org) now",)]),
        ("[outer [a] [b]] [c]", [("outer [a] [b]", "c")]),
        ("half [ and [a] [b]", [("a", "b")]),
        ("a note[^1] and [words[^2]]", [("words[^2]",)]),
        ("**[a] [b]** bold", [("a", "b")]),
        ("[thus] [sic]", [("thus", "sic")]),
        ("إنها لحظة [صعبة] [حاسمة] للمحكمة", [("صعبة", "حاسمة")]),
        ("un moment [difficile] [décisif] ; oui", [("difficile", "décisif")]),
        ("[]", [("",)]),
    ],
)
def test_what_is_an_open_bracket(text: str, expected: list[tuple[str, ...]]) -> None:
    assert [each.words for each in open_brackets([Block("p1", BlockKind.PARAGRAPH, text)])] == expected


@pytest.mark.parametrize(
    ("text", "old", "new"),
    [
        ("نحن في لحظة صعبة للمحكمة، وهذا معلوم.", "صعبة", "حاسمة"),
        ("نحن في لحظة صعبة للمحكمة، وهذا معلوم.", "صعبة للمحكمة", "حاسمة للجميع"),
        ("C’est un moment difficile pour la Cour ; nous le savons.", "difficile", "décisif"),
        ("C’est un moment difficile pour la Cour ; nous le savons.", " ; nous le savons", ""),
        ("A **bold word** here.", "bold word** here", "plain end"),
        ("A note[^1] and more.", "note[^1]", "remark[^1]"),
        ("A half [ stays.", "stays", "goes ["),
        ("See word(s) here.", "word", "term"),
    ],
)
def test_settling_in_every_language_and_round_marks(text: str, old: str, new: str) -> None:
    block = Block("p1", BlockKind.PARAGRAPH, text)
    amendment = words("A3", old, new, block)
    made = put(amendment, text=(block,))
    (bracket,) = open_brackets(made.blocks)
    alone = apply([block], [amendment], str).blocks[0].text
    base, other = ("", "") if len(bracket.words) == 1 else bracket.words
    assert settled(read(made, "p1"), bracket, base or bracket.words[0]) == text
    assert settled(read(made, "p1"), bracket, other).replace(r"\[", "[") == alone


SAID = st.sampled_from(["moment", "hard hour", "the Court, once", "twice", "", "and late", ", and more", "a"])


@st.composite
def rivals(draw: st.DrawFn) -> list[Amendment]:
    """Amendments to words of one paragraph, whatever they have in common."""
    borders = (
        [0]
        + [at for at, sign in enumerate(MOMENT) if sign == " "]
        + [at + 1 for at, s in enumerate(MOMENT) if s == " "]
    )
    made = []
    for number in range(draw(st.integers(1, 4))):
        start, end = sorted((draw(st.sampled_from(borders)), draw(st.sampled_from(borders))))
        new = draw(SAID)
        one = Amendment(f"A{number + 1}", REPLACE, "p2", start, end, new)
        if MOMENT[start:end].strip() + new and apply(ISSUED, [one], str).blocks != ISSUED:
            made.append(one)
    return made


@given(rivals())
def test_settled_for_the_words_as_they_are_the_text_is_as_it_was(amendments: list[Amendment]) -> None:
    made = put(*amendments)
    assert made.unapplied == ()
    assert settle(made, lambda bracket: next((a.words for a in bracket.alternatives if not a.refs), "")) == MOMENT


@given(rivals())
def test_settled_for_one_amendment_the_text_is_as_if_it_alone_were_accepted(amendments: list[Amendment]) -> None:
    made = put(*amendments)
    for each in amendments:
        alone = "".join(block.text for block in apply(ISSUED, [each], str).blocks if block.id == "p2")

        def chosen(bracket: Bracket, ref: str = each.ref) -> str:
            mine = [a.words for a in bracket.alternatives if ref in a.refs]
            base = [a.words for a in bracket.alternatives if not a.refs]
            return next(iter(mine if ref in bracket.refs else base), "")

        # Words that begin with a comma in the place of others leave a space before it; beside others they do not.
        assert settle(made, chosen).replace(" ,", ",") == alone.replace(" ,", ",")


@given(rivals())
def test_every_amendment_stands_behind_a_bracket_and_none_behind_two(amendments: list[Amendment]) -> None:
    refs = [ref for bracket in found(put(*amendments)) for ref in bracket.refs]
    assert sorted(refs) == sorted(each.ref for each in amendments)


def settle(made: Consolidated, choose: object) -> str:
    """The paragraph after all its brackets were settled, the last one first."""
    text = read(made)
    for bracket in reversed(found(made)):
        text = settled(text, bracket, choose(bracket))  # type: ignore[operator]
    return text


@pytest.mark.parametrize(
    ("earlier", "later", "refs"),
    [
        ("[a dificult hour] [a critical hour]", "[a difficult hour] [a critical hour]", ("A1", "A2")),
        ("[a difficult hour] [a critical hour]", "[a difficult hour] [peace for all]", ("A1",)),
        ("[a difficult hour] [a critical hour]", "[states pay] [peace for all]", ()),
        ("[a difficult hour] [a critical hour]", "[a difficult hour]", ("A1",)),
        ("[ساعة صعبة] [ساعة حاسمة]", "[ساعة صعبه] [السلام للجميع]", ("A1",)),
        ("[困难时刻] [关键时刻]", "[困难时刻] [和平]", ("A1",)),
    ],
)
def test_a_passage_rewritten_in_its_place_keeps_those_behind_the_words_that_are_left(
    earlier: str, later: str, refs: tuple[str, ...]
) -> None:
    before, after = ([Block("p1", BlockKind.PARAGRAPH, text)] for text in (earlier, later))
    (one,), (other,) = (open_brackets(text) for text in (before, after))
    named = tuple(replace(each, refs=(f"A{at}",)) for at, each in enumerate(one.alternatives, start=1))
    (found,) = found_again(before, after, [replace(one, alternatives=named)], [other])
    assert found.named.refs == refs


def test_words_left_open_are_read_in_the_passage_settled_for_them() -> None:
    block = Block("p1", BlockKind.PARAGRAPH, "It is a [difficult] [critical] moment.")
    there, asked = settled_round(block, Amendment("A1", REPLACE, "p1", 9, 18, "hard"))
    assert (there.text, there.text[asked.start : asked.end]) == ("It is a difficult moment.", "difficult")
    there, asked = settled_round(block, Amendment("A1", REPLACE, "p1", 21, 29, "hard"))
    assert (there.text, there.text[asked.start : asked.end]) == ("It is a critical moment.", "critical")
    across = Amendment("A1", REPLACE, "p1", 9, 29, "hard")
    assert settled_round(block, across) == (block, across)


def test_passages_that_read_alike_are_one_with_all_who_are_behind_either() -> None:
    earlier = Bracket("p1", 0, 9, (Alternative(1, 3, "a", ("A1",)), Alternative(6, 8, "b")), ("A4", "A2"))
    later = Bracket("p1", 4, 13, (Alternative(5, 7, "a"), Alternative(10, 12, "b", ("A12", "A2"))), ("A3",))
    both = FoundAgain(later, earlier, earlier.alternatives).named
    assert (both.start, [each.refs for each in both.alternatives]) == (4, [("A1",), ("A2", "A12")])
    assert both.left_out == ("A3", "A4")


@given(rivals(), st.booleans())
def test_what_the_penholder_takes_over_as_it_would_read_is_not_put_in_again(
    amendments: list[Amendment], is_open: bool
) -> None:
    accepted = [Accepted(each, ISSUED, in_full=not is_open, bracketed=is_open) for each in amendments]
    made = consolidate(ISSUED, ISSUED, accepted, iter(f"n{at}" for at in range(9)).__next__, "en")
    assume(not made.unapplied)
    again = consolidate(ISSUED, made.blocks, accepted, iter(f"m{at}" for at in range(9)).__next__, "en")
    assert read(again) == read(made) if any(block.id == "p2" for block in made.blocks) else again.blocks == made.blocks
