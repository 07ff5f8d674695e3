"""House reasons: kept once for all statements, and retired without touching the answers that they were given in."""

import pytest
from sqlalchemy import select

from tests.consolidations import CRITICAL, answer, consolidation, disposition
from tests.rooms import furnished_open
from workflow import database as record
from workflow.demo.cast import stories
from workflow.models.event import Event
from workflow.queries.consolidation.standard_replies import list_standard_replies
from workflow.rules.notifications.events import EventKind
from workflow.rules.shared.refusals import NotAllowed, NotFound, OverLength, ReasonNeeded, TextRefused
from workflow.services.consolidation import standard_replies

pytestmark = pytest.mark.usefixtures("database")

SAID = "Said in another paragraph already."


def offered(language: str = "en") -> list[str]:
    with record.reading() as session:
        return [reason.body for reason in list_standard_replies(session, language)]


def test_a_reason_is_kept_once_however_often_it_is_kept() -> None:
    with consolidation(CRITICAL) as room:
        first = room.do("sara", standard_replies.save_standard_reply, body=f" {SAID}\r\n", language="en")
        assert room.do("sol", standard_replies.save_standard_reply, body=SAID, language="en").id == first.id
        assert offered() == [SAID]
        with record.reading() as session:
            (event,) = session.scalars(select(Event).where(Event.kind == EventKind.STANDARD_REPLY_SAVED))
        assert event.data == {"reason": first.id}


def test_reasons_in_the_language_of_the_statement_come_first() -> None:
    with consolidation(CRITICAL) as room:
        for body, language in ((SAID, "en"), ("Déjà dit.", "fr"), ("Beyond the mandate.", "en")):
            room.do("sara", standard_replies.save_standard_reply, body=body, language=language)
        assert offered("fr") == ["Déjà dit.", "Beyond the mandate.", SAID]
        assert offered("en") == ["Beyond the mandate.", SAID, "Déjà dit."]


def test_a_retired_reason_is_offered_no_longer_and_stays_where_it_was_given() -> None:
    with consolidation(CRITICAL) as room:
        kept = room.do("sara", standard_replies.save_standard_reply, body=SAID, language="en")
        answer(room, "A1", "not_accepted", reason=SAID)
        for _ in range(2):
            room.do("sara", standard_replies.retire_standard_reply, reason=kept.id)
        assert offered() == []
        given = disposition(room, "A1")
        assert given is not None and given.reason == SAID
        with record.reading() as session:
            assert len(session.scalars(select(Event).where(Event.kind == EventKind.STANDARD_REPLY_RETIRED)).all()) == 1
        room.do("sara", standard_replies.save_standard_reply, body=SAID, language="en")
        assert offered() == [SAID]


@pytest.mark.parametrize(
    ("body", "refusal"), [(" \n ", ReasonNeeded), ("hid\u202eden", TextRefused), ("x" * 5001, OverLength)]
)
def test_what_is_no_reason_is_refused(body: str, refusal: type[Exception]) -> None:
    with consolidation(CRITICAL) as room, pytest.raises(refusal):
        room.do("sara", standard_replies.save_standard_reply, body=body, language="en")


def test_penholders_alone_keep_and_retire_reasons_and_only_at_the_consolidation() -> None:
    with furnished_open() as room, pytest.raises(NotAllowed):
        room.do("sara", standard_replies.save_standard_reply, body=SAID, language="en")


def test_a_member_keeps_no_reason() -> None:
    with consolidation(CRITICAL) as room:
        for name, refusal in (("dana", NotAllowed), ("gus", NotFound)):
            with pytest.raises(refusal):
                room.do(name, standard_replies.save_standard_reply, body=SAID, language="en")
        with pytest.raises(NotFound):
            room.do("sara", standard_replies.retire_standard_reply, reason=999)


def test_the_demo_has_reasons_of_the_house_in_its_languages_and_gives_some_of_them() -> None:
    told = list(stories())
    kept = {(each["language"], each["text"]) for shape in told for each in shape.get("reasons", ())}
    given = {item["outcome"].get("answer") for shape in told for item in shape.get("items", ()) if "outcome" in item}
    assert {language for language, _ in kept} == {"en", "fr", "es", "ar"}
    assert len({words for _, words in kept} & given) >= 2
