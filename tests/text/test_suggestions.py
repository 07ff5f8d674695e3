"""Words that do not stand in a paragraph: those that may be meant are offered, whole ones, whatever was damaged."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.text.growth import cost
from tests.text.test_quotations import marked
from tests.text.texts import prose, texts
from workflow.text.anchors.suggestions import suggest
from workflow.text.document.inline import line
from workflow.text.document.widening import with_whole_words

PARAGRAPH = (
    "We **call on** all States — “without delay” — to [end the siege](https://a.example/c_(d)) of the city;"
    " the city’s people can’t wait… Party *art*."
)


def offered(text: str, words: str) -> str | None:
    span = suggest(text, words)
    return span and line(text).words(*span)


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("end every siege of this city", "end the siege of the city"),
        ("We call all States, without delay,", "We call on all States — “without delay"),
        ("end the seige of teh city", "end the siege of the city"),
        ("the city’s peo-\nple can’t wait", "the city’s people can’t wait"),
        ("end the siege of of the city", "end the siege of the city"),
        ("ali 5tates — without de1ay", "all States — “without delay"),
        ("entirely other matters of trade", None),
        ("zzzz", None),
        ("?!", None),
        ("", None),
        ("x" * 2001, None),
    ],
)
def test_the_words_that_may_be_meant_are_offered(words: str, meant: str | None) -> None:
    assert offered(PARAGRAPH, words) == meant


@pytest.mark.parametrize(
    ("text", "words", "meant"),
    [
        ("نطلب من الدول والمجتمع المدني احترام الماء", "والمجتمع المدنى إحترام", "والمجتمع المدني احترام"),
        ("我们要求各国保护河流和所有湖泊。", "要求各国保沪河流", "要求各国保护河流"),
        ("Les États n’ont pas répondu à l’appel.", "n'ont pas repondu a l'appel", "n’ont pas répondu à l’appel"),
    ],
)
def test_the_words_that_may_be_meant_are_offered_in_every_script(text: str, words: str, meant: str) -> None:
    assert offered(text, words) == meant


def test_words_meant_are_looked_for_to_the_end_of_a_long_paragraph() -> None:
    scattered = "The city slept when every guest had left the hall and gone home to the valley. "
    assert offered(scattered * 3 + PARAGRAPH, "end every siege of this city") == "end the siege of the city"


@given(st.one_of(texts, prose, marked), st.one_of(texts, prose))
def test_what_is_offered_is_in_whole_words_and_always_the_same(text: str, words: str) -> None:
    span = suggest(text, words)
    assert span is None or with_whole_words(text, *span) == span
    assert suggest(text, words) == span


def test_an_offer_takes_no_time_in_the_longest_text() -> None:
    text = "so many words of which none is meant, " * 520
    assert cost(lambda: suggest(text, "zebras cross " * 150)) < 3
    assert cost(lambda: suggest(text * 4, "so zany swords " * 130)) < 3
