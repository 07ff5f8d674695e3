"""What a reader sees of the room in a real browser: where the text begins, and that its lines stay where they are."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from sqlalchemy import Engine, select, update

from tests import calls, posting
from tests.consolidations import answer, issue
from tests.decisions import adopt
from tests.rooms import CLOSES
from tests.web.house import House, house_of
from tests.web.window import DESK, PHONE, window
from workflow.config import Settings
from workflow.database import transaction
from workflow.models.item import Item
from workflow.models.person import Person
from workflow.models.publication import Progress, Publication
from workflow.models.statement import Statement
from workflow.models.version import Draft
from workflow.rules.items.kinds import ItemKind
from workflow.rules.shared.lifecycle import Stage
from workflow.services.consultation import consulting
from workflow.text.document import parse

TITLE = "Closing Statement of the Coalition for the Convention on Shared Waters"
FRENCH = """Mesdames et Messieurs,

La rivière est montée **deux fois** cette année. Elle montera encore, et ses riverains le savent.

Nous appelons les États à garder les vannes ouvertes. Nous remercions ceux qui l'ont fait.

Le moment est difficile pour la Cour des eaux.
"""
LANGUAGES = ("en", "fr", "ar")
LINE = """() => [...document.querySelectorAll('.doc .txt')].flatMap(text => {
  const range = document.createRange();
  range.selectNodeContents(text);
  return [...range.getClientRects()].map(box => [box.left + scrollX, box.top + scrollY]);
})"""
HEIGHT = """lines => lines.map(line => {
  const boxes = [...line.children].map(each => each.getBoundingClientRect());
  return Math.max(...boxes.map(box => box.bottom)) - Math.min(...boxes.map(box => box.top));
})"""
NUMBERS = count(1)  # the same words at the same place are one item


@contextmanager
def held(settings: Settings, stage: Stage = Stage.CONSULTATION) -> Iterator[House]:
    """The house with a text in English and French, a title of two lines and an occasion, taken to that stage."""
    with house_of(settings, opened=False) as house:
        room = house.room
        with transaction() as session:
            session.execute(update(Statement).values(title=TITLE, occasion="Twelfth Session of the Assembly"))
            session.execute(update(Draft).values(title=TITLE))
            blocks = session.scalars(select(Draft.blocks)).one()
        blocks = [replace(block, text=each.text) for block, each in zip(blocks, parse(FRENCH), strict=True)]
        title = "Déclaration de clôture de la Coalition pour la Convention sur les eaux partagées"
        room.do("sara", calls.save_draft, language="fr", serial=0, title=title, occasion="", blocks=blocks)
        for move in _moves(house, stage):
            move()
        yield house


def _moves(house: House, stage: Stage) -> list[Any]:
    room = house.room
    order = [
        (Stage.CONSULTATION, lambda: room.do("sara", calls.open_consultation, closes_at=CLOSES)),
        (Stage.CONSOLIDATION, lambda: (speak(house), room.do("sara", consulting.close_consultation))),
        (Stage.DECISION, lambda: _decide(house)),
        (Stage.ADOPTED, lambda: adopt(room)),
        (Stage.PUBLISHED, _publish),
    ]
    stages = [each for each, _ in order]
    return [move for _, move in order[: stages.index(stage) + 1]] if stage in stages else []


def speak(house: House) -> None:
    """Points on the first numbered paragraphs: five on one, so that all are shown, and an amendment on another."""
    blocks = house.room.blocks()
    for _ in range(5):
        facts = {"version": 1, "block": blocks[1].id, "body": f"Say more {next(NUMBERS)}.", "language": "en"}
        house.room.do("nadia", posting.post_comment, **facts)
    facts = {"version": 1, "kind": ItemKind.REPLACE, "reason": "Better.", "language": "en", "block": blocks[3].id}
    house.room.do("nadia", posting.propose_amendment, words="difficult", proposal="critical", **facts)


def _decide(house: House) -> None:
    for reference in ("C1", "C2", "C3", "C4", "C5", "A1"):
        answer(house.room, reference, "noted", reason="Said elsewhere.")
    issue(house.room)
    closes_at = house.room.clock.at + timedelta(days=3)
    house.room.do("sara", calls.open_ballot, version=2, languages=["en"], closes_at=closes_at)


def _publish() -> None:
    with transaction() as session:
        session.execute(update(Statement).values(stage=Stage.PUBLISHED))
        session.execute(update(Publication).values(progress=Progress.DONE, published_at=CLOSES))


def speaks(name: str, house: House, language: str) -> None:
    """Have that person read the pages in a language."""
    with transaction() as session:
        session.execute(update(Person).where(Person.id == house.room.people[name]).values(language=language))


def tops(page: Page) -> tuple[float, float]:
    """How far down the text begins, and its first numbered paragraph."""
    found = page.evaluate(
        """() => [document.querySelector('.doc .txt'), document.querySelector('.para:has(> #p1) .txt')]
             .map(each => each.getBoundingClientRect().top + scrollY)"""
    )
    return found[0], found[1]


@pytest.mark.parametrize("stage", [each for each in Stage if each is not Stage.ABANDONED])
def test_the_text_begins_near_the_top_at_every_stage_and_in_every_script(
    database: Engine, settings: Settings, chromium: Browser, stage: Stage
) -> None:
    seen = {}
    with held(settings, stage) as house:
        for name in ("dana", "sara") if stage is Stage.DRAFT else ("nadia", "dana", "sara"):
            for language in LANGUAGES:
                speaks(name, house, language)
                for size in (DESK, PHONE):
                    with window(chromium, house.visitor(name), size) as page:
                        page.goto(house.base + house.address)
                        seen[name, language, size] = tops(page)
    for (name, language, size), (first, numbered) in seen.items():
        assert numbered <= 420 or size == PHONE, (name, language, numbered)
        assert first <= 300, (name, language, size, first)


@pytest.mark.parametrize("scripts", [True, False])
def test_points_that_are_opened_in_the_margin_move_no_line_of_the_text(
    database: Engine, settings: Settings, chromium: Browser, *, scripts: bool
) -> None:
    with held(settings) as house:
        speak(house)
        for language in LANGUAGES:
            speaks("dana", house, language)
            with window(chromium, house.visitor("dana"), scripts=scripts) as page:
                page.goto(house.base + house.address + "?language=en")
                before = page.evaluate(LINE)
                assert len(before) > 4
                for place in range(page.locator(".points > summary").count()):
                    page.locator(".points > summary").nth(place).press("Enter")  # an open one may lie over it
                    note = page.locator(".points[open] .note > summary").first
                    note.click()
                    assert note.is_visible() and page.evaluate(LINE) == before
                    text, box = page.locator(".doc .txt").first.bounding_box(), page.locator(".points[open] > div")
                    opened = box.bounding_box()
                    assert text and opened
                    assert opened["x"] >= text["x"] + text["width"] or opened["x"] + opened["width"] <= text["x"]
                assert page.locator(".points[open]").count() == 1, "one is open at a time"
                page.locator(".points[open] > summary").click()
                assert page.locator(".points[open]").count() == 0 and page.evaluate(LINE) == before


def test_points_stand_in_one_line_a_paragraph_with_the_ways_to_write_beside_it(
    database: Engine, settings: Settings, chromium: Browser
) -> None:
    with held(settings) as house:
        speak(house)
        for size in (DESK, PHONE):
            with window(chromium, house.visitor("nadia"), size) as page:
                page.goto(house.base + house.address)
                lines = page.locator(".para > .beside")
                assert lines.count() == 4
                assert max(lines.evaluate_all(HEIGHT)) <= 50, size
                said = [" ".join(each.split()) for each in lines.all_inner_texts()]
                assert said[1].startswith("5 points, 5 ours") and "Amend" in said[1] and "Comment" in said[1]
                assert not page.locator(".note").first.is_visible()


def test_escape_closes_the_points_and_a_reference_in_the_text_opens_them(
    database: Engine, settings: Settings, chromium: Browser
) -> None:
    with held(settings) as house:
        speak(house)
        with window(chromium, house.visitor("dana")) as page:
            page.goto(house.base + house.address)
            page.locator(".txt .ref a").first.click()
            assert page.locator("#a1").is_visible() and page.locator(".points[open]").count() == 1
            page.keyboard.press("Escape")
            assert page.locator(".points[open]").count() == 0 and not page.locator("#a1").is_visible()
        with window(chromium, house.visitor("dana"), scripts=False) as page:
            page.goto(f"{house.base}{house.address}?open=A1#a1")
            assert page.locator("#a1").is_visible()


def test_the_line_that_has_the_focus_is_never_under_the_points_of_another_paragraph(
    database: Engine, settings: Settings, chromium: Browser
) -> None:
    with held(settings) as house:
        speak(house)
        with window(chromium, house.visitor("dana")) as page:
            page.goto(house.base + house.address)
            page.locator(".points > summary").first.click()
            page.locator("#p3").locator("..").locator(".beside > a").first.focus()
            assert page.locator(".points[open]").count() == 0


def test_text_twice_as_large_scrolls_nowhere_sideways_on_a_phone(
    database: Engine, settings: Settings, chromium: Browser
) -> None:
    with held(settings) as house:
        speak(house)
        for name in ("nadia", "sara"):
            for language in ("en", "fr", "es", "ar"):
                speaks(name, house, language)
                with window(chromium, house.visitor(name), PHONE) as page:
                    for path in ("", "?open=A1", "?show=ours", "?who=all", "/comments", "/comments?show=ours"):
                        page.goto(house.base + house.address + path)
                        page.evaluate("document.documentElement.style.fontSize = '200%'")
                        if not path:
                            page.locator(".ident > summary").click()
                        wide = page.evaluate("document.documentElement.scrollWidth")
                        assert wide <= PHONE[0], (name, language, path, wide)


def test_a_page_of_comments_is_a_few_screens_of_a_phone(
    database: Engine, settings: Settings, chromium: Browser
) -> None:
    with held(settings) as house:
        for _ in range(5):
            speak_again(house)
        with window(chromium, house.visitor("dana"), PHONE) as page:
            for number in (1, 2, 3):
                page.goto(f"{house.base}{house.address}/comments?page={number}")
                screens = page.evaluate("document.documentElement.scrollHeight") / PHONE[1]
                assert screens <= 5, (number, screens)
                assert page.locator(".ledger > li").count() <= 8
                assert page.locator("nav [rel=next], .pager a").count()


def speak_again(house: House) -> None:
    """Five points more on every numbered paragraph, with a reason of some lines."""
    for block in house.room.blocks()[1:]:
        said = f"Say more {next(NUMBERS)}. " + "The people of the river asked for it in May, and nobody answered. " * 3
        house.room.do("nadia", posting.post_comment, version=1, block=block.id, body=said, language="en")
        house.room.do("fred", posting.post_comment, version=1, block=block.id, body=said, language="en")


def test_headings_of_the_text_are_headings_one_below_the_other(
    database: Engine, settings: Settings, chromium: Browser
) -> None:
    with held(settings, Stage.DRAFT) as house:
        lines = (
            "## What we saw",
            "It rose.",
            "#### In March",
            "Twice.",
            "### In May",
            "Once.",
            "## What we ask",
            "Open.",
        )
        text = "\n\n".join(lines)
        room = house.room
        room.do("sara", calls.save_draft, language="en", serial=1, title=TITLE, occasion="", blocks=parse(text))
        room.do("sara", calls.open_consultation, closes_at=CLOSES)
        with window(chromium, house.visitor("dana")) as page:
            page.goto(house.base + house.address + "?language=en")
            found = page.locator("h1, .doc :is(h2, h3, h4, h5, h6)")
            tags = [each.evaluate("e => e.localName") for each in found.all()]
            assert tags == ["h1", "h2", "h3", "h3", "h2"]
            assert page.locator("[role=heading]").count() == 0
            assert page.get_by_role("heading", name="In March", level=3).count() == 1


@pytest.mark.parametrize("stage", [Stage.DECISION, Stage.ADOPTED, Stage.PUBLISHED])
def test_a_settled_text_says_nothing_of_new_points(
    database: Engine, settings: Settings, chromium: Browser, stage: Stage
) -> None:
    with held(settings, stage) as house, transaction() as session:
        session.execute(update(Item).values(touched_at=CLOSES))
        session.commit()
        dana = house.visitor("dana")
        for path in ("", "?show=past", "?show=past&open=A1", "/comments"):
            page = dana.get(house.address + path).text
            says = "new to you" in page or "data-new" in page or 'data-g="●">New' in page
            assert says is (stage is Stage.DECISION), (stage, path)
