"""Words that a penholder wrote because of a comment bear its reference, and no others do."""

from dataclasses import replace

import pytest

from workflow.text.amendments import Accepted
from workflow.text.consolidation import Consolidated, consolidate, with_comments, written_words
from workflow.text.values import Amendment, AmendmentKind, Block, BlockKind

pytestmark = pytest.mark.unit
WRITTEN = "Protect the court, its staff, counsel and interpreters, from the effects of sanctions."
ISSUED = (
    Block("p1", BlockKind.PARAGRAPH, "Keep the gates open."),
    Block("p2", BlockKind.PARAGRAPH, "Protect the court, its staff, from the effects of sanctions."),
)


def read(text: str, *accepted: Amendment, **shown: str) -> Consolidated:
    """The second paragraph written so, with what was shown in it for comments."""
    draft = (ISSUED[0], replace(ISSUED[1], text=text))
    made = consolidate(ISSUED, draft, [Accepted(each, ISSUED) for each in accepted], str)
    return with_comments(made, ISSUED, {ref: ("p2", words) for ref, words in shown.items()})


def credit(made: Consolidated) -> list[tuple[str, tuple[str, ...]]]:
    """The words of the second paragraph that have somebody behind them, with who that is."""
    return [(made.blocks[1].text[each.start : each.end].strip(" ,"), each.refs) for each in made.sources]


def test_what_was_written_for_a_comment_bears_its_reference_and_words_that_stayed_do_not() -> None:
    made = read(WRITTEN, C1="its staff, counsel and interpreters")
    assert credit(made) == [("counsel and interpreters", ("C1",))]
    assert made.shown == ("C1",)


def test_words_beyond_those_shown_are_the_penholders() -> None:
    made = read(WRITTEN.replace("effects", "harm"), C1="counsel and interpreters")
    assert credit(made) == [("counsel and interpreters", ("C1",))]


def test_words_of_an_amendment_stay_its_own() -> None:
    harm = Amendment("A1", AmendmentKind.REPLACE, "p2", 39, 46, "harm")
    assert ISSUED[1].text[39:46] == "effects"
    made = read(WRITTEN, harm, C1="counsel and interpreters, from the harm of sanctions")
    assert credit(made) == [("harm", ("A1",)), ("counsel and interpreters", ("C1",))]


def test_a_comment_whose_words_are_gone_is_not_shown() -> None:
    made = read(ISSUED[1].text, C1="counsel and interpreters")
    assert (credit(made), made.shown) == ([], ())


def test_words_that_only_went_bear_the_reference_where_they_went() -> None:
    (source,) = read("Protect the court from the effects of sanctions.", C1="court from").sources
    assert source.refs == ("C1",) and source.start == source.end
    assert source.was is not None and "its staff" in ISSUED[1].text[slice(*source.was)]


@pytest.mark.parametrize(
    ("after", "words"),
    [
        (WRITTEN, "counsel and interpreters"),
        ("Protect the court, its staff, from the harm of sanctions.", "harm"),
        (ISSUED[1].text, ""),
        ("", ""),
    ],
)
def test_the_words_written_are_those_from_the_first_change_to_the_last(after: str, words: str) -> None:
    assert written_words(ISSUED[1].text, after).strip(" ,") == words


def test_of_words_that_only_went_and_of_words_that_stand_twice_those_beside_them_tell() -> None:
    gone = written_words(ISSUED[1].text, "Protect the court, from the effects of sanctions.")
    assert gone and "Protect the court, from the effects of sanctions.".count(gone) == 1
    twice = written_words("The river rises. The sea is calm.", "The river rises. The sea rises.")
    assert "The river rises. The sea rises.".count(twice) == 1 and "rises" in twice
