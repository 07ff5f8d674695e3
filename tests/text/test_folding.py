"""Words as they are searched for: what a reader would take for the same is found, and nothing else."""

import pytest

from workflow.text.unicode.folding import folded, has_all, sought


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("MÉMOIRE", "memoire"),
        ("ete", "été"),
        ("مدرسه", "مَدْرَسَةٌ"),
        ("على", "علي"),
        ("كتاب", "کـتاب"),
        ("أنهار", "انهار"),
        ("l'eau", "l’eau"),
        ("lʼeau", "l‘eau"),
        ('"oui"', "«oui»"),
        ("2024-25", "2024–25"),
        ("cooperation", "co\u00adoperation"),
        ("الله", "ٱلله"),
        ("strasse", "Straße"),
    ],
)
def test_what_is_typed_finds_what_is_written_otherwise(typed: str, written: str) -> None:
    assert has_all(sought(typed), f"One {written} more")
    assert has_all(sought(written), f"One {typed} more")


@pytest.mark.parametrize("typed", ["100%", "a_b", "%", "_", "\\", "*", "[a]"])
def test_signs_stand_for_themselves(typed: str) -> None:
    assert has_all(sought(typed), f"Give {typed} of it")
    assert not has_all(sought(typed), "Give 100 axb of it")


def test_each_word_is_found_wherever_it_stands_and_all_are_wanted() -> None:
    assert has_all(sought("gates river"), "The river", "keep the gates")
    assert not has_all(sought("gates lake"), "The river", "keep the gates")


def test_nothing_is_sought_in_nothing() -> None:
    assert sought(" \n\t ") == ()


def test_the_ends_of_two_texts_are_not_one_word() -> None:
    assert not has_all(sought("rivergates"), "The river", "gates")


def test_folding_twice_is_folding_once() -> None:
    for text in ("İstanbul", "ﬁn", "ÀÉ", "مَدْرَسَةٌ", "Straße", "Ǆ", "5″", "a﹘b", "ŉ"):
        assert folded(folded(text)) == folded(text)
