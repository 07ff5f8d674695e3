"""The tab Publication: what goes out and when, the embargo, and a publication that stands still."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, event, update

from tests.decisions import adopt, before_committee, newest, publication, publication_claim
from tests.web.house import House, hidden, house_of, words
from workflow import database as record
from workflow.config import Settings
from workflow.models.person import Person
from workflow.models.publication import Progress, Publication
from workflow.models.statement import Statement
from workflow.models.version import Edition
from workflow.rules.notifications.delivery import DeliveryVerdict, Outcome
from workflow.rules.notifications.events import EventKind
from workflow.services.publication import publishing
from workflow.services.shared.record import record_event


@pytest.fixture
def house(database: Engine, settings: Settings) -> Iterator[House]:
    """The room with version 1 on the table, on each database."""
    with house_of(settings, begun=before_committee) as made:
        yield made


def _page(house: House, name: str = "sara") -> str:
    visitor = house.visitor(name)
    answer = visitor.get(f"{house.address}/publication")
    assert answer.status_code == 200
    return visitor.page


def _embargo(house: House, until: str, name: str = "sara") -> int:
    return house.send(house.visitor(name), f"{house.address}/publication", until=until).status_code


def test_before_the_adoption_it_says_what_has_to_come_first(house: House) -> None:
    assert "Nothing is published before the Steering Committee has adopted a version" in words(_page(house, "dana"))


def test_adopted_it_shows_the_text_with_its_digest_and_when_it_goes_out(house: House) -> None:
    adopt(house.room)
    house.room.do("sara", publishing.set_embargo, until=house.room.clock.at + timedelta(hours=5))
    page = words(_page(house, "dana"))
    assert "The statement is published today 14:00, with no further step" in page
    digest = publication().digests["en"]
    assert digest in page.replace(" ", "")


def test_the_secretariat_sets_and_moves_the_embargo_by_its_own_clock(house: House) -> None:
    adopt(house.room)
    assert _embargo(house, "2026-03-05T12:00") == 303
    assert publication().due_at.isoformat() == "2026-03-05T12:00:00+00:00"
    assert "Thu 5 Mar, 12:00" in words(_page(house))
    assert _embargo(house, "2026-03-06T12:00") == 303
    assert publication().due_at.isoformat() == "2026-03-06T12:00:00+00:00"


def test_emptying_the_field_of_an_embargo_publishes_nothing_and_says_so(house: House) -> None:
    adopt(house.room)
    _embargo(house, "2026-03-05T12:00")
    for same, said in (
        ("", "Nothing was changed: an empty field does not end the embargo"),
        ("2026-03-05T12:00", "Nothing was changed. Choose a time other than Thu 5 Mar, 12:00"),
    ):
        visitor = house.visitor("sara")
        answer = house.send(visitor, f"{house.address}/publication", until=same)
        assert answer.status_code == 422
        assert said in words(answer.text)
    assert publication().due_at.isoformat() == "2026-03-05T12:00:00+00:00"
    assert publication_claim() is None


def test_where_there_is_no_embargo_an_empty_field_asks_for_a_moment(house: House) -> None:
    adopt(house.room)
    answer = house.send(house.visitor("sara"), f"{house.address}/publication", until="")
    assert (answer.status_code, house.room.statement().embargo_at) == (422, None)
    assert "Enter the date and time before which nothing is published" in words(answer.text)


EARLY = "/publication/early"


def test_an_embargo_is_ended_early_on_a_page_that_says_what_follows_with_a_reason(house: House) -> None:
    adopt(house.room)
    _embargo(house, "2026-03-05T12:00")
    assert f"{house.address}{EARLY}" in _page(house)
    visitor = house.visitor("sara")
    visitor.get(f"{house.address}{EARLY}")
    page = words(visitor.page)
    for said in ("The embargo lasts until Thu 5 Mar, 12:00", "published at once as", "You cannot undo a publication"):
        assert said in page
    assert "Everyone in the secretariat is told by email" in page
    assert house.room.statement().reference in page
    assert publication().digests["en"] in page.replace(" ", "")
    answer = house.send(visitor, f"{house.address}{EARLY}", at="now", reason="")
    assert (answer.status_code, publication_claim()) == (422, None)
    answer = house.send(visitor, f"{house.address}{EARLY}", at="now", reason="The session ended sooner.")
    assert answer.status_code == 303
    assert publication().due_at == house.room.clock.at
    assert "Adopted. The statement is being published now." in words(_page(house))


def test_an_earlier_time_leads_to_the_same_page(house: House) -> None:
    adopt(house.room)
    _embargo(house, "2026-03-05T12:00")
    visitor = house.visitor("sara")
    answer = house.send(visitor, f"{house.address}/publication", until="2026-03-04T10:00")
    assert answer.status_code == 303
    assert publication().due_at.isoformat() == "2026-03-05T12:00:00+00:00"
    there = answer.headers["Location"]
    visitor.get(there)
    assert "published Wed 4 Mar, 10:00" in words(visitor.page)
    answer = house.send(visitor, there, at="2026-03-04T10:00Z", reason="One day sooner.")
    assert answer.status_code == 303
    assert publication().due_at.isoformat() == "2026-03-04T10:00:00+00:00"


def test_no_absence_and_no_nonsense_of_a_moment_ends_an_embargo(house: House) -> None:
    adopt(house.room)
    _embargo(house, "2026-03-05T12:00")
    for at in ("", "tomorrow", "None"):
        visitor = house.visitor("sara")
        answer = house.send(visitor, f"{house.address}{EARLY}", at=at, reason="Sooner.")
        assert answer.status_code == 404
    assert publication_claim() is None


def test_an_embargo_that_was_moved_meanwhile_is_not_ended_and_the_reason_stays(house: House) -> None:
    adopt(house.room)
    _embargo(house, "2026-03-05T12:00")
    visitor = house.visitor("sara")
    visitor.get(f"{house.address}{EARLY}")
    sign = hidden(visitor.page)["seen"]
    assert _embargo(house, "2026-03-09T12:00", "sol") == 303
    answer = visitor.post(f"{house.address}{EARLY}", {"seen": sign, "at": "now", "reason": "Sooner than that."})
    assert answer.status_code == 409
    assert "nothing is published before Mon 9 Mar, 12:00 now" in words(answer.text)
    assert "Sooner than that." in answer.text
    answer = visitor.post(f"{house.address}/publication", {"seen": sign, "until": "2026-03-12T12:00"})
    assert answer.status_code == 409
    assert publication().due_at.isoformat() == "2026-03-09T12:00:00+00:00"


def test_the_history_says_until_when_an_embargo_was_set_moved_and_ended_and_why(house: House) -> None:
    adopt(house.room)
    _embargo(house, "2026-03-05T12:00")
    _embargo(house, "2026-03-06T12:00")
    visitor = house.visitor("sara")
    for at, reason in (("2026-03-04T10:00Z", "One day sooner."), ("now", "The river rose.")):
        assert house.send(visitor, f"{house.address}{EARLY}", at=at, reason=reason).status_code == 303
    reader = house.visitor("dana")
    reader.get(f"{house.address}/history")
    page = words(reader.page)
    assert "The embargo was set until Thu 5 Mar, 12:00" in page
    assert "The embargo was moved from Thu 5 Mar, 12:00 to Fri 6 Mar, 12:00" in page
    assert "was moved from Fri 6 Mar, 12:00 to Wed 4 Mar, 10:00: One day sooner." in page
    assert "was ended early (set until Wed 4 Mar, 10:00): The river rose." in page


def test_what_an_earlier_release_recorded_of_embargoes_is_still_told(house: House) -> None:
    with record.transaction() as session:
        statement = session.get_one(Statement, newest(Statement).id)
        for until in ("2026-03-05T12:00:00+00:00", None):
            record_event(session, EventKind.EMBARGO_SET, statement=statement, data={"until": until})
    visitor = house.visitor("dana")
    visitor.get(f"{house.address}/history")
    assert "The embargo was set until Thu 5 Mar, 12:00" in words(visitor.page)
    assert "The embargo was ended" in words(visitor.page)


def test_an_embargo_in_the_past_comes_back_with_what_was_written(house: House) -> None:
    adopt(house.room)
    visitor = house.visitor("sara")
    visitor.get(f"{house.address}/publication")
    answer = visitor.post(f"{house.address}/publication", {"until": "2026-03-01T12:00"})
    assert answer.status_code == 422
    assert 'value="2026-03-01T12:00"' in answer.text
    assert "Choose a time in the future." in answer.text


def test_nobody_else_is_offered_it_or_may_do_it(house: House) -> None:
    page = _page(house, "dana")
    assert "Save the embargo" not in page
    assert _embargo(house, "2026-03-05T12:00", "dana") in (403, 404)
    assert house.room.statement().embargo_at is None


def _set_aside(trouble: str, verdict: DeliveryVerdict = DeliveryVerdict.MISMATCH) -> None:
    made = publication_claim()
    assert made is not None
    with record.transaction() as session:
        publishing.record(session, made, Outcome(verdict, trouble))


def test_what_stands_still_is_shown_with_its_trouble_and_tried_again(house: House) -> None:
    adopt(house.room)
    with record.transaction() as session:
        session.execute(update(Publication).values(progress=Progress.SET_ASIDE, trouble="TypeError at printing.py:9"))
    page = words(_page(house))
    assert "Publication has stopped" in page
    assert "TypeError" in page
    assert "TypeError" not in words(_page(house, "dana"))
    visitor = house.visitor("sara")
    visitor.get(f"{house.address}/publication")
    assert visitor.post(f"{house.address}/publication/trial").status_code == 303
    assert (publication().progress, publication().attempts) == (Progress.WAITING, 0)
    assert visitor.post(f"{house.address}/publication/trial").status_code == 409


def test_a_text_that_is_not_the_adopted_one_is_named(house: House) -> None:
    adopt(house.room)
    with record.transaction() as session:
        session.execute(update(Edition).values(title="On closed rivers"))
    _set_aside("digest mismatch: en")
    page = words(_page(house, "dana"))
    assert "The stored text in English is not the text that was adopted. Nothing was published." in page


def test_published_it_leads_to_the_public_page(house: House) -> None:
    adopt(house.room)
    _set_aside("", DeliveryVerdict.SENT)
    page = _page(house, "fred")
    assert "Published today 09:00." in words(page)
    assert f'href="/{house.room.statement().address}"' in page


def test_the_page_asks_the_database_a_fixed_number_of_times(house: House) -> None:
    adopt(house.room)
    asked: list[str] = []
    event.listen(record.engine(), "before_cursor_execute", lambda *call: asked.append(call[2]))
    visitor = house.visitor("dana")
    asked.clear()
    visitor.get(f"{house.address}/publication")
    assert len(asked) <= 16


def test_the_first_page_of_the_secretariat_counts_a_publication_that_stands_still(house: House) -> None:
    adopt(house.room)
    with record.transaction() as session:
        session.execute(update(Publication).values(progress=Progress.SET_ASIDE, trouble="TypeError at printing.py:9"))
    for name in ("sol", "sara"):  # without the pen, and with it: then it is among the first already
        visitor = house.visitor(name)
        visitor.get("/home")
        page = words(visitor.page)
        assert "1 thing needs you" in page and "Adopted, but publication has stopped" in page
        assert f'href="{house.address}/publication"' in visitor.page
        assert "Adopted, but not published yet." not in page
    visitor.get(f"{house.address}/publication")
    assert visitor.post(f"{house.address}/publication/trial").status_code == 303
    visitor.get("/home")
    assert "publication has stopped" not in words(visitor.page)


FAR = ["2028-03-04T09:00", "9999-12-31T23:59", "9999-01-01T00:00"]


@pytest.mark.parametrize("until", FAR)
def test_an_embargo_of_more_than_two_years_is_refused_with_the_words_kept(house: House, until: str) -> None:
    adopt(house.room)
    visitor = house.visitor("sara")
    answer = house.send(visitor, f"{house.address}/publication", until=until)
    assert (answer.status_code, house.room.statement().embargo_at) == (422, None)
    assert "An embargo may last two years at most. Choose a time before Fri 3 Mar 2028" in words(answer.text)
    assert f'value="{until}"' in answer.text
    assert _embargo(house, "2028-03-02T12:00") == 303


def test_a_later_year_than_two_is_refused_on_the_way_to_an_earlier_time_as_well(house: House) -> None:
    adopt(house.room)
    with record.transaction() as session:
        session.get_one(Statement, newest(Statement).id).embargo_at = datetime(9999, 1, 1, tzinfo=UTC)
    assert _embargo(house, "2099-03-05T12:00") == 422
    visitor = house.visitor("sara")
    answer = house.send(visitor, f"{house.address}{EARLY}", at="2099-03-05T12:00Z", reason="The year was wrong.")
    assert answer.status_code == 422
    assert "The year was wrong." in answer.text
    answer = house.send(visitor, f"{house.address}{EARLY}", at="2027-03-05T12:00Z", reason="The year was wrong.")
    assert answer.status_code == 303


def test_a_moment_that_is_none_in_another_zone_is_refused_and_is_no_fault(house: House) -> None:
    with record.transaction() as session:
        session.execute(update(Person).values(time_zone="America/New_York"))
    answer = house.send(house.visitor("sara"), f"{house.address}/publication", until="9999-12-31T23:59")
    assert answer.status_code == 422
    assert "Enter the date and time" in words(answer.text)
