"""Cases found at the desk of a penholder, each with the answer that is true."""

from dataclasses import replace

import pytest

from workflow.text.amendments.carried import Accepted
from workflow.text.consolidation import judged
from workflow.text.consolidation.credits import credited
from workflow.text.diff import word_diff
from workflow.text.edits.credit import Claim, Claims, claims_of_wish, parts
from workflow.text.values.amendment import Amendment, AmendmentKind
from workflow.text.values.answers import Extent
from workflow.text.values.block import Block, BlockKind

pytestmark = pytest.mark.unit
DATA = (
    "Data are sent once a month. They arrive late, and in three formats. The gauges of the delta are read every hour."
)
SENT = (
    "Data are sent once a month. They arrive late, and in three formats that differ from one another. Of the forty "
    "million promised the joint fund got nine."
)


def _claim(text: str, words: str, ref: str) -> Claim:
    start = text.index(words)
    return Claim(start, start + len(words), (ref,))


def test_words_shown_with_others_that_stayed_lend_their_reference_to_no_word_of_the_penholders() -> None:
    """A34 took the last sentence out, but for a word that stands in the penholder's too."""
    gone = [_claim(DATA, ". The gauges of", "A34"), _claim(DATA, "delta are read every hour", "A34")]
    come = [_claim(SENT, "formats that differ from one another", "A42"), _claim(SENT, "the joint fund got nine", "A33")]
    named = {
        SENT[slice(*p.new)].strip(): p.refs for p in parts(word_diff(DATA, SENT), Claims(gone, come)) if not p.kept
    }
    named.pop("")
    assert named == {
        "that differ from one another.": ("A42",),
        "Of the forty million promised": (),
        "joint fund got nine": ("A33",),
    }


FISHERS = "Their boats lie on the sand. Their children leave for the towns, and the schools close. Nobody asks them."


def test_words_that_an_amendment_quotes_and_keeps_are_not_its_own_in_a_paragraph_that_was_split_off() -> None:
    """The penholder split what another amendment moved, and carried the accepted word along."""
    start = FISHERS.index("Their children")
    quote = "Their children leave for the towns"
    asked = Amendment(
        "A28", AmendmentKind.REPLACE, "p", start, start + len(quote), quote.replace("leave", "leave early")
    )
    head, _, rest = FISHERS.replace("leave", "leave early").partition(" Their children")
    issued = (Block("p", BlockKind.PARAGRAPH, FISHERS),)
    text = (Block("p", BlockKind.PARAGRAPH, head), Block("n", BlockKind.PARAGRAPH, f"Their children{rest}"))
    found = credited(issued, text, [Accepted(asked, issued)], {"A28": asked})
    assert [text[1].text[each.start : each.end].strip() for each in found if each.block == "n"] == ["early"]


def _credited(issued: tuple[Block, ...], text: tuple[Block, ...], asked: Amendment) -> dict[str, list[str]]:
    """Block -> its words that are put down to the amendment."""
    found = credited(issued, text, [Accepted(asked, issued)], {asked.ref: asked})
    texts = {block.id: block.text for block in text}
    return {
        block: [texts[block][each.start : each.end].strip() for each in found if each.block == block] for block in texts
    }


@pytest.mark.parametrize("is_moved", [False, True])
@pytest.mark.parametrize("later", ["the towns", "the big towns by the sea"])
def test_words_of_either_half_of_a_paragraph_that_was_split_are_those_of_who_asked_for_them(
    is_moved: bool, later: str
) -> None:
    """One amendment quotes all of it; the penholder split it, moved a half, and went on writing in the other."""
    wanted = FISHERS.replace("lie", "now lie").replace("leave", "leave early")
    asked = Amendment("A1", AmendmentKind.REPLACE, "p", 0, len(FISHERS), wanted)
    head, _, rest = wanted.replace("the towns", later).partition(" Their children")
    issued = tuple(Block(id_, BlockKind.PARAGRAPH, words) for id_, words in (("p", FISHERS), ("q", DATA)))
    halves = [Block("n", BlockKind.PARAGRAPH, head), Block("p", BlockKind.PARAGRAPH, f"Their children{rest}")]
    text = (halves[0], issued[1], halves[1]) if is_moved else (*halves, issued[1])
    assert _credited(issued, text, asked) == {"n": ["now"], "p": ["early"], "q": []}


def test_words_of_both_halves_are_named_where_neither_is_the_old_paragraph() -> None:
    wanted = FISHERS.replace("lie", "now lie").replace("leave", "leave early")
    asked = Amendment("A1", AmendmentKind.REPLACE, "p", 0, len(FISHERS), wanted)
    head, _, rest = wanted.partition(" Their children")
    texts = {"m": f"Their children{rest.replace('close', 'stay shut')}", "q": DATA, "n": head}
    issued = tuple(Block(id_, BlockKind.PARAGRAPH, words) for id_, words in (("p", FISHERS), ("q", DATA)))
    text = tuple(Block(id_, BlockKind.PARAGRAPH, words) for id_, words in texts.items())
    assert _credited(issued, text, asked) == {"m": ["early"], "q": [], "n": ["now"]}


def test_a_word_that_an_amendment_quotes_and_keeps_is_the_penholders_when_it_goes() -> None:
    text = "It is a grave and a hard hour for the town."
    start = text.index("grave")
    asked = Amendment("A1", AmendmentKind.REPLACE, "p", start, start + 16, "serious and a difficult")
    issued = (Block("p", BlockKind.PARAGRAPH, text),)
    written = text.replace("grave and a hard", "serious, difficult")
    found = credited(issued, (Block("p", BlockKind.PARAGRAPH, written),), [Accepted(asked, issued)], {"A1": asked})
    assert [text[slice(*each.was)].strip() for each in found if each.was] == ["grave", "hard"]
    assert "".join(written[each.start : each.end] for each in found).strip() == "serious, difficult"


def test_an_accepted_word_typed_without_its_vowel_signs_is_credited_to_its_amendment() -> None:
    text = "ونأسف لأن «وعود عام ٢٠١٩» لم تُنفَّذ، ولأن أي موعد لم يُحدَّد."
    start = text.index("لم تُنفَّذ")
    asked = Amendment("A5", AmendmentKind.REPLACE, "p", start, start + len("لم تُنفَّذ"), "لم تُنفَّذ كاملةً")
    issued = (Block("p", BlockKind.PARAGRAPH, text),)
    written = text.replace("لم تُنفَّذ", "لم تنفذ كاملة")
    found = credited(issued, (Block("p", BlockKind.PARAGRAPH, written),), [Accepted(asked, issued)], {"A5": asked})
    assert [written[each.start : each.end].strip() for each in found] == ["كاملة"]


@pytest.mark.parametrize(
    ("text", "old", "new", "typed", "language"),
    [
        ("They meet in spring.", "They meet", "They meet three times", "They meet four times", "en"),
        ("They meet in spring.", "meet", "meet with all members of the union", "meet with members of the press", "en"),
        ("تجتمع اللجنة في الربيع.", "تجتمع اللجنة", "تجتمع اللجنة ثلاث مرات", "تجتمع اللجنة أربع مرات", "ar"),
    ],
)
def test_a_word_that_two_wishes_happen_to_share_is_no_part_of_either(
    text: str, old: str, new: str, typed: str, language: str
) -> None:
    asked = Amendment("A1", AmendmentKind.REPLACE, "p", text.index(old), text.index(old) + len(old), new)
    issued, draft = ((Block("p", BlockKind.PARAGRAPH, each),) for each in (text, text.replace(old, typed)))
    found = judged(issued, draft, asked, language)
    assert found is not None and found.extent is Extent.IGNORED


def test_a_change_is_said_beside_a_word_of_force_that_another_amendment_changed() -> None:
    """Two quote the first sentence, one asks for “shall”, one for “in public”; the penholder typed both."""
    text = "The committee will meet twice a year. It will publish its findings within thirty days."
    quote = text.partition(". ")[0]
    asked = Amendment("A13", AmendmentKind.REPLACE, "p", 0, len(quote), f"{quote} in public")
    issued = (Block("p", BlockKind.PARAGRAPH, text),)
    written = text.replace("will meet", "shall meet").replace("twice a year", "twice a year in public")
    found = judged(issued, (Block("p", BlockKind.PARAGRAPH, written),), asked, "en")
    assert found is not None and found.extent is Extent.SATISFIED


@pytest.mark.parametrize(
    ("text", "old", "new", "other", "typed"),
    [
        (
            "The rivers are shrinking, and the people who live from them have not been heard.",
            ", and the people", " and dirty, and the communities", "not been heard", "never been asked",
        ),
        (
            "A register of large wells should be kept by both states.",
            "both states", "all the states of the aquifer",
            "should be kept", "must be kept and published, year by year,",
        ),
    ],
)  # fmt: skip
def test_one_negation_or_verb_for_another_is_another_amendments_however_far_it_stands(
    text: str, old: str, new: str, other: str, typed: str
) -> None:
    """The penholder typed what two amendments ask of one sentence."""
    start = text.index(old)
    asked = Amendment("A3", AmendmentKind.REPLACE, "p", start, start + len(old), new)
    issued, draft = (
        (Block("p", BlockKind.PARAGRAPH, each),) for each in (text, text.replace(old, new).replace(other, typed))
    )
    found = judged(issued, draft, asked, "en")
    assert found is not None and found.extent is Extent.SATISFIED
    gone = judged(issued, (replace(draft[0], text=draft[0].text.replace(typed, "be kept")),), asked, "en")
    assert gone is not None and gone.extent is not Extent.SATISFIED  # nothing binds or negates there any more


@pytest.mark.parametrize(
    ("asked_for", "typed"),
    [
        ("shall meet twice a year in public", "will meet twice a year in public"),
        ("shall meet twice a year in public", "must meet twice a year in public"),
        ("will meet twice a year in public", "will not meet twice a year in public"),
        ("will meet twice a year in public", "must not meet twice a year in public"),
        ("meet twice a year in public", "will meet twice a year in public"),
    ],
)
def test_a_word_of_force_that_the_amendment_asks_for_or_that_comes_to_its_words_is_no_others(
    asked_for: str, typed: str
) -> None:
    old = "will meet twice a year"
    text = f"The committee {old}. It will publish its findings within thirty days."
    asked = Amendment("A13", AmendmentKind.REPLACE, "p", 14, 14 + len(old), asked_for)
    issued, draft = ((Block("p", BlockKind.PARAGRAPH, each),) for each in (text, text.replace(old, typed)))
    found = judged(issued, draft, asked, "en")
    assert found is not None and found.extent is not Extent.SATISFIED


def test_a_word_that_stands_in_the_first_half_of_a_split_paragraph_is_not_the_one_asked_for_in_the_second() -> None:
    first, second = (
        "The dams must be reviewed by a panel.",
        "The panel should include fishers and women from both banks.",
    )
    halves = [first, second.replace("should", "must")]
    text = f"{first} {second}"
    found = claims_of_wish("A12", text, text.replace("should", "must"), text, halves)
    assert [each.come for each in found] == [[], [Claim(10, 14, ("A12",))]]
