"""The lock of what is printed: one worker at a time, the first two as well."""

from threading import Event, Thread

import pytest
from sqlalchemy import Engine

from workflow import database as record
from workflow.services.publication import imprint


@pytest.mark.parametrize("before", [0, 1], ids=["first", "later"])
def test_of_two_workers_that_print_the_lists_one_waits_for_the_other(database: Engine, before: int) -> None:
    for _ in range(before):
        with record.transaction() as session:
            imprint.lock_files(session, "")
    inside = Event()

    def print_too() -> None:
        with record.transaction() as session:
            imprint.lock_files(session, "")
            inside.set()

    other = Thread(target=print_too)
    with record.transaction() as session:
        imprint.lock_files(session, "")
        other.start()
        assert not inside.wait(0.3), "both print at once"
    other.join(30)
    assert inside.is_set()
