"""Which mails go out first, and which of them say the same to many."""

import pytest

from workflow.rules.notifications.audiences import AUDIENCES, TELLS_OF_ITEMS, Audience
from workflow.rules.notifications.bodies import TOLD_ALIKE
from workflow.rules.notifications.events import EventKind
from workflow.rules.notifications.urgency import AT_ONCE, WAITED_FOR, Urgency, urgency_of


@pytest.mark.parametrize("kind", [kind for kind in EventKind if AUDIENCES[kind] is Audience.THE_PERSON])
def test_mails_about_ones_own_access_go_out_before_all_others(kind: EventKind) -> None:
    assert urgency_of(kind) is Urgency.WAITED_FOR < Urgency.AT_ONCE


@pytest.mark.parametrize(
    "kind",
    [
        EventKind.CONSULTATION_OPENED,
        EventKind.CONSULTATION_CLOSED,
        EventKind.VERSION_ISSUED,
        EventKind.REPLY_POSTED,
        EventKind.STATEMENT_ADOPTED,
    ],
)
def test_news_that_nobody_has_to_act_on_within_the_hour_may_wait(kind: EventKind) -> None:
    assert urgency_of(kind) is Urgency.MAY_WAIT > Urgency.AT_ONCE


def test_both_tables_name_kinds_alone_of_which_somebody_is_told() -> None:
    assert Audience.NOBODY not in {AUDIENCES[kind] for kind in WAITED_FOR | AT_ONCE | TOLD_ALIKE}


def test_no_mail_about_ones_own_points_people_or_access_shares_a_body() -> None:
    own = TELLS_OF_ITEMS | {Audience.THE_PERSON, Audience.COLLEAGUES, Audience.SEATS}
    assert not {AUDIENCES[kind] for kind in TOLD_ALIKE} & own
