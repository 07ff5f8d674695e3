"""Points of a text that was worked on in an office program: nothing it says is lost, and nothing is put elsewhere."""

import io
import random
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from itertools import count
from time import process_time

import pytest

from workflow.formats.table import Words
from workflow.formats.word.own_names import VersionMark, version_mark
from workflow.formats.word.points import HandedOut, WordPoints, word_points
from workflow.formats.word.reading import read_word
from workflow.formats.word.taking import taken
from workflow.formats.word.tracked_text import clean_text, compared_text
from workflow.formats.word.values import (
    Revision,
    RevisionKind,
    TakenAs,
    WordComment,
    WordParagraph,
    WordPiece,
    WordText,
)
from workflow.formats.word.writing import word_file
from workflow.formats.word.written import Hand, WordFile
from workflow.rules.items.file_points import FilePoint, FileUnit, PointFate
from workflow.rules.items.kinds import ItemKind
from workflow.text.amendments import apply
from workflow.text.document import TITLE, plain
from workflow.text.values import Amendment, AmendmentKind, Block, BlockKind

TEXT = (
    Block("p", BlockKind.PARAGRAPH, "States must not close the crossing. They keep the road open."),
    Block("q", BlockKind.PARAGRAPH, "We call for an inquiry into the deaths at the bridge."),
    Block("z", BlockKind.PARAGRAPH, "The river belongs to those who live beside it."),
)
OUT = HandedOut("On the river", "", TEXT, 1, "en")


def paragraph(*pieces: str | WordPiece, bookmark: str = "", inserted: int = 0, deleted: int = 0) -> WordParagraph:
    """A paragraph of plain words and of tracked ones."""
    made = tuple(WordPiece(each) if isinstance(each, str) else each for each in pieces)
    facts = {"bookmark": bookmark, "mark_inserted": inserted, "mark_deleted": deleted}
    return WordParagraph(BlockKind.PARAGRAPH, 0, "", made, **facts)  # type: ignore[arg-type]


def ins(words: str, number: int) -> WordPiece:
    """Words that came."""
    return WordPiece(words, inserted=number)


def gone(words: str, number: int) -> WordPiece:
    """Words that went."""
    return WordPiece(words, deleted=number)


def file_of(paragraphs: Sequence[WordParagraph], comments: Sequence[WordComment] = ()) -> WordText:
    """A file of these paragraphs, its tracked changes by Amina (odd numbers) and Joel."""
    found = {}
    for at, each in enumerate(paragraphs):
        for piece in each.pieces:
            if piece.inserted:
                found[piece.inserted] = (RevisionKind.INSERTION, piece.text, at)
            if piece.deleted:
                found[piece.deleted] = (RevisionKind.DELETION, piece.text, at)
        for number in filter(None, (each.mark_inserted, each.mark_deleted)):
            found[number] = (RevisionKind.PARAGRAPH_INSERTED, "", at)
    revisions = tuple(
        Revision(number, kind, "Amina" if number % 2 else "Joel", None, words, at)
        for number, (kind, words, at) in sorted(found.items())
    )
    return WordText(tuple(paragraphs), revisions, tuple(comments), (), len(revisions))


def points_of(paragraphs: Sequence[WordParagraph], *comments: WordComment) -> WordPoints:
    """The points of a file of these paragraphs."""
    return word_points(file_of(paragraphs, comments), OUT)


def comment(paragraph: int, start: int, words: str, body: str = "Why?", **more: object) -> WordComment:
    """A comment of Amina on words of a paragraph."""
    key = str(more.pop("key", "c1"))
    return WordComment(key, "Amina", None, body, paragraph, start, start + len(words), words, **more)  # type: ignore[arg-type]


def said(point: FilePoint) -> tuple[object, ...]:
    """What a point says, in short."""
    asked = point.asked
    return point.unit, asked.kind, asked.block, asked.words, asked.proposal, point.place


UNCHANGED = [paragraph(plain(block.text), bookmark=block.id) for block in TEXT]


def test_a_file_that_nobody_changed_asks_for_nothing() -> None:
    found = points_of(UNCHANGED)
    assert (found.points, found.untracked, found.known) == ((), 0, 1)


def test_a_tracked_change_is_an_amendment_of_whole_words_with_its_author() -> None:
    changed = paragraph(
        "States must not ", gone("close", 1), ins("block", 2), " the crossing. They keep the road open."
    )
    found = points_of([changed, *UNCHANGED[1:]])
    (point,) = found.points
    assert said(point) == (FileUnit.CHANGE, ItemKind.REPLACE, "p", "close", "block", "Amina, Joel")
    assert found.untracked == 0


def test_a_comment_on_a_change_is_its_reason_and_one_beside_it_is_a_comment() -> None:
    changed = paragraph(
        "States must not ", gone("close", 1), ins("block", 2), " the crossing. They keep the road open."
    )
    reason = comment(0, 16, "close", "“Close” sounds final.")
    beside = comment(0, 41, "They keep", "Who are they?", key="c2")
    answer = comment(0, 41, "They keep", "The states.", key="c3", answers="c2")
    found = points_of([changed, *UNCHANGED[1:]], reason, beside, answer)
    change, alone = found.points
    assert change.asked.body == "“Close” sounds final."
    assert said(alone) == (FileUnit.COMMENT, ItemKind.COMMENT, "p", "They keep", "", "Amina")
    assert alone.asked.body == "Amina: Who are they?\n\nAmina: The states."


def test_a_protected_organisation_has_nobody_named_in_a_comment_with_answers() -> None:
    asked = comment(0, 0, "States", "Which states?", key="c2")
    answer = comment(0, 0, "States", "All.", key="c3", answers="c2")
    found = word_points(file_of(UNCHANGED, [asked, answer]), replace(OUT, names_writers=False))
    assert [each.asked.body for each in found.points] == ["Which states?\n\nAll."]


def test_a_comment_on_words_typed_over_others_is_the_reason_of_that_change_alone() -> None:
    changed = paragraph(
        "States must not ",
        gone("close the crossing", 1),
        ins("block the crossing", 2),
        ". They keep the road ",
        gone("open", 3),
        ins("clear", 4),
        ".",
    )
    reason = comment(0, 34, "block the crossing", "“Close” sounds final.")
    found = points_of([changed, *UNCHANGED[1:]], reason)
    first, second = found.points
    assert (first.asked.words, first.asked.body) == ("close", "“Close” sounds final.")
    assert (second.asked.words, second.asked.body) == ("open", "")
    assert [each.place for each in found.points] == ["Amina, Joel", "Amina, Joel"]


def test_paragraphs_that_come_go_part_and_meet() -> None:
    new = paragraph(ins("Nobody may be sent back.", 3), inserted=5)
    out = paragraph(gone("We call for an inquiry into the deaths at the bridge.", 2), bookmark="q", deleted=4)
    found = points_of([UNCHANGED[0], new, out, UNCHANGED[2]])
    assert {said(each) for each in found.points} == {
        (FileUnit.CHANGE, ItemKind.ADD, None, "", "Nobody may be sent back.", "Amina"),
        (FileUnit.CHANGE, ItemKind.REMOVE, "q", "", "", "Joel"),
    }
    assert found.untracked == 0
    first = paragraph("States must not close the crossing. ", bookmark="p", inserted=1)
    parted = points_of([first, paragraph("They keep the road open."), *UNCHANGED[1:]])
    assert {(each.asked.kind, each.asked.proposal) for each in parted.points} == {
        (ItemKind.REPLACE, ""),
        (ItemKind.ADD, "They keep the road open."),
    }
    assert parted.untracked == 0 and all(each.place == "Amina" for each in parted.points)


def test_what_was_changed_without_being_tracked_is_a_point_and_told() -> None:
    found = points_of([paragraph("States may not close the crossing. They keep the road open."), *UNCHANGED[1:]])
    (point,) = found.points
    assert said(point) == (FileUnit.CHANGE, ItemKind.REPLACE, "p", "must", "may", "")
    assert found.untracked == 1


def test_what_is_no_point_is_told_by_its_words() -> None:
    settled = comment(1, 0, "We", "Done.", resolved=True)
    twice = paragraph(WordPiece("soon ", inserted=1, deleted=2), plain(TEXT[2].text), bookmark="z")
    lost = comment(-1, 0, "a cell", "Wrong number.", key="c2")
    found = points_of([*UNCHANGED[:2], twice], settled, lost)
    point, *rest = found.points
    assert {(each.refused, each.asked.body) for each in rest} == {
        (PointFate.SETTLED, "Done."),
        (PointFate.WITHOUT_EFFECT, "soon "),
    }
    assert point.refused is PointFate.NOT_IN_TEXT and "a cell" in point.asked.body and "Wrong" in point.asked.body


def test_the_title_is_amended_and_no_paragraph() -> None:
    head = paragraph("On the ", ins("open ", 1), "river", bookmark=TITLE)
    found = points_of([head, *UNCHANGED])
    (point,) = found.points
    assert said(point) == (FileUnit.CHANGE, ItemKind.TITLE, None, "", "On the open river", "Amina")


WORDS = str.split("states river court people must not close open border water each year the a of and report inquiry")


@pytest.mark.parametrize("seed", range(60))
@pytest.mark.parametrize("has_bookmarks", [True, False])
def test_whatever_was_tracked_the_points_together_make_the_accepted_text(seed: int, has_bookmarks: bool) -> None:
    chance, numbers = random.Random(seed), count(1)
    blocks = tuple(
        Block(f"b{at}", BlockKind.PARAGRAPH, f"{at}: {' '.join(chance.choices(WORDS, k=chance.randint(6, 25)))}.")
        for at in range(chance.randint(2, 7))
    )
    paragraphs = []
    for block in blocks:
        mark = block.id if has_bookmarks else ""
        if chance.random() < 0.15:
            number = next(numbers)
            paragraphs.append(paragraph(gone(block.text, number), bookmark=mark, deleted=next(numbers)))
            continue
        pieces: list[str | WordPiece] = []
        for word in block.text.split(" "):
            if chance.random() < 0.08:
                pieces.append(ins(f"{chance.choice(WORDS)} ", next(numbers)))
            pieces.append(gone(f"{word} ", next(numbers)) if chance.random() < 0.08 else f"{word} ")
        paragraphs.append(paragraph(*pieces, bookmark=mark))
        if chance.random() < 0.15:
            words = f"New: {' '.join(chance.choices(WORDS, k=9))}."
            paragraphs.append(paragraph(ins(words, next(numbers)), inserted=next(numbers)))
    text = file_of(paragraphs)
    out = HandedOut("Title", "", blocks, 1, "en")
    found = word_points(text, out)
    points = [each for each in found.points if not each.refused]
    assert {each.refused for each in found.points} <= {None, PointFate.WITHOUT_EFFECT}
    assert _made(blocks, points) == [plain(block.text) for block in taken(text, TakenAs.ACCEPTED)]
    assert found.untracked == 0


def _made(blocks: Sequence[Block], points: Sequence[FilePoint]) -> list[str]:
    """The text with all the points accepted, each placed by its words alone."""
    by_id = {block.id: block for block in blocks}
    amendments = []
    for number, point in enumerate(points, 1):
        asked = point.asked
        start = end = 0
        if asked.kind is ItemKind.REPLACE:
            text = by_id[asked.block or ""].text
            around = f"{asked.prefix}{asked.words}{asked.suffix}"
            assert text.count(around) == 1, "the words do not say where they stand"
            start = text.index(around) + len(asked.prefix)
            end = start + len(asked.words or "")
        kind = AmendmentKind(asked.kind.value)
        amendments.append(
            Amendment(str(number), kind, asked.block or "", start, end, asked.proposal, asked.after, number)
        )
    ids = (f"new{number}" for number in count())
    made = apply(blocks, amendments, lambda: next(ids))
    assert not made.unapplied
    return [plain(block.text) for block in made.blocks]


@pytest.mark.parametrize("seed", range(20))
def test_a_file_that_we_wrote_ourselves_comes_back_as_what_it_tracks(seed: int) -> None:
    chance = random.Random(seed)

    def prose() -> str:
        return " ".join(chance.choices(WORDS, k=chance.randint(8, 30))).capitalize() + "."

    before = [Block(f"b{at}", BlockKind.PARAGRAPH, prose()) for at in range(6)]
    after = [block for block in before if chance.random() > 0.15]
    for at, block in enumerate(after):
        words = block.text.split(" ")
        if chance.random() < 0.5:
            words[chance.randrange(len(words) - 1)] = chance.choice(WORDS)
            after[at] = replace(block, text=" ".join(words))
    after.insert(chance.randint(0, len(after)), Block("n1", BlockKind.PARAGRAPH, prose()))
    if chance.random() < 0.5 and len(after) > 2:
        after.append(after.pop(0))
    compared = compared_text(("On the river", before), ("On the open river", after), Hand("Amina"))
    mark = str(VersionMark("key", 1, "en", "0" * 64))
    given = WordFile("On the open river", "en", "en", compared, (), "JS 2024/1 · Version 1", version=mark)
    found = word_points(read_word(word_file(given)), HandedOut("On the river", "", tuple(before), 1, "en"))
    title, *points = found.points
    assert (title.asked.kind, title.asked.proposal) == (ItemKind.TITLE, "On the open river")
    assert _made(before, points) == [block.text for block in after]
    assert all(each.place == "Amina" for each in found.points), "each change was tracked"
    assert not any(each.refused for each in found.points) and not found.untracked


def test_words_that_came_and_went_again_are_told_whatever_else_changed_in_their_paragraph() -> None:
    twice = WordPiece("soon ", inserted=3, deleted=4)
    changed = paragraph(
        "States must not ", gone("close", 1), ins("block", 2), " the crossing. ", twice, "They keep the road open."
    )
    found = points_of([changed, *UNCHANGED[1:]], comment(0, 41, "soon", "When?"))
    change, beside, *rest = found.points
    assert (change.asked.body, change.place, beside.asked.body) == ("", "Amina, Joel", "“soon”\n\nWhen?")
    assert [(each.refused, each.asked.body, each.place) for each in rest] == [
        (PointFate.WITHOUT_EFFECT, "soon ", "Amina, Joel"),
    ]


def test_a_title_that_somebody_took_out_is_told() -> None:
    head = paragraph(gone("On the river", 1), bookmark=TITLE)
    (point,) = points_of([head, *UNCHANGED]).points
    assert (point.refused, point.asked.body, point.place) == (PointFate.ELSEWHERE, "On the river", "Amina")


def test_a_comment_on_the_title_is_no_reason_of_a_paragraph_that_has_the_same_word() -> None:
    head = paragraph("On the ", ins("open ", 2), "river", bookmark=TITLE)
    new = paragraph(ins("Let the road stay open.", 1), inserted=3)
    found = points_of([head, new, *UNCHANGED], comment(0, 7, "open", "Is it?"))
    added = next(each for each in found.points if each.asked.kind is ItemKind.ADD)
    assert (added.asked.body, added.place) == ("", "Amina")
    assert [each.asked.body for each in found.points if each.unit is FileUnit.COMMENT] == ["“open”\n\nIs it?"]


def test_the_changes_of_a_paragraph_and_of_one_that_comes_keep_their_authors() -> None:
    changed = paragraph("States must not ", gone("close", 2), ins("open", 4), " the crossing. They keep the road open.")
    new = paragraph(ins("Keep the road open.", 1), inserted=3)
    found = points_of([changed, new, *UNCHANGED[1:]])
    assert [each.place for each in found.points] == ["Joel", "Amina"]


@pytest.mark.parametrize(
    "comments",
    [
        [comment(0, 0, "", "One", key="")],
        [comment(0, 0, "", "One", key="1", answers="1")],
        [comment(0, 0, "", "One", key="1", answers="2"), comment(0, 0, "", "Two", key="2", answers="1")],
        [
            comment(0, 0, "", "One", key="1"),
            comment(0, 0, "", "Two", key="1"),
            comment(0, 0, "", "3", key="3", answers="1"),
        ],
        [comment(0, 0, "", str(at), key=f"c{at}", answers=f"c{at - 1}") for at in range(3000)],
    ],
)
def test_comments_that_answer_themselves_or_one_another_are_each_told_once(comments: list[WordComment]) -> None:
    found = points_of(UNCHANGED, *comments)
    bodies = [line.rpartition(": ")[2] for each in found.points for line in each.asked.body.split("\n\n")]
    assert sorted(bodies) == sorted(each.body for each in comments)


def test_nothing_of_a_thread_is_lost_whose_first_comment_alone_is_resolved() -> None:
    first = comment(0, 0, "States", "All of them?", key="1", resolved=True)
    found = points_of(UNCHANGED, first, comment(0, 0, "States", "Not all!", key="2", answers="1"))
    (point,) = found.points
    assert point.refused is PointFate.SETTLED and "All of them?" in point.asked.body and "Not all!" in point.asked.body


def test_ten_thousand_changes_are_told_in_seconds() -> None:
    blocks = tuple(Block(f"b{at}", BlockKind.PARAGRAPH, f"Paragraph {at} of the river text.") for at in range(900))
    paragraphs = []
    for at, block in enumerate(blocks):
        pieces = [piece for word in block.text.split(" ") for piece in (ins("x ", 9 * at + 1), f"{word} ")]
        paragraphs.append(paragraph(*pieces, bookmark=block.id))
        paragraphs.append(paragraph(ins(f"New words number {at}.", 9 * at + 8), inserted=9 * at + 9))
    before = process_time()
    found = word_points(file_of(paragraphs), HandedOut("Title", "", blocks, 1, "en"))
    assert len(found.points) > 1800
    assert process_time() - before < 20, "each change is held against those of its own paragraph alone"


def test_what_somebody_writes_into_our_own_head_and_foot_is_told() -> None:
    mark = str(VersionMark("key12345", 1, "en", "0" * 64))
    above = (Words("JS 2024/1 · Version 1"), Words("Send it back: https://example.org/"))
    blocks = clean_text("On the river", TEXT)
    data = word_file(WordFile("On the river", "en", "en", blocks, above, "JS 2024/1 · Version 1", version=mark))
    text = read_word(data)
    assert version_mark(text.version_mark) == VersionMark("key12345", 1, "en", "0" * 64)
    assert len(text.version_mark) < 255 and not word_points(text, OUT).points
    packed, changed = zipfile.ZipFile(io.BytesIO(data)), io.BytesIO()
    with zipfile.ZipFile(changed, "w") as again:
        for name in packed.namelist():
            again.writestr(name, packed.read(name).replace(b"Send it back", b"We will not sign this"))
    (point,) = word_points(read_word(changed.getvalue()), OUT).points
    assert point.refused is PointFate.LEFT_OUT and "We will not sign this" in point.asked.body


def test_a_comment_on_very_many_changes_is_told_once() -> None:
    words = [f"word{at}" for at in range(40)]
    pieces = [piece for at, word in enumerate(words) for piece in (f"{word} ", ins("new ", at + 1))]
    changed = paragraph(*pieces, bookmark="p")
    out = HandedOut("On the river", "", (Block("p", BlockKind.PARAGRAPH, " ".join(words)),), 1, "en")
    on_few, on_all = comment(0, 0, changed.text[:40], "Few", key="c1"), comment(0, 0, changed.text, "All", key="c2")
    found = word_points(file_of([changed], [on_few, on_all]), out).points
    (alone,) = (each for each in found if each.unit is FileUnit.COMMENT)
    assert alone.asked.block == "p" and alone.asked.body.endswith("\n\nAll")
    assert 1 < sum(each.asked.body == "Few" for each in found) <= 10
