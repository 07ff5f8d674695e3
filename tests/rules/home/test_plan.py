"""The calendar of all that is running: which days are its columns, and what stands on which of them."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from workflow.rules.home.plan import Calendar, Course, Milestone, coming_occasion, milestones, next_working_day, plan
from workflow.rules.shared.lifecycle import Stage

HAGUE = ZoneInfo("Europe/Amsterdam")
NOW = datetime(2024, 12, 4, 11, 48, tzinfo=HAGUE)  # a Wednesday
PLENARY = datetime(2024, 12, 7, 15, 0, tzinfo=HAGUE)
NOTICE = timedelta(hours=24)


def at(day: int, hour: int = 18, month: int = 12) -> datetime:
    return datetime(2024, month, day, hour, tzinfo=HAGUE)


def course(
    stage: Stage,
    closes_at: datetime | None = None,
    release_at: datetime | None = None,
    occasion_at: datetime | None = None,
) -> Course:
    return Course(stage, closes_at, release_at, occasion_at, NOTICE)


def shape(found: Calendar) -> list[str]:
    """Each column as its first and last day of the month: 5, 6-8, 9 and later as 9-."""
    said = []
    for each in found.columns:
        last = "" if each.last is None else str(each.last.day)
        mark = ("t" if each.is_today else "") + ("o" if each.is_occasion else "")
        said.append(f"{each.first.day}{'' if each.is_one_day else '-' + last}{mark}")
    return said


def drawn(found: Calendar, row: int = 0) -> list[str]:
    """Each cell of a row: = where members can act, - where it is on its way, and what ends there."""
    return [
        ("=" if cell.is_live else "-" if cell.runs else "") + "+".join(due.what.value for due in cell.ends)
        for cell in found.rows[row]
    ]


def test_each_day_up_to_the_occasion_the_next_working_day_and_all_later_ones_are_columns() -> None:
    found = plan([course(Stage.CONSULTATION, at(4), occasion_at=PLENARY)], NOW, HAGUE)
    assert shape(found) == ["4t", "5", "6", "7o", "8-9", "10-"]
    assert found.occasion_at == PLENARY
    assert drawn(found) == ["=consultation_closes", "-", "-submit_by", "-occasion", "", ""]


def test_a_ballot_that_closes_after_the_occasion_of_another_stands_on_its_own_day() -> None:
    rows = [
        course(Stage.CONSULTATION, at(5), occasion_at=PLENARY),
        course(Stage.DECISION, at(9, 12)),
        course(Stage.DECISION, at(8, 12)),
        course(Stage.DECISION, at(13, 12)),
    ]
    found = plan(rows, NOW, HAGUE)
    assert drawn(found, 0)[:2] == ["=", "=consultation_closes"]
    assert drawn(found, 1) == ["=", "=", "=", "=", "=ballot_closes", ""]
    assert drawn(found, 2) == drawn(found, 1), "a Sunday stands in the column of the working day after it"
    assert drawn(found, 3) == ["=", "=", "=", "=", "=", "=ballot_closes"]


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (0, ["4to", "5", "6-"]),
        (1, ["4t", "5o", "6", "7-"]),
        (2, ["4t", "5", "6o", "7-9", "10-"]),
        (4, ["4t", "5", "6", "7", "8o", "9", "10-"]),
        (5, ["4t", "5-8", "9o", "10", "11-"]),
        (7, ["4t", "5-10", "11o", "12", "13-"]),
        (8, ["4t", "5-11", "12o", "13", "14-"]),
        (40, ["4t", "5-12", "13o", "14", "15-"]),
    ],
)
def test_days_on_which_nothing_happens_are_one_column_where_they_are_many(days: int, expected: list[str]) -> None:
    found = plan([course(Stage.DECISION, occasion_at=NOW + timedelta(days=days))], NOW, HAGUE)
    assert shape(found) == expected


def test_days_on_which_something_happens_keep_their_columns_as_long_as_there_is_room() -> None:
    occasion = at(20, 15)
    rows = [course(Stage.DECISION, at(day, 12)) for day in (6, 9, 11, 13)]
    found = plan([course(Stage.DRAFT, occasion_at=occasion), *rows], NOW, HAGUE)
    assert shape(found) == ["4t", "5", "6", "7-19", "20o", "21-23", "24-"]
    assert drawn(found, 1) == ["=", "=", "=ballot_closes", "", "", "", ""]
    assert drawn(found, 4) == ["=", "=", "=", "=ballot_closes", "", "", ""]


def test_without_an_occasion_the_plan_ends_with_the_last_deadline() -> None:
    rows = [course(Stage.CONSULTATION, at(6)), course(Stage.DECISION, at(12)), course(Stage.ADOPTED, None, at(5, 9))]
    found = plan(rows, NOW, HAGUE)
    assert found.occasion_at is None
    assert shape(found) == ["4t", "5", "6", "7-11", "12"]
    assert drawn(found, 0) == ["=", "=", "=consultation_closes", "", ""]
    assert drawn(found, 2) == ["-", "-release", "", "", ""]


def test_many_deadlines_without_an_occasion_take_no_more_than_seven_columns() -> None:
    found = plan([course(Stage.DECISION, at(day, 12)) for day in range(5, 29, 3)], NOW, HAGUE)
    assert shape(found) == ["4t", "5", "6-7", "8", "9-25", "26"]
    assert [end for cell in found.rows[4] for end in cell.ends] and len(found.columns) <= 7


def test_a_statement_without_any_date_has_a_row_in_which_nothing_runs() -> None:
    found = plan([course(Stage.DRAFT), course(Stage.CONSULTATION, at(5))], NOW, HAGUE)
    assert drawn(found, 0) == ["", ""]
    assert shape(plan([course(Stage.DRAFT)], NOW, HAGUE)) == ["4t"]
    assert plan([], NOW, HAGUE).rows == ()


def test_what_should_have_happened_stands_under_today_and_draws_no_bar() -> None:
    rows = [
        course(Stage.CONSULTATION, at(3)),
        course(Stage.ADOPTED, None, at(2)),
        course(Stage.DRAFT, None, None, at(1)),
    ]
    found = plan(rows, NOW, HAGUE)
    assert found.occasion_at is None, "it is over"
    assert shape(found) == ["4t"]
    assert [drawn(found, row) for row in range(3)] == [["consultation_closes"], ["release"], ["occasion"]]


def test_a_statement_whose_last_moment_for_a_ballot_has_passed_is_still_on_its_way_to_the_occasion() -> None:
    found = plan([course(Stage.CONSOLIDATION, occasion_at=at(5, 9))], NOW, HAGUE)
    assert drawn(found) == ["-submit_by", "-occasion", "", ""]


def test_a_ballot_is_to_be_submitted_its_notice_before_the_occasion_and_not_once_it_is_open() -> None:
    early = milestones(course(Stage.DRAFT, occasion_at=PLENARY), NOW)
    assert [(due.what, due.at) for due in early] == [
        (Milestone.SUBMIT_BY, PLENARY - NOTICE),
        (Milestone.OCCASION, PLENARY),
    ]
    later = milestones(course(Stage.DECISION, at(6), at(7, 15), PLENARY), NOW)
    assert [due.what for due in later] == [Milestone.BALLOT_CLOSES, Milestone.RELEASE, Milestone.OCCASION]


def test_an_embargo_that_has_ended_before_the_adoption_holds_nothing_back() -> None:
    assert milestones(course(Stage.DECISION, at(6), at(3)), NOW)[0].what is Milestone.BALLOT_CLOSES
    assert len(milestones(course(Stage.DECISION, at(6), at(3)), NOW)) == 1


@pytest.mark.parametrize(
    ("occasions", "expected"),
    [
        ([], None),
        ([at(3)], None),
        ([at(5), PLENARY], PLENARY),
        ([at(5), at(20)], at(5)),
        ([at(3), at(20), at(31)], at(20)),
        ([NOW], NOW),
    ],
)
def test_the_plan_goes_back_from_the_last_occasion_of_the_week_else_from_the_next(
    occasions: list[datetime], expected: datetime | None
) -> None:
    assert coming_occasion(occasions, NOW) == expected


def test_a_moment_stands_on_the_day_of_the_readers_calendar() -> None:
    rows = [course(Stage.DECISION, at(5, 20), occasion_at=PLENARY)]
    assert drawn(plan(rows, NOW, HAGUE)) == ["=", "=ballot_closes", "-", "-occasion", "", ""]
    tokyo = plan(rows, NOW, ZoneInfo("Asia/Tokyo"))
    assert shape(tokyo) == ["4t", "5", "6", "7o", "8-9", "10-"]
    assert drawn(tokyo)[2] == "=ballot_closes", "there it is Friday, 04:00"
    honolulu = plan(rows, datetime(2024, 12, 4, 9, 0, tzinfo=UTC), ZoneInfo("Pacific/Honolulu"))
    assert shape(honolulu)[0] == "3t", "there it is still Tuesday"


def test_the_day_on_which_the_clocks_are_put_forward_is_a_day_like_others() -> None:
    now = datetime(2026, 3, 28, 23, 30, tzinfo=HAGUE)
    occasion = datetime(2026, 3, 30, 0, 30, tzinfo=HAGUE)  # 24 hours later, two days on
    assert occasion.astimezone(UTC) - now.astimezone(UTC) == timedelta(hours=24)
    found = plan([course(Stage.DECISION, datetime(2026, 3, 29, 3, 0, tzinfo=HAGUE), None, occasion)], now, HAGUE)
    assert shape(found) == ["28t", "29", "30o", "31", "1-"]
    assert drawn(found) == ["=", "=ballot_closes", "-occasion", "", ""]


@pytest.mark.parametrize(("day", "expected"), [(4, 5), (6, 9), (7, 9), (8, 9), (9, 10)])
def test_the_next_working_day_is_none_of_a_weekend(day: int, expected: int) -> None:
    assert next_working_day(date(2024, 12, day)) == date(2024, 12, expected)
