"""Keywords: folded words, pairs of signs where no spaces are set, Arabic words without what is written before them."""

import re

import pytest

from workflow.text.tokens.keywords import keywords, keywords_sought
from workflow.text.unicode.levels import MOST_SOUGHT

pytestmark = pytest.mark.unit


def _finds(text: str, words: str) -> bool:
    there = keywords(text).split()
    wanted = keywords_sought(words)
    return bool(wanted) and all(any(word.startswith(each) for word in there) for each in wanted)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Les fleuves d’Évry", "evry"),
        ("Les fleuves d’Évry", "D'ÉVRY fleu"),
        ("La situación en América", "situacion america"),
        ("The gates stay OPEN.", "open gate"),
        ("والحقوق للأنهار", "حقوق"),
        ("والحقوق للأنهار", "الحقوق"),
        ("والحقوق للأنهار", "أنهار"),
        ("حُقُوق الإنسان", "حقوق الانسان"),
        ("人権理事会への声明", "理事会"),
        ("人権理事会への声明", "明"),
        ("สิทธิมนุษยชน", "มนุษยชน"),
        ("Права человека", "ПРАВ"),
        ("JS 2026/17", "2026/17"),
    ],
)
def test_a_word_is_found_by_what_it_begins_with_whatever_its_case_accents_and_script(text: str, words: str) -> None:
    assert _finds(text, words)


@pytest.mark.parametrize(
    ("text", "words"), [("The gates stay open.", "closed"), ("人権理事会", "理権"), ("The rivers", "iver"), ("a", "")]
)
def test_what_stands_nowhere_is_not_found(text: str, words: str) -> None:
    assert not _finds(text, words)


@pytest.mark.parametrize(
    "words",
    ['"rivers" OR NEAR(a* -b)', "rivers\0'; DROP TABLE x --", "(a & !b) | c:*", "x" * 200, "🌊 ¶ %_^", "\ud800a"],
)
def test_whatever_is_typed_is_plain_words_of_letters_and_digits(words: str) -> None:
    assert all(re.fullmatch(r"[^\W_]{1,40}", word) for word in keywords_sought(words))
    assert all(re.fullmatch(r"[^\W_]{1,40}", word) for word in keywords(words).split())


def test_punctuation_alone_is_nothing_to_look_for() -> None:
    assert keywords_sought(" \"'*%_-:()\0&|!<> ") == ()


def test_no_search_has_more_words_than_a_database_takes_quickly() -> None:
    assert len(keywords_sought("理" * 5 + "".join(chr(0x4E00 + each) for each in range(200)))) == MOST_SOUGHT


def test_of_a_text_as_large_as_any_as_much_is_kept_as_a_database_takes() -> None:
    kept = keywords(" ".join(f"w{each:07}" for each in range(120_000)))
    assert 800_000 < len(kept.encode()) <= 900_000
