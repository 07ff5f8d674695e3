"""A text typed over one that shows more than what lies beneath."""

import pytest

from workflow.text.merge.merge import beneath

BELOW = (
    "The dam may not be filled before all are heard. Its owners pay the cost. We end here with thanks to all of you."
)
SHOWN = BELOW.replace("may", "must").replace("end here", "close")


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        (SHOWN, [BELOW]),
        (SHOWN.replace("cost", "price"), [BELOW.replace("cost", "price")]),
        (SHOWN.replace("must", "shall"), [BELOW.replace("may", "shall")]),
        (SHOWN.replace("must", "shall").replace("close", "stop"), []),
        # Accepted words right beside what was typed may find no room beneath: then they stay as typed, and they alone.
        (SHOWN.replace("must not", "must surely not"),
         [BELOW.replace("may not", "may surely not"), BELOW.replace("may not", "must surely not")]),
        (SHOWN.replace(". Its", ".\n\nIts"), [BELOW.replace(". Its", ".\n\nIts")]),
        (SHOWN.replace(" Its owners pay the cost.", "") + " Its owners pay the cost.",
         [BELOW.replace(" Its owners pay the cost.", "") + " Its owners pay the cost."]),
    ],
)  # fmt: skip
def test_what_the_writer_changed_goes_beneath_and_what_was_written_over_stays_as_typed(
    typed: str, found: list[str]
) -> None:
    assert list(beneath(SHOWN, typed, BELOW)) == found


def test_what_shows_no_more_than_what_lies_beneath_gives_what_was_typed() -> None:
    assert list(beneath(BELOW, SHOWN, BELOW)) == [SHOWN]
