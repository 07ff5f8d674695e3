"""The Word file of a version with its points: what the page counts, each by who the reader may know it is by."""

import io
import re
import zipfile
from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import Engine

from tests import posting
from tests.queries.consolidation.test_response_table import answered, code
from tests.rooms import Room, furnished_open
from tests.web.site import Visitor
from workflow import app as roof
from workflow import database as record
from workflow.config import Settings
from workflow.formats.word.own_names import version_mark
from workflow.formats.word.reading import read_word
from workflow.formats.word.taking import taken
from workflow.formats.word.values import TakenAs, WordText
from workflow.rules.items.kinds import ItemKind
from workflow.services.people.signins import start_sign_in

SECRETS = ("Vigías", "Estero", "elena")
Visit = Callable[[Room, str], Visitor]


@pytest.fixture
def room(database: Engine) -> Iterator[Room]:
    """Two versions; on the first one a protected organisation's amendment and a private comment."""
    with answered() as here:
        yield here


@pytest.fixture
def visit(settings: Settings) -> Visit:
    """Sign somebody in to the room's application."""

    def signed_in(room: Room, name: str) -> Visitor:
        with record.transaction() as session:
            token = start_sign_in(session, room.people[name])
        client = roof.create_app(settings).test_client()
        with client.session_transaction(base_url=settings.base_url) as kept:
            kept["sign_in"] = token
        return Visitor(client, settings.base_url)

    return signed_in


def head(data: bytes) -> str:
    """The words at the head of the first page."""
    xml = zipfile.ZipFile(io.BytesIO(data)).read("word/header1.xml").decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", xml))


def points(text: WordText) -> list[str]:
    """The references of all points of a file."""
    return sorted(each.body.split()[0] for each in text.comments if not each.answers)


def shown(visitor: Visitor, room: Room, version: int) -> int:
    """How many points the page says are beside that version."""
    page = visitor.get(f"/statements/{room.key}?version={version}").text
    found = re.search(r'<span class="dim num">(\d+)', page.partition('id="choices"')[2])
    assert found
    return int(found[1])


@pytest.mark.parametrize("who", ["fred", "lucie", "sara", "elena"])
def test_a_file_holds_the_points_that_the_page_counts_and_says_how_many(room: Room, visit: Visit, who: str) -> None:
    visitor = visit(room, who)
    got = visitor.get(f"/statements/{room.key}/points.docx?version=1")
    text = read_word(got.data)
    number = shown(visitor, room, 1)
    assert len(points(text)) == number == (5 if who in ("fred", "elena") else 6)
    assert f"This file holds {number} comments and amendments." in head(got.data)
    assert ("C2" in points(text)) is (who in ("lucie", "sara"))
    assert ("1 point is for the penholder only." in head(got.data)) is (who in ("lucie", "sara"))


def test_every_amendment_is_a_tracked_change_or_is_named_at_the_head(room: Room, visit: Visit) -> None:
    got = visit(room, "fred").get(f"/statements/{room.key}/points.docx?version=1")
    text = read_word(got.data)
    assert "3 amendments are tracked changes, each with its reason as a comment." in head(got.data)
    assert {each.words for each in text.revisions} >= {"thank", "salute", "twice", "three times"}
    assert [each.text for each in taken(text, TakenAs.REFUSED)[1:]] == [each.text for each in room.blocks(1)]


@pytest.mark.parametrize("who", ["fred", "sara", "elena"])
def test_a_protected_organisation_is_named_to_nobody_in_a_file(room: Room, visit: Visit, who: str) -> None:
    data = visit(room, who).get(f"/statements/{room.key}/points.docx?version=1").data
    archive = zipfile.ZipFile(io.BytesIO(data))
    words = "\n".join(archive.read(name).decode() for name in archive.namelist())
    assert not [secret for secret in SECRETS if secret.casefold() in words.casefold()]
    hidden = [each for each in read_word(data).revisions if each.words == "three times"]
    assert [each.author for each in hidden] == [f"Member organisation {code(room)}"]
    assert [each.at and each.at.hour for each in hidden] == [0]  # the day alone


def test_the_file_says_of_which_text_it_is_and_is_kept_by_nobody_on_the_way(room: Room, visit: Visit) -> None:
    got = visit(room, "fred").get(f"/statements/{room.key}/points.docx?version=1")
    mark = version_mark(read_word(got.data).version_mark)
    assert mark and (mark.statement, mark.version, mark.language, mark.has_points) == (room.key, 1, "en", True)
    assert got.headers["Cache-Control"] == "no-store"
    assert got.headers["Content-Disposition"] == 'attachment; filename="JS-2026-1-v1-points-en.docx"'
    assert got.mimetype == "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def test_a_version_without_points_that_the_reader_may_see_offers_its_text_alone(room: Room, visit: Visit) -> None:
    page = visit(room, "fred").get(f"/statements/{room.key}?version=1").text
    assert "/points.docx?version=1" in page and "/text.docx?version=1" in page
    assert visit(room, "fred").get(f"/statements/{room.key}/points.docx?version=9").status_code == 404


def test_an_amendment_of_words_that_another_one_changes_stands_in_a_comment_with_its_words(
    database: Engine, visit: Visit
) -> None:
    with furnished_open() as room:
        given = {"version": 1, "kind": ItemKind.REPLACE, "block": room.blocks()[1].id, "language": "en"}
        for who, words in (("dana", "three times"), ("fred", "four times")):
            room.do(who, posting.propose_amendment, **given, words="twice", proposal=words, reason="Because.")
        room.do("fred", posting.post_comment, version=1, body="A draft?", language="en", block=None)
        data = visit(room, "dana").get(f"/statements/{room.key}/points.docx").data
        text = read_word(data)
    assert [each.words for each in text.revisions] == ["twice", "three times"]
    assert "1 amendment stands in a comment, because an earlier one changes the same words" in head(data)
    assert head(data).rstrip().endswith("A2")
    bodies = {each.body.split()[0]: each for each in text.comments}
    assert bodies["A2"].body.splitlines()[1:] == ["Words proposed: four times", "Because."]
    assert bodies["A1"].body.splitlines() == ["A1 Amendment", "Because."]
    assert bodies["C1"].words == text.paragraphs[0].text
