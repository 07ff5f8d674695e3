"""Words that nobody else finds in the text: a penholder shows where they are, and the version is issued."""

from typing import Any

import pytest
from sqlalchemy import select

from tests import calls
from tests.consolidations import (
    ADD,
    CRITICAL,
    REPLACE,
    SALUTE,
    TITLE,
    accept,
    answer,
    as_it_will_read,
    behind,
    consolidation,
    disposition,
    draft,
    issue,
    issued,
    texts,
    write,
)
from tests.rooms import Room
from workflow import database
from workflow.models.event import Event
from workflow.models.item import PastDisposition
from workflow.rules.consolidation.refusals import NotInText, StaleDisposition
from workflow.rules.items.refusals import ParagraphGone, WordsFoundTwice, WordsNotFound
from workflow.rules.notifications.events import EventKind
from workflow.rules.shared.refusals import AlreadyDone, NotAllowed, NotFound
from workflow.services.consolidation import showing_where
from workflow.text.document import TITLE as OF_THE_TITLE

pytestmark = pytest.mark.usefixtures("database")
HARD = "This is a hard hour for the Court of Waters."


def show(room: Room, item: str = "A1", words: str = "hard hour", *, by: str = "sara", **facts: Any) -> Any:
    """What `by` shows for an item; in the fourth paragraph where no other is named."""
    given = disposition(room, item)
    facts = {"block": room.blocks()[3].id, "serial": given.serial if given else 0, **facts}
    return room.do(by, showing_where.show_where, item=item, words=words, **facts)


def events() -> list[dict[str, Any]]:
    with database.reading() as session:
        asked = select(Event).where(Event.kind == EventKind.WORDS_SHOWN).order_by(Event.id)
        return [event.data for event in session.scalars(asked)]


def test_the_version_is_issued_once_the_penholder_has_shown_where() -> None:
    with consolidation(CRITICAL) as room:
        accept(room, "A1")
        write(room, 3, HARD)
        with pytest.raises(NotInText):
            issue(room)
        show(room)
        made = as_it_will_read(room)
        assert (made.unapplied, made.by_hand, made.shown) == ((), ("A1",), ("A1",))
        issue(room)
        assert room.blocks()[3].text == HARD
        assert behind(room)[-1] == ("hard hour", 3, ("A1",), REPLACE)
        assert issued().data["by_hand"] == ["A1"]
        assert events() == [{"reference": "A1", "block": room.blocks()[3].id, "words": "hard hour"}]
        with pytest.raises(AlreadyDone):
            show(room, words="hard")


def test_what_is_shown_is_not_put_in_and_is_taken_back() -> None:
    with consolidation(SALUTE) as room:
        write(room, 3, "This is a hard hour, in which we salute the brave.")
        accept(room, "A1")
        assert "We salute" in texts(as_it_will_read(room).blocks)[2]
        show(room, words="we salute the brave")
        assert "We thank" in texts(as_it_will_read(room).blocks)[2]
        for _ in range(2):
            show(room, block=None)
        assert "We salute" in texts(as_it_will_read(room).blocks)[2]
        assert events()[-1] == {"reference": "A1", "block": None, "words": ""} and len(events()) == 2


def test_words_that_the_amendment_alone_puts_there_are_not_shown_for_it() -> None:
    with consolidation(SALUTE) as room:
        accept(room, "A1")
        with pytest.raises(WordsNotFound):
            show(room, words="We salute those", block=room.blocks()[2].id)
        given = disposition(room, "A1")
        assert given is not None and given.shown_block is None and events() == []


def test_the_question_comes_back_when_the_words_are_gone_and_with_another_answer() -> None:
    with consolidation(CRITICAL) as room:
        accept(room, "A1")
        write(room, 3, HARD)
        show(room)
        write(room, 3, "This is a harsh hour for the Court of Waters.")
        with pytest.raises(NotInText):
            issue(room)
        write(room, 3, HARD)
        assert as_it_will_read(room).unapplied == ()
        answer(room, "A1", "accepted", reason="Nearly so.")
        given = disposition(room, "A1")
        assert given is not None and (given.shown_block, given.shown_words) == (None, "")
        assert as_it_will_read(room).unapplied == ("A1",)
        with database.reading() as session:
            (past,) = session.scalars(select(PastDisposition))
            assert (past.shown_block, past.shown_words) == (room.blocks()[3].id, "hard hour")


def test_words_of_a_paragraph_that_another_amendment_adds_are_shown_too() -> None:
    one = {"kind": ADD, "after": 2, "proposal": "Fish pass every weir by 2030."}
    gone = {"paragraph": 3, "words": "This is a difficult moment", "proposal": "Let fish pass all weirs", "by": "fred"}
    with consolidation(one, gone) as room:
        accept(room, "A1", "A2")
        write(room, 3, "Nothing of it.")
        assert as_it_will_read(room).unapplied == ("A2",)
        new = as_it_will_read(room).blocks[3]
        show(room, "A2", "Fish pass every weir", block=new.id)
        made = as_it_will_read(room)
        assert made.unapplied == () and made.blocks[3] == new
        issue(room)
        assert room.blocks()[3].id == new.id
        assert ("Fish pass every weir", 3, ("A2",), REPLACE) in behind(room)


def test_the_title_is_shown_for_an_amendment_of_the_title_alone() -> None:
    with consolidation({"kind": TITLE, "proposal": "Rivers in court"}, CRITICAL) as room:
        accept(room, "A1", "A2")
        was = draft(room)
        facts = {"language": "en", "occasion": "", "serial": was.serial, "blocks": was.blocks}
        room.do("sara", calls.save_draft, title="Streams at court", **facts)
        assert as_it_will_read(room).unapplied == ("A1",)
        with pytest.raises(ParagraphGone):
            show(room, words="difficult")
        with pytest.raises(ParagraphGone):
            show(room, "A2", "court", block=OF_THE_TITLE)
        show(room, words="at court", block=OF_THE_TITLE)
        made = as_it_will_read(room)
        assert (made.title, made.unapplied) == ("Streams at court", ())


def test_only_a_penholder_shows_only_words_that_are_there_for_what_is_accepted() -> None:
    with consolidation(CRITICAL, SALUTE) as room:
        accept(room, "A1")
        write(room, 3, HARD)
        with pytest.raises(NotAllowed):
            show(room, by="dana")
        with pytest.raises(WordsNotFound) as caught:
            show(room, words="hard hours")
        assert caught.value.closest == "hard hour"
        with pytest.raises(WordsNotFound):
            show(room, words=" ")
        with pytest.raises(WordsFoundTwice):
            show(room, words="The river", block=room.blocks()[1].id)
        with pytest.raises(ParagraphGone):
            show(room, block="bcdfg")
        with pytest.raises(StaleDisposition):
            show(room, serial=7)
        with pytest.raises(StaleDisposition):
            show(room, "A2")
        answer(room, "A2", "noted")
        with pytest.raises(NotFound):
            show(room, "A2")
        show(room, seen=showing_where.sign(None, ""))
        with pytest.raises(StaleDisposition):  # another penholder showed other words since
            show(room, words="hard", seen=showing_where.sign(None, ""))
        assert [each["words"] for each in events()] == ["hard hour"]
