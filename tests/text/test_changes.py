"""What kind each change is, in four languages, and how a page counts them."""

from random import Random
from types import ModuleType

import pytest
from hypothesis import given

from tests.text import texts
from tests.text.force_cases import ar, counted_kinds, en, es, fr
from workflow.text.diff.blocks import block_diff
from workflow.text.force.changes import FORCE, changes, kinds
from workflow.text.force.vocabulary import vocabulary
from workflow.text.values.answers import ChangeKind
from workflow.text.values.block import Block, BlockKind

LETTERS = {
    "o": ChangeKind.OBLIGATION,
    "n": ChangeKind.NUMBER,
    "d": ChangeKind.DATE,
    "a": ChangeKind.NAME,
    "w": ChangeKind.WORDS,
    "t": ChangeKind.TYPOGRAPHY,
}
CASES = [
    (language, *case)
    for language, cases in (("en", en.CASES), ("fr", fr.CASES), ("es", es.CASES), ("ar", ar.CASES))
    for case in cases
]


@pytest.mark.parametrize(("language", "before", "after", "letters"), CASES)
def test_a_change_is_of_its_kind(language: str, before: str, after: str, letters: str) -> None:
    found = kinds(before, after, language)
    wanted = {LETTERS[letter] for letter in letters}
    assert found & set(FORCE) == wanted & set(FORCE)
    assert wanted <= found
    assert wanted & set(FORCE) or found == wanted


@pytest.mark.parametrize(("language", "before", "after", "letters"), CASES)
def test_the_kind_is_the_same_the_other_way_round(language: str, before: str, after: str, letters: str) -> None:
    assert kinds(after, before, language) & set(FORCE) == {LETTERS[letter] for letter in letters} & set(FORCE)


def test_there_are_forty_cases_a_language() -> None:
    assert all(len(module.CASES) >= 40 for module in (en, fr, es, ar))
    assert all(len({case[:2] for case in module.CASES}) == len(module.CASES) for module in (en, fr, es, ar))


def test_each_change_has_its_words_and_its_kinds() -> None:
    found = changes("States shall pay 10 euros, which is fair.", "States should pay 12 euros, which is just.", "en")
    assert [(change.before, change.after, [kind.value for kind in change.kinds]) for change in found] == [
        ("shall", "should", ["obligation"]),
        ("10", "12", ["number"]),
        ("fair", "just", ["words"]),
    ]
    assert [change.has_force for change in found] == [True, True, False]


@pytest.mark.parametrize("apostrophe", "’‘ʼ′＇")
def test_an_apostrophe_of_any_kind_is_one(apostrophe: str) -> None:
    assert kinds(f"You don{apostrophe}t go.", "You don't go.", "en") == {ChangeKind.TYPOGRAPHY}
    assert kinds(f"L{apostrophe}État n{apostrophe}a pas d'eau.", "L'État n'a pas d'eau.", "fr") == {
        ChangeKind.TYPOGRAPHY
    }


def test_marks_alone_are_typography_and_addresses_and_notes_are_not() -> None:
    assert kinds("a *b* c", "a **b** c", "en") == {ChangeKind.TYPOGRAPHY}
    assert kinds("[b](https://x.org)", "[b](https://y.org)", "en") == {ChangeKind.WORDS}
    assert kinds("words[^1]", "words", "en") == {ChangeKind.WORDS}
    assert kinds("words[^1]", "*words*[^1]", "en") == {ChangeKind.TYPOGRAPHY}


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        ("We met. The river is open.", "We met. [The river is open.]", ChangeKind.WORDS),
        ("[The river] is open.", "The river is open.", ChangeKind.WORDS),
        ("It is [free] [open].", "It is [free open].", ChangeKind.WORDS),
        (r"The \[Court\] sits.", "The [Court] sits.", ChangeKind.WORDS),
        ("The Court sits.", r"The \[Court\] sits.", ChangeKind.TYPOGRAPHY),
        ("He said so.", "He said so […].", ChangeKind.TYPOGRAPHY),
        ("[We shall] act.", "[We should] act.", ChangeKind.OBLIGATION),
        ("Within [30] days we act.", "Within 30 days we act.", ChangeKind.WORDS),
        ("Until [5 May] 2025 we act.", "Until 5 May 2025 we act.", ChangeKind.WORDS),
        ("It met in [Goma] again.", "It met in Goma again.", ChangeKind.WORDS),
        ("Within [10] [30] days we act.", "Within 30 days we act.", ChangeKind.NUMBER),
    ],
)
def test_brackets_that_leave_words_open_change_more_than_signs(before: str, after: str, kind: ChangeKind) -> None:
    assert kinds(before, after, "en") == {kind}
    assert kinds(after, before, "en") == {kind}


def test_a_page_counts_changes_by_kind() -> None:
    before = [
        Block("a", BlockKind.PARAGRAPH, "States shall act. It is a difficult moment for the court."),
        Block("b", BlockKind.PARAGRAPH, "We thank everyone who came."),
        Block("c", BlockKind.PARAGRAPH, "It moves as it stands."),
        Block("d", BlockKind.PARAGRAPH, "This paragraph of many words stays where it is and as it is."),
    ]
    after = [
        Block("a", BlockKind.PARAGRAPH, "States should act. It is a critical moment for the Court."),
        before[3],
        before[2],
        Block("e", BlockKind.PARAGRAPH, "All must pay 10 euros."),
    ]
    counted = counted_kinds(block_diff(before, after), "en")
    assert counted == {
        ChangeKind.OBLIGATION: 2,
        ChangeKind.NUMBER: 1,
        ChangeKind.WORDS: 2,
        ChangeKind.TYPOGRAPHY: 1,
    }


def test_changes_inside_one_date_are_one() -> None:
    assert len(changes("We met on 5 May 2024.", "We met on May 5, 2024.", "en")) == 1
    assert len(changes("We met on 5 May 2024 twice.", "We met on 6 May 2025 twice.", "en")) == 1


@pytest.mark.parametrize(("language", "before", "after", "letters"), CASES[::5])
def test_words_far_away_change_no_kind(language: str, before: str, after: str, letters: str) -> None:
    far = " ويمضي الوقت هنا." * 30 if language == "ar" else " And so time goes by." * 30
    assert kinds(f"{before}{far}", f"{after}{far}", language) == kinds(before, after, language)
    assert kinds(f"{far} {before}", f"{far} {after}", language) == kinds(before, after, language)


@pytest.mark.parametrize("module", [en, fr, es, ar])
def test_changes_side_by_side_have_the_kinds_of_each(module: ModuleType) -> None:
    language, chance = module.__name__[-2:], Random(1)
    for _ in range(50):
        cases = [[f"{text.rstrip('.!?؟')}." for text in case[:2]] for case in chance.sample(module.CASES, 4)]
        each = [kinds(*case, language) for case in cases]
        before, after = (" ".join(texts) for texts in zip(*cases, strict=True))
        assert kinds(before, after, language) & set(FORCE) == frozenset().union(*each) & set(FORCE)


MOVED_NEGATIONS = [
    ("en", "An agreement cannot be reached.", "No agreement can be reached."),
    ("en", "Consensus can’t be found in time, we fear.", "No consensus can be found in time, we fear."),
    ("en", "A state under sanctions may not vote.", "No state under sanctions may vote."),
    ("en", "States may not take measures against them.", "States may take no measures against them."),
    ("en", "An answer has not come, which is a shame.", "No answer has come, which is a shame."),
    ("fr", "Un accord ne peut pas être trouvé.", "Aucun accord ne peut être trouvé."),
    ("fr", "Un accord ne peut être trouvé.", "Aucun accord ne peut être trouvé."),
    ("fr", "Une mesure n’est pas prévue.", "Aucune mesure n’est prévue."),
    ("fr", "Elle ne doit pas prendre de mesure.", "Elle ne doit prendre aucune mesure."),
    ("es", "Un acuerdo no puede alcanzarse.", "Ningún acuerdo puede alcanzarse."),
    ("es", "No puede alcanzarse un acuerdo.", "No puede alcanzarse ningún acuerdo."),
    ("es", "Una medida no será válida ni debe tomarse.", "Una medida no será válida ni debe tomarse ya."),
    ("ar", "لا يمكن التوصل إلى اتفاق.", "ما من اتفاق يمكن التوصل إليه."),
    ("ar", "لا يجوز لدولة أن ترفض ذلك.", "ما من دولة يجوز لها أن ترفض ذلك."),
]
OTHER_NEGATIONS = [
    ("en", "All states may not vote.", "No states may vote."),
    ("en", "The agreement cannot be reached.", "No agreement can be reached."),
    ("en", "More than five states may not vote.", "No more than five states may vote."),
    ("en", "A state that may not vote leaves.", "No state that may vote leaves."),
    ("en", "States may not decide to take measures.", "States may decide to take no measures."),
    ("en", "An agreement cannot be reached.", "No agreement should be reached."),
    (
        "en",
        "An agreement cannot be reached, and states may leave.",
        "An agreement can be reached, and no states may leave.",
    ),
    ("en", "A state may not refuse.", "No state may not refuse."),
    ("fr", "Un accord ne peut que réussir.", "Aucun accord ne peut réussir."),
    ("fr", "L’accord ne peut pas être trouvé.", "Aucun accord ne peut être trouvé."),
    ("fr", "Tous les États ne doivent pas voter.", "Aucun État ne doit voter."),
    ("es", "Todos los Estados no pueden votar.", "Ningún Estado puede votar."),
    ("es", "Un acuerdo que no puede cambiarse vale.", "Ningún acuerdo que puede cambiarse vale."),
    ("ar", "لا يمكن التوصل إلى الاتفاق.", "ما من اتفاق يمكن التوصل إليه."),
]


@pytest.mark.parametrize(("language", "before", "after"), MOVED_NEGATIONS)
def test_a_negation_that_only_moved_within_its_clause_binds_as_before(language: str, before: str, after: str) -> None:
    assert kinds(before, after, language) == kinds(after, before, language) == {ChangeKind.WORDS}


@pytest.mark.parametrize(("language", "before", "after"), OTHER_NEGATIONS)
def test_a_negation_of_something_else_does_not_bind_as_before(language: str, before: str, after: str) -> None:
    assert ChangeKind.OBLIGATION in kinds(before, after, language)
    assert ChangeKind.OBLIGATION in kinds(after, before, language)


PAYING = "States shall pay 10 million euros to Kenya by May 2025."
HOLDING = "No one may be held without a warrant of the Court."


def test_a_sentence_that_only_moved_alters_nothing() -> None:
    assert kinds(f"{PAYING} {HOLDING}", f"{HOLDING} {PAYING}", "en") == {ChangeKind.WORDS}
    assert kinds("It shall not pay and stay.", "It shall pay and not stay.", "en") == {ChangeKind.OBLIGATION}
    long = "It is a river of many bends, of few bridges and of fewer boats than there were."
    assert ChangeKind.OBLIGATION in kinds(f"{PAYING} {long}", f"{long} {PAYING} {PAYING}", "en")


def test_a_sentence_that_moved_to_another_paragraph_alters_nothing() -> None:
    first = Block("a", BlockKind.PARAGRAPH, f"{PAYING} It is a river of many bends.")
    short = Block("a", BlockKind.PARAGRAPH, "It is a river of many bends.")
    second, longer = (Block("b", BlockKind.PARAGRAPH, text) for text in (HOLDING, f"{HOLDING} {PAYING}"))
    new = Block("c", BlockKind.PARAGRAPH, PAYING)
    assert counted_kinds(block_diff([first, second], [short, longer]), "en") == {ChangeKind.WORDS: 2}
    assert counted_kinds(block_diff([first, second], [short, second, new]), "en") == {ChangeKind.WORDS: 2}
    assert ChangeKind.OBLIGATION in counted_kinds(block_diff([first, second], [short, second]), "en")


def test_an_unknown_language_is_read_as_english() -> None:
    assert kinds("they shall pay 10", "they may pay 12", "xx") == {ChangeKind.OBLIGATION, ChangeKind.NUMBER}
    assert kinds("ils doivent", "ils peuvent", "fr-CA") == {ChangeKind.OBLIGATION}


def test_the_expressions_of_a_language_are_made_once_whatever_its_tag() -> None:
    assert vocabulary("en") is vocabulary("en-GB") is vocabulary("xx-YY")
    assert vocabulary("fr") is not vocabulary("en")


@given(texts.texts, texts.texts)
def test_every_change_has_a_kind_and_none_is_missed(before: str, after: str) -> None:
    found = changes(before, after, "en")
    assert all(change.kinds for change in found)
    assert bool(found) == (changes(after, before, "en") != [])
    assert not changes(before, before, "fr")
