"""The help page says what the tables of rules/ say, of every stage, role and event."""

import pytest
from flask_babel import force_locale

from tests.web.site import Site, site
from workflow.rules.notifications.audiences import AUDIENCES, Audience
from workflow.rules.shared.lifecycle import Move, Stage
from workflow.rules.shared.permissions import Action, Role
from workflow.web.home import help_words as words

__all__ = ["site"]


def test_every_word_of_the_tables_has_its_sentence(site: Site) -> None:
    with site.app.test_request_context(base_url=site.base), force_locale("en"):
        for said, every in (
            (words.stages(), set(Stage)),
            (words.moves(), set(Move)),
            (words.roles(), set(Role)),
            (words.actions(), set(Action)),
            (words.audiences(), set(Audience)),
            (words.events(), {kind for kind, who in AUDIENCES.items() if who is not Audience.NOBODY}),
        ):
            assert set(said) == every and all(said.values())


@pytest.mark.parametrize("name", [None, "dana", "sara"])
def test_everybody_reads_the_help_page_and_a_stranger_gets_no_cookie(site: Site, name: str | None) -> None:
    visitor = site.signed_in(name) if name else site.visitor()
    answer = visitor.get("/help")
    assert answer.status_code == 200 and ("Set-Cookie" in answer.headers) is False
    for stage in Stage:
        assert f'id="{stage.value}"' in answer.text


def test_the_page_says_that_others_comments_are_told_to_nobody(site: Site) -> None:
    told = site.visitor().get("/help").text.partition('id="told"')[2]
    assert "Someone replies" in told and "A comment" not in told
