"""Amendments and a paragraph written by hand: taken up, taken up in part, or not, in four languages."""

import pytest

from workflow.text.amendments.application import apply
from workflow.text.consolidation.satisfied import Judged, judged
from workflow.text.document.brackets import TITLE, titled
from workflow.text.values.amendment import Amendment, AmendmentKind
from workflow.text.values.answers import Extent
from workflow.text.values.block import Block, BlockKind

pytestmark = pytest.mark.unit
REPLACE = AmendmentKind.REPLACE
ADD = AmendmentKind.ADD
REMOVE = AmendmentKind.REMOVE
MOVE = AmendmentKind.MOVE
YES, PART, NO = Extent.SATISFIED, Extent.IN_PART, Extent.IGNORED

EN = "This is a difficult moment for the Court, and states may pay by 1 March. We thank those who came."
FR = "C’est un moment difficile pour la Cour, et les États peuvent payer avant le 1er mars."
ES = "Es un momento difícil para la Corte, y los Estados pueden pagar antes del 1 de marzo."
AR = "هذه لحظة صعبة للمحكمة، ويجوز للدول أن تدفع قبل الأول من مارس."
NOT_FR = FR.replace("C’est un moment difficile", "Ce n’est pas un moment décisif")
NOT_ES = ES.replace("Es un momento difícil", "No es un momento decisivo")

CASES = [
    # language, before, words to go, words proposed, written by hand, extent, words told
    ("en", EN, "difficult", "critical", EN.replace("difficult", "critical"), YES, ""),
    ("en", EN, "difficult", "critical", "We meet at a critical moment for the Court, and states may pay.", YES, ""),
    ("en", EN, "difficult", "critical", EN.replace("difficult", "critical but difficult"), PART, "critical"),
    ("en", EN, "difficult", "critical", EN.replace("a difficult", "not a critical"), PART, "critical"),
    ("en", EN, "difficult", "critical", EN.replace("a difficult", "not a critical, hard"), PART, "critical"),
    ("en", "We act for now.", "for now", "for for now", "All act for for now.", YES, ""),
    ("en", EN, "difficult", "critical", EN.replace("difficult", "hard"), NO, ""),
    ("en", EN, "may pay", "must not pay", EN.replace("may pay", "must pay"), PART, "must"),
    ("en", EN, "may pay", "must not pay", EN.replace("may pay", "must not pay"), YES, ""),
    ("en", EN, "may", "must", EN.replace("may", "must").replace("1 March", "2 April"), YES, ""),
    ("en", EN, "by 1 March", "by 1 May", EN.replace("1 March", "2 May"), PART, "May"),
    ("en", EN, "and states may pay by 1 March", "", EN.replace(", and states may pay by 1 March", ""), YES, ""),
    ("en", EN, "difficult moment for the Court", "", EN.replace("difficult ", ""), PART, ""),
    ("en", EN, "those who came", "those who came, and the others", EN.replace("came.", "came, and all."), NO, ""),
    ("en", EN, "came", "came from the camps and us", EN.replace("came", "came from the camps"), PART, "from the camps"),
    ("en", EN, "came", "came from Rome, and us", EN.replace("came", "came from Rome, then rain"), PART, "from Rome"),
    ("en", EN, "the Court", "“the people’s Court”", EN.replace("the Court", "\"the people's Court\""), YES, ""),
    ("fr", FR, "difficile", "décisif", FR.replace("difficile", "décisif"), YES, ""),
    ("fr", FR, "peuvent payer", "ne doivent pas payer", FR.replace("peuvent", "doivent"), PART, "doivent"),
    ("fr", FR, "difficile", "décisif", NOT_FR, PART, "décisif"),
    ("fr", FR, "difficile", "décisif", FR.replace("difficile", "grave"), NO, ""),
    ("es", ES, "difícil", "decisivo", ES.replace("difícil", "decisivo"), YES, ""),
    ("es", ES, "pueden pagar", "no deben pagar", ES.replace("pueden", "deben"), PART, "deben"),
    ("es", ES, "difícil", "decisivo", NOT_ES, PART, "decisivo"),
    ("es", ES, "difícil", "decisivo", ES.replace("difícil", "grave"), NO, ""),
    ("ar", AR, "صعبة", "حاسمة", AR.replace("صعبة", "حاسمة"), YES, ""),
    ("ar", AR, "ويجوز", "ويجب", AR.replace("ويجوز", "ويجب"), YES, ""),
    ("ar", AR, "صعبة", "حاسمة", AR.replace("هذه لحظة صعبة", "ليست هذه لحظة حاسمة"), PART, "حاسمة"),
    ("ar", AR, "صعبة", "حاسمة", AR.replace("صعبة", "خطيرة"), NO, ""),
]  # fmt: skip


def block(text: str, key: str = "p1") -> Block:
    return Block(key, BlockKind.PARAGRAPH, text)


@pytest.mark.parametrize(("language", "before", "old", "new", "hand", "extent", "words"), CASES)
def test_what_a_paragraph_written_by_hand_makes_of_an_amendment(
    language: str, before: str, old: str, new: str, hand: str, extent: Extent, words: str
) -> None:
    start = before.index(old)
    amendment = Amendment("A1", REPLACE, "p1", start, start + len(old), new)
    assert judged([block(before)], [block(hand)], amendment, language) == Judged(extent, words)


@pytest.mark.parametrize("case", CASES)
def test_the_text_with_the_amendment_alone_satisfies_it(case: tuple[str, ...]) -> None:
    language, before, old, new = case[:4]
    start = before.index(old)
    amendment = Amendment("A1", REPLACE, "p1", start, start + len(old), new)
    made = apply([block(before)], [amendment], str).blocks
    assert judged([block(before)], made, amendment, language) == Judged(YES)


@pytest.mark.parametrize(
    ("hand", "extent"),
    [
        ("It is a critical moment for us.", YES),
        ("It is a difficult moment for us.", NO),
        ("It is a grave moment for us.", NO),
        ("It is a difficult critical moment for us.", PART),
    ],
)
def test_an_amendment_left_open_is_said_where_its_passage_was_settled_for_it(hand: str, extent: Extent) -> None:
    issued = [block("It is a [difficult] [critical] moment for us.")]
    place = Amendment("A1", REPLACE, "p1", 9, 18, "critical")
    assert judged(issued, [block(hand)], place, "en") == Judged(extent, "critical" if extent is PART else "")


@pytest.mark.parametrize(
    ("before", "old", "new", "hand"),
    [
        (EN, "difficult", "critical", EN.replace("We thank", "We salute")),
        (EN, "We thank those who came.", "", EN.replace("difficult", "hard")),
        (EN, "We thank those who came.", "We thank those who wrote.", EN.replace("We thank", "We salute")),
        (EN, "those who came", "those who came by night", EN.replace("difficult moment", "difficult night")),
        (AR, "مارس", "مايو", AR.replace("صعبة", "خطيرة")),
        ("It is a [hard] [grave] day.", "[hard]", "[bad]", "It is a [hard] [grave] day for us."),
    ],
)
def test_nothing_is_said_of_words_that_the_hand_left_as_they_were(before: str, old: str, new: str, hand: str) -> None:
    start = before.index(old)
    amendment = Amendment("A1", REPLACE, "p1", start, start + len(old), new)
    assert judged([block(before)], [block(hand)], amendment, "en") is None


@pytest.mark.parametrize(
    ("hand", "expected"),
    [
        ("On words", None),
        ("On open words", Judged(YES)),
        ("Now on open words", Judged(YES)),
        ("On words and works", None),
    ],
)
def test_a_title_is_judged_by_its_own_words_alone(hand: str, expected: Judged | None) -> None:
    asked = Amendment("A1", AmendmentKind.REPLACE, TITLE, 0, 8, "On open words")
    issued = titled("On words", [block("On words")])
    assert judged(issued, titled(hand, [block("On open words")]), asked, "en") == expected
    new = Amendment("A2", ADD, "", words="On open words", after="p1")
    assert judged(issued, titled("On open words", [block("On words")]), new, "en") is None


def test_nothing_is_said_of_a_paragraph_that_reads_as_it_did_nor_of_moves() -> None:
    before, after = (block(EN),), (block("Other words."),)
    assert judged(before, before, Amendment("A1", REPLACE, "p1", 0, 4, "That"), "en") is None
    assert judged(before, before, Amendment("A1", REMOVE, "p1"), "en") is None
    assert judged(before, before, Amendment("A1", ADD, "", words="Pay.", after="p1"), "en") is None
    assert judged(before, after, Amendment("A1", MOVE, "p1", after=""), "en") is None


def test_a_paragraph_to_be_removed_is_gone_or_is_not() -> None:
    gone = Amendment("A1", REMOVE, "p1")
    assert judged([block(EN)], [], gone, "en") == Judged(YES)
    assert judged([block(EN)], [block("Other words.")], gone, "en") == Judged(NO)


def test_a_part_is_told_in_whole_words() -> None:
    added = Amendment("A1", ADD, "", words="Les juges siègent dans l'acte.", after="p1")
    made = judged([block("Un.")], [block("Un."), block("Rien n'est dit dans l'année.", "n1")], added, "fr")
    assert made is not None and "l'" not in made.words


def test_a_paragraph_of_which_words_are_gone_is_removed_in_part_and_one_joined_to_another_is_not_gone() -> None:
    gone, both = Amendment("A1", REMOVE, "p1"), [block(EN), block("We close.", "p2")]
    assert judged([block(EN)], [block(EN[:60])], gone, "en") == Judged(PART)
    assert judged([block("没有责任心的维护者是灾难。")], [block("维护者是灾难。")], gone, "zh") == Judged(PART)
    assert judged(both, [block(f"{EN} We close.", "p2")], gone, "en") == Judged(NO)
    assert judged(both, [block("We close.", "p2"), block(EN, "n1")], gone, "en") == Judged(NO)


@pytest.mark.parametrize(
    ("draft", "expected"),
    [
        ((block("One."), block("Pay the Court now.", "n1"), block("Two.", "p2")), Judged(YES)),
        ((block("One."), block("Two.", "p2"), block("Pay the Court now.", "n1")), Judged(PART, "Pay the Court now.")),
        ((block("One. Pay the Court."), block("Two.", "p2")), Judged(PART, "Pay the Court")),
        (
            (block("One. Pay the Court."), block("See the Court there.", "n1"), block("Two.", "p2")),
            Judged(PART, "Pay the Court"),
        ),
        ((block("One: pay the Court now."), block("Two.", "p2")), Judged(PART, "Pay the Court now")),
        ((block("One. And more."), block("Two.", "p2")), None),
        ((block("One. A Court."), block("Two.", "p2")), None),
        ((block("One."), block("We close.", "n1"), block("Two.", "p2")), Judged(NO)),
        ((block("One."), block("Do not pay the Court now.", "n1")), Judged(PART, "Pay the Court now.")),
    ],
)  # fmt: skip
def test_an_added_paragraph_stands_in_its_place_or_only_its_words_do(
    draft: tuple[Block, ...], expected: Judged | None
) -> None:
    added = Amendment("A1", ADD, "", words="Pay the Court now.", after="p1")
    assert judged([block("One."), block("Two.", "p2")], draft, added, "en") == expected
