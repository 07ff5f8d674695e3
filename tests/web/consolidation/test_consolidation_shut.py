"""The consolidation while it is shut: its penholder reads why and when it opens, others find no such page."""

from datetime import timedelta
from typing import Any

from tests import calls
from tests.consolidations import CRITICAL
from tests.web.consolidation_site import fields, opened, without_tags
from workflow.services.consultation import consulting

__all__ = ["opened"]


def test_a_penholder_reads_that_the_consolidation_opens_when_the_consultation_closes_and_what_was_typed_stays(
    opened: Any,
) -> None:
    with opened(CRITICAL) as here:
        browser = here.browser()
        sent = fields(browser.get(here.address(3)).text) | {"A1_kind": "not_accepted", "A1_reason": "Clear as it is."}
        later = here.room.clock() + timedelta(days=1)
        here.room.do("sol", consulting.reopen_consultation, closes_at=later, reason="Two could not sign in.")
        said = "The consultation was reopened by Secretariat and is open until"
        back = browser.post(here.address(3), sent)
        assert back.status_code == 403
        assert said in back.text and "Your role does not allow" not in back.text
        assert fields(back.text)["A1_reason"] == "Clear as it is."
        shut = browser.get(here.address(3))
        assert (
            shut.status_code == 200 and said in shut.text and f"/statements/{here.room.key}/consultation" in shut.text
        )
        assert here.browser("dana", "delta").get(here.address()).status_code == 404


def test_a_penholder_reads_that_the_version_is_being_decided_on(opened: Any) -> None:
    with opened() as here:
        closes_at = here.room.clock() + timedelta(days=1)
        here.room.do("sara", calls.open_ballot, version=1, languages=["en"], closes_at=closes_at)
        page = without_tags(here.browser().get(here.address()).text)
        assert (
            "Version 1 is before the Committee. The consolidation opens again if this version is not adopted."
        ) in page
