"""Every page that answers a form has the languages as buttons of that form; with one of them nothing is done."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from tests.machines.asking import moved_in
from tests.machines.screens import READERS, Pages
from tests.machines.test_walk import OPEN, TABLE
from tests.machines.town import STRANGER
from tests.machines.walking import IN
from workflow import database

_FORM = re.compile(r'<form\b[^>]*\bmethod="post"[^>]*>')
_ACTION = re.compile(r'\baction="([^"]*)"')
_LEAVING = frozenset({"account.sign_out", "account.exit_quietly", "account.sign_in_as"})
_STEPS = frozenset({"statements.new", "statements.create"})  # the words of one go on in the form of the other
_BUTTON = 'form="written" name="page_language" value="fr"'


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pages]:
    """The pages of the town; everybody reads French."""
    folder = tmp_path_factory.mktemp("redrawn")
    yield Pages(moved_in(folder, f"sqlite:///{folder / 'town.sqlite3'}"), language="fr")
    database.engine().dispose()


def test_whatever_form_is_sent_for_another_language_changes_nothing_and_has_its_page(pages: Pages) -> None:
    """Each form of the walk's table is sent as it would do its work, but with the button of a language."""
    walk, drawn = pages._walk, set()
    for rule, line, place in walk.ways(TABLE):
        if line.post is None or rule.endpoint in _LEAVING:
            continue
        for who in (STRANGER,) if rule.endpoint in OPEN else READERS:
            if walk.expected(who, place, rule, line.post, rule.endpoint in OPEN) != IN:
                continue
            path = walk.path(rule, place) + walk.query(rule, place)
            got = pages.ground.browsers.send(who, path, {**walk.typed(rule, line, place), "page_language": "fr"})
            where = (rule.endpoint, who, place.stage, got.status_code)
            assert pages._kept.is_unchanged() and got.status_code < 500, where
            if b'id="written"' in got.data:
                said = re.sub(r"\s+", " ", got.text)
                assert _BUTTON in said and said.count('id="written"') == 1, where
                (form,) = (each for each in _FORM.findall(said) if 'id="written"' in each)
                sent_to = _ACTION.search(form)
                assert not sent_to or rule.endpoint in _STEPS or urlsplit(sent_to[1]).path == urlsplit(path).path, where
                drawn.add(rule.endpoint)
            break
    assert len(drawn) >= 40
