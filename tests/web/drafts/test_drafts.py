"""At the writer's page: whole, by paragraph, in another language; and two at once, of whom neither loses a word."""

import re
from typing import Any

import pytest
from sqlalchemy import delete, select
from werkzeug.test import TestResponse

from tests.services.writing import TEXT, created
from tests.web.site import Site, Visitor, site
from workflow import database as record
from workflow.models.statement import Statement
from workflow.models.version import Draft
from workflow.rules.shared.lifecycle import Stage
from workflow.text.values import Block

__all__ = ["site"]


def saves(language: str = "en") -> list[Draft]:
    with record.reading() as session:
        return list(session.scalars(select(Draft).filter_by(language=language).order_by(Draft.serial)))


def blocks(language: str = "en") -> tuple[Block, ...]:
    return saves(language)[-1].blocks


@pytest.fixture
def key(site: Site) -> str:
    return created(site.cast, "dana", penholders=[site.cast.organisations["delta"].key], word_limit=20).key


def whole(visitor: Visitor, key: str, text: str, serial: int, language: str = "en", **more: Any) -> TestResponse:
    visitor.get(f"/statements/{key}/draft?language={language}")
    fields = {"serial": serial, "title": "On the river", "occasion": "", "text": text, **more}
    return visitor.post(f"/statements/{key}/draft?language={language}", fields)


def part(visitor: Visitor, key: str, block: str, language: str = "en", **fields: Any) -> TestResponse:
    visitor.get(f"/statements/{key}/draft/{block}?language={language}")
    serial = fields.pop("serial", len(saves(language)))
    return visitor.post(f"/statements/{key}/draft/{block}?language={language}", {"serial": serial, **fields})


# -- as a whole


def test_the_whole_text_is_shown_in_markdown_saved_and_counted(site: Site, key: str) -> None:
    dana = site.signed_in("dana")
    page = dana.get(f"/statements/{key}/draft").text
    assert TEXT.strip() in page and 'name="serial" type="hidden" value="1"' in page
    answer = whole(dana, key, TEXT.replace("twice", "three times").replace("\n", "\r\n"), 1)
    assert (answer.status_code, len(saves())) == (303, 2)
    assert blocks()[1].text == "The river has risen three times this year."
    said = dana.get(answer.headers["Location"]).text
    assert re.search(r"Saved: 20 words, 9 seconds\.", said)
    assert "over the limit" not in said


def test_words_over_the_limit_are_told_after_the_save_and_kept(site: Site, key: str) -> None:
    dana = site.signed_in("dana")
    answer = whole(dana, key, TEXT + "\n\nTwenty words are soon too many.", 1)
    assert answer.status_code == 303
    assert "5 words over the limit" in dana.get(answer.headers["Location"]).text


def test_a_refused_text_comes_back_as_it_was_typed(site: Site, key: str) -> None:
    dana = site.signed_in("dana")
    empty = whole(dana, key, "  ", 1, title="A new title")
    assert empty.status_code == 422 and "There is no text. Paste a text" in empty.text and "A new title" in empty.text
    hidden = whole(dana, key, "All \u202e well.", 1)
    assert hidden.status_code == 422 and "\u202e" in hidden.text
    untitled = whole(dana, key, "Other words.", 1, title=" ")
    assert untitled.status_code == 422 and "Other words." in untitled.text and 'href="#title"' in untitled.text
    assert len(saves()) == 1


def test_a_text_of_too_many_paragraphs_comes_back_as_it_was_typed_with_the_number(site: Site, key: str) -> None:
    dana = site.signed_in("dana")
    typed = "\n\n".join("Z" * 2001)
    answer = whole(dana, key, typed, 1)
    assert answer.status_code == 422
    assert "have 2001 paragraphs, counting headings and list items. A text may have at most 2000." in answer.text
    assert answer.text.count("Z\n\n") == 2000
    assert len(saves()) == 1


def test_the_second_of_two_saves_sees_the_others_change_and_keeps_its_own_words(site: Site, key: str) -> None:
    dana, dilip = site.signed_in("dana"), site.signed_in("dilip")
    whole(dana, key, TEXT.replace("twice", "often"), 1)
    answer = whole(dilip, key, TEXT.replace("twice", "never"), 1)
    assert answer.status_code == 409
    assert "Not saved: someone else saved while you were writing" in answer.text
    assert re.search(r"<del>.*twice</del>\s*<ins>.*often</ins>", answer.text), "the other's change"
    assert "The river has risen never this year." in answer.text, "one's own words"
    assert "Both changes together" not in answer.text, "both want the same words"
    assert len(saves()) == 2
    again = dilip.post(
        f"/statements/{key}/draft?language=en",
        {"serial": 2, "title": "On the river", "text": TEXT.replace("twice", "never")},
    )
    assert again.status_code == 303 and "never" in blocks()[1].text


def test_a_second_press_of_the_same_finds_it_saved_and_makes_nothing_twice(site: Site, key: str) -> None:
    dana, first = site.signed_in("dana"), blocks()[0].id
    for at, fields in (
        ("new", {"text": "A new one.\n\nAnd one.", "place": f"after:{first}"}),
        ("new", {"text": "The first.", "place": "after:"}),
        ("new", {"text": "The last.", "place": "stay"}),
        (first, {"text": "One.\n\nTwo.", "place": "stay"}),
        (first, {"text": "Moved.", "place": f"after:{blocks()[1].id}"}),
        (first, {"text": "One.", "remove": "1", "place": "stay"}),
    ):
        serial = len(saves())
        pressed = [part(dana, key, at, serial=serial, **fields) for _ in range(2)]
        assert [each.status_code for each in pressed] == [303, 303], (at, fields)
        assert len(saves()) == serial + 1
    assert sum(each.text == "A new one." for each in blocks()) == 1


def test_the_same_words_in_another_place_or_not_all_of_them_are_no_second_press(site: Site, key: str) -> None:
    dana, first = site.signed_in("dana"), blocks()[0].id
    part(dana, key, "new", text="A new one.", place=f"after:{first}", serial=1)
    for fields in (
        {"text": "A new one.", "place": "after:"},
        {"text": "A new one.\n\nAnd one.", "place": f"after:{first}"},
        {"text": "## A new one.", "place": f"after:{first}"},
    ):
        assert part(dana, key, "new", serial=1, **fields).status_code == 409
    assert len(saves()) == 2


def test_who_saved_in_another_window_is_not_told_of_another_person(site: Site, key: str) -> None:
    dana, dilip = site.signed_in("dana"), site.signed_in("dilip")
    whole(dana, key, TEXT.replace("twice", "often"), 1)
    answer = whole(dana, key, TEXT.replace("twice", "never"), 1)
    assert answer.status_code == 409
    assert "Not saved: you saved in another window while you were writing here" in answer.text
    assert "someone else" not in answer.text and "other person" not in answer.text
    whole(dilip, key, TEXT.replace("twice", "seldom"), 2)
    whole(dana, key, TEXT.replace("twice", "always"), 3)
    answer = whole(dana, key, TEXT.replace("twice", "never"), 1)
    assert "someone else saved" in answer.text, "another person saved as well"


def test_what_would_be_replaced_is_shown_where_the_save_that_the_window_was_opened_on_is_gone(
    site: Site, key: str
) -> None:
    dana, dilip = site.signed_in("dana"), site.signed_in("dilip")
    block = blocks()[1].id
    whole(dana, key, TEXT.replace("twice", "often"), 1)
    whole(dana, key, TEXT.replace("twice", "always"), 2)
    with record.transaction() as session:
        session.execute(delete(Draft).where(Draft.serial == 2))  # as of saves that gave way a day ago
    answer = whole(dilip, key, TEXT.replace("twice", "never"), 2)
    assert answer.status_code == 409 and "As it reads now" in answer.text
    assert "The river has risen always this year." in answer.text and "risen never" in answer.text
    assert "Thank you." in answer.text.partition("Your words</h2>")[0] and "Both changes together" not in answer.text
    one = part(dilip, key, block, text="Never.", serial=2)
    assert one.status_code == 409
    shown = one.text.partition("Your words</h2>")[0]
    assert "The river has risen always this year." in shown and "Thank you." not in shown
    forged = part(dilip, key, block, text="Never.", serial=77)
    assert forged.status_code == 409 and "risen always" in forged.text


def test_a_paragraph_taken_out_meanwhile_leaves_the_rest_of_the_newest_text_beside_its_words(
    site: Site, key: str
) -> None:
    dana, dilip = site.signed_in("dana"), site.signed_in("dilip")
    block = blocks()[1].id
    whole(dana, key, TEXT.replace("twice", "often"), 1)
    part(dana, key, block, text="", serial=2)
    with record.transaction() as session:
        session.execute(delete(Draft).where(Draft.serial == 2))
    answer = part(dilip, key, block, text="Never.", serial=2)
    assert answer.status_code == 409 and "Thank you." in answer.text and "Never." in answer.text


def test_words_for_a_paragraph_that_was_taken_out_meanwhile_are_added_where_it_stood(site: Site, key: str) -> None:
    dana, dilip = site.signed_in("dana"), site.signed_in("dilip")
    block, was = blocks()[1].id, [each.text for each in blocks()]
    part(dana, key, block, text="", serial=1)
    stale = part(dilip, key, block, text="Never.", serial=1)
    assert stale.status_code == 409 and "This paragraph was taken out meanwhile. Add it again" in stale.text
    page = stale.text.partition("Your words</h2>")[2]
    action = re.search(r'action="([^"]+)"', page)
    assert action is not None and "/draft/new" in action[1] and "Replace the other" not in page
    sent = dict(re.findall(r'name="(\w+)" type="hidden" value="([^"]*)"', page))
    answer = dilip.post(action[1].replace("&amp;", "&"), {**sent, "text": "Never."})
    assert answer.status_code == 303
    assert [each.text for each in blocks()] == [was[0], "Never.", *was[2:]]


def test_a_translation_of_a_paragraph_that_was_taken_out_meanwhile_is_shown_and_has_no_place(
    site: Site, key: str
) -> None:
    dana = site.signed_in("dana")
    block, other = blocks()[1].id, blocks()[2].id
    part(dana, key, other, "fr", text="Les portes.", serial=0)
    part(dana, key, block, text="", serial=1)
    answer = part(dana, key, block, "fr", text="Jamais.", serial=0)
    assert (
        answer.status_code == 409
        and "Jamais." in answer.text
        and "<button" not in answer.text.partition("Your words</h2>")[2].partition("</form>")[0]
    )


def test_where_both_changes_go_together_a_text_with_both_is_offered(site: Site, key: str) -> None:
    dana, dilip = site.signed_in("dana"), site.signed_in("dilip")
    whole(dana, key, TEXT.replace("twice", "often"), 1)
    answer = whole(dilip, key, TEXT.replace("keep the gates open", "open the gates"), 1)
    assert answer.status_code == 409
    offered = answer.text.split('id="both-text"')[1].split("</textarea>")[0]
    assert "often" in offered and "open the gates" in offered


def test_only_a_penholder_gets_forms_others_who_may_see_the_draft_read_it(site: Site, key: str) -> None:
    sara = site.signed_in("sara")
    page = sara.get(f"/statements/{key}/draft").text
    assert "The river has risen twice" in page and "<textarea" not in page and "Move up" not in page
    assert whole(sara, key, "Mine.", 1).status_code == 403
    assert len(saves()) == 1


def test_while_a_consultation_is_open_the_draft_is_read_and_not_written(site: Site, key: str) -> None:
    with record.transaction() as session:
        session.scalars(select(Statement)).one().stage = Stage.CONSULTATION
    dana = site.signed_in("dana")
    assert "<textarea" not in dana.get(f"/statements/{key}/draft").text
    assert whole(dana, key, "Mine.", 1).status_code == 403


# -- by paragraph


def test_a_paragraph_is_edited_moved_added_and_taken_out(site: Site, key: str) -> None:
    dana = site.signed_in("dana")
    first, second, third, last = (block.id for block in blocks())
    page = dana.get(f"/statements/{key}/draft?view=paragraphs").text
    assert page.count("Move up") == 3 and page.count("Move down") == 3
    assert part(dana, key, second, text="The river has risen.", place="stay").status_code == 303
    assert part(dana, key, third, place=f"after:{first}").status_code == 303, "moved by its button, without its words"
    assert [block.id for block in blocks()] == [first, third, second, last]
    assert part(dana, key, "new", text="A new one.", place=f"after:{second}").status_code == 303
    assert [block.text for block in blocks()][2:4] == ["The river has risen.", "A new one."]
    assert part(dana, key, last, text="Thank you.", place="stay", remove="y").status_code == 303
    assert last not in [block.id for block in blocks()]
    assert len(saves()) == 5


def test_the_buttons_of_the_page_move_by_one(site: Site, key: str) -> None:
    dana = site.signed_in("dana")
    ids = [block.id for block in blocks()]
    page = dana.get(f"/statements/{key}/draft?view=paragraphs").text
    places = re.findall(rf'/draft/{ids[2]}">.*?name="place"\s+value="([^"]*)"', page, re.S)
    assert places == [f"after:{ids[0]}", f"after:{ids[3]}"]
    assert re.findall(rf'/draft/{ids[1]}">.*?name="place"\s+value="([^"]*)"', page, re.S)[0] == "after:"


def test_a_paragraph_that_was_saved_meanwhile_keeps_both_words(site: Site, key: str) -> None:
    dana, dilip = site.signed_in("dana"), site.signed_in("dilip")
    block = blocks()[1].id
    part(dana, key, block, text="The river is high.", place="stay")
    answer = part(dilip, key, block, text="The river is low.", place="stay", serial=1)
    assert answer.status_code == 409
    assert "The river is low." in answer.text and re.search(r"<ins>.*high", answer.text)
    assert 'name="serial" type="hidden" value="2"' in answer.text
    assert blocks()[1].text == "The river is high."


def test_there_is_no_page_for_a_paragraph_that_is_not_there(site: Site, key: str) -> None:
    dana = site.signed_in("dana")
    assert dana.get(f"/statements/{key}/draft/bcdfghj").status_code == 404
    assert dana.get(f"/statements/{key}/draft/new?language=fr").status_code == 404


# -- in another language


def test_a_translation_is_entered_paragraph_by_paragraph_beside_the_original(site: Site, key: str) -> None:
    dana = site.signed_in("dana")
    original = blocks()
    page = dana.get(f"/statements/{key}/draft?language=fr").text
    assert "0 of 4 paragraphs are translated" in page and page.count("Not translated") == 4
    shown = dana.get(f"/statements/{key}/draft/{original[0].id}?language=fr").text
    seen = re.search(r'name="seen" type="hidden" value="([0-9a-f]{16})"', shown)
    assert seen and "Excellencies," in shown
    answer = part(dana, key, original[0].id, "fr", text="Excellences,", seen=seen[1])
    assert answer.headers["Location"] == f"/statements/{key}/draft/{original[1].id}?language=fr", "on to the next"
    assert [block.text for block in blocks("fr")] == ["Excellences,"]
    assert "1 of 4 paragraphs are translated" in dana.get(f"/statements/{key}/draft?language=fr").text


def test_a_translation_that_fell_behind_is_marked_and_shows_what_changed(site: Site, key: str) -> None:
    dana = site.signed_in("dana")
    block = blocks()[1].id
    part(dana, key, block, "fr", text="Le fleuve est monté deux fois.")
    part(dana, key, block, text="The river has risen three times this year.", place="stay")
    page = dana.get(f"/statements/{key}/draft?language=fr").text
    assert page.count("Out of date") == 1 and "1 is out of date" in page
    shown = dana.get(f"/statements/{key}/draft/{block}?language=fr").text
    assert "The original has changed since this paragraph was translated" in shown
    assert re.search(r"<del>.*twice</del>\s*<ins>.*three times</ins>", shown)
    part(dana, key, block, "fr", text="Le fleuve est monté trois fois.")
    assert "Out of date" not in dana.get(f"/statements/{key}/draft?language=fr").text


def test_title_and_occasion_of_a_translation_are_saved_without_touching_its_text(site: Site, key: str) -> None:
    dana = site.signed_in("dana")
    part(dana, key, blocks()[1].id, "fr", text="Le fleuve.")
    dana.get(f"/statements/{key}/draft?language=fr")
    answer = dana.post(f"/statements/{key}/draft?language=fr", {"serial": 1, "title": "Du fleuve", "occasion": "S"})
    assert answer.status_code == 303
    assert (saves("fr")[-1].title, [block.text for block in blocks("fr")]) == ("Du fleuve", ["Le fleuve."])


def test_a_whole_translation_with_another_number_of_paragraphs_comes_back(site: Site, key: str) -> None:
    dana = site.signed_in("dana")
    answer = whole(dana, key, "Excellences,\n\nLe fleuve.", 0, "fr")
    assert answer.status_code == 422
    assert "as many paragraphs as the original" in answer.text and "Le fleuve." in answer.text
    assert whole(dana, key, "Excellences,\n\nLe fleuve.\n\nOuvrez.\n\nMerci.", 0, "fr").status_code == 303
    assert [block.id for block in blocks("fr")] == [block.id for block in blocks()]


def test_arabic_is_written_from_right_to_left_beside_english(site: Site, key: str) -> None:
    dana = site.signed_in("dana")
    part(dana, key, blocks()[1].id, "ar", text="ارتفع النهر مرتين.")
    page = dana.get(f"/statements/{key}/draft?language=ar").text
    assert re.search(r'<div class="txt" lang="ar" dir="rtl">\s*<p>\s*ارتفع النهر مرتين.\s*</p>', page)


# -- the saves


def test_every_save_is_listed_compared_and_restored(site: Site, key: str) -> None:
    dana = site.signed_in("dana")
    whole(dana, key, TEXT.replace("twice", "often"), 1)
    page = dana.get(f"/statements/{key}/draft/saves").text
    assert page.count("<tr ") == 3 and "Dana" in page
    compared = dana.get(f"/statements/{key}/changes?from=s1&to=s2").text
    assert re.search(r"<del>.*twice</del>\s*<ins>.*often</ins>", compared)
    dana.get(f"/statements/{key}/draft/saves")
    answer = dana.post(f"/statements/{key}/draft/restoration?language=en", {"serial": 2, "from_serial": 1})
    assert answer.status_code == 303
    assert [save.restored_from for save in saves()] == [None, None, 1]
    assert "(copy 1 restored)" in dana.get(answer.headers["Location"]).text


def test_restoring_over_a_newer_save_is_refused(site: Site, key: str) -> None:
    dana = site.signed_in("dana")
    whole(dana, key, TEXT.replace("twice", "often"), 1)
    whole(dana, key, TEXT.replace("twice", "never"), 2)
    dana.get(f"/statements/{key}/draft/saves")
    answer = dana.post(f"/statements/{key}/draft/restoration?language=en", {"serial": 2, "from_serial": 1})
    assert answer.status_code == 409 and "Not saved" in answer.text
    assert len(saves()) == 3


def test_people_of_another_organisation_are_not_named_in_the_list_of_saves(site: Site, key: str) -> None:
    page = site.signed_in("lucie").get(f"/statements/{key}/draft/saves").text
    assert "Delta Observatory" in page and "Dana" not in page
    page = site.signed_in("sara").get(f"/statements/{key}/draft/saves").text
    assert "Dana" in page


def test_a_paragraph_added_behind_a_list_item_is_offered_as_one_and_its_mark_alone_is_nothing(
    site: Site, key: str
) -> None:
    dana = site.signed_in("dana")
    whole(dana, key, "We ask:\n\n- _slow and sure_ help\n\n- two", 1)
    item = blocks()[1].id
    page = dana.get(f"/statements/{key}/draft/new?after={item}").text
    assert re.search(r"<textarea[^>]*>\s*- </textarea>", page)
    assert "After: slow and sure help" in page
    part(dana, key, "new", text="- three", place=f"after:{item}")
    assert [(block.kind.value, block.text) for block in blocks()][2] == ("item", "three")
    assert part(dana, key, "new", text="- ", place=f"after:{item}").status_code in (303, 422)
    assert len(blocks()) == 4
