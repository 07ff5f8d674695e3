"""What a mandate is compared by."""

from collections.abc import Mapping

import pytest

from workflow.rules.decision.mandate import are_same_words


@pytest.mark.parametrize(
    ("before", "put", "are_same"),
    [
        ({"en": "a"}, {"en": "a"}, True),
        ({"en": "a"}, {"en": "a", "fr": "b"}, True),
        ({"en": "a", "fr": "b"}, {"en": "a"}, True),
        ({"en": "a"}, {"en": "c"}, False),
        ({"en": "a", "fr": "b"}, {"en": "a", "fr": "c"}, False),
        ({"en": "a"}, {"fr": "b"}, False),
        ({}, {"en": "a"}, False),
    ],
)
def test_a_translation_more_or_less_makes_no_other_words(
    before: Mapping[str, str], put: Mapping[str, str], are_same: bool
) -> None:
    assert are_same_words(before, put) is are_same
