"""Accepted paragraphs that come in the same place: the page says their order, and one press puts another one first."""

import re
from typing import Any

from tests.consolidations import ADD, MOVE, answer, as_it_will_read, texts
from tests.machines.forms import forms_of
from tests.web.consolidation_site import opened, without_tags

__all__ = ["opened"]
ONE: dict[str, Any] = {"kind": ADD, "after": 2, "proposal": "One."}
TWO: dict[str, Any] = {"kind": ADD, "after": 2, "proposal": "Two.", "by": "fred"}
BACK: dict[str, Any] = {"kind": MOVE, "paragraph": 1, "after": 2, "by": "lucie"}


def test_both_are_accepted_and_the_page_says_their_order_and_turns_it_round(opened: Any) -> None:
    with opened(ONE, TWO, BACK) as here:
        browser = here.browser()
        before = without_tags(browser.get(here.address(2)).text)
        assert "would put paragraphs in the same place. You can accept all of them" in before
        assert "Accept at most one" not in before
        for item in ("A1", "A2", "A3"):
            answer(here.room, item, "accepted")
        page = browser.get(here.address(2)).text
        assert re.search(r"one after another: A3 A1 Put A1 first A2 Put A2 first", without_tags(page))
        form = next(each for each in forms_of(page) if each.fields.get("first") == ["A2"])
        sent = {name: values[-1] for name, values in form.fields.items()}
        done = browser.post(form.action, sent)
        assert done.status_code == 303 and f"paragraph={here.room.blocks()[2].id}" in done.location
        assert [text.split()[0] for text in texts(as_it_will_read(here.room).blocks)[2:5]] == ["Two.", "The", "One."]
        stale = browser.post(form.action, sent | {"first": "A1"})
        assert stale.status_code == 409 and "their order have changed since" in without_tags(stale.text)
        elsewhere = without_tags(browser.get(here.address(1)).text)
        assert "one after another: A2 A3 Put A3 first A1" in elsewhere
