"""A stretch of a text is widened to whole words, as a reader sees them, in every script."""

import pytest

from tests.text.growth import cost
from workflow.text.document.inline import line
from workflow.text.document.widening import with_whole_words
from workflow.text.tokens.tokenizer import tokens


@pytest.mark.parametrize(
    ("text", "part", "whole"),
    [
        ("Many told us that they lack staff.", "told us th", "told us that"),
        ("Many told us that they lack staff.", "ld us that", "told us that"),
        ("Many told us that they lack staff.", "told us that", "told us that"),
        ("Many told us that they lack staff.", "told us ", "told us "),
        ("They don’t know it.", "don", "don’t"),
        ("Les droits de l’homme.", "homme", "homme"),
        ("Les droits de l’homme.", "hom", "homme"),
        ("a well-being of all", "well", "well"),
        ("for 1,000.50 euros", "000", "1,000.50"),
        ("see https://example.org/a for it", "example", "https://example.org/a"),
        ("نطلب والماء اليوم", "الماء", "والماء"),
        ("水是生命", "是生", "是生"),
        ("ประเทศไทย", "เทศ", "เทศ"),
        ("It is _so_ hard.", "so", "so"),
        ("It is _sorely_ hard.", "sore", "sorely"),
        ("un**believ**able", "believ", "un**believ**able"),
        ("See [the report](https://a.org) now.", "repo", "report"),
        ("The river[^1] rises.", "riv", "river"),
        ("Caf\u0065\u0301s close.", "Caf", "Caf\u0065\u0301s"),
    ],
)
def test_a_stretch_is_widened_to_whole_words(text: str, part: str, whole: str) -> None:
    start = text.index(part)
    low, high = with_whole_words(text, start, start + len(part))
    assert text[low:high] == whole
    assert with_whole_words(text, low, high) == (low, high)


def test_a_stretch_of_marks_or_of_nothing_stays() -> None:
    assert with_whole_words("a **b** c", 2, 4) == (2, 4)
    assert with_whole_words("word", 2, 2) == (2, 2)


def test_a_long_paragraph_is_widened_in_time() -> None:
    text = "so many words " * 5000
    assert cost(lambda: with_whole_words(text, 1, len(text) - 3)) < 1
    assert tokens(line(text).text)
