"""A sentence that moved and was edited on the way changes what was edited, wherever it went."""

import pytest

from tests.text.force_cases import counted_kinds
from workflow.text.diff.blocks import block_diff
from workflow.text.diff.relocated import displaced_sentences, sentence_moves
from workflow.text.force.changes import FORCE, changes
from workflow.text.values.answers import ChangeKind
from workflow.text.values.block import Block, BlockKind

OBLIGATION, NUMBER = ChangeKind.OBLIGATION, ChangeKind.NUMBER
# A sentence of force, a word in it and another spelling of it, a word of obligation and another; two that surround it.
SENTENCES = {
    "en": (
        "We have heard over five days that the court can go on in the face of sanctions and must not give way.",
        ("the court", "the Court"),
        ("must not", "may not"),
        "The river has risen again, and those who live beside it know that it will rise once more.",
        "This is a difficult moment for every town and for all who come to live there.",
    ),
    "fr": (
        "Nous avons entendu pendant cinq jours que la cour peut continuer malgré les sanctions et doit tenir bon.",
        ("la cour", "la Cour"),
        ("doit tenir", "devrait tenir"),
        "Le fleuve est monté, et ceux qui vivent sur ses rives savent que ses eaux vont monter encore.",
        "Ce moment est difficile pour chaque ville et pour tous ceux qui viennent y vivre.",
    ),
    "es": (
        "Hemos oído durante cinco días que la corte puede continuar a pesar de las sanciones y debe mantenerse firme.",
        ("la corte", "la Corte"),
        ("debe mantenerse", "puede mantenerse"),
        "El río ha crecido, y quienes viven junto a sus aguas saben que va a crecer otra vez.",
        "Este momento es difícil para cada ciudad y para todos los que llegan a vivir allí.",
    ),
    "ar": (
        "سمعنا على مدى خمسة أيام أن عمل المحكمه يمكن أن يستمر رغم العقوبات، وأنه يجب ألا يتوقف في أي وقت.",
        ("المحكمه", "المحكمة"),
        ("يجب ألا", "يمكن ألا"),
        "لقد ارتفع النهر هذا العام، ومن يعيشون بجانبه يعرفون أنه سيرتفع مرة أخرى.",
        "هذه لحظة صعبة للمدينة ولكل الذين يأتون إليها ليعيشوا فيها.",
    ),
}
WAYS = {
    "within a paragraph": (["{moved} {first} {second}"], ["{first} {second} {moved}"]),
    "into another": (["{moved} {first}", "{second}"], ["{first}", "{second} {moved}"]),
    "out of one that went": (["{first}", "{second} {moved}"], ["{first} {moved}"]),
    "into a new one": (["{first} {moved}", "{second}"], ["{first}", "{second}", "{moved}"]),
}


def counted(way: str, language: str, before: str, after: str) -> dict[ChangeKind, int]:
    """The changes of force where a sentence goes a way and reads otherwise there."""
    first, second = SENTENCES[language][3:]
    words = {"first": first, "second": second}
    old, new = (
        [Block(f"{at}", BlockKind.PARAGRAPH, text.format(moved=moved, **words)) for at, text in enumerate(texts)]
        for texts, moved in zip(WAYS[way], (before, after), strict=True)
    )
    return {kind: count for kind, count in counted_kinds(block_diff(old, new), language).items() if kind in FORCE}


@pytest.mark.parametrize("language", SENTENCES)
@pytest.mark.parametrize("way", WAYS)
def test_a_sentence_that_was_edited_on_its_way_changes_only_what_was_edited(way: str, language: str) -> None:
    sentence, spelling, duty = SENTENCES[language][:3]
    assert counted(way, language, sentence, sentence.replace(*spelling)) == {}
    assert counted(way, language, sentence, sentence.replace(*duty)) == {OBLIGATION: 1}


@pytest.mark.parametrize("way", WAYS)
def test_a_moved_sentence_that_became_another_counts_on_both_sides(way: str) -> None:
    before, after = "Each state must pay its dues within five days.", "Nobody may be held without a warrant for long."
    assert counted(way, "en", before, after)[OBLIGATION] == 2
    before = "The court must publish its judgments within five days."
    after = "The registry must publish its accounts within five days."
    assert counted(way, "en", before, after) == {OBLIGATION: 2, NUMBER: 2}


def test_an_obligation_and_a_number_that_were_edited_on_the_way_are_told_once_where_it_stands() -> None:
    first, second = SENTENCES["en"][3:]
    before = f"States may pay Kenya within five days of a call. {first} {second}"
    after = f"{first} {second} States must pay Kenya within six days of a call."
    found = [change for change in changes(before, after, "en") if change.has_force]
    assert [(each.before, each.kinds) for each in found] == [("", {OBLIGATION, NUMBER})]
    assert found[0].after.strip() == "States must pay Kenya within six days of a call."


def test_a_sentence_is_the_one_that_shares_words_with_no_third() -> None:
    paid = "Each state must pay its dues within five days."
    late, both = paid.replace("five", "nine"), paid.replace("dues", "debts")
    assert sentence_moves([paid, late], [late, both]).was == {late: late, both: paid}
    assert sentence_moves([paid], [paid.replace("Each", "Every"), paid.replace("Each", "No")]).was == {}
    assert sentence_moves([paid, paid], [both]).was == {}
    assert sentence_moves([paid], ["Each state must hear those who come before it."]).was == {}


def test_a_short_sentence_moves_along_with_the_one_beside_it() -> None:
    sentence, _, _, first, second = SENTENCES["en"]
    for moved in (f"{sentence} We must act.", f"We must act. Pay now. {sentence}"):
        assert counted("into another", "en", moved, moved) == {}
        assert counted("into another", "en", moved, moved.replace("court", "Court")) == {}
    assert changes(f"We must act. {first} {second}", f"{first} {second} We must act.", "en")[0].has_force


def test_a_sentence_is_displaced_by_most_of_its_words() -> None:
    text = "The river rises. The court must sit on Mondays."
    assert displaced_sentences(text, [(17, 40)]) == [(17, 47)]
    assert (
        displaced_sentences(text, [(17, 30)])
        == displaced_sentences(text, [(17, 17)])
        == displaced_sentences("", [])
        == []
    )
