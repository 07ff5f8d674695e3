"""Every file of the corpus is read as its truth says: no word lost, none changed, nothing dropped silently.

The truths come from how the files were made (`making/`), never from a reader.
"""

import contextlib
import importlib
import json
import time
import tracemalloc
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.formats.word.grader import Fault, graded
from tests.formats.word.making import bad
from tests.formats.word.making.chance import by_chance
from tests.formats.word.making.truth import truth_of
from tests.formats.word.making.word_like import written
from workflow.formats.word.values import TakenAs, WordText
from workflow.text.document import Unreadable

CORPUS = Path(__file__).parent / "corpus"
FILES = sorted(path for path in CORPUS.iterdir() if path.suffix in (".docx", ".odt"))
EXPECTED = json.loads((CORPUS / "bad" / "expected.json").read_text("utf-8"))
LONGEST = 10  # seconds; a machine that does other things beside
MOST_MEMORY = 600_000_000


def _reader() -> ModuleType:
    return importlib.import_module("workflow.formats.word.reading")


def _read(data: bytes) -> WordText:
    text: WordText = _reader().read_word(data)
    return text


def _faults(path: Path) -> list[str]:
    truth = json.loads(path.with_suffix(".json").read_text("utf-8"))
    try:
        text = _read(path.read_bytes())
    except Unreadable as unreadable:
        name = unreadable.reason.name
        return [] if name in truth.get("reason", []) else [f"refused: {name}"]
    if truth.get("reason"):
        return [f"read, not refused: {truth['reason']}"]
    taken = importlib.import_module("workflow.formats.word.taking").taken
    return [str(each) for each in graded(text, taken(text, TakenAs.ACCEPTED), taken(text, TakenAs.REFUSED), truth)]


_EACH = pytest.mark.parametrize("path", [pytest.param(path, id=path.name) for path in FILES])


@_EACH
def test_a_file_is_read_as_it_was_made(path: Path) -> None:
    assert [each for each in _faults(path) if not each.startswith(Fault.LANGUAGE)] == []


@_EACH
def test_the_language_of_a_file_is_that_of_its_words(path: Path) -> None:
    assert [each for each in _faults(path) if each.startswith(Fault.LANGUAGE)] == []


@pytest.mark.parametrize("seed", range(60))
def test_a_document_by_chance_is_read_as_it_was_made(seed: int) -> None:
    document = by_chance(seed)
    try:
        truth = truth_of(document, "word-like")
    except AssertionError:
        pytest.skip("Markdown has no way to say how its words are set")
    text = _read(written(document, seed))
    taken = importlib.import_module("workflow.formats.word.taking").taken
    found = graded(text, taken(text, TakenAs.ACCEPTED), taken(text, TakenAs.REFUSED), truth)
    assert [str(each) for each in found if each.fault is not Fault.LANGUAGE] == []


@pytest.mark.parametrize("name", EXPECTED["refused"])
def test_a_file_that_is_not_what_it_says_is_refused_by_its_reason(name: str) -> None:
    with pytest.raises(Unreadable) as refused:
        _read((CORPUS / "bad" / name).read_bytes())
    assert refused.value.reason.name in EXPECTED["refused"][name]


@pytest.mark.parametrize("name", EXPECTED["read"])
def test_what_a_file_holds_beside_its_words_is_told(name: str) -> None:
    expected: Mapping[str, Any] = EXPECTED["read"][name]
    text = _read((CORPUS / "bad" / name).read_bytes())
    words = " ".join("".join(piece.text for piece in each.pieces) for each in text.paragraphs).strip()
    assert words == expected["words"]
    kinds = {each.kind.name.lower() for each in text.left_out}
    assert expected.get("told", "") in " ".join(each.words for each in text.left_out)
    assert bool(kinds & set(expected["left_out"])) == bool(expected["left_out"]), kinds


@pytest.mark.parametrize("name", EXPECTED["either"])
def test_an_odd_container_is_read_whole_or_refused(name: str) -> None:
    try:
        text = _read((CORPUS / "bad" / name).read_bytes())
    except Unreadable as refused:
        assert refused.reason.name in EXPECTED["either"][name]
        return
    assert ["".join(piece.text for piece in each.pieces) for each in text.paragraphs] == [bad.STEADY]


@pytest.mark.parametrize("name", bad.large())
def test_too_much_is_refused_within_time_and_memory(name: str) -> None:
    make, reasons = bad.large()[name]
    data = make()
    tracemalloc.start()
    started = time.monotonic()
    try:
        with pytest.raises(Unreadable) as refused:
            _read(data)
        took, (_, most) = time.monotonic() - started, tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert refused.value.reason.name in reasons
    assert took < LONGEST
    assert most < MOST_MEMORY


def test_nine_thousand_changes_are_read_whole() -> None:
    data = bad.revisions(9_000)
    started = time.monotonic()
    text = _read(data)
    assert time.monotonic() - started < LONGEST
    assert text.raw_revisions == len(text.revisions) == 9_000


def test_nineteen_hundred_paragraphs_are_read_whole() -> None:
    data = bad.paragraphs(1_900)
    started = time.monotonic()
    text = _read(data)
    assert time.monotonic() - started < LONGEST
    assert len([each for each in text.paragraphs if each.pieces]) == 1_900


@pytest.mark.parametrize("make", [bad.nested, bad.nested_deletions])
@pytest.mark.parametrize("depth", [30, 3_000, 9_000])
def test_changes_inside_changes_are_read_whole_or_refused(make: Any, depth: int) -> None:
    try:
        text = _read(make(depth))
    except Unreadable as refused:
        assert depth > 100, refused.reason
        return
    assert text.raw_revisions == depth
    assert "deep" in "".join(piece.text for each in text.paragraphs for piece in each.pieces)


@pytest.mark.parametrize("depth", [20, 5_000])
@pytest.mark.parametrize("name", bad.DEEP)
def test_elements_inside_elements_are_read_whole_or_refused(name: str, depth: int) -> None:
    data = bad.deep(name, depth)
    started = time.monotonic()
    try:
        text = _read(data)
    except Unreadable as refused:
        assert depth > 100, refused.reason
        return
    finally:
        assert time.monotonic() - started < LONGEST
    told = [piece.text for each in text.paragraphs for piece in each.pieces] + [each.words for each in text.left_out]
    assert "deep" in "".join(told)


@pytest.mark.parametrize("make", [bad.empty_runs, bad.comments_over_all])
def test_what_takes_long_to_go_through_is_read_in_time_or_refused(make: Any) -> None:
    data = make()
    started = time.monotonic()
    with contextlib.suppress(Unreadable):
        _read(data)
    assert time.monotonic() - started < LONGEST
