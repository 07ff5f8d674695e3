"""A version as a Word file, from its page."""

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import Engine

from tests.rooms import Room, furnished, furnished_open
from tests.web.items.test_points_file import Visit, head
from tests.web.site import Visitor
from workflow import app as roof
from workflow import database as record
from workflow.config import Settings
from workflow.formats.word.own_names import version_mark
from workflow.formats.word.reading import read_word
from workflow.formats.word.taking import taken
from workflow.formats.word.values import TakenAs
from workflow.services.consultation import consulting
from workflow.services.people.signins import start_sign_in
from workflow.text.document import canonical, digest


@pytest.fixture
def visit(settings: Settings) -> Callable[[Room, str], Visitor]:
    """Sign somebody in to the room's application."""

    def signed_in(room: Room, name: str) -> Visitor:
        with record.transaction() as session:
            token = start_sign_in(session, room.people[name])
        client = roof.create_app(settings).test_client()
        with client.session_transaction(base_url=settings.base_url) as kept:
            kept["sign_in"] = token
        return Visitor(client, settings.base_url)

    return signed_in


@pytest.fixture
def room(database: Engine) -> Iterator[Room]:
    """A statement with a consultation open."""
    with furnished_open() as here:
        yield here


def test_a_version_is_read_back_as_its_very_text(room: Room, visit: Visit) -> None:
    got = visit(room, "dana").get(f"/statements/{room.key}/text.docx")
    text = read_word(got.data)
    title, *blocks = taken(text, TakenAs.ACCEPTED)
    assert canonical(title.text, blocks) == canonical(title.text, room.blocks())
    assert [each.bookmark for each in text.paragraphs[1:]] == [each.id for each in room.blocks()]
    mark = version_mark(text.version_mark)
    assert mark and (mark.statement, mark.version, mark.language) == (room.key, 1, "en")
    assert mark.digest == digest(title.text, room.blocks()) and not mark.has_points
    assert got.headers["Content-Disposition"] == 'attachment; filename="JS-2026-1-v1-text-en.docx"'
    assert got.headers["Cache-Control"] == "no-store"


def test_its_head_bears_the_mark_of_the_version_and_the_way_back(room: Room, visit: Visit) -> None:
    said = head(visit(room, "dana").get(f"/statements/{room.key}/text.docx").data)
    assert "Version 1 · For the organisations that take part; not for circulation" in said
    assert "send it in under “Our points”" in said and f"/statements/{room.key}/our-points" in said
    assert "JS 2026/1 · English" in said


def test_after_the_consultation_no_way_back_is_shown(room: Room, visit: Visit) -> None:
    room.do("sara", consulting.close_consultation)
    assert "our-points" not in head(visit(room, "dana").get(f"/statements/{room.key}/text.docx").data)


def test_the_page_leads_to_the_file_of_the_text_that_it_shows(room: Room, visit: Visit) -> None:
    page = visit(room, "dana").get(f"/statements/{room.key}").text
    assert page.count(f"/statements/{room.key}/text.docx?version=1&amp;language=en") == 2
    assert "points.docx" not in page  # there are none


def test_what_is_not_there_is_not_found(room: Room, visit: Visit) -> None:
    for rest in ("?version=7", "?language=fr", "?version=1&language=xx"):
        assert visit(room, "dana").get(f"/statements/{room.key}/text.docx{rest}").status_code == 404


def test_a_draft_before_its_first_version_is_for_who_may_see_it(database: Engine, visit: Visit) -> None:
    with furnished() as room:
        got = visit(room, "sara").get(f"/statements/{room.key}/text.docx")
        assert got.headers["Content-Disposition"] == 'attachment; filename="JS-2026-1-draft-text-en.docx"'
        assert "Draft · " in head(got.data) and "our-points" not in head(got.data)
        assert visit(room, "nadia").get(f"/statements/{room.key}/text.docx").status_code == 404
