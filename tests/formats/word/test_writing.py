"""A text of ours as a Word file: read back it is the same text, whoever takes or refuses what changed in it."""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from xml.dom import minidom

import docx
import pytest
from hypothesis import given, settings

from tests.formats.word.as_read import (
    ARABIC,
    ENGLISH,
    TEXTS,
    Text,
    as_read,
    blocks_of,
    clean,
    compared,
    filed,
    pairs,
    reread,
)
from workflow.formats.table import Words
from workflow.formats.word.own_names import VersionMark, block_of, bookmark_of, version_mark, without_copies
from workflow.formats.word.taking import taken
from workflow.formats.word.tracked_text import clean_text
from workflow.formats.word.values import RevisionKind, TakenAs
from workflow.formats.word.writing import characters_left_out, word_file
from workflow.formats.word.written import Hand, Remark, WordFile
from workflow.services.shared.record import new_block_id
from workflow.text.document import TITLE
from workflow.text.values import Block, BlockKind

pytestmark = pytest.mark.unit


def parts(data: bytes) -> dict[str, str]:
    """The parts of a file by their names."""
    archive = zipfile.ZipFile(io.BytesIO(data))
    return {name: archive.read(name).decode() for name in archive.namelist()}


@pytest.mark.parametrize("language", TEXTS)
def test_a_text_is_read_back_as_it_is(language: str) -> None:
    blocks = blocks_of(TEXTS[language])
    found = reread(clean(("On *rivers*", blocks), language))
    assert taken(found, TakenAs.ACCEPTED) == as_read("On *rivers*", blocks)
    assert found.revisions == () and found.comments == ()
    assert found.language.partition("-")[0] == language


def test_every_paragraph_carries_its_id() -> None:
    blocks = blocks_of(ENGLISH)
    found = reread(clean(("On rivers", blocks)))
    notes = [block.id for block in blocks if block.kind is BlockKind.FOOTNOTE]
    body = [block.id for block in blocks if block.kind is not BlockKind.FOOTNOTE]
    assert [each.bookmark for each in found.paragraphs] == [TITLE, *body, *notes]


def test_an_id_of_ours_is_always_a_bookmark() -> None:
    ids = [new_block_id() for _ in range(200)]
    assert [block_of(bookmark_of(each)) for each in ids] == ids
    assert bookmark_of("") == bookmark_of("a-b") == block_of("_GoBack") == block_of("communique_") == ""


def test_a_copy_of_a_bookmark_stands_for_it_where_it_is_alone() -> None:
    assert without_copies(["b1", "b2_Copy_1", "", "b1_Copy_1", "b2_Copy_2"]) == ["b1", "b2", "", "", ""]


def test_a_file_says_of_which_text_it_is() -> None:
    mark = VersionMark("bcdfghjkmn", 3, "fr", "0a" * 32)
    found = reread(filed(clean_text("T", blocks_of(ENGLISH)), version=str(mark)))
    assert version_mark(found.version_mark) == mark
    assert version_mark(str(replace(mark, has_points=True))) == replace(mark, has_points=True)
    assert version_mark("") is version_mark("statement=x; version=1") is version_mark(str(mark)[:-3]) is None


def test_headings_lists_emphasis_links_and_notes_are_those_of_the_program() -> None:
    document = parts(clean(("On rivers", blocks_of(ENGLISH))))
    body, links = document["word/document.xml"], document["word/_rels/document.xml.rels"]
    for style in ("Title", "Heading1", "Heading2", "ListParagraph", "Quote", "Salutation", "Closing"):
        assert f'<w:pStyle w:val="{style}"/>' in body
    assert "<w:b/>" in body and "<w:i/>" in body and "<w:hyperlink " in body and "**" not in body
    assert 'Target="https://example.org/a" TargetMode="External"' in links
    assert body.count("<w:footnoteReference ") == document["word/footnotes.xml"].count("<w:footnoteRef/>") == 2
    assert body.count("NOTEREF") == 1  # the second mention of one note


def test_paragraphs_are_numbered_as_pages_number_them() -> None:
    body = parts(clean(("On rivers", blocks_of(ENGLISH))))["word/document.xml"]
    paragraphs = [each for each in body.split("<w:p>") if "CommuniqueParagraph" in each]
    assert len(paragraphs) == 3  # neither greetings nor items
    assert all('<w:numId w:val="1"/>' in each for each in paragraphs)


def test_an_arabic_text_runs_from_right_to_left_in_a_file_that_speaks_english() -> None:
    document = parts(clean(("عن الأنهار", blocks_of(ARABIC)), "ar"))
    body, head = document["word/document.xml"], document["word/header1.xml"]
    paragraphs = body.count("<w:p>")
    assert body.count("<w:bidi/></w:pPr>") == paragraphs
    assert "<w:titlePg/><w:bidi/>" in body
    assert body.count("<w:rtl/>") == body.count('<w:lang w:bidi="ar"/>') > paragraphs
    assert "bidi" not in head and "<w:rtl/>" not in head


def test_every_part_is_whole_and_none_says_who_made_it_or_when() -> None:
    remark = Remark(Hand('"Delta" & <Sons>'), (Words("a < b & c"), Words("سطر", "ar")))
    data = filed(clean_text("A & <B>", blocks_of(ENGLISH)), remarks=[remark])
    document = parts(data)
    for text in document.values():
        minidom.parseString(text)  # noqa: S318  (we wrote it)
    assert "created" not in document["docProps/core.xml"] and "creator" not in document["docProps/core.xml"]
    assert data == filed(clean_text("A & <B>", blocks_of(ENGLISH)), remarks=[remark])
    (comment,) = reread(data).comments
    assert (comment.author, comment.body) == ('"Delta" & <Sons>', "a < b & c\nسطر")


def test_another_library_opens_the_file_and_finds_its_styles() -> None:
    made = docx.Document(io.BytesIO(clean(("On rivers", blocks_of(ENGLISH)))))
    styles = [each.style.name for each in made.paragraphs if each.style]
    assert styles[:4] == ["Title", "Heading 1", "Salutation", "Communique Paragraph"]
    assert "".join(run.text for run in made.paragraphs[3].runs).startswith("The Court must not pay")


def test_who_edits_a_version_has_every_change_tracked() -> None:
    assert "<w:trackRevisions/>" in parts(clean(("T", blocks_of(ENGLISH))))["word/settings.xml"]


def test_characters_that_no_file_can_hold_are_counted() -> None:
    blocks = [Block("b", BlockKind.PARAGRAPH, "a\x00b\x0bc\ud800")]
    remark = Remark(Hand("D\x01"), (Words("\ufffe"),))
    given_ = WordFile("T", "en", "en", clean_text("T", blocks), [], "", remarks=[remark])
    assert characters_left_out(given_) == 5
    assert "abc" in parts(word_file(given_))["word/document.xml"]
    assert characters_left_out(replace(given_, paragraphs=clean_text("T", blocks_of(ENGLISH)), remarks=[])) == 0


def _both_ways(before: Text, after: Text, language: str = "en") -> Iterator[tuple[Block, ...]]:
    found = reread(compared(before, after, language))
    yield taken(found, TakenAs.ACCEPTED)
    yield taken(found, TakenAs.REFUSED)


@settings(max_examples=40)
@given(pairs())
def test_accepted_is_the_newer_text_and_refused_the_older(pair: tuple[Text, Text]) -> None:
    before, after = pair
    accepted, refused = _both_ways(before, after)
    assert accepted == as_read(*after)
    assert refused == as_read(*before)


@pytest.mark.parametrize("language", TEXTS)
def test_a_text_compared_with_nothing_and_with_itself(language: str) -> None:
    text, nothing = ("On rivers", blocks_of(TEXTS[language])), ("On rivers", list[Block]())
    for before, after in ((text, nothing), (nothing, text), (text, text)):
        accepted, refused = _both_ways(before, after, language)
        assert (accepted, refused) == (as_read(*after), as_read(*before))
    assert reread(compared(text, text, language)).revisions == ()


def test_one_word_that_changed_is_one_word_that_went_and_one_that_came() -> None:
    blocks = blocks_of("The Court must pay all victims.\n\nIt shall do so this year.")
    changed = [replace(blocks[0], text="The Court may pay all victims."), blocks[1]]
    found = reread(compared(("T", blocks), ("T", changed)))
    assert [(each.kind, each.words, each.author) for each in found.revisions] == [
        (RevisionKind.DELETION, "must", "The Coalition"),
        (RevisionKind.INSERTION, "may", "The Coalition"),
    ]


def test_words_that_are_set_in_another_way_went_and_came() -> None:
    blocks = blocks_of("The Court must pay.")
    found = reread(compared(("T", blocks), ("T", [replace(blocks[0], text="The Court **must** pay.")])))
    assert [(each.kind, each.words) for each in found.revisions] == [
        (RevisionKind.DELETION, "must"),
        (RevisionKind.INSERTION, "must"),
    ]


def test_a_paragraph_that_moved_is_tracked_as_moved() -> None:
    blocks = blocks_of("One is here.\n\nTwo is a longer paragraph of the text.\n\nThree is another long one of it.")
    found = reread(compared(("T", blocks), ("T", [blocks[1], blocks[2], blocks[0]])))
    kinds = {each.kind for each in found.revisions}
    assert kinds == {RevisionKind.MOVED_FROM, RevisionKind.MOVED_TO}
    assert {each.words for each in found.revisions} == {"One is here.", ""}


def test_items_behind_a_new_one_keep_their_words_and_go_up_by_themselves() -> None:
    blocks = blocks_of("1. one\n2. two\n3. three")
    new = [
        blocks[0],
        Block("n", BlockKind.ITEM, "between", 0, "2."),
        replace(blocks[1], mark="3."),
        replace(blocks[2], mark="4."),
    ]
    found = reread(compared(("T", blocks), ("T", new)))
    assert [each.words for each in found.revisions if each.words] == ["between"]
    assert [each.mark for each in taken(found, TakenAs.ACCEPTED)[1:]] == ["1.", "2.", "3.", "4."]
    assert [each.mark for each in taken(found, TakenAs.REFUSED)[1:]] == ["1.", "2.", "3."]


def test_a_note_that_changed_is_tracked_in_its_own_place() -> None:
    blocks = blocks_of("The Court must pay.[^1]\n\n[^1]: See paragraph 7.")
    found = reread(compared(("T", blocks), ("T", [blocks[0], replace(blocks[1], text="See paragraph 8.")])))
    assert [each.words for each in found.revisions] == ["7", "8"]
    assert found.paragraphs[-1].kind is BlockKind.FOOTNOTE
