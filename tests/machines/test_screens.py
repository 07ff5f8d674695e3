"""Every page on a small screen, by kinds of element: nothing scrolls sideways, and axe finds nothing.

`python -m bench.screens` looks at the same pages in all four languages.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.machines.asking import moved_in
from tests.machines.screens import PHONE, SMALL, Pages, Screens, Sheet, thin
from tests.machines.weights import NAME, weigh
from workflow import database


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pages]:
    """The pages of the town, with long names and unbreakable words in it."""
    folder = tmp_path_factory.mktemp("screens")
    ground = moved_in(folder, f"sqlite:///{folder / 'town.sqlite3'}", COMMUNIQUE_COALITION=NAME[:80])
    yield Pages(ground, weigh(ground.town))
    database.engine().dispose()


@pytest.fixture(scope="module")
def sheets(pages: Pages) -> list[Sheet]:
    """Those that show every kind of element, in English."""
    found = pages.collect()
    assert len({each.endpoint for each in found}) > 60
    return thin(found)


def test_twice_the_text_scrolls_nowhere_sideways_on_a_phone_and_axe_finds_nothing(
    pages: Pages, sheets: list[Sheet], chromium: Browser
) -> None:
    screens = Screens(chromium, pages.ground.browsers.base)
    with screens.window(PHONE) as page:
        for number, sheet in enumerate(pages.again(sheets, "fr")):
            screens.sticks_out(page, sheet, twice=True)
            if number % 2:
                screens.axe(page, sheet)
    screens.found_nothing()


def test_the_smallest_phone_scrolls_nowhere_sideways_without_scripts_and_pictures(
    pages: Pages, sheets: list[Sheet], chromium: Browser
) -> None:
    screens = Screens(chromium, pages.ground.browsers.base)
    with screens.window(SMALL, scripts=False) as page, screens.window(PHONE) as phone:
        for number, sheet in enumerate(pages.again(sheets, "ar")):
            screens.sticks_out(page, sheet, safest=True)
            if not number % 2:
                screens.axe(phone, sheet)
    screens.found_nothing()
