"""Texts copied out of pages, against their truth: no wrong join is made or ticked, and most of what is torn is found.

The files are made by `tests/text/typesetting.py`; those called `typst` were set by Typst and copied out of the PDF file
by PDFium.
"""

import json
import re
from collections.abc import Collection, Sequence
from pathlib import Path

import pytest

from workflow.text.document import Reading, ReadingChoices, plain, read, settled
from workflow.text.values import Block

pytestmark = pytest.mark.unit

HERE = Path(__file__).parents[1] / "data" / "copied"
NAMES = sorted(path.stem for path in HERE.glob("*.txt"))
_UNSEEN = re.compile(r"[\s\-‐]+")


def squeezed(text: str) -> str:
    """What stays of the words whatever the breaks: no spaces and no hyphens."""
    return _UNSEEN.sub("", text)


def copied(name: str) -> Reading:
    return read(HERE.joinpath(f"{name}.txt").read_bytes(), f"{name}.txt")


def truth(name: str) -> tuple[list[str], list[str]]:
    found = json.loads(HERE.joinpath(f"{name}.json").read_text("utf-8"))
    return found["paragraphs"], found["heads"]


def words_of(blocks: Sequence[Block]) -> list[str]:
    """Each block with the mark that it was read with, squeezed."""
    return [squeezed(f"{block.mark if block.mark != '-' else ''}{plain(block.text)}") for block in blocks]


def wrong(found: Collection[str], pieces: Collection[str]) -> list[str]:
    """The blocks that no one piece of the truth holds: words of two of them stand in one."""
    whole = [squeezed(each) for each in pieces]
    return [each for each in found if not any(each in piece for piece in whole)]


@pytest.mark.parametrize("name", NAMES)
def test_no_join_that_is_made_unasked_or_ticked_before_is_wrong(name: str) -> None:
    paragraphs, heads = truth(name)
    reading = copied(name)
    made = settled(reading, ReadingChoices(joins=reading.sure))
    assert wrong(words_of(made.blocks), [*paragraphs, *heads]) == []


@pytest.mark.parametrize("name", NAMES)
def test_no_word_is_lost_or_added(name: str) -> None:
    paragraphs, heads = truth(name)
    reading = copied(name)
    for chosen in (ReadingChoices(), ReadingChoices(joins=reading.sure), ReadingChoices(joins=reading.joins)):
        found = "".join(sorted("".join(words_of(settled(reading, chosen).blocks))))
        assert found == "".join(sorted(squeezed("".join([*paragraphs, *heads])))), chosen


def right_joins(reading: Reading, paragraphs: Sequence[str]) -> list[int]:
    """Those of the joins that somebody who knows the text would tick."""
    whole = [squeezed(each) for each in paragraphs]
    texts = words_of(reading.blocks)
    pairs = ((at, texts[at] + texts[reading.next_of(at)]) for at in reading.joins)
    return [at for at, both in pairs if any(both in each for each in whole)]


def test_most_paragraphs_are_whole_before_anything_is_ticked_and_nearly_all_with_what_is_offered() -> None:
    whole = before = of = offered = right = 0
    for name in NAMES:
        paragraphs, _ = truth(name)
        reading = copied(name)
        agreed, lines = right_joins(reading, paragraphs), [each.index for each in reading.heads]
        texts = {squeezed(each) for each in paragraphs}
        of += len(texts)
        offered, right = offered + len(reading.joins), right + len(agreed)
        before += len(texts & set(words_of(settled(reading, ReadingChoices(joins=reading.sure)).blocks)))
        whole += len(texts & set(words_of(settled(reading, ReadingChoices(joins=agreed, out=lines)).blocks)))
    print(f"{before} of {of} whole at first, {whole} at last; of {offered} joins offered {right} are right")
    assert before >= 0.85 * of
    assert whole >= 0.97 * of


def test_running_heads_and_page_numbers_are_found_and_hardly_anything_else() -> None:
    hits = missed = false = 0
    for name in NAMES:
        reading, heads = copied(name), [squeezed(each) for each in truth(name)[1]]
        found = [squeezed(reading.blocks[each.index].text) for each in reading.heads]
        for each in found:
            if each in heads:
                heads.remove(each)
                hits += 1
            else:
                false += 1
        missed += len(heads)
    print(f"{hits} found, {missed} missed, {false} false")
    assert false == 0
    assert hits >= 0.9 * (hits + missed)
