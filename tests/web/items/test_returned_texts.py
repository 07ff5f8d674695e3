"""The text taken away for Word and brought back: each change and comment is a draft at its place, or is told."""

import copy
import html
import io
import re
from collections.abc import Callable, Iterator
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from sqlalchemy import Engine

from tests.decisions import every
from tests.rooms import TEXT
from tests.services.items.test_commenting import reopened_on_version_2
from tests.web.house import House, hidden, house_of, words
from tests.web.items.test_comment_sheets import drafts, fates, upload
from tests.web.site import source
from workflow import database as record
from workflow.config import Settings
from workflow.formats.table import Words
from workflow.formats.word.tracked_points import with_points
from workflow.formats.word.writing import word_file
from workflow.formats.word.written import Hand, Remark, WordFile
from workflow.models.item import Item, ItemState
from workflow.models.statement import TakingPart
from workflow.rules.items.file_points import PointFate
from workflow.rules.items.kinds import ItemKind


@pytest.fixture
def house(database: Engine, settings: Settings) -> Iterator[House]:
    """A consultation that is open, behind a browser."""
    with house_of(settings) as opened:
        yield opened


def page_of(house: House) -> str:
    return f"{house.address}/our-points"


def take_away(house: House, who: str = "dana") -> Any:
    """The text as the page offers it, opened."""
    page = house.visitor(who).get(page_of(house)).text
    (address,) = re.findall(r'href="(/statements/\w+/text\.docx[^"]*)"', page)
    return docx.Document(io.BytesIO(house.visitor(who).get(address.replace("&amp;", "&")).data))


def bring_back(house: House, made: Any, who: str = "dana", name: str = "with our changes.docx") -> Any:
    data = made
    if not isinstance(made, bytes):
        kept = io.BytesIO()
        made.save(kept)
        data = kept.getvalue()
    visitor = house.visitor(who)
    visitor.get(page_of(house))
    found = re.findall(r'name="(text-(?:version|form_token|csrf_token))"[^>]*value="([^"]*)"', source(visitor.page))
    return visitor.post(f"{page_of(house)}/text", {**dict(found), "text-file": (io.BytesIO(data), name)})


def _run(made: Any, words: str) -> Any:
    """The run of the file that holds these words, alone."""
    run = next(r for p in made.paragraphs for r in p.runs if words in r.text)
    before, _, after = run.text.partition(words)
    for text, place in ((before, run._r.addprevious), (after, run._r.addnext)):
        if text:
            beside = copy.deepcopy(run._r)
            place(beside)
            docx.text.run.Run(beside, run._parent).text = text
    run.text = words
    return run


def _tracked(name: str, number: int) -> Any:
    change = OxmlElement(f"w:{name}")
    for attribute, value in (("id", str(900 + number)), ("author", "Dilip Rao"), ("date", "2026-03-03T10:00:00Z")):
        change.set(qn(f"w:{attribute}"), value)
    return change


def change(made: Any, words: str, to: str, number: int = 0) -> Any:
    """Words changed as a program does that tracks it; the run of the words that went."""
    run = _run(made, words)
    gone = _tracked("del", number)
    run._r.addprevious(gone)
    gone.append(run._r)
    for text in run._r.findall(qn("w:t")):
        text.tag = qn("w:delText")
    if to:
        come, new = _tracked("ins", number + 1), OxmlElement("w:r")
        new.append(text := OxmlElement("w:t"))
        text.text = to
        come.append(new)
        gone.addnext(come)
    return run


def test_each_change_and_comment_is_a_draft_at_its_words(house: House) -> None:
    made = take_away(house)
    made.add_comment(change(made, "twice", "three times"), text="It rose again in March.", author="Dilip Rao")
    made.add_comment(_run(made, "We thank those who did"), text="Whom?", author="Dilip Rao")
    answer = bring_back(house, made)
    assert answer.status_code == 303
    amendment, comment = drafts()
    assert (amendment.kind, amendment.quote, amendment.proposal) == (ItemKind.REPLACE, "twice", "three times")
    assert amendment.body == "It rose again in March."
    assert (comment.kind, comment.quote, comment.body) == (ItemKind.COMMENT, "We thank those who did", "Whom?")
    assert fates() == [PointFate.KEPT, PointFate.KEPT]
    said = words(house.visitor("dana").get(page_of(house)).text)
    assert "Last text from Word: 2 of 2 points kept" in said
    assert "Dilip Rao, from with our changes.docx, change 1" in said
    assert not [each for each in every(Item) if each.state is ItemState.SENT], "nothing is sent"


def test_the_same_file_again_makes_no_second_point(house: House) -> None:
    made = take_away(house)
    change(made, "twice", "three times")
    bring_back(house, made)
    bring_back(house, made)
    assert fates() == [PointFate.SAME]
    assert len(drafts()) == 1


def test_a_change_without_a_reason_is_kept_and_asks_for_it(house: House) -> None:
    made = take_away(house)
    change(made, "twice", "three times")
    bring_back(house, made)
    assert fates() == [PointFate.KEPT_LACKING]
    visitor = house.visitor("dana")
    assert "Point 1 has no reason." in words(visitor.get(page_of(house)).text)


def test_what_was_changed_without_being_tracked_and_what_is_no_point_is_told(house: House) -> None:
    made = take_away(house)
    _run(made, "twice").text = "thrice"
    table = made.add_table(1, 1)
    table.cell(0, 0).text = "<b>Figures</b> of March"
    bring_back(house, made)
    said = words(house.visitor("dana").get(page_of(house)).text)
    assert "1 of the changes was made without being tracked" in said
    assert "<b>Figures</b> of March" in said and "no part of the text" in said
    assert fates() == [PointFate.KEPT_LACKING, PointFate.LEFT_OUT]


def test_a_file_of_an_earlier_version_says_so_by_point_and_leads_to_the_form(house: House) -> None:
    made = take_away(house)
    change(made, "twice", "three times")
    reopened_on_version_2(house.room, f"A new beginning.\n\n{TEXT}")
    bring_back(house, made)
    assert fates() == [PointFate.OTHER_VERSION]
    visitor = house.visitor("dana")
    page = visitor.get(page_of(house)).text
    assert "“ twice ” was written on version 1" in words(page)
    (form,) = re.findall(r'href="([^"]+)">Choose the words', page)
    assert "three times" in visitor.get(html.unescape(form)).text
    assert not drafts()


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda made: made, "This file has no changes and no comments."),
        (lambda _: b"%PDF-1.7 something", "docx"),
        (lambda _: b"", "There is no text."),
        (lambda _: _of_another_text(), "not the text of this statement"),
    ],
)
def test_what_cannot_be_taken_is_refused_in_a_sentence_and_changes_nothing(
    house: House, make: Callable[[Any], Any], said: str
) -> None:
    answer = bring_back(house, make(take_away(house)))
    assert answer.status_code == 422
    assert said in words(answer.text)
    assert not drafts()


def _of_another_text() -> Any:
    made = docx.Document()
    made.add_paragraph("Minutes of the board, which nobody else should read.")
    return made


def test_a_file_of_another_statement_or_with_everybodys_points_is_refused(house: House) -> None:
    visitor = house.visitor("dana")
    data = visitor.get(f"{house.address}/points.docx?version=1").data
    assert "comments and amendments of all members" in words(bring_back(house, data).text)
    made = take_away(house)
    change(made, "twice", "three times")
    part = next(p for p in made.part.package.iter_parts() if "custom" in str(p.partname))
    part._blob = part.blob.replace(house.room.key.encode(), b"another000")
    assert "text of another statement" in words(bring_back(house, made).text)
    assert not drafts()


@pytest.mark.parametrize(("who", "is_named"), [("dana", True), ("elena", False)])
def test_who_wrote_answers_below_a_comment_is_told_but_of_a_protected_organisation(
    house: House, who: str, is_named: bool
) -> None:
    blocks = house.room.blocks(1)
    remarks = (
        Remark(Hand("Luz Marín"), (Words("Which river?"),), blocks[1].id),
        Remark(Hand("Omar Díaz"), (Words("All."),), blocks[1].id, answers=0),
    )
    made = with_points("On open rivers", blocks, [], remarks)
    file = WordFile("On open rivers", "en", "en", made.paragraphs, (), "", remarks=remarks)
    bring_back(house, word_file(file), who)
    (draft,) = drafts()
    assert ("Luz Marín" in draft.body, "Omar Díaz" in draft.body) == (is_named, is_named)
    assert "Which river?" in draft.body and "All." in draft.body


@pytest.mark.parametrize("ending", ["docx", "xlsx", "csv"])
def test_a_comment_sheet_is_sent_to_its_own_field_and_a_text_to_its(house: House, ending: str) -> None:
    visitor = house.visitor("dana")
    sheet = visitor.get(f"{page_of(house)}/sheet.{ending}").data
    assert "This is a comment sheet." in words(bring_back(house, sheet, name=f"sheet.{ending}").text)
    text = visitor.get(f"{house.address}/text.docx?version=1&language=en").data
    assert "This is the text of a statement." in words(upload(house, text, "text.docx").text)
    assert not drafts()


def test_who_does_not_take_part_finds_no_such_page(house: House) -> None:
    with record.transaction() as session:
        fen = house.room.organisations["fen"]
        session.delete(session.get_one(TakingPart, (house.room.statement().id, fen)))
    visitor = house.visitor("fred")
    visitor.get("/home")
    assert visitor.post(f"{page_of(house)}/text", hidden(visitor.page)).status_code in (404, 422)
    assert visitor.get(page_of(house)).status_code == 404
