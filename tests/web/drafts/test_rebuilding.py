"""A form whose text came as what changed: saved as typed, or asked for whole, or refused with a sentence."""

from typing import Any

import pytest
from sqlalchemy import delete
from werkzeug.test import TestResponse

from tests.consolidations import CRITICAL, accept, draft
from tests.services.writing import TEXT, created
from tests.web.consolidation_site import opened
from tests.web.drafts.test_drafts import blocks, saves
from tests.web.site import Site, Visitor, rows, site
from workflow import database
from workflow.models.statement import Penholder
from workflow.text.diff import delta_between, rebuilt, text_digest
from workflow.text.document import to_markdown

__all__ = ["opened", "site"]
SCRIPT = {"Accept": "application/json"}


@pytest.fixture
def key(site: Site) -> str:
    return created(site.cast, "dana", penholders=[site.cast.organisations["delta"].key]).key


def box() -> str:
    return to_markdown(blocks())


def changed(base: str, typed: str) -> dict[str, str]:
    return {"delta": delta_between(base, typed), "base": text_digest(base), "digest": text_digest(typed)}


def send(visitor: Visitor, key: str, fields: dict[str, Any], block: str = "", **more: Any) -> TestResponse:
    path = f"/statements/{key}/draft" + (f"/{block}" if block else "")
    visitor.get(path)
    given = {"serial": len(saves()), "by_itself": "1", **({} if block else {"title": "On the river"}), **fields, **more}
    return visitor.post(path, given, headers=SCRIPT)


def test_what_changed_is_saved_as_the_whole_text_would_be(site: Site, key: str) -> None:
    dana = site.signed_in("dana")
    typed = box().replace("twice", "three times 😀 — مرتين — e\u0301")
    answer = send(dana, key, changed(box(), typed))
    told = answer.get_json()
    assert (answer.status_code, told["serial"]) == (200, 2) and told["said"].startswith("Saved ")
    assert blocks()[1].text == "The river has risen three times 😀 — مرتين — é this year."
    assert "Saved: " not in dana.get(f"/statements/{key}/draft").text, "nothing is flashed at whoever goes on"


def test_the_next_save_is_made_on_what_was_kept_of_the_last(site: Site, key: str) -> None:
    dana = site.signed_in("dana")
    typed = box().replace("twice", "e\u0301 ") + "\n\n\n  More.  "
    told = send(dana, key, changed(box(), typed)).get_json()
    kept = rebuilt(typed, told["kept"], told["digest"])
    assert kept == box() != typed
    further = typed + "And more."
    answer = send(dana, key, changed(kept or "", further))
    assert answer.status_code == 200 and blocks()[-1].text == "More. And more."
    same = send(dana, key, changed(box(), box() + "\nLast.\n")).get_json()
    assert "kept" not in same


def test_line_ends_are_those_of_the_box_however_the_form_brings_them(site: Site, key: str) -> None:
    dana = site.signed_in("dana")
    typed = box() + "\nMore.\n"
    answer = send(dana, key, {"text": typed.replace("\n", "\r\n"), "digest": text_digest(typed)})
    assert answer.status_code == 200 and "kept" not in answer.get_json()
    assert blocks()[-1].text == "More."


@pytest.mark.parametrize(
    "wrong",
    [
        {"base": text_digest("another text")},
        {"digest": text_digest("another text")},
        {"delta": "=3"},
        {"delta": "+%FF"},
        {"delta": "x" * 1000},
        {"serial": "0"},
        {"serial": "7"},
        {"serial": "99999999999999"},
        {"serial": "-1"},
        {"serial": "many"},
        {"base": ""},
        {"digest": ""},
    ],
)
def test_a_delta_that_does_not_fit_is_asked_for_whole_and_nothing_is_made(
    site: Site, key: str, wrong: dict[str, str]
) -> None:
    dana = site.signed_in("dana")
    before = saves()
    answer = send(dana, key, {**changed(box(), box() + "More."), **wrong})
    assert answer.status_code == 422 and answer.get_json()["whole"] is True
    assert [each.serial for each in saves()] == [each.serial for each in before]
    whole = send(dana, key, {"text": box() + "\nMore.\n"})
    assert whole.status_code == 200 and blocks()[-1].text == "More."


def test_a_whole_text_that_changed_on_its_way_is_not_saved(site: Site, key: str) -> None:
    answer = send(site.signed_in("dana"), key, {"text": "The riv", "digest": text_digest("The river")})
    assert (answer.status_code, answer.get_json()["whole"], len(saves())) == (422, True, 1)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("All \u202e well.", "invisible character"),
        ("  ", "There is no text."),
        ("\n\n".join("Z" * 2001), "2001 paragraphs"),
    ],
)
def test_what_cannot_be_kept_is_refused_with_a_sentence(site: Site, key: str, typed: str, said: str) -> None:
    answer = send(site.signed_in("dana"), key, changed(box(), typed))
    assert answer.status_code == 422 and said in answer.get_json()["said"] and "whole" not in answer.get_json()
    assert len(saves()) == 1


def test_a_text_that_is_too_long_is_refused_though_its_delta_is_short(site: Site, key: str) -> None:
    dana = site.signed_in("dana")
    long = ("water " * 4000 + "\n\n") * 40
    assert send(dana, key, {"text": long}).status_code == 200
    answer = send(dana, key, changed(box(), box() + "water " * 7000))
    assert answer.status_code == 422 and "at most" in answer.get_json()["said"].lower()
    assert len(saves()) == 2


def test_after_anothers_save_the_script_is_told_so_and_the_button_brings_both_texts(site: Site, key: str) -> None:
    dana, dilip = site.signed_in("dana"), site.signed_in("dilip")
    base = box()
    send(dilip, key, changed(base, base.replace("twice", "often")))
    answer = send(dana, key, changed(base, base.replace("twice", "never")), serial=1)
    assert answer.status_code == 409 and answer.get_json()["stale"] is True and len(saves()) == 2
    button = dana.post(
        f"/statements/{key}/draft?language=en",
        {"serial": 1, "title": "On the river", "text": base.replace("twice", "never")},
    )
    assert button.status_code == 409 and "often" in button.text and "never" in button.text


def test_a_save_whose_answer_was_lost_may_be_sent_again(site: Site, key: str) -> None:
    dana, base = site.signed_in("dana"), box()
    fields = changed(base, base.replace("twice", "often"))
    answers = [send(dana, key, fields, serial=1) for _ in range(2)]
    assert [each.get_json()["serial"] for each in answers] == [2, 2] and len(saves()) == 2


def test_the_button_is_answered_with_the_page_that_follows(site: Site, key: str) -> None:
    dana = site.signed_in("dana")
    path = f"/statements/{key}/draft"
    dana.get(path)
    fields = {"serial": 1, "title": "On the river", **changed(box(), box().replace("twice", "often"))}
    told = dana.post(path, fields, headers=SCRIPT).get_json()
    assert told["next"] == f"{path}?language=en" and told["serial"] == 2
    assert "Saved: " in dana.get(told["next"]).text and saves()[-1].copy.value == "kept"


def test_a_further_press_goes_on_from_what_the_button_was_answered_and_the_page_tells_of_one_save(
    site: Site, key: str
) -> None:
    dana, first, second = site.signed_in("dana"), box() + " One.", box() + " One. Two."
    path = f"/statements/{key}/draft"
    dana.get(path)
    fields = {"title": "On the river", **changed(box(), first)}
    told = dana.post(path, {"serial": 1, **fields}, headers=SCRIPT).get_json()
    kept = rebuilt(first, told["kept"], told["digest"]) if "kept" in told else first
    assert kept is not None
    again = dana.post(
        path, {"serial": told["serial"], "title": "On the river", **changed(kept, second)}, headers=SCRIPT
    ).get_json()
    assert again["serial"] == 3 and dana.get(again["next"]).text.count("Saved: ") == 1


def test_a_paragraph_made_into_two_or_taken_out_gives_its_box_no_save_to_go_on_from(site: Site, key: str) -> None:
    dana, block = site.signed_in("dana"), blocks()[1]
    path = f"/statements/{key}/draft/{block.id}"
    for serial, typed, names in ((1, "One.", {"serial", "said", "shown"}), (2, "One.\n\nTwo.", set()), (3, "", set())):
        dana.get(path)
        fields = {"serial": serial, "place": "stay", "text": typed}
        assert dana.post(path, fields, headers=SCRIPT).get_json().keys() == {"next"} | names


def test_a_paragraph_is_saved_by_what_changed_in_it(site: Site, key: str) -> None:
    dana, block = site.signed_in("dana"), blocks()[1]
    typed = block.text.replace("twice", "often 😀")
    answer = send(dana, key, {**changed(block.text, typed), "place": "stay"}, block.id)
    assert answer.status_code == 200 and answer.get_json()["serial"] == 2 and "kept" not in answer.get_json()
    assert blocks()[1].text == typed and blocks()[1].id == block.id
    two = send(dana, key, {**changed(typed, "One.\n\nTwo."), "place": "stay"}, block.id)
    assert two.status_code == 422 and "when you press the button" in two.get_json()["said"]
    other = send(dana, key, {**changed("Another.", "One."), "place": "stay"}, block.id)
    assert other.status_code == 422 and other.get_json()["whole"] is True


def test_a_translated_paragraph_too(site: Site, key: str) -> None:
    dana, block = site.signed_in("dana"), blocks()[1].id
    path = f"/statements/{key}/draft/{block}?language=ar"
    fields = dana.filled(path)
    fields |= {"by_itself": "1", "serial": 0, **changed("", "ارتفع النهر مرتين.")}
    del fields["text"]
    answer = dana.post(path, fields, headers=SCRIPT)
    assert answer.status_code == 200, answer.text
    assert blocks("ar")[0].text == "ارتفع النهر مرتين." and saves("ar")[-1].copy.value == "open"


def test_at_the_consolidation_the_answers_are_put_in_and_not_saved(opened: Any) -> None:
    with opened(CRITICAL) as here:
        accept(here.room, "A1")
        sara, block = here.browser(), draft(here.room).blocks[3].id
        path = f"/statements/{here.room.key}/draft/{block}?language=en&consolidation=1"
        fields = sara.filled(path, page=f"/statements/{here.room.key}/draft/{block}?consolidation=1")
        base = fields.pop("text")[0].removeprefix("\r\n")
        assert "critical" in base and fields["shown"] == [base]
        for words in (" More.", " And more."):
            typed = base + words
            sent = {**fields, "by_itself": "1", **changed(base, typed)}
            told = sara.post(path, sent, headers=SCRIPT).get_json()
            fields |= {"serial": told["serial"], "shown": told["shown"]}
            assert told["shown"] == typed and "kept" not in told
            assert draft(here.room).blocks[3].text == typed.replace("critical", "difficult")
            base = typed


def test_who_may_not_write_any_more_is_told_so_and_changes_nothing(site: Site, key: str) -> None:
    dana = site.signed_in("dana")
    dana.get(f"/statements/{key}/draft")
    with database.transaction() as session:  # the pen was handed over
        session.execute(delete(Penholder))
    fields = {"serial": 1, "title": "On the river", "by_itself": "1", **changed(box(), box() + "More.")}
    answer = dana.post(f"/statements/{key}/draft", fields, headers=SCRIPT)
    assert answer.status_code in (403, 404) and len(saves()) == 1


def test_what_came_from_a_stranger_is_asked_to_sign_in_and_changes_no_row(site: Site, key: str) -> None:
    before = rows(database.engine())
    answer = site.visitor().post(
        f"/statements/{key}/draft", {"serial": 1, **changed(box(), box() + "More.")}, headers=SCRIPT
    )
    assert answer.status_code == 401 and rows(database.engine())["draft"] == before["draft"]


def test_whoever_sends_no_script_is_answered_with_pages(site: Site, key: str) -> None:
    dana = site.signed_in("dana")
    path = f"/statements/{key}/draft"
    dana.get(path)
    assert 'data-behaviour="save-draft"' in dana.page and "hidden" in dana.page
    answer = dana.post(path, {"serial": 1, "title": "On the river", "by_itself": "1", "text": TEXT + "\n\nMore."})
    assert answer.status_code == 303 and saves()[-1].copy.value == "kept"
