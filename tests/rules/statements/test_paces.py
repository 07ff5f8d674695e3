"""How many words a minute a text is read at in each language."""

import pytest

from workflow.config import LANGUAGES
from workflow.rules.statements.paces import USUAL, pace

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("language", "paces", "expected"),
    [
        ("fr", {}, 118),  # the original's own
        ("fr", {"fr": 90}, 118),
        ("ar", {}, USUAL["ar"]),
        ("ar", {"ar": 95}, 95),
        ("ar", {"ar": None}, USUAL["ar"]),
        ("sw", {}, 120),
    ],
)
def test_the_original_has_its_own_pace_and_a_translation_the_one_set_or_the_usual(
    language: str, paces: dict[str, int | None], expected: int
) -> None:
    assert pace(language, "fr", 118, paces) == expected


def test_every_language_of_the_house_has_a_usual_pace() -> None:
    assert USUAL.keys() >= set(LANGUAGES)
