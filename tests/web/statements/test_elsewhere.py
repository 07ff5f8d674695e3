"""A text from elsewhere comes in: its encoding is chosen, nothing found in it is done unasked, nothing forgotten."""

import re
from html import unescape
from io import BytesIO
from typing import Any

from tests.services.drafts.test_import_notices import COPIED, HEAD
from tests.web.site import Site, Visitor, site
from tests.web.statements.test_statements import FIELDS, agreed, blocks, hidden, review, statements, uploaded
from workflow import database as record
from workflow.models.import_notice import ImportNotice
from workflow.models.version import Draft
from workflow.text.values import BlockKind

__all__ = ["site"]

FRENCH = "Déclaration\n\nNous remercions la présidence, et nous rappelons « la promesse » du siècle où nous sommes.\n"
ARABIC = "نشكر الرئيس على إعطائنا الكلمة، ونذكّر بوعد الدورة الثانية في شأن المياه المشتركة.\n"
NUMBERED = "\n\n".join(
    f"{number}. It was said in the second session that the gates would be opened before the flood came, part {number}."
    for number in range(14, 19)
)


def carried(page: str) -> dict[str, Any]:
    """The hidden fields of the page of encodings."""
    fields: dict[str, Any] = {}
    for found in re.finditer(r"<input[^>]*hidden[^>]*>", page.split('enctype="multipart/form-data"')[1]):
        shape = {name: unescape(value) for name, value in re.findall(r'([\w-]+)="([^"]*)"', found[0])}
        fields.setdefault(shape["name"], []).append(shape.get("value", ""))
    return fields


def chosen(visitor: Visitor, **more: str) -> Any:
    fields = carried(visitor.page)
    return visitor.post("/statements/new", {**fields, **more}, content_type="multipart/form-data")


def noticed() -> list[tuple[str, str]]:
    with record.reading() as session:
        return [(row.kind.value, row.words) for row in session.query(ImportNotice).order_by(ImportNotice.id)]


# -- encodings


def test_a_file_that_is_not_utf_8_comes_back_as_each_encoding_reads_it_and_none_is_chosen(site: Site) -> None:
    dana = site.signed_in("dana")
    answer = uploaded(dana, FRENCH.encode("cp1252"), "a.txt", title="Déclaration", language="fr", word_limit="400")
    assert answer.status_code == 200
    assert "du siècle où nous sommes" in answer.text and "du sičcle" in answer.text
    assert 'value="windows-1252"' in answer.text and "checked" not in answer.text.split("<fieldset")[1]
    assert statements() == []
    again = chosen(dana)
    assert again.status_code == 422 and "Choose the one that reads as it should." in again.text
    shown = chosen(dana, encoding="windows-1252")
    assert shown.status_code == 200 and "du siècle où nous sommes" in shown.text
    assert hidden(shown.text)["word_limit"] == ["400"], "what was typed travels on"
    agreed(dana)
    assert any("du siècle où nous sommes" in text for text in blocks())
    assert ("encoding", "windows-1252") in noticed()


def test_arabic_in_windows_1256_comes_in_with_its_language(site: Site) -> None:
    dana = site.signed_in("dana")
    uploaded(dana, ARABIC.encode("cp1256"), "a.txt", title="بيان", language="")
    shown = chosen(dana, encoding="windows-1256")
    assert hidden(shown.text)["language"] == ["ar"]
    agreed(dana)
    assert blocks() == [ARABIC.strip()]


def test_an_encoding_that_makes_no_text_of_the_file_is_no_choice(site: Site) -> None:
    dana = site.signed_in("dana")
    uploaded(dana, FRENCH.encode("cp1252"), "a.txt", title="Déclaration", language="fr")
    assert chosen(dana, encoding="utf-7").status_code == 422
    assert statements() == []


def test_the_choice_is_of_one_file_and_its_name_still_tells_markdown(site: Site) -> None:
    dana = site.signed_in("dana")
    uploaded(dana, f"# {FRENCH}".encode("cp1252"), "a.md", language="fr")
    page = chosen(dana, encoding="windows-1252").text
    assert 'value="Déclaration"' in page, "a heading of Markdown is the title"
    dana.post("/statements/new", {**hidden(page), "again": "1"})
    assert 'name="encoding" value="windows-1252"' in dana.page
    other = {**FIELDS, "encoding": "windows-1252", "file": (BytesIO(ARABIC.encode("cp1256")), "b.txt")}
    answer = dana.post("/statements/new", other, content_type="multipart/form-data")
    assert "How is the file to be read?" in answer.text, "nothing is read as the last one was"


# -- the review


def test_what_was_found_is_shown_and_nothing_is_ticked_but_a_sure_join(site: Site) -> None:
    dana = site.signed_in("dana")
    page = review(dana, {"text": COPIED, "title": "On the river"}).text
    fields = hidden(page)
    assert len(fields["joins"]) == 1
    assert not {"out", "notes", "words", "quotes"} & fields.keys()
    for said in (
        "5 lines seem to have stood on every page",
        "1 word has a hyphen that may come from the end of a line.",
        "Make the number in “guidance.1” a footnote",
        "Write “transbound-ary” as “transboundary”",
        "Join this with the paragraph that begins “last flood, when nobody thought",
    ):
        assert said in re.sub("</?bdi>", "", unescape(page)), said


def test_ticked_boxes_are_done_and_the_others_wait_beside_the_draft(site: Site) -> None:
    dana = site.signed_in("dana")
    page = review(dana, {"text": COPIED, "title": "On the river"}).text
    heads = re.findall(r'name="out"\s+value="(\d+)"', page)
    done = agreed(dana, out=heads[:2], notes=["0"])
    assert blocks().count(HEAD) == 2 and "[^1]" in blocks()[1] + blocks()[2]
    assert {kind for kind, _ in noticed()} == {"running_head", "page_number", "broken_word"}
    dana.get(done.headers["Location"] + "/draft")
    assert "4 things were noticed when the text came in" in dana.page
    assert "Remove the hyphen" in dana.page and "Take this line out" in dana.page


def test_a_notice_is_answered_on_the_page_of_the_draft(site: Site) -> None:
    dana = site.signed_in("dana")
    review(dana, {"text": COPIED, "title": "On the river"})
    where = agreed(dana).headers["Location"] + "/draft"
    page = dana.get(where).text
    count = len(noticed())
    action = unescape(re.findall(r'action="([^"]*/draft/notices/[^"]*)"', page)[0])
    assert dana.post(action, {"serial": "1"}).status_code == 303
    assert f"{count - 1} things were noticed" in dana.get(where).text
    hyphen = re.search(r'transbound-ary.*?action="([^"]*/draft/notices/[^"]*)"', dana.page, re.DOTALL)
    assert hyphen
    dana.post(unescape(hyphen[1]), {"serial": "1", "follow": "1"})
    assert any("transboundary" in text for text in blocks())
    assert "The draft was changed and saved." in dana.get(where).text


def test_the_texts_own_numbers_are_kept_or_become_ours(site: Site) -> None:
    dana = site.signed_in("dana")
    for numbering, kind in (("kept", BlockKind.ITEM), ("ours", BlockKind.PARAGRAPH)):
        page = review(dana, {"text": NUMBERED, "title": "On the river", "form_token": numbering}).text
        assert "from 14. to 18." in page
        agreed(dana, numbering=numbering)
        with record.reading() as session:
            newest = session.query(Draft).order_by(Draft.id.desc()).first()
            assert newest is not None
            assert {block.kind for block in newest.blocks} == {kind}


def test_straight_quotation_marks_are_set_only_when_it_is_asked(site: Site) -> None:
    dana, text = (
        site.signed_in("dana"),
        'We recall "the promise" of the second session, and we ask for an answer to it.',
    )
    for token, more, wanted in (("a", {}, '"the promise"'), ("b", {"quotes": "y"}, "“the promise”")):
        page = review(dana, {"text": text, "title": "On the river", "form_token": token}).text
        assert "Set 2 straight quotation marks as the language does: “…”" in unescape(page)
        agreed(dana, **more)
        assert wanted in blocks()[0]


def test_a_text_in_arabic_of_the_largest_size_can_be_agreed_to(site: Site) -> None:
    dana = site.signed_in("dana")
    text = "\n\n".join(["نشكر الرئيس على الكلمة، ونذكر بالوعد. " * 40] * 330)
    assert 900_000 < len(text.encode()) < 1_000_000
    dana.get("/statements/new")
    given = {**FIELDS, "file": (BytesIO(text.encode()), "a.txt"), "title": "بيان", "language": "ar"}
    dana.post("/statements/new", given, content_type="multipart/form-data")
    fields = hidden(dana.page)
    done = dana.post("/statements/new/joins", fields, content_type="multipart/form-data")
    assert done.status_code == 303
