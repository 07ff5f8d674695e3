"""The page that issues a version, and how much both pages of the consolidation ask of the database."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from sqlalchemy import event

from tests import calls
from tests.consolidations import (
    ADD,
    CRITICAL,
    SALUTE,
    answer,
    as_it_will_read,
    texts,
    write,
)
from tests.machines.forms import forms_of
from tests.web.consolidation_site import (
    COMMENT,
    added,
    opened,
    without_tags,
)
from tests.web.site import Visitor, source
from workflow import database as record
from workflow.models import Base
from workflow.models.item import CoProposer
from workflow.services.consolidation import issuing

__all__ = ["opened"]


def test_the_page_of_the_version_says_what_changes_and_what_is_left(opened: Any) -> None:
    with opened(CRITICAL, SALUTE, COMMENT) as here:
        answer(here.room, "A1", "accepted")
        page = here.browser().get(here.versions).text
        words = without_tags(page)
        assert "Issue version 2" in words and "2 points have no answer" in words
        assert added("critical") in source(page)
        assert "We call on states" not in words


def test_the_version_is_issued_with_the_rest_carried_over_only_by_choice(opened: Any) -> None:
    with opened(CRITICAL, SALUTE) as here:
        answer(here.room, "A1", "accepted")
        browser = here.browser()
        seen = _seen(browser.get(here.versions).text)
        back = browser.post(here.versions, {"seen": seen})
        assert back.status_code == 422
        assert '<a href="#carry_over">1 point has no answer yet: A2.</a>' in back.text
        done = browser.post(here.versions, {"seen": seen, "carry_over": "y"})
        assert done.status_code == 303
        assert done.location.endswith("from=1&to=2")
        assert texts(here.room.blocks())[3] == "This is a critical moment for the Court of Waters."
        page = browser.get(here.address()).text
        assert "0 of 1 answered" in page and 'id="a2"' in page


def _seen(page: str) -> str:
    found = re.search(r'name="seen" type="hidden" value="(\w{64})"', page)
    assert found is not None
    return found[1]


def primary(page: str) -> list[str]:
    """What the primary buttons of the page say."""
    found = re.findall(r'<(?:a|button)\s[^>]*class="btn primary"[^>]*>(.*?)</(?:a|button)>', page, re.S)
    return [without_tags(words).strip() for words in found]


def test_where_no_version_can_be_issued_the_next_step_is_the_primary_one(opened: Any) -> None:
    with opened(CRITICAL) as here:
        browser = here.browser()
        answer(here.room, "A1", "accepted")
        assert primary(browser.get(here.versions).text) == ["Issue version 2"]
        write(here.room, 3, "Now is the time to decide.")
        page = browser.get(here.versions).text
        assert "Until then no version can be issued" in without_tags(page)
        assert primary(page) == ["Go to A1"] and "Issue version 2" in without_tags(page)
        assert f'href="{here.address(3)}#a1"' in page


def test_the_number_of_words_says_that_it_counts_all_that_is_left_open(opened: Any) -> None:
    with opened(CRITICAL) as here:
        browser = here.browser()
        said = "with all alternatives in [square brackets]"
        assert said not in without_tags(browser.get(here.versions).text)
        answer(here.room, "A1", "bracketed")
        assert said in without_tags(browser.get(here.versions).text)
        assert said in without_tags(browser.get(here.address(3)).text)


def test_a_version_of_another_text_than_was_shown_is_not_issued(opened: Any) -> None:
    with opened(CRITICAL) as here:
        browser = here.browser()
        seen = _seen(browser.get(here.versions).text)
        answer(here.room, "A1", "accepted", by="sol")
        back = browser.post(here.versions, {"seen": seen})
        assert back.status_code == 409
        assert "has changed since you opened this page" in back.text
        assert browser.post(here.versions, {"seen": _seen(back.text)}).status_code == 303


def test_when_all_is_issued_the_consolidation_says_so(opened: Any) -> None:
    with opened(CRITICAL) as here:
        answer(here.room, "A1", "accepted")
        here.room.do("sara", issuing.issue_version)
        browser = here.browser()
        assert "There are no comments or amendments to answer" in browser.get(here.address()).text
        seen = _seen(browser.get(here.versions).text)
        assert "Nothing has changed since the last version" in browser.post(here.versions, {"seen": seen}).text


def test_a_version_without_answers_says_nothing_of_mails(opened: Any) -> None:
    with opened() as here:
        write(here.room, 3, "This is a critical hour.")
        browser = here.browser()
        done = browser.post(here.versions, {"seen": _seen(browser.get(here.versions).text)})
        page = browser.get(done.location).text
        assert "Version 2 is issued." in page and "told how" not in page


def test_the_number_of_sql_statements_does_not_grow_with_the_items(opened: Any) -> None:
    counted = []
    for many in (2, 12):
        items = [{**CRITICAL, "proposal": f"word{at}"} for at in range(many)]
        with _emptied(), opened(*items) as here:
            browser = here.browser()
            for address in (here.address(3), here.versions):
                counted.append(_statements(browser, address))
    assert counted[:2] == counted[2:]
    assert max(counted) <= 10


@contextmanager
def _emptied() -> Iterator[None]:
    with record.engine().begin() as connection:
        for table in reversed(Base.metadata.sorted_tables):
            connection.execute(table.delete())
    yield


def _statements(browser: Visitor, address: str) -> int:
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA")):
            seen.append(statement)

    event.listen(record.engine(), "before_cursor_execute", note)
    try:
        assert browser.get(address).status_code == 200
    finally:
        event.remove(record.engine(), "before_cursor_execute", note)
    return len(seen)


def test_a_common_amendment_behind_a_change_bears_all_its_names(opened: Any) -> None:
    with opened(CRITICAL) as here:
        with record.transaction() as session:
            house = here.room.organisations["fen"]
            session.add(CoProposer(item_id=here.room.item("A1").id, organisation_id=house))
        answer(here.room, "A1", "accepted")
        words = without_tags(here.browser().get(here.versions).text)
        assert re.search(r"A1 · Delta [^·]*, Fenland Water Society", words.split("behind the changes")[1])


def test_a_translation_of_a_new_paragraph_is_not_told_as_missing_before_the_issue(opened: Any) -> None:
    with opened({"kind": ADD, "paragraph": 3, "after": 3, "proposal": "We will pay."}) as here:
        answer(here.room, "A1", "accepted")
        for serial, block in enumerate(as_it_will_read(here.room).blocks):
            facts = {"language": "ar", "serial": serial, "block": block.id, "text": "كلمات."}
            here.room.do("sara", calls.save_paragraph, **facts)
        words = without_tags(here.browser().get(here.versions).text)
        assert "Arabic · complete" in words and "missing" not in words


def test_where_nothing_changed_since_the_last_version_the_page_says_so_and_offers_no_issue(opened: Any) -> None:
    with opened(CRITICAL, SALUTE) as here:
        answer(here.room, "A1", "accepted")
        here.room.do("sara", issuing.issue_version, carry_over=True)
        browser = here.browser()
        page = browser.get(here.versions).text
        said = "Nothing has changed since version 2, and there is no answer to send. There is nothing to issue."
        assert said in without_tags(page) and "The answers are sent with the version" not in page
        assert primary(page) == ["Back to the comments and amendments"] and 'name="carry_over"' not in page
        assert "Issue version 3 nothing to issue yet" in without_tags(browser.get(here.address(2)).text)
        answer(here.room, "A2", "not_accepted", reason="No.")
        page = browser.get(here.versions).text
        assert "The text stays as it is. The answers are sent with the version." in without_tags(page)
        assert primary(page) == ["Issue version 3"]
        assert "nothing to issue yet" not in without_tags(browser.get(here.address(2)).text)


def test_a_version_that_reads_as_before_is_issued_only_by_choice(opened: Any) -> None:
    with opened(CRITICAL) as here:
        answer(here.room, "A1", "accepted")
        here.room.do("sara", issuing.issue_version)
        here.room.clock.at += timedelta(minutes=1)
        french = {"language": "fr", "serial": 0, "text": "Le fleuve est monté deux fois."}
        here.room.do("sara", calls.save_paragraph, block=here.room.blocks()[1].id, **french)
        browser = here.browser()
        page = browser.get(here.versions).text
        assert "The text has not changed since version 2" in without_tags(page) and "Issue version 3" not in primary(
            page
        )
        sent = {"seen": _seen(page), "last": "2"}
        back = browser.post(here.versions, sent)
        assert back.status_code == 422 and 'href="#unchanged"' in back.text
        assert browser.post(here.versions, {**sent, "unchanged": "y"}).status_code == 303


def test_a_version_over_its_limit_is_issued_only_by_choice(opened: Any) -> None:
    with opened(CRITICAL, SALUTE) as here:
        answer(here.room, "A1", "accepted")
        browser = here.browser()
        assert 'name="over_limit"' not in browser.get(here.versions).text
        here.room.do("sara", calls.change_settings, word_limit=20)
        page = browser.get(here.versions).text
        sent = {"seen": _seen(page), "last": "1", "carry_over": "y"}
        back = browser.post(here.versions, sent)
        assert back.status_code == 422 and 'href="#over_limit"' in back.text and 'name="over_limit"' in page
        (form,) = [form for form in forms_of(back.text) if "seen" in form.fields]
        assert form.fields["carry_over"] == ["y"] and "over_limit" not in form.fields, "what was ticked stays"
        here.room.do("sara", calls.change_settings, word_limit=None, minutes_limit=0.25)
        assert browser.post(here.versions, sent).status_code == 422
        assert browser.post(here.versions, {**sent, "over_limit": "y"}).status_code == 303
