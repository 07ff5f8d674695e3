"""A statement comes in: read, reviewed, begun; nothing is joined or lost in silence."""

import re
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, select
from werkzeug.test import TestResponse

from tests.services.writing import TEXT, created
from tests.web.site import Site, Visitor, site
from workflow import database as record
from workflow.models.statement import Penholder, Statement
from workflow.models.version import Draft
from workflow.rules.shared.lifecycle import Stage
from workflow.services.statements import changing_settings

__all__ = ["site"]
DATA = Path(__file__).parents[2] / "data"
SEED = Path(__file__).parents[4] / "shared" / "seed" / "closing-statement.md"
FIELDS = {"language": "en", "procedure": "ordinary", "voice": "coalition", "words_a_minute": "130", "form_token": "t"}


def statements() -> list[Statement]:
    with record.reading() as session:
        return list(session.scalars(select(Statement).order_by(Statement.id)))


def blocks() -> list[str]:
    with record.reading() as session:
        return [block.text for block in session.scalars(select(Draft.blocks).order_by(Draft.id)).all()[-1]]


def hidden(page: str) -> dict[str, Any]:
    """What the review's form would send as it stands: hidden fields, boxes that are checked, the two lines."""
    fields: dict[str, Any] = {}
    for found in re.finditer(r"<input[^>]*>", page.split('action="/statements/new/joins"')[1].split("</form>")[0]):
        shape = {name: unescape(value) for name, value in re.findall(r'([\w-]+)="([^"]*)"', found[0])}
        if shape.get("type") == "checkbox" and not re.search(r"\schecked\b", found[0]):
            continue
        fields.setdefault(shape["name"], []).append(shape.get("value", ""))
    return fields


def review(visitor: Visitor, fields: dict[str, Any]) -> TestResponse:
    visitor.get("/statements/new")
    return visitor.post("/statements/new", {**FIELDS, **fields})


def uploaded(visitor: Visitor, data: bytes, name: str, **fields: str) -> TestResponse:
    visitor.get("/statements/new")
    given = {**FIELDS, "file": (BytesIO(data), name), **fields}
    return visitor.post("/statements/new", given, content_type="multipart/form-data")


def agreed(visitor: Visitor, **changes: Any) -> TestResponse:
    return visitor.post("/statements/new/joins", {**hidden(visitor.page), **changes})


# -- read and reviewed


def test_a_torn_file_is_shown_with_the_join_proposed_and_joined_only_when_agreed(site: Site) -> None:
    dana = site.signed_in("dana")
    answer = uploaded(dana, (DATA / "torn.md").read_bytes(), "torn.md")
    assert answer.status_code == 200
    assert statements() == [], "nothing begins before the review is agreed to"
    assert "1 sentence seems to be cut" in answer.text
    assert hidden(answer.text)["joins"] == ["2"]
    assert 'value="Statement of the Coalition for Open Rivers"' in answer.text
    assert 'value="Fourth Session of the Conference on Shared Waters"' in answer.text
    done = agreed(dana)
    (statement,) = statements()
    assert (done.status_code, done.headers["Location"]) == (303, f"/statements/{statement.key}")
    assert statement.title == "Statement of the Coalition for Open Rivers"
    assert statement.occasion == "Fourth Session of the Conference on Shared Waters"
    assert len(blocks()) == 5
    assert "when their wells have gone dry. We urge" in blocks()[2]


def test_a_join_that_is_cleared_leaves_the_two_apart(site: Site) -> None:
    dana = site.signed_in("dana")
    uploaded(dana, (DATA / "torn.md").read_bytes(), "torn.md")
    agreed(dana, joins=[])
    assert len(blocks()) == 6
    assert blocks()[2].endswith("when their wells")


def test_a_torn_sentence_is_found_in_arabic_too(site: Site) -> None:
    nadia = site.signed_in("nadia")
    answer = uploaded(nadia, (DATA / "torn.ar.md").read_bytes(), "torn.ar.md", language="ar")
    assert hidden(answer.text)["joins"] == ["2"]
    assert 'lang="ar" dir="rtl"' in answer.text
    agreed(nadia)
    assert (statements()[0].language, len(blocks())) == ("ar", 4)


@pytest.mark.skipif(not SEED.exists(), reason="the real closing statement is not beside this checkout")
def test_the_real_closing_statement_comes_in_whole(site: Site) -> None:
    dana = site.signed_in("dana")
    answer = uploaded(dana, SEED.read_bytes(), SEED.name)
    assert hidden(answer.text)["joins"] == ["4"]
    agreed(dana)
    (statement,) = statements()
    assert statement.title == "Closing Statement of the Coalition for the International Criminal Court"
    assert statement.occasion.startswith("23rd Session of the Assembly of States Parties")
    assert [text.split()[0] for text in blocks()] == ["Excellencies,", "It", "The", "As", "Crucially,", "As"]
    assert "If ever there was a moment to come together" in blocks()[4]


def test_what_was_typed_wins_over_the_texts_headings_which_stay_in_the_text_unless_cleared(site: Site) -> None:
    dana = site.signed_in("dana")
    answer = review(dana, {"text": "# Their heading\n\nThe river is high today.", "title": "My title"})
    assert "Their heading" in answer.text and hidden(answer.text)["headings"] == ["title"]
    agreed(dana)
    assert (statements()[0].title, blocks()[0]) == ("My title", "Their heading")


def test_the_review_can_go_back_with_everything_kept(site: Site) -> None:
    dana = site.signed_in("dana")
    fen = site.cast.organisations["fen"].key
    review(dana, {"text": TEXT, "title": "T", "word_limit": "420", "penholders": [fen]})
    answer = dana.post("/statements/new", {**hidden(dana.page), "again": "1"})
    assert answer.status_code == 200
    assert "The river has risen twice" in answer.text
    assert 'value="420"' in answer.text
    assert re.search(rf'value="{fen}"\s+checked', answer.text)


# -- refused


UNREADABLE = (
    (b"%PDF-1.7 ...", "We do not read PDF files"),
    (b"{\\rtf1 ...}", "words that were deleted would come back"),
    (b"\xd0\xcf\x11\xe0 ...", "save it as .docx, with its tracked changes left as they are"),
    (b"PK\x03\x04 word", "damaged"),
    (b"\xff\xfea\x00b", "We cannot read the characters of this file."),
    (b"", "There is no text. Paste a text"),
    (b"x " * 500_001, "larger than 1 MB"),
    ("All \u202e well.".encode(), "U+202E"),
    (b"--- *** ---", "There are no words here."),
)


def test_what_cannot_be_read_is_refused_with_the_reason_and_what_was_typed_stays(site: Site) -> None:
    dana = site.signed_in("dana")
    for data, said in UNREADABLE:
        answer = uploaded(dana, data, "a.md", title="A title of mine", word_limit="400")
        assert answer.status_code == 422
        assert said in answer.text
        assert 'value="A title of mine"' in answer.text and 'value="400"' in answer.text
        assert "There is 1 problem" in answer.text.split("</title>")[0]
    assert statements() == []


@pytest.mark.parametrize("letter", "Zz")
def test_a_text_of_too_many_paragraphs_has_no_review_and_stays_in_the_form(site: Site, letter: str) -> None:
    dana, text = site.signed_in("dana"), "\n\n".join(letter * 10_000)
    said = "have 10000 paragraphs, counting headings and list items. A text may have at most 2000."
    for answer in (review(dana, {"text": text}), uploaded(dana, text.encode(), "a.md", title="A title of mine")):
        assert answer.status_code == 422
        assert said in answer.text
        assert answer.text.count(f"{letter}\n\n") + answer.text.count(f"{letter}\r\n\r\n") == 9_999
        assert len(answer.data) < 200_000
    assert statements() == []


def test_nothing_sent_is_refused(site: Site) -> None:
    answer = review(site.signed_in("dana"), {})
    assert answer.status_code == 422 and "There is no text. Paste a text" in answer.text


def test_a_text_beside_a_file_is_not_dropped_in_silence(site: Site) -> None:
    answer = uploaded(site.signed_in("dana"), b"Words of the file.", "a.txt", text="Words of the box.")
    assert answer.status_code == 422
    assert "You sent a text and a file." in answer.text and "Words of the box." in answer.text


def test_a_forbidden_character_in_the_title_is_refused_on_its_field(site: Site) -> None:
    answer = review(site.signed_in("dana"), {"text": TEXT, "title": "A\u202eB"})
    assert answer.status_code == 422 and 'href="#title"' in answer.text


def test_without_a_title_the_review_asks_for_one_and_keeps_the_joins(site: Site) -> None:
    dana = site.signed_in("dana")
    torn = (DATA / "torn.md").read_text("utf-8").split("###")[1].split("\n", 1)[1]
    answer = review(dana, {"text": torn})
    assert hidden(answer.text)["joins"] == ["2"]
    answer = agreed(dana, joins=[])
    assert answer.status_code == 422
    assert "A statement needs a title" in answer.text
    assert "joins" not in hidden(answer.text)
    assert agreed(dana, title="Now with one").status_code == 303
    assert len(blocks()) == 6


def test_a_number_that_is_none_is_refused_with_our_words(site: Site) -> None:
    answer = review(
        site.signed_in("dana"), {"text": TEXT, "title": "T", "word_limit": "many", "minutes_limit": "a bit"}
    )
    assert answer.status_code == 422
    assert answer.text.count("Enter a number.") == 4, "in the summary and at the field, twice"


def test_minutes_may_be_written_with_a_comma(site: Site) -> None:
    dana = site.signed_in("dana")
    review(dana, {"text": TEXT, "title": "T", "minutes_limit": "3,25"})
    agreed(dana)
    assert statements()[0].minutes_limit == 3.25


def test_an_embargo_in_the_past_is_refused_and_the_form_comes_back_full(site: Site) -> None:
    dana = site.signed_in("dana")
    review(dana, {"text": TEXT, "title": "T", "embargo_at": "2020-01-01T10:00"})
    answer = agreed(dana)
    assert answer.status_code == 422
    assert "Choose a time in the future" in answer.text and "The river has risen twice" in answer.text
    assert statements() == []


def test_an_embargo_of_more_than_two_years_is_refused_and_the_form_comes_back_full(site: Site) -> None:
    dana = site.signed_in("dana")
    review(dana, {"text": TEXT, "title": "T", "embargo_at": "9999-12-31T10:00"})
    answer = agreed(dana)
    assert answer.status_code == 422
    assert "An embargo may last two years at most. Choose a time before" in answer.text
    assert "The river has risen twice" in answer.text and 'value="9999-12-31T10:00"' in answer.text
    assert statements() == []


# -- begun


def test_the_form_sent_twice_makes_one_statement(site: Site) -> None:
    dana = site.signed_in("dana")
    review(dana, {"text": TEXT, "title": "T"})
    fields = hidden(dana.page)
    first, second = (dana.post("/statements/new/joins", fields) for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    assert len(statements()) == 1


def test_settings_and_penholders_are_those_of_the_form(site: Site) -> None:
    sara = site.signed_in("sara")
    people, members = site.cast.people, site.cast.organisations
    fields = {
        "text": TEXT,
        "title": "T",
        "penholders": [people["sol"].key, members["delta"].key],
        "words_a_minute": "120",
    }
    review(sara, fields)
    assert agreed(sara).status_code == 303
    with record.reading() as session:
        pens = set(session.scalars(select(Penholder.person_id)))
    assert pens == {people[name].id for name in ("sol", "dana", "dilip")}
    assert statements()[0].words_a_minute == 120


def test_before_others_a_protected_member_is_absent_from_the_whole_form(site: Site) -> None:
    page = site.signed_in("dana").get("/statements/new").text
    estero = site.cast.organisations["estero"]
    assert estero.key not in page and estero.name not in page
    assert site.cast["fred"].name not in page, "people elsewhere are not known by name"


# -- the list


def test_the_list_shows_only_what_one_may_see(site: Site) -> None:
    created(site.cast, "fred", title="Of the fen")
    created(site.cast, "sara", title="Of the office")
    seen = {name: site.signed_in(name).get("/statements").text for name in ("fred", "nadia", "dana", "sara")}
    assert ["Of the fen" in seen[name] for name in seen] == [True, False, True, True]
    assert ["Of the office" in seen[name] for name in seen] == [False, False, True, True]


def test_the_list_is_filtered_by_stage_and_by_words_of_title_occasion_and_number(site: Site) -> None:
    key = created(site.cast, "sara", title="Déclaration sur l’eau", occasion="Session 100%").key
    created(site.cast, "sara", title="On rivers")
    with record.transaction() as session:
        changing_settings.abandon(session, session.merge(site.cast["sara"]), key, reason="Enough.")
    sara = site.signed_in("sara")

    def found(query: str) -> list[bool]:
        page = sara.get(f"/statements?{query}").text
        return [words in page.split('class="ledger"')[-1] for words in ("Déclaration", "On rivers")]

    assert found("") == [True, True]
    assert found("stage=abandoned") == [True, False]
    assert found("stage=draft") == [False, True]
    assert found("q=session+eau") == [True, False]
    assert found("q=100%25") == [True, False]
    assert found("q=%25") == [True, False], "a wildcard is a character like any other"
    assert found("q=JS+/2") == [False, True]
    assert "No statement matches" in sara.get("/statements?q=xyzzy").text


def test_the_list_takes_the_same_number_of_sql_statements_for_one_and_for_sixty(site: Site) -> None:
    sara = site.signed_in("sara")

    def count() -> int:
        made: list[str] = []

        def heard(_c: Any, _cu: Any, statement: str, *_more: Any) -> None:
            made.append(statement)

        event.listen(record.engine(), "before_cursor_execute", heard)
        assert sara.get("/statements").status_code == 200
        event.remove(record.engine(), "before_cursor_execute", heard)
        return len(made)

    created(site.cast)
    one = count()
    for _ in range(60):
        created(site.cast)
    assert count() == one <= 5
    assert "1 to 40 shown" in sara.page
    assert "61 statements" in sara.page
    assert "41 to 61 shown" in sara.get("/statements?page=2").text


# -- terms, pen, end


def test_settings_are_saved_and_a_refused_form_comes_back_full(site: Site) -> None:
    key = created(site.cast, "dana").key
    dana = site.signed_in("dana")
    where = f"/statements/{key}/settings"
    typed = {"voice": "coalition", "word_limit": "300", "minutes_limit": "2.5", "words_a_minute": "120"}
    assert dana.post(where, {**dana.filled(where), **typed}).status_code == 303
    assert (statements()[0].word_limit, statements()[0].voice.value) == (300, "coalition")
    answer = dana.post(where, {**dana.filled(where), "word_limit": "0"})
    assert answer.status_code == 422 and "Enter a number from 1 to 100000" in answer.text
    assert 'value="0"' in answer.text and 'value="2.5"' in answer.text


def test_whoever_hands_the_pen_away_and_loses_sight_is_led_to_the_list(site: Site) -> None:
    key = created(site.cast, "fred").key
    fred = site.signed_in("fred")
    where = f"/statements/{key}/penholders"
    shown = fred.filled(where, page=f"/statements/{key}/settings")
    answer = fred.post(where, {**shown, "penholders": [site.cast.organisations["delta"].key]})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/statements")
    assert fred.get(f"/statements/{key}/settings").status_code == 404
    assert site.signed_in("dilip").get(f"/statements/{key}/draft").status_code == 200


def test_nobody_chosen_for_the_pen_is_said(site: Site) -> None:
    key = created(site.cast, "fred").key
    fred = site.signed_in("fred")
    where = f"/statements/{key}/penholders"
    shown = fred.filled(where, page=f"/statements/{key}/settings")
    answer = fred.post(where, {"seen": shown["seen"]})
    assert answer.status_code == 422 and "Choose at least one" in answer.text


def test_giving_up_asks_for_a_reason_on_a_page_of_its_own(site: Site) -> None:
    key = created(site.cast, "dana").key
    dana = site.signed_in("dana")
    shown = dana.filled(f"/statements/{key}/end")
    assert dana.post(f"/statements/{key}/end", {**shown, "reason": " "}).status_code == 422
    assert dana.post(f"/statements/{key}/end", {**shown, "reason": "Called off."}).status_code == 303
    assert statements()[0].stage is Stage.ABANDONED
    assert dana.get(f"/statements/{key}/end").status_code == 403


def test_what_one_may_not_see_answers_like_what_does_not_exist(site: Site) -> None:
    key = created(site.cast, "fred").key
    nadia = site.signed_in("nadia")
    for path in ("settings", "end", "draft", "draft/saves", "changes", "history"):
        there, nowhere = nadia.get(f"/statements/{key}/{path}"), nadia.get(f"/statements/bcdfghjkmn/{path}")
        assert there.status_code == nowhere.status_code == 404
        assert re.sub(r'value="[^"]*"', "", there.text) == re.sub(r'value="[^"]*"', "", nowhere.text)


def test_other_words_in_a_form_that_began_a_statement_come_back_and_can_begin_another(site: Site) -> None:
    dana = site.signed_in("dana")
    review(dana, {"title": "On the river", "text": "The river rises.\n"})
    sent = hidden(dana.page)
    first = dana.post("/statements/new/joins", sent)
    assert dana.post("/statements/new/joins", sent).headers["Location"] == first.headers["Location"]
    answer = dana.post("/statements/new/joins", {**sent, "text": "The lake rises.\n"})
    assert answer.status_code == 409 and "The lake rises." in answer.text
    assert "You have already sent this form with other words." in answer.text
    token = re.search(r'name="form_token"[^>]*value="([^"]+)"', answer.text)[1]  # type: ignore[index]
    assert token not in sent["form_token"]
    again = dana.post("/statements/new/joins", {**sent, "text": "The lake rises.\n", "form_token": token})
    assert again.status_code == 303 and len(statements()) == 2


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ("changes", "there is nothing to compare"),
        ("decision", "no positions are taken"),
        ("comments", "No one has commented."),
        ("coverage", "No consultation was opened."),
        ("response-table", "No version with answers was issued."),
    ],
)
def test_an_abandoned_draft_promises_nothing_more(site: Site, page: str, said: str) -> None:
    key = created(site.cast, "sara", title="On rivers").key
    address = f"/statements/{key}/{page}"
    sara = site.signed_in("sara")
    assert said not in sara.get(address).text
    with record.transaction() as session:
        changing_settings.abandon(session, session.merge(site.cast["sara"]), key, reason="Enough.")
    shown = re.sub(
        r"<select.*?</select>", "", sara.get(address).text, flags=re.DOTALL
    )  # what is chosen from is no promise
    assert said in shown
    assert not re.search(r"\byet\b|so far|When (?:a second|the penholder)", shown)
