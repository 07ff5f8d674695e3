"""What we write opens in LibreOffice with the same text, changes and comments; run where it is installed."""

import shutil
import subprocess
from collections import defaultdict
from pathlib import Path

import pytest

from tests.formats.word.as_read import TEXTS, as_read, blocks_of, clean, compared, filed
from tests.formats.word.test_tracked_points import ADD, BLOCKS, PAY, SECOND, hand, other_words
from workflow.formats.table import Words
from workflow.formats.word.reading import read_word
from workflow.formats.word.taking import taken
from workflow.formats.word.tracked_points import with_points
from workflow.formats.word.tracked_text import clean_text
from workflow.formats.word.values import RevisionKind, TakenAs, WordText
from workflow.formats.word.written import Remark
from workflow.text.values import Amendment, Block, BlockKind

SOFFICE = shutil.which("soffice")
pytestmark = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice (soffice) is not installed here")


def saved_again(folder: Path, data: bytes, kind: str = "docx") -> bytes:
    """The file as LibreOffice saves it."""
    given = folder / "given.docx"
    given.write_bytes(data)
    profile = f"-env:UserInstallation=file://{folder}/profile"
    asked = [str(SOFFICE), profile, "--headless", "--convert-to", kind, "--outdir", str(folder / "out"), str(given)]
    subprocess.run(asked, check=True, capture_output=True, timeout=300)
    (found,) = (folder / "out").iterdir()
    return found.read_bytes()


@pytest.mark.parametrize("language", TEXTS)
def test_a_version_that_was_opened_and_saved_is_the_same_text_with_its_ids(tmp_path: Path, language: str) -> None:
    blocks = blocks_of(TEXTS[language])
    mark = "statement=x; version=1; language=en; digest=0; holds=text"
    ours = filed(clean_text("On rivers", blocks), language, version=mark)
    found = read_word(saved_again(tmp_path, ours))
    assert taken(found, TakenAs.ACCEPTED) == as_read("On rivers", blocks)
    assert [each.bookmark for each in found.paragraphs] == [each.bookmark for each in read_word(ours).paragraphs]
    assert found.version_mark.startswith(f"{mark}; margins=")
    assert found.language.partition("-")[0] == language


def test_the_words_that_libreoffice_shows_are_those_of_the_text(tmp_path: Path) -> None:
    blocks = blocks_of(TEXTS["en"])
    shown = saved_again(tmp_path, clean(("On rivers", blocks)), "txt:Text (encoded):UTF8").decode("utf-8-sig")
    words = "".join(shown.split())
    for said in ("The Court must not pay all victims of the long war.", "1. one item", "A quotation of somebody."):
        assert "".join(said.split()) in words


def by_hand(text: WordText, *kinds: RevisionKind) -> dict[str, str]:
    """The words of these changes by each author; one change may be saved as two where its words are set in two ways."""
    found: dict[str, str] = defaultdict(str)
    for each in text.revisions:
        if each.kind in kinds:
            found[each.author] += each.words
    return dict(found)


def test_two_texts_that_were_compared_are_still_the_two(tmp_path: Path) -> None:
    before = blocks_of("One here.\n\nThe Court must pay all victims this year.\n\nThree.[^1]\n\n[^1]: A source.")
    after = [
        before[0],
        Block("n", BlockKind.PARAGRAPH, "Quite a new paragraph."),
        Block(before[1].id, BlockKind.PARAGRAPH, "The Court may pay all victims next year."),
        before[2],
        Block(before[3].id, BlockKind.FOOTNOTE, "Another source.", mark="1"),
    ]
    ours = compared(("T", before), ("T", after))
    found, sent = read_word(saved_again(tmp_path, ours)), read_word(ours)
    assert taken(found, TakenAs.ACCEPTED) == as_read("T", after)
    assert taken(found, TakenAs.REFUSED) == as_read("T", before)
    assert len(found.revisions) == len(sent.revisions) == found.raw_revisions
    for kind in (RevisionKind.INSERTION, RevisionKind.DELETION):
        assert by_hand(found, kind) == by_hand(sent, kind)


def test_points_are_still_each_with_its_author_and_its_words(tmp_path: Path) -> None:
    # Without notes: of a file with both, LibreOffice 7.4 shows notes in the places of others.
    blocks = [block for block in BLOCKS if block.kind is not BlockKind.FOOTNOTE]
    asked = [
        (other_words("A1", PAY, "must not", "shall"), hand("A1", "Delta")),
        (Amendment("A2", ADD, "", words="A new paragraph.", after=SECOND.id), hand("A2", "Echo")),
    ]
    remarks = [
        Remark(hand("A1", "Delta"), (Words("A1: because."),), PAY.id),
        Remark(hand("A2", "Echo"), (Words("A2: because."),)),
        Remark(hand("C1", "Member organisation 2"), (Words("C1: why?"), Words("سطر", "ar")), SECOND.id, 4, 10),
    ]
    made = with_points("On rivers", blocks, asked, remarks)
    ours = filed(made.paragraphs, remarks=remarks)
    found, sent = read_word(saved_again(tmp_path, ours)), read_word(ours)
    for how in TakenAs:
        assert taken(found, how) == taken(sent, how)
    assert len(found.revisions) == len(sent.revisions)
    said = [{(each.author, each.body, each.words) for each in text.comments} for text in (found, sent)]
    assert said[0] == said[1] and len(said[0]) == len(remarks)
