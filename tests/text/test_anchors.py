"""Where a comment's words stand after a change: in place, edited, moved, gone, or nobody can tell; and copied words."""

import time
from collections.abc import Callable
from itertools import accumulate, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.text.texts import prose, raws
from workflow.text.anchors.anchors import Anchor, reanchor, reanchor_all
from workflow.text.anchors.quotations import find
from workflow.text.anchors.shown_words import folded
from workflow.text.anchors.suggestions import suggest
from workflow.text.document.inline import line
from workflow.text.tokens.tokenizer import tokens
from workflow.text.unicode.graphemes import is_border
from workflow.text.values.answers import Verdict

pytestmark = pytest.mark.unit

FIRST = "The coalition was founded in 1998 and speaks for two hundred organisations in ninety countries."
SIEGE = "We call on all parties to end the siege of the city without any delay and to let convoys pass."
COUNCIL = "We also ask the Council to meet again within thirty days and to report to the Assembly in public."
THANKS = "We thank the people of the valley for the courage with which they have protected their neighbours."
TEXT = "\n\n".join([FIRST, SIEGE, COUNCIL, THANKS])


def span(text: str, words: str, nth: int = 0) -> tuple[int, int]:
    at = -1
    for _ in range(nth + 1):
        at = text.index(words, at + 1)
    return at, at + len(words)


def shown(after: str, words: str, before: str = TEXT, nth: int = 0) -> tuple[str, str | None]:
    """The verdict on some words and what the anchor shows in the new text."""
    anchor = reanchor(before, after, *span(before, words, nth))
    return anchor.verdict.value, after[anchor.start : anchor.end] if anchor.start is not None else None


REWRITTEN = "Nothing that was said before is true of this new and wholly different paragraph about trade."

FATES = [
    ("nothing around it changed", TEXT.replace("ninety", "eighty"), "end the siege", ("same", "end the siege")),
    ("words before it", TEXT.replace("We call", "Today we call"), "end the siege", ("same", "end the siege")),
    ("a word inside", TEXT.replace("the siege", "the cruel siege"), "end the siege of the city",
     ("edited", "end the cruel siege of the city")),
    ("a word less", TEXT.replace("the siege of ", ""), "end the siege of the city without any delay",
     ("edited", "end the city without any delay")),
    ("its last word replaced", TEXT.replace("thirty days", "thirty weeks"), "within thirty days",
     ("edited", "within thirty weeks")),
    ("its first word replaced", TEXT.replace("thirty days and", "sixty days and"), "thirty days and to report",
     ("edited", "sixty days and to report")),
    ("deleted", TEXT.replace(" without any delay", ""), "without any delay", ("deleted", None)),
    ("replaced", TEXT.replace("thirty days", "one year"), "thirty days", ("deleted", None)),
    ("its paragraph deleted", TEXT.replace(SIEGE + "\n\n", ""), "end the siege", ("deleted", None)),
    ("its paragraph rewritten", TEXT.replace(SIEGE, REWRITTEN), "call on all parties to end the siege",
     ("deleted", None)),
    ("all gone", "", "end the siege", ("deleted", None)),
    ("its paragraph moved", "\n\n".join([SIEGE, FIRST, COUNCIL, THANKS]), "founded in 1998",
     ("same", "founded in 1998")),
    ("moved up", "\n\n".join([THANKS, FIRST, SIEGE, COUNCIL]), "people of the valley",
     ("moved", "people of the valley")),
    ("a word of it moved", "\n\n".join([THANKS, FIRST, SIEGE, COUNCIL]), "valley", ("moved", "valley")),
    ("moved into another paragraph", "\n\n".join([FIRST + " " + COUNCIL, SIEGE, THANKS]), "end the siege",
     ("moved", "end the siege")),
    ("moved and edited", "\n\n".join([THANKS.replace("courage", "patience"), FIRST, SIEGE, COUNCIL]),
     "protected their neighbours", ("moved", "protected their neighbours")),
    ("part of an address", TEXT + " https://a.example/x", "Assembly in public.", ("same", "Assembly in public.")),
]  # fmt: skip


@pytest.mark.parametrize(("after", "words", "fate"), [row[1:] for row in FATES], ids=[row[0] for row in FATES])
def test_an_anchor_stays_on_its_words_or_says_that_it_lost_them(
    after: str, words: str, fate: tuple[str, str | None]
) -> None:
    assert shown(after, words) == fate


def test_most_words_gone_is_uncertain_not_a_guess() -> None:
    after = TEXT.replace(SIEGE, "We appeal to armies: open the roads, the bridges and the city, and let doctors work.")
    verdict, words = shown(after, "parties to end the siege of the city without any delay and to let convoys pass")
    assert (verdict, words) == ("uncertain", None)


def test_a_word_kept_by_chance_between_rewritten_words_is_no_anchor() -> None:
    before = "Among the several matters that were raised, the delegates of Peru asked for a longer term and more money."
    after = "Nobody knew whether so many guests would come, the halls stood empty; in spring it rained and snowed."
    assert shown(after, "the delegates of Peru", before)[1] is None
    assert shown(after, "and", before)[0] in ("uncertain", "deleted")


@pytest.mark.parametrize("rim", [0, 1])
def test_the_whole_text_and_its_last_letter_can_be_anchored(rim: int) -> None:
    start = (len(TEXT) - 1) * rim
    assert reanchor(TEXT, TEXT + " More.", start, len(TEXT)) == Anchor(Verdict.SAME, start, len(TEXT))
    assert reanchor(TEXT, "More. " + TEXT, start, len(TEXT)) == Anchor(Verdict.SAME, start + 6, len(TEXT) + 6)


def test_what_replaced_the_last_words_is_shown_when_it_is_no_longer_than_they_could_be() -> None:
    words = "meet again within thirty days"
    assert shown(TEXT.replace("thirty days", "one year"), words) == ("edited", "meet again within one year")
    long = "a time that the Secretary shall name, and name again"
    assert shown(TEXT.replace("thirty days", long), words) == ("edited", "meet again within")


SHORT = [
    ("Peace now", "Peace tomorrow", "Peace", ("same", "Peace")),
    ("Peace now", "Peace now and for ever, we ask all", "now", ("same", "now")),
    ("Peace", "War and Peace", "Peace", ("same", "Peace")),
    ("Peace", "War", "Peace", ("deleted", None)),
    ("Call on X to do it", "Call on Y to do it", "Call on X to do it", ("edited", "Call on Y to do it")),
    ("The whole long paragraph speaks of matters.", "The.", "The", ("uncertain", None)),
    (
        "We urge all States to act at once.",
        "We were never there when others came and took it.",
        "We",
        ("uncertain", None),
    ),
]


@pytest.mark.parametrize(("before", "after", "words", "fate"), SHORT)
def test_a_short_paragraph_is_judged_by_what_is_left_of_it(
    before: str, after: str, words: str, fate: tuple[str, str | None]
) -> None:
    assert shown(after, words, before) == fate


POINTS = [
    ("untouched", SIEGE, "end the |siege"),
    ("words before it", SIEGE.replace("all parties", "everybody in the valley"), "end the |siege"),
    ("words put in there", SIEGE.replace("the siege", "the long siege"), "end the |long siege"),
    ("the word behind it replaced", SIEGE.replace("siege", "war"), "end the |war"),
    ("the word before it replaced", SIEGE.replace("end the", "stop this"), "stop this |siege"),
    ("both deleted", SIEGE.replace("end the siege of", "leave"), None),
    ("all rewritten", REWRITTEN, None),
]


@pytest.mark.parametrize(("after", "place"), [row[1:] for row in POINTS], ids=[row[0] for row in POINTS])
def test_a_point_stays_between_its_neighbours_or_beside_the_one_that_is_left(after: str, place: str | None) -> None:
    at = SIEGE.index("siege")
    anchor = reanchor(SIEGE, after, at, at)
    assert anchor.start == anchor.end == (after.index(place.replace("|", "")) + place.index("|") if place else None)


@pytest.mark.parametrize(("after", "verdict"), [(f"Today: {SIEGE}", "same"), (SIEGE.replace("siege", "war"), "edited")])
def test_a_point_is_edited_when_one_of_its_neighbours_is_gone(after: str, verdict: str) -> None:
    at = SIEGE.index("siege")
    assert reanchor(SIEGE, after, at, at).verdict.value == verdict


def test_a_point_at_the_end_moves_with_its_passage() -> None:
    after = "\n\n".join([THANKS, FIRST, SIEGE, COUNCIL])
    at = TEXT.index("valley")
    assert reanchor(TEXT, after, at, at) == Anchor(Verdict.MOVED, after.index("valley"), after.index("valley"))
    assert reanchor(TEXT, TEXT + " More.", len(TEXT), len(TEXT)) == Anchor(Verdict.EDITED, len(TEXT), len(TEXT))
    assert reanchor(TEXT, "More. " + TEXT, 0, 0) == Anchor(Verdict.EDITED, 0, 0)


def test_a_point_within_a_short_sentence_goes_with_it_and_is_never_called_deleted() -> None:
    sentences = [
        "We call on all parties to end the siege.",
        "The Council shall meet in May.",
        "Donors pay what they owe.",
    ]
    before = " ".join([*sentences, THANKS])
    for order in permutations([*sentences, THANKS]):
        after = " ".join(order)
        for sentence in sentences:
            inside = sentence.index(" ", len(sentence) // 2)
            at, place = before.index(sentence) + inside, after.index(sentence) + inside
            anchor = reanchor(before, after, at, at)
            assert anchor.verdict is Verdict.UNCERTAIN or anchor.start == anchor.end == place, (sentence, order)
    moved = " ".join([sentences[0], sentences[2], sentences[1], THANKS])
    at, place = before.index(" what"), moved.index(" what")
    assert reanchor(before, moved, at, at) == Anchor(Verdict.MOVED, place, place)


def test_a_word_between_two_long_insertions_stays() -> None:
    new = "with the voice of all who could not come to this meeting and of those who may not speak at home at all"
    after = COUNCIL.replace("meet", f"sit {new} meet {new} here")
    assert shown(after, "meet", COUNCIL) == ("same", "meet")


def test_an_anchor_over_two_paragraphs_moves_with_both() -> None:
    after = "\n\n".join([COUNCIL, THANKS, FIRST, SIEGE])
    start, end = TEXT.index("in public."), TEXT.index("for the courage")
    anchor = reanchor(TEXT, after, start, end)
    assert anchor.start is not None
    assert after[anchor.start : anchor.end] == TEXT[start:end]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Each State shall pay 30 per cent of its share to the fund for the valley.", "60 per cent"),
        ("كل دولة تدفع 30 في المئة من حصتها إلى صندوق الوادي قبل نهاية العام الجاري.", "60 في المئة"),
    ],
)
def test_a_passage_that_moved_and_changed_in_a_number_alone_may_be_another_one(old: str, new: str) -> None:
    before = "\n\n".join([FIRST, old, SIEGE, COUNCIL, THANKS])
    twin = old.replace("30" + new[2:], new)
    after = "\n\n".join([FIRST, SIEGE, COUNCIL, THANKS, twin])
    words = " ".join(old.split()[:3])
    assert shown(after, words, before) == ("uncertain", None)
    assert shown(after.replace(twin, old), words, before) == ("moved", words)
    edited = twin.rsplit(" ", 1)[0] + "."
    assert shown(after.replace(twin, edited), words, before) == ("moved", words)


def test_of_two_equal_passages_the_one_is_meant_whose_neighbours_stayed() -> None:
    ask = "We ask you to act on this without delay."
    others = f"{COUNCIL}\n\n{THANKS}\n\n{FIRST}"
    before = f"{SIEGE}\n\n{ask}\n\nNobody in the valley was asked about it.\n\n{others}"
    after = f"{ask}\n\n{others}\n\n{SIEGE}\n\n{ask}\n\nNobody in the valley was asked about it."
    for words in (ask, "act on this", "asked about"):
        anchor = reanchor(before, after, *span(before, words))
        assert anchor == Anchor(Verdict.MOVED, after.rindex(words), after.rindex(words) + len(words))


def test_a_short_sentence_goes_with_the_long_one_beside_it() -> None:
    before = f"{FIRST} {COUNCIL} {SIEGE} So be it. {THANKS}"
    after = f"{SIEGE} So be it. {FIRST} {COUNCIL} {THANKS}"
    assert shown(after, "So be it.", before) == ("moved", "So be it.")


def test_words_torn_far_apart_are_not_one_anchor() -> None:
    words = "the courage with which they have protected"
    gap = " ".join(f"and then word{n} came" for n in range(30))
    after = TEXT.replace("with which they have protected", f"with {gap} which they have protected")
    verdict, found = shown(after, words)
    assert (verdict, found) == ("edited", "which they have protected")


def test_repeated_words_are_told_apart_by_order_and_neighbours() -> None:
    before = "The Parties agree. The Parties sign. The Parties go home and rest."
    after = "The Parties meet. The Parties agree. The Parties sign. The Parties go home and rest."
    for nth in range(3):
        start, end = span(before, "The Parties", nth)
        anchor = reanchor(before, after, start, end)
        assert after[anchor.start :].startswith(before[start : end + 5])


@pytest.mark.parametrize(
    ("end", "gap"),
    [(", in accordance with international law.", "\n\n"), (" without any delay.", " "), ("，遵守国际法。", "")],
)
def test_a_sentence_keeps_its_end_when_one_that_ends_like_it_comes_behind(end: str, gap: str) -> None:
    before = f"{FIRST}{gap}We ask all States to open 20 schools{end}{gap}{THANKS}"
    after = before.replace(f"20 schools{end}", f"30 hospitals{end}{gap}Donors must bear the price{end}")
    words = end.strip(", .，。")
    for old, new in (before, after), (after, before):
        anchor = reanchor(old, new, *span(old, words))
        assert (anchor.start, anchor.end) == span(new, words)
    assert reanchor(after, before, *span(after, words, 1)).start is None


def test_a_copy_elsewhere_does_not_draw_an_edited_passage_away() -> None:
    after = "\n\n".join([FIRST, SIEGE.replace("all parties", "every party"), COUNCIL, THANKS, SIEGE])
    anchor = reanchor(TEXT, after, *span(TEXT, "end the siege of the city"))
    assert (anchor.start, anchor.end) == span(after, "end the siege of the city")


def test_words_of_a_moved_passage_go_with_it_though_their_last_stand_in_what_took_its_place() -> None:
    news = "Others think that the people of the coast will be glad of our neighbours."
    before, after = f"{FIRST}\n\n{THANKS}\n\n{COUNCIL}", f"{THANKS}\n\n{FIRST}\n\n{news}\n\n{COUNCIL}"
    assert shown(after, "their neighbours.", before) == ("moved", "their neighbours.")


def test_a_heading_stays_between_two_paragraphs_that_were_rewritten() -> None:
    heading = "## Food for the valley"
    before = "\n\n".join([FIRST, heading, SIEGE])
    after = "\n\n".join([REWRITTEN, heading, "Trade is free, and nobody pays for a new wholly different boat."])
    assert shown(after, heading, before) == ("same", heading)
    edited = after.replace("the valley", "our valley")
    assert shown(edited, "Food", before) == ("same", "Food")


@pytest.mark.parametrize(
    ("line", "old", "new", "words", "fate"),
    [
        ("Write to %s before the end of the month.", "office@coalition.example", "press@coalition.example",
         "office@coalition.example", ("edited", "press@coalition.example")),
        ("Write to %s before the end of the month.", "office@coalition.example", "office@alliance.example",
         "office", ("same", "office")),
        ("All of this is told at length in %s for you.", "docs/architecture.md", "docs/architecture.rst",
         "architecture.md", ("edited", "architecture.rst")),
        ("All of this is told at length in %s for you.", "/srv/papers/final.report.pdf", "/srv/papers/report.pdf",
         "report.pdf", ("same", "report.pdf")),
        ("We ask that %s be heard in the hall.", "the coalition", "the Coalition", "coalition",
         ("edited", "Coalition")),
        ("We ask that %s be heard in the hall.", "the Coalition", "The coalition", "the Coalition be",
         ("edited", "The coalition be")),
        ("Мы просим, чтобы %s выслушали в зале.", "союз", "Союз", "союз", ("edited", "Союз")),
        ("We ask that %s be heard in the hall.", "us", "AI", "us", ("deleted", None)),
    ],
)  # fmt: skip
def test_an_address_a_path_and_a_capital_that_changed_in_a_kept_line_are_found(
    line: str, old: str, new: str, words: str, fate: tuple[str, str | None]
) -> None:
    assert shown(line % new, words, line % old) == fate


def test_parts_of_addresses_and_numbers_are_still_found() -> None:
    before = "See the [report](http://old.example/papers/report.pdf) of version 4.0.2 on page twelve."
    after = before.replace("http://", "https://archive.example/http://").replace("4.0.2", "4.0.3")
    assert shown(after, "report.pdf", before) == ("same", "report.pdf")
    assert shown(after, "version 4.0", before) == ("same", "version 4.0")


@pytest.mark.parametrize(
    ("before", "after", "words", "fate"),
    [
        (
            "يجب على الأطراف احترام القانون الدولي فورا",
            "يجب على جميع الأطراف احترام القانون الدولي",
            "احترام القانون",
            ("same", "احترام القانون"),
        ),
        (
            "各方必须遵守国际法，并保护平民。",
            "各方今天必须遵守国际人道法，并保护平民。",
            "遵守国际法",
            ("edited", "遵守国际人道法"),
        ),
        (
            "Les États doivent protéger l’homme et l’enfant.",
            "Les États doivent protéger l’homme et la femme.",
            "l’homme",
            ("same", "l’homme"),
        ),
        ("सभी पक्ष नागरिकों की रक्षा करें।", "आज सभी पक्ष नागरिकों की रक्षा करें।", "नागरिकों", ("same", "नागरिकों")),
    ],
)
def test_anchors_hold_in_every_script(before: str, after: str, words: str, fate: tuple[str, str | None]) -> None:
    assert shown(after, words, before) == fate


@given(st.one_of(raws, prose), st.booleans(), st.data())
def test_every_anchor_stays_when_a_paragraph_comes_before_or_behind(
    text: str, is_before: bool, data: st.DataObject
) -> None:
    borders = st.sampled_from([at for at in range(len(text) + 1) if is_border(text, at)])
    start, end = sorted((data.draw(borders), data.draw(borders)))
    after, far = (f"{REWRITTEN}\n\n{text}", len(REWRITTEN) + 2) if is_before else (f"{text}\n\n{REWRITTEN}", 0)
    # A text that ends with a carriage return makes one character with the break behind it: that is another text.
    if text[start:end].strip() and is_border(after, far + len(text)):
        assert reanchor(text, after, start, end) == Anchor(Verdict.SAME, start + far, end + far)


_FEW = ["the", "shall", "of", "city", "siege", "end", "convoys", "thirty", "days", "."]
WORDS = st.lists(st.sampled_from(_FEW), min_size=4, max_size=30)


_NUMBERS = st.lists(st.integers(0, 10**6), min_size=1, max_size=30, unique=True)


def spans_of(words: list[str]) -> list[tuple[int, int]]:
    """Where each of the words stands when spaces join them."""
    starts = accumulate((len(word) + 1 for word in words), initial=0)
    return [(start, start + len(word)) for start, word in zip(starts, words, strict=False)]


@given(_NUMBERS, _NUMBERS, st.integers(0, 30))
def test_words_before_and_behind_an_insertion_are_found_exactly(numbers: list[int], new: list[int], at: int) -> None:
    words, added = [f"w{n}" for n in numbers], [f"x{n}" for n in new]
    now = [*words[:at], *added, *words[at:]]
    places = dict(zip(now, spans_of(now), strict=True))
    found = reanchor_all(" ".join(words), " ".join(now), spans_of(words))
    assert found == [Anchor(Verdict.SAME, *places[word]) for word in words]


def test_of_white_space_alone_nobody_can_tell_whether_it_is_still_there() -> None:
    assert reanchor(" ", " ?", 0, 1) == Anchor(Verdict.UNCERTAIN)


@given(WORDS, WORDS)
def test_an_anchor_is_whole_or_nothing_and_says_why(one: list[str], other: list[str]) -> None:
    before, after = " ".join(one), " ".join(other)
    spans = [(0, len(one[0])), (0, len(before)), (len(before) - len(one[-1]), len(before))]
    for (start, end), anchor in zip(spans, reanchor_all(before, after, spans), strict=True):
        is_placed = anchor.verdict in (Verdict.SAME, Verdict.EDITED, Verdict.MOVED)
        assert is_placed == (anchor.start is not None) == (anchor.end is not None)
        if anchor.verdict is Verdict.SAME:
            assert after[anchor.start : anchor.end] == before[start:end]
        if anchor.start is not None and anchor.end is not None:
            assert 0 <= anchor.start < anchor.end <= len(after)


@given(WORDS, WORDS)
def test_many_anchors_at_once_are_the_same_as_one_by_one(one: list[str], other: list[str]) -> None:
    before, after = " ".join(one), " ".join(other)
    spans = [(at, at + 1) for at in range(0, len(before), 5)]
    assert reanchor_all(before, after, spans) == [reanchor(before, after, *each) for each in spans]


@pytest.mark.parametrize(
    ("start", "end", "reason"),
    [
        (-1, 2, "outside"),
        (0, 99, "outside"),
        (4, 2, "reversed"),
        (1, 1, "cuts"),
        (1, 4, "cuts"),
        (0, 5, "cuts"),
        (5, 7, "cuts"),
    ],
)
def test_a_span_that_makes_no_sense_is_refused_with_the_reason(start: int, end: int, reason: str) -> None:
    text = "e\u0301 b\u0627\u064b🇫🇷."
    with pytest.raises(ValueError, match=reason):
        reanchor(text, text, start, end)


def within(seconds: float, act: Callable[[], object]) -> None:
    start = time.process_time()
    act()
    assert time.process_time() - start < seconds


def test_a_thousand_anchors_cost_one_difference() -> None:
    before = "\n\n".join(f"{n}. {paragraph}" for n in range(25) for paragraph in (FIRST, SIEGE, COUNCIL, THANKS))
    after = before.replace("thirty days", "sixty days", 9).replace("We call on", "We urge", 7)
    spans = [(at, at + 12) for at in range(0, len(before) - 12, len(before) // 1000)]
    within(0.3, lambda: reanchor_all(before, after, spans))


@pytest.mark.parametrize("piece", ["a b ", "word ", "e\u0301", "\n", "* ", "[", "👩‍🌾", "a. "])
def test_no_text_makes_it_hang(piece: str) -> None:
    before = piece * (200_000 // len(piece))
    end = 2 if len(piece) > 1 else 1
    within(
        8,
        lambda: reanchor_all(
            before, before[len(before) // 3 :] + "x" + before[: len(before) // 2], [(0, end if piece != "👩‍🌾" else 3)]
        ),
    )


PARAGRAPH = (
    "We **call on** all States — “without delay” — to [end the siege](https://a.example/c_(d)) of the city;"
    " the city’s people can’t wait… Party *art*."
)

COPIES = [
    ("call on all States", ["call on** all States"]),
    ('States - "without delay" - to end the siege of',
     ["States — “without delay” — to [end the siege](https://a.example/c_(d)) of"]),
    ("the  city's\u00a0people\n", ["the city’s people"]),
    ("can't wait...", ["can’t wait…"]),
    ("art", ["art"]),
    ("Part", ["Part"]),
    ("the city", ["the city", "the city"]),
    ("**call on**", ["**call on**"]),
    ("peoples", []),
    ("art Party", []),
    ("end\u00adthe", []),
    ("", []),
    (" \n", []),
    ("***", []),
]  # fmt: skip


@pytest.mark.parametrize(("words", "found"), COPIES)
def test_words_copied_from_a_page_are_found(words: str, found: list[str]) -> None:
    assert [PARAGRAPH[start:end] for start, end in find(PARAGRAPH, words)] == found


def test_what_stands_around_them_tells_equal_words_apart() -> None:
    first, second = find(PARAGRAPH, "the city")
    assert find(PARAGRAPH, "the city", prefix="siege of") == [first]
    assert find(PARAGRAPH, "the city", suffix="'s people") == [second]
    assert find(PARAGRAPH, "the city", prefix="the siege of ", suffix="; the city") == [first]
    assert find(PARAGRAPH, "the city", prefix="no such words") == [first, second]


def test_exact_copies_come_before_similar_ones() -> None:
    assert find('a “b” and a "b"', 'a "b"') == [(10, 15)]


def test_words_are_not_cut_in_the_middle_of_a_character() -> None:
    assert find("e\u0301t", "e") == []
    assert find("مرحبا بالعالم", "بالعالم") == [(6, 13)]


@given(raws, st.data())
def test_any_words_of_a_text_are_found_where_they_stand(text: str, data: st.DataObject) -> None:
    cut = tokens(text)
    first = data.draw(st.integers(0, len(cut)))
    last = data.draw(st.integers(first, len(cut)))
    words = "".join(cut[first:last])
    start = len("".join(cut[:first])) + len(words) - len(words.lstrip())
    end = start + len(words.strip())
    seen = line(text)  # its signs must be whole as it is written and, without marks of style, as it is shown
    is_whole = all(is_border(text, at) and is_border(seen.text, seen.at(at)) for at in (start, end))
    if folded(words) and is_whole:
        spans = find(text, words)
        assert spans
        assert (start, end) in spans or {folded(text[a:b]) for a, b in spans} == {folded(words)}


@pytest.mark.parametrize("piece", ["*", "[", "](", "[a](", "a", "a ", "“", "\n"])
def test_a_search_never_hangs(piece: str) -> None:
    text = piece * (100_000 // len(piece))
    within(5, lambda: find(text, "zz yy", "a", "b"))
    within(5, lambda: find(text, piece * 3, piece, "b"))
    within(5, lambda: suggest(text, "zz a yy"))
