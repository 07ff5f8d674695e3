"""A text with the points of members: amendments as tracked changes by their own hands, comments at their words."""

import io
import re
import zipfile
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.formats.word.as_read import ENGLISH, Text, as_read, blocks_of, filed, reread, texts
from workflow.formats.table import Words
from workflow.formats.word.anchors_of_remarks import refs_in
from workflow.formats.word.taking import taken
from workflow.formats.word.tracked_points import TextWithPoints, with_points
from workflow.formats.word.tracked_text import title_block
from workflow.formats.word.values import RevisionKind, TakenAs, WordComment, WordText
from workflow.formats.word.written import Hand, Remark
from workflow.text.amendments import apply
from workflow.text.document import TITLE
from workflow.text.values import Amendment, AmendmentKind, Block

pytestmark = pytest.mark.unit

BLOCKS = blocks_of(ENGLISH)
PAY, SECOND, BULLET, QUOTED, NOTE = (
    next(block for block in BLOCKS if words in block.text)
    for words in ("must not", "The second", "a bullet", "A quotation", "See the report")
)
REPLACE, ADD, REMOVE, MOVE = AmendmentKind.REPLACE, AmendmentKind.ADD, AmendmentKind.REMOVE, AmendmentKind.MOVE


def other_words(ref: str, block: Block, words: str, instead: str) -> Amendment:
    """An amendment of these words of a block."""
    at = block.text.index(words)
    return Amendment(ref, REPLACE, block.id, at, at + len(words), instead)


def hand(ref: str, author: str = "Delta") -> Hand:
    return Hand(author, "2026-12-01T10:00:00", ref)


def tracked(*amendments: Amendment, remarks: Sequence[Remark] = ()) -> tuple[TextWithPoints, WordText]:
    """The text with these amendments, and what its file is read as; refused it is always the text itself."""
    made = with_points("On rivers", BLOCKS, [(each, hand(each.ref)) for each in amendments], remarks)
    found = reread(filed(made.paragraphs, remarks=remarks))
    assert taken(found, TakenAs.REFUSED) == as_read("On rivers", BLOCKS)
    return made, found


def test_accepted_changes_are_what_our_own_engine_makes_of_the_amendments() -> None:
    amendments = [
        other_words("A1", PAY, "must not", "shall"),
        Amendment("A2", ADD, "", words="A new paragraph.\n\n- with an item", after=SECOND.id),
        Amendment("A3", REMOVE, BULLET.id),
        Amendment("A4", MOVE, QUOTED.id, after=""),
        Amendment("A5", REPLACE, TITLE, 0, len("On rivers"), "On great rivers"),
        other_words("A6", NOTE, "See", "Read"),
    ]
    made, found = tracked(*amendments)
    assert made.tracked == {"A1", "A2", "A3", "A4", "A5", "A6"}
    words = [each for each in amendments if each.block != TITLE]
    assert taken(found, TakenAs.ACCEPTED) == as_read("On great rivers", apply(BLOCKS, words, lambda: "").blocks)
    assert {each.kind for each in found.revisions} >= {RevisionKind.MOVED_FROM, RevisionKind.PARAGRAPH_DELETED}


def test_each_change_is_by_its_own_hand() -> None:
    amendments = [other_words("A1", PAY, "must not", "shall"), other_words("A2", SECOND, "words", "lines")]
    made = with_points(
        "T", BLOCKS, [(amendments[0], hand("A1", "Delta")), (amendments[1], hand("A2", "Member organisation 2"))]
    )
    found = reread(filed(made.paragraphs))
    assert [(each.words, each.author) for each in found.revisions] == [
        ("must not", "Delta"),
        ("shall", "Delta"),
        ("words", "Member organisation 2"),
        ("lines", "Member organisation 2"),
    ]
    assert {f"{each.at:%Y-%m-%d %H:%M}" for each in found.revisions if each.at} == {"2026-12-01 10:00"}


@pytest.mark.parametrize(
    "later",
    [
        other_words("A2", PAY, "Court **must not**", "Court **may**"),
        Amendment("A2", REMOVE, PAY.id),
        Amendment("A2", MOVE, PAY.id, after=SECOND.id),
        other_words("A2", PAY, "must not", "shall"),
        Amendment("A2", REPLACE, "gone", 0, 1, "x"),
        Amendment("A2", REPLACE, SECOND.id, 0, 3, "The"),
        Amendment("A2", ADD, "", words="New.", after="gone"),
        Amendment("A2", REMOVE, NOTE.id),
    ],
)
def test_what_cannot_be_tracked_beside_an_earlier_one_is_left_to_its_comment(later: Amendment) -> None:
    first = other_words("A1", PAY, "must not", "may")
    made, found = tracked(first, later)
    assert made.tracked == {"A1"}
    assert {each.words for each in found.revisions} == {"must not", "may"}


def test_two_that_quote_the_same_words_and_change_others_are_both_tracked() -> None:
    quoted = "The second paragraph of 2,000 has"
    made, found = tracked(
        other_words("A1", SECOND, quoted, "The third paragraph of 2,000 has"),
        other_words("A2", SECOND, quoted, "The second paragraph of 3,000 has"),
    )
    assert made.tracked == {"A1", "A2"}
    assert [each.words for each in found.revisions] == ["second", "third", "2,000", "3,000"]


def test_the_same_new_paragraph_stands_there_once() -> None:
    same = [Amendment(ref, ADD, "", words="New.", after=SECOND.id) for ref in ("A1", "A2")]
    assert tracked(*same)[0].tracked == {"A1"}


def test_a_change_of_a_note_is_not_tracked_where_its_mark_goes() -> None:
    first = Amendment("A1", REMOVE, PAY.id)
    second = Amendment("A2", REMOVE, SECOND.id)
    assert tracked(first, second, other_words("A3", NOTE, "See", "Read"))[0].tracked == {"A1", "A2"}


def test_a_new_paragraph_brings_its_own_note_and_leaves_the_others_alone() -> None:
    words = "A claim.[^1]\n\n[^1]: Its own source."
    _, found = tracked(Amendment("A1", ADD, "", words=words, after=SECOND.id))
    notes = [each.text for each in taken(found, TakenAs.ACCEPTED) if each.mark and each.level == 0 and "." in each.text]
    assert any("Its own source." in each for each in notes) and any("See the report" in each for each in notes)


def _comments(*remarks: Remark, amendments: Sequence[Amendment] = ()) -> list[WordComment]:
    _, found = tracked(*amendments, remarks=remarks)
    assert len(found.comments) == len(remarks)
    return list(found.comments)


def test_a_comment_stands_on_its_words() -> None:
    at = PAY.text.index("all victims")
    (one,) = _comments(Remark(hand("C1", "Echo"), (Words("Which?"), Words("Say so.")), PAY.id, at, at + 11))
    assert (one.author, one.body, one.words) == ("Echo", "Which?\nSay so.", "all victims")


def test_a_comment_on_a_paragraph_stands_on_all_of_it_and_one_on_the_text_at_the_title() -> None:
    bullet, text, lost = _comments(
        Remark(hand("C1"), (Words("x"),), BULLET.id), Remark(hand("C2"), (Words("x"),)), Remark(hand("C3"), (), "gone")
    )
    assert (bullet.words, text.words, lost.words) == ("a bullet within", "On rivers", "On rivers")


def test_a_comment_on_a_note_stands_at_its_mark() -> None:
    (one,) = _comments(Remark(hand("C1"), (Words("x"),), NOTE.id))
    _, found = tracked(remarks=[Remark(hand("C1"), (Words("x"),), NOTE.id)])
    assert found.paragraphs[one.paragraph].bookmark == PAY.id
    assert one.start == one.end == len(found.paragraphs[one.paragraph].text)


def test_a_reason_stands_on_the_change_that_it_is_for() -> None:
    change = other_words("A1", PAY, "must not", "shall")
    added = Amendment("A2", ADD, "", words="A new paragraph.", after=SECOND.id)
    reasons = [Remark(hand(each.ref), (Words("Because."),), each.block) for each in (change, added)]
    assert [each.words for each in _comments(*reasons, amendments=(change, added))] == [
        "must notshall",
        "A new paragraph.",
    ]


def test_a_reply_stands_beneath_what_it_replies_to() -> None:
    first = Remark(hand("C1"), (Words("Why?"),), PAY.id, is_done=True)
    reply = Remark(hand("", "Echo"), (Words("So."),), answers=0)
    asked, answered = _comments(first, reply)
    assert answered.answers == asked.key and answered.words == asked.words
    assert asked.resolved and not answered.resolved


def test_paragraphs_keep_the_numbers_by_which_everybody_speaks_of_them() -> None:
    blocks = blocks_of("One.\n\nTwo.\n\nThree.")
    asked = [
        (Amendment("A1", ADD, "", words="New.", after=blocks[0].id), hand("A1")),
        (Amendment("A2", REMOVE, blocks[1].id), hand("A2")),
    ]
    data = filed(with_points("T", blocks, asked).paragraphs)
    archive = zipfile.ZipFile(io.BytesIO(data))
    body, lists = (archive.read(f"word/{name}.xml").decode() for name in ("document", "numbering"))
    shown = []
    for paragraph in body.split("<w:p>")[2:]:
        found = re.search(r'<w:numId w:val="(\d+)"/>', paragraph)
        start = found and re.search(rf'w:abstractNumId="{found[1]}">.*?<w:start w:val="(\d+)"/>', lists)
        shown.append(start and int(start[1]))
    assert shown == [1, None, 2, 3]


@st.composite
def _amended(draw: st.DrawFn) -> tuple[Text, list[Amendment]]:
    """A text, and amendments of all kinds that may be in each other's way."""
    title, blocks = draw(texts())
    asked = []
    for number in range(1, draw(st.integers(1, 6)) + 1):
        block = draw(st.sampled_from([title_block(title), *blocks]))
        start = draw(st.integers(0, len(block.text)))
        end = draw(st.integers(start, len(block.text)))
        kind = draw(st.sampled_from([REPLACE, REPLACE, ADD, REMOVE, MOVE]))
        words = draw(st.sampled_from(["other words", "", "**bold**", "A new one.[^1]\n\n[^1]: Its note."]))
        asked.append(Amendment(f"A{number}", kind, block.id, start, end, words, draw(st.sampled_from(["", block.id]))))
    return (title, blocks), asked


@settings(max_examples=40)
@given(_amended())
def test_whatever_is_asked_the_text_without_it_is_the_version_and_every_point_is_there(
    given_: tuple[Text, list[Amendment]],
) -> None:
    (title, blocks), asked = given_
    remarks = [Remark(hand(each.ref), (Words(each.ref),), each.block, each.start, each.end) for each in asked]
    made = with_points(title, blocks, [(each, hand(each.ref)) for each in asked], remarks)
    found = reread(filed(made.paragraphs, remarks=remarks))
    assert taken(found, TakenAs.REFUSED) == as_read(title, blocks)
    assert [each.body for each in found.comments] == [each.ref for each in asked]
    assert refs_in(made.paragraphs) == made.tracked
