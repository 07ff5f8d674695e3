"""What words taken in part must have in common with those proposed."""

import pytest

from workflow.text.edits.shared import shares_words

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("taken", "sources"),
    [
        ("a critical time", ("critical", "difficult")),
        ("a Difficult time", ("critical", "difficult")),
        ("not so", ("not", "so")),
        ("within 12 days", ("in 12 days or so", "soon")),
        ("لحظة للمحكمة", ("لحظة حرجة للمحكمة", "")),
        ("重要", ("重大な時", "")),
    ],
)
def test_words_of_the_proposal_or_of_the_text_are_a_part(taken: str, sources: tuple[str, str]) -> None:
    assert shares_words(taken, *sources)


@pytest.mark.parametrize(
    ("taken", "sources"),
    [
        ("hard", ("critical", "difficult")),
        ("in the end all is well", ("the critical hour of the Court", "the difficult hour")),
        ("by 13 May", ("in 12 weeks or so", "soon")),
        ("", ("critical", "difficult")),
    ],
)
def test_words_of_the_penholder_alone_are_none(taken: str, sources: tuple[str, str]) -> None:
    assert not shares_words(taken, *sources)
