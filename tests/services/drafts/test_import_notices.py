"""What was noticed at an import waits beside the draft: answered by Done or by its button, and gone with its words."""

import pytest
from sqlalchemy import select

from tests.services.writing import Written, fresh, gathered
from workflow import database
from workflow.models.import_notice import ImportNotice
from workflow.queries.shared.standing import standing
from workflow.queries.statements.import_notices import ImportNoticeLine, import_notices
from workflow.rules.drafts.import_notices import ACTS, Noticed, NoticeEnd, NoticeKind
from workflow.rules.drafts.refusals import NoticeOver, StaleDraft
from workflow.rules.shared.names import Viewer
from workflow.rules.shared.refusals import NotAllowed, NotFound
from workflow.services.drafts.import_notices import end_notice, follow_notice
from workflow.services.statements.importing import Origin, imported_text
from workflow.services.statements.noticing import insert_notices
from workflow.services.statements.starting import NewStatement, create_statement
from workflow.services.statements.versions import DraftText
from workflow.text.document import ReadingChoices, read_text
from workflow.text.values import BlockKind

pytestmark = pytest.mark.usefixtures("database")

NOTHING = ReadingChoices()
HEAD = "Coalition for Open Rivers"
COPIED = f"""{HEAD}

Excellencies, ladies and gentlemen,

We speak today for those who live by the river, and we recall the guidance.1 It was given by the
Bureau two years ago, and it binds every delegation that took part in the debate at the time of the

1

{HEAD}

last flood, when nobody thought that it would come again so soon, or that it would rise as high as it
did in the spring. We ask the Bureau to answer the letters of those who were there, and the transbound-
ary waters to be measured.

2

{HEAD}

Thank you.

1 Guidance of the Bureau, paragraph 12.
"""


def imported(text: str = COPIED, chosen: ReadingChoices = NOTHING) -> Written:
    """A statement of Dana's that came in with that text; nothing was answered."""
    people = gathered()
    came = imported_text(read_text(text), chosen, Origin("en"))
    with database.transaction() as session:
        wanted = NewStatement(DraftText("On the river", "", came.blocks), "en", noticed=came.noticed)
        made = create_statement(session, fresh(session, people["dana"]), wanted)
        return Written(people, made.key)


def waiting(opened: Written, name: str = "dana") -> tuple[ImportNoticeLine, ...]:
    with database.reading() as session:
        viewer = Viewer(opened.people[name].id, opened.people[name].organisation_id)
        stand = standing(session, viewer, opened.key)
        assert stand is not None
        return import_notices(session, stand, opened.blocks())


def of_kind(opened: Written, kind: NoticeKind) -> ImportNoticeLine:
    return next(each for each in waiting(opened) if each.kind is kind)


def texts(opened: Written) -> list[str]:
    return [block.text for block in opened.blocks()]


def test_all_that_was_noticed_waits_with_its_place() -> None:
    opened = imported()
    there = {block.id: block.text for block in opened.blocks()}
    found = waiting(opened)
    assert {each.kind for each in found} == {
        NoticeKind.JOIN,
        NoticeKind.RUNNING_HEAD,
        NoticeKind.PAGE_NUMBER,
        NoticeKind.BROKEN_WORD,
        NoticeKind.GLUED_NOTE,
    }
    assert all(each.block in there and each.is_followed for each in found)
    join = of_kind(opened, NoticeKind.JOIN)
    assert join.ends[0].endswith("at the time of the") and join.ends[1].startswith("last flood")
    assert join.number == 2, "the line of the page is a paragraph until somebody takes it out"


def test_a_join_is_made_over_the_lines_of_the_page_which_follow_it() -> None:
    opened = imported()
    opened.do("dana", follow_notice, notice=of_kind(opened, NoticeKind.JOIN).key, serial=1)
    whole = next(text for text in texts(opened) if text.startswith("We speak"))
    assert "at the time of the last flood" in whole
    assert texts(opened).count(HEAD) == 3, "they are taken out by their own buttons alone"
    assert all(each.kind is not NoticeKind.JOIN for each in waiting(opened))


def test_a_line_of_the_page_is_taken_out_a_hyphen_goes_and_a_footnote_is_made() -> None:
    opened = imported()
    opened.do("dana", follow_notice, notice=of_kind(opened, NoticeKind.RUNNING_HEAD).key, serial=1)
    opened.do("dana", follow_notice, notice=of_kind(opened, NoticeKind.BROKEN_WORD).key, serial=2)
    opened.do("dana", follow_notice, notice=of_kind(opened, NoticeKind.GLUED_NOTE).key, serial=3)
    assert texts(opened).count(HEAD) == 2
    assert any("the transboundary waters" in text for text in texts(opened))
    note = opened.blocks()[-1]
    assert (note.kind, note.mark, note.text) == (BlockKind.FOOTNOTE, "1", "Guidance of the Bureau, paragraph 12.")
    assert any("the guidance.[^1] It was" in text for text in texts(opened))


def test_done_ends_a_notice_and_who_did_it_is_kept() -> None:
    opened = imported()
    line = waiting(opened)[0]
    opened.do("dana", end_notice, notice=line.key)
    opened.do("dana", end_notice, notice=line.key)
    assert line.key not in {each.key for each in waiting(opened)}
    with database.reading() as session:
        row = session.scalars(select(ImportNotice).filter_by(key=line.key)).one()
    assert (row.end, row.ended_by) == (NoticeEnd.DONE, opened.people["dana"].id)
    assert len(opened.saves()) == 1, "the text is as it was"


def test_a_button_pressed_twice_does_its_work_once() -> None:
    opened = imported()
    line = of_kind(opened, NoticeKind.PAGE_NUMBER)
    for _ in range(2):
        opened.do("dana", follow_notice, notice=line.key, serial=1)
    assert len(opened.saves()) == 2


def test_a_notice_is_gone_with_its_paragraph_and_with_the_words_that_it_is_about() -> None:
    opened = imported()
    kept = [text.replace("guidance.1", "guidance") for text in texts(opened) if text != HEAD]
    opened.save("dana", "\n\n".join(kept), 1)
    kinds = {each.kind for each in waiting(opened)}
    assert NoticeKind.RUNNING_HEAD not in kinds and NoticeKind.GLUED_NOTE not in kinds
    assert NoticeKind.BROKEN_WORD in kinds


def test_words_that_changed_meanwhile_are_left_alone() -> None:
    opened = imported()
    line = of_kind(opened, NoticeKind.BROKEN_WORD)
    opened.save("dana", "\n\n".join(text.replace("transbound-ary", "common") for text in texts(opened)), 1)
    with pytest.raises(StaleDraft):
        opened.do("dana", follow_notice, notice=line.key, serial=1)
    with pytest.raises(NoticeOver):
        opened.do("dana", follow_notice, notice=line.key, serial=2)
    assert len(opened.saves()) == 2


def test_only_a_penholder_answers_and_only_what_is_of_this_statement() -> None:
    opened = imported()
    line = waiting(opened)[0]
    with pytest.raises((NotAllowed, NotFound)):
        opened.do("sol", end_notice, notice=line.key)
    with pytest.raises(NotFound):
        opened.do("dana", end_notice, notice="nothing")


def test_what_was_chosen_at_the_review_leaves_nothing_behind() -> None:
    reading = read_text(COPIED)
    every = ReadingChoices(
        joins=reading.joins,
        out=[each.index for each in reading.heads],
        notes=range(len(reading.glued)),
        words=range(len(reading.broken)),
    )
    opened = imported(chosen=every)
    assert waiting(opened) == ()
    assert [block.kind for block in opened.blocks()] == [
        BlockKind.SALUTATION,
        BlockKind.PARAGRAPH,
        BlockKind.CLOSING,
        BlockKind.FOOTNOTE,
    ]


def test_a_comment_of_a_file_waits_with_its_author_and_has_no_button() -> None:
    opened = imported()
    first = opened.blocks()[1].id
    with database.transaction() as session:
        comment = Noticed(NoticeKind.COMMENT, "Is this so?\0", first, author="A. Reader")
        insert_notices(session, opened.statement(), [comment, Noticed(NoticeKind.LEFT_OUT, "a | b")])
    line = of_kind(opened, NoticeKind.COMMENT)
    assert (line.words, line.author, line.is_followed) == ("Is this so?", "A. Reader", False)
    with pytest.raises(NotFound):
        opened.do("dana", follow_notice, notice=line.key, serial=1)
    assert waiting(opened)[0].kind is NoticeKind.LEFT_OUT, "what is about no paragraph stands first"


def test_a_comment_of_a_file_stays_when_its_paragraph_goes() -> None:
    opened = imported()
    with database.transaction() as session:
        gone = [Noticed(NoticeKind.COMMENT, "Is this so?", "gone"), Noticed(NoticeKind.LEFT_OUT, "a | b", "gone")]
        insert_notices(session, opened.statement(), gone)
    kept = [each for each in waiting(opened) if each.kind in (NoticeKind.COMMENT, NoticeKind.LEFT_OUT)]
    assert [(each.words, each.block) for each in kept] == [("Is this so?", ""), ("a | b", "")]


@pytest.mark.parametrize("said", ["river " * 9_000, "x" * 45_000])
def test_a_comment_longer_than_a_notice_goes_on_in_the_next_one(said: str) -> None:
    opened = imported()
    with database.transaction() as session:
        insert_notices(session, opened.statement(), [Noticed(NoticeKind.COMMENT, said, author="A" * 301)])
    kept = [each for each in waiting(opened) if each.kind is NoticeKind.COMMENT]
    assert "".join(each.words for each in kept) == said and len(kept) == 3
    assert all(each.author == f"{'A' * 299}…" for each in kept)


@pytest.mark.parametrize("kind", list(NoticeKind))
def test_a_button_needs_its_paragraphs(kind: NoticeKind) -> None:
    assert Noticed(kind, "words", "b1", "b2").is_followed_by_button is (kind in ACTS)
    assert not Noticed(kind, "words").is_followed_by_button
