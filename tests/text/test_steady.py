"""Where stock phrases repeat, a sentence that stands once is itself: it is never taken for the item beside it."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.text.alignment.comparison import steady_runs
from workflow.text.anchors.anchors import reanchor_all
from workflow.text.merge.merge import merge3
from workflow.text.values.answers import Verdict

pytestmark = pytest.mark.unit

STOCK = {
    "en": (
        "%d. The Coalition calls on all States to %s, in line with their obligations. We will follow this. Thank you.",
        (
            "cooperate with the Court",
            "arrest those accused",
            "protect witnesses",
            "adopt a budget",
            "speak up in public",
        ),
        ("Coalition calls", "alliance insists"),
    ),
    "ar": (
        "%d. يدعو التحالف جميع الدول الأطراف إلى %s، وفقاً لالتزاماتها بموجب نظامها. وسنواصل متابعة المسألة. ونشكركم.",
        ("التعاون مع المحكمة", "تنفيذ أوامر القبض", "حماية الشهود", "اعتماد ميزانية كافية", "الدفاع عن المحكمة"),
        ("وسنواصل متابعة", "ونتابع"),
    ),
    "zh": (
        "%d. 联盟呼吁所有缔约国%s，以履行其根据《罗马规约》所承担的义务。我们将继续密切关注此事。谢谢各位。",
        ("与法院充分合作", "执行未执行的逮捕令", "保护证人和被害人", "通过充足的预算", "公开捍卫法院的工作"),
        ("密切关注", "认真跟踪"),
    ),
}

_PLACES = st.integers(0, 4)


def items(language: str) -> list[str]:
    phrase, things, _ = STOCK[language]
    return [phrase % (number, thing) for number, thing in enumerate(things, 1)]


def carried(paragraphs: list[str], start: int, end: int) -> list[str]:
    """The paragraphs, one of them at another place."""
    rest = [*paragraphs[:start], *paragraphs[start + 1 :]]
    return [*rest[:end], paragraphs[start], *rest[end:]]


def text(paragraphs: list[str]) -> str:
    return "\n\n".join(paragraphs)


@given(st.sampled_from(sorted(STOCK)), _PLACES, _PLACES)
def test_each_item_of_a_list_of_stock_phrases_keeps_its_comments_when_one_moves(
    language: str, start: int, end: int
) -> None:
    before = items(language)
    after = carried(before, start, end)
    spans = [(text(before).index(item), text(before).index(item) + len(item)) for item in before]
    anchors = reanchor_all(text(before), text(after), spans)
    assert [text(after)[anchor.start : anchor.end] for anchor in anchors] == before
    assert {anchor.verdict for anchor in anchors} <= {Verdict.SAME, Verdict.MOVED}


@given(st.sampled_from(sorted(STOCK)), _PLACES, _PLACES, _PLACES)
def test_an_edit_of_one_item_reaches_no_other_when_the_other_side_moves_one(
    language: str, start: int, end: int, edited: int
) -> None:
    base, (old, new) = items(language), STOCK[language][2]
    theirs = [item.replace(old, new) if place == edited else item for place, item in enumerate(base)]
    merged = merge3(text(base), text(carried(base, start, end)), text(theirs))
    assert merged == (text(carried(theirs, start, end)), [])


def test_an_item_that_moved_and_was_edited_is_not_taken_for_the_one_at_its_place() -> None:
    before = items("en")
    after = carried(before, 1, 2)
    after[2] = after[2].replace("arrest those", "arrest all those")
    at = text(before).index("arrest")
    [anchor] = reanchor_all(text(before), text(after), [(at, at + len("arrest those accused"))])
    assert text(after)[anchor.start : anchor.end] == "arrest all those accused"


@given(st.text("ab.。! \n", max_size=60), st.text("ab.。! \n", max_size=60))
def test_what_is_kept_reads_the_same_in_both_texts_and_keeps_their_order(before: str, after: str) -> None:
    runs = steady_runs(before, after)
    assert all(before[run.start : run.end] == after[run.place : run.place_end] for run in runs)
    assert all(one.end <= two.start and one.place_end <= two.place for one, two in pairwise(runs))
