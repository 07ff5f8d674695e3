"""A file or pasted text read into a statement, or refused with the reason."""

from pathlib import Path

import pytest
from hypothesis import given

from tests.text.texts import raws
from workflow.text.document.levels import LARGEST
from workflow.text.document.reading import Reading, Unreadable, read, read_text
from workflow.text.unicode.normal import FindingKind
from workflow.text.values.answers import Reason
from workflow.text.values.block import BlockKind

TORN = """

## **Fourth Session of the Conference on Shared Rivers**

### **Opening Statement of the Coalition for Open Rivers**

Excellencies, ladies and gentlemen,

It is with honour that we speak today. We will keep speaking for those who live by the river, if ever

there was a need to, it is now.

I thank you.
"""


def lines(reading: Reading) -> list[tuple[str, str]]:
    return [(block.kind.value, block.text) for block in reading.blocks]


def test_two_headings_in_bold_are_occasion_and_title_and_the_tear_is_proposed() -> None:
    reading = read(TORN.encode(), "statement.md")
    assert reading.occasion == "Fourth Session of the Conference on Shared Rivers"
    assert reading.title == "Opening Statement of the Coalition for Open Rivers"
    assert [kind for kind, _ in lines(reading)] == ["salutation", "paragraph", "paragraph", "closing"]
    assert reading.joins == (1,)
    assert reading.findings == ()
    assert all(block.id == "" for block in reading.blocks)
    assert read_text(TORN) == reading


@pytest.mark.parametrize(
    ("source", "occasion", "title", "first"),
    [
        ("# Title\n\nText.", "", "Title", "Text."),
        ("Title\n=====\n\nText.", "", "Title", "Text."),
        ("# Occasion\n## Title\n### Part\n\nText.", "Occasion", "Title", "Part"),
        ("Text.\n\n# Part\n\nMore.", "", "", "Text."),
        ("Text alone.", "", "", "Text alone."),
        ("# Title *with* [marks](https://x.org)[^1]\n\nText.", "", "Title with marks", "Text."),
    ],
)
def test_headings_at_the_top_become_occasion_and_title(source: str, occasion: str, title: str, first: str) -> None:
    reading = read_text(source)
    assert (reading.occasion, reading.title, reading.blocks[0].text) == (occasion, title, first)


WRAPPED = "We speak today on behalf of the many people\nwho live by the river and who have asked us\nto say this.\n"


def test_hard_wrapped_lines_are_one_paragraph() -> None:
    whole = WRAPPED.replace("\n", " ").strip()
    assert lines(read(WRAPPED.encode(), "a.md")) == [("paragraph", whole)]
    assert lines(read(WRAPPED.encode(), "a.txt")) == [("paragraph", whole)]
    assert lines(read_text(f"{WRAPPED}\n{WRAPPED}")) == [("paragraph", whole)] * 2


def test_a_line_of_a_wrapped_paragraph_may_end_in_a_stop() -> None:
    source = "We speak today on behalf of many people.\n" + WRAPPED
    assert lines(read_text(source)) == [("paragraph", source.replace("\n", " ").strip())]


def test_the_ending_of_a_files_name_tells_whether_its_lines_are_markdown() -> None:
    source = b"One line here.\nAnother line here."
    assert len(read(source, "a.MD").blocks) == 1
    assert len(read(source, "a.txt").blocks) == len(read(source, ".md.txt").blocks) == 2


def test_a_short_line_among_long_ones_is_a_paragraph_of_its_own() -> None:
    source = "Our demands\nWe speak today on behalf of the many people of this river\nand more"
    assert [text for _, text in lines(read_text(source))] == source.split("\n")


def test_lines_that_all_end_in_a_stop_are_paragraphs() -> None:
    sentences = [f"This is sentence number {n} and it stands on one line." for n in ("one", "two", "ten")]
    assert [text for _, text in lines(read_text("\n".join(sentences)))] == sentences


def test_one_line_a_paragraph_is_kept_and_tears_are_proposed() -> None:
    source = (
        "Excellencies,\n"
        "We speak today on behalf of the many people who live by the river and who have asked us to say this, and if\n"
        "anything is left to say after so long a session it is only this one thing.\n"
        "We will be back next year, with more of them and with more to say than we could say in these three minutes.\n"
    )
    reading = read(source.encode(), "a.txt")
    assert [kind for kind, _ in lines(reading)] == ["salutation", "paragraph", "paragraph", "paragraph"]
    assert reading.joins == (1,)


def test_one_bullet_joins_nothing_else() -> None:
    source = f"Our demands\n{WRAPPED}- clean water\n- air\nWhat we offer\n{WRAPPED}"
    found = lines(read_text(source))
    assert ("item", "clean water") in found
    assert [text for kind, text in found if kind == "paragraph"] == [
        "Our demands",
        WRAPPED.replace("\n", " ").strip(),
        "What we offer",
        WRAPPED.replace("\n", " ").strip(),
    ]


@pytest.mark.parametrize("marks", [("(a) ", "(b) "), ("– ", "– "), ("أ. ", "ب. "), ("i) ", "ii) ")])
def test_entries_of_a_list_without_markdown_stay_apart(marks: tuple[str, str]) -> None:
    entries = [marks[0] + "ratify the Statute in the coming year", marks[1] + "cooperate with the Court in all cases"]
    wrapped = marks[0] + "ratify the Statute of the Court in the year that\nbegins tomorrow", entries[1]
    for lists in (entries, wrapped):
        read = [text for _, text in lines(read_text("We ask for this:\n" + "\n".join(lists)))]
        assert read == ["We ask for this:", *(entry.replace("\n", " ") for entry in lists)]


def test_a_number_at_the_beginning_of_a_line_is_no_list() -> None:
    source = (
        "We speak of what has been done in May of the year\n14. That was a time when nobody would listen to us\nat all."
    )
    assert [text for _, text in lines(read_text(source))] == [source.replace("\n", " ")]


def test_a_quotation_in_plain_text_is_one() -> None:
    source = "They told us:\n> Short is\n> the time.\nWe heard it.\n\n[^1]: A note\n  goes on."
    assert lines(read_text(source)) == [
        ("paragraph", "They told us:"),
        ("quotation", "Short is the time."),
        ("paragraph", "We heard it."),
        ("footnote", "A note goes on."),
    ]


def test_a_heading_above_a_wrapped_paragraph_is_apart() -> None:
    heading = "What the members of the Coalition ask for"
    source = f"{heading}\nWe speak today on behalf of the many people of this river, and\nof more."
    assert lines(read_text(source))[0] == ("paragraph", heading)


def test_lists_in_plain_text_stay_lists() -> None:
    reading = read_text("We ask for:\n- water\n- air\n\nAnd:\n1. time\n2. money")
    assert lines(reading) == [
        ("paragraph", "We ask for:"),
        ("item", "water"),
        ("item", "air"),
        ("paragraph", "And:"),
        ("item", "time"),
        ("item", "money"),
    ]
    assert reading.joins == ()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", Reason.EMPTY),
        (b" \n\t\n", Reason.NO_TEXT),
        (b"# \n\n---\n", Reason.NO_TEXT),
        ("… — !".encode(), Reason.NO_TEXT),
        (b"a" * (LARGEST + 1), Reason.TOO_LARGE),
        (b"%PDF-1.7 text", Reason.PDF),
        (b"PK\x03\x04word/document.xml", Reason.BINARY),
        (b"{\\rtf1 text}", Reason.RTF),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Reason.OLD_WORD),
        (b"text\x00text", Reason.BINARY),
        ("Déclaration".encode("latin-1"), Reason.ENCODING),
        ("Обращение".encode("cp1251"), Reason.ENCODING),
        ("text \u202etxet".encode(), Reason.FORBIDDEN),
        (b"bell \x07", Reason.FORBIDDEN),
        ("half".encode("utf-16-le") + b"\x3d\xd8", Reason.BINARY),
        (b"\xff\xfea\x00b", Reason.ENCODING),
    ],
)
def test_what_can_not_be_read_is_refused_with_the_reason(data: bytes, reason: Reason) -> None:
    with pytest.raises(Unreadable) as refusal:
        read(data, "statement.md")
    assert refusal.value.reason is reason


def test_forbidden_signs_are_named() -> None:
    with pytest.raises(Unreadable) as refusal:
        read_text("text \u202etxet\ud800")
    assert [(found.kind, found.place) for found in refusal.value.findings] == [
        (FindingKind.OVERRIDE, 5),
        (FindingKind.SURROGATE, 10),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be"])
def test_unicode_files_are_read_in_their_encoding(encoding: str) -> None:
    data = "بيان ختامي.\r\nDéclaration".encode(encoding)
    if encoding == "utf-16-be":
        data = b"\xfe\xff" + data
    assert read(data).blocks[0].text == "بيان ختامي."


def test_pasted_text_is_refused_as_a_file_is() -> None:
    for text, reason in (("", Reason.EMPTY), (" ", Reason.NO_TEXT), ("é" * LARGEST, Reason.TOO_LARGE)):
        with pytest.raises(Unreadable) as refusal:
            read_text(text)
        assert refusal.value.reason is reason


def test_what_is_hidden_but_allowed_is_reported_where_it_was() -> None:
    reading = read_text("# The с\u043eurt\n\nInvisi\u200bble.")
    assert [finding.place for finding in reading.findings] == [6, 7, 19]
    assert reading.blocks[0].text == "Invisible."


@given(raws)
def test_any_text_is_read_or_refused(raw: str) -> None:
    try:
        reading = read_text(raw)
    except Unreadable:
        return
    assert all(block.text for block in reading.blocks)
    assert all(0 <= place < len(reading.blocks) - 1 for place in reading.joins)
    assert all(reading.blocks[place].kind is not BlockKind.HEADING for place in reading.joins)


def test_the_torn_statement_of_the_seed_is_read(pytestconfig: pytest.Config) -> None:
    seed = Path(pytestconfig.rootpath).parent / "shared" / "seed" / "closing-statement.md"
    if not seed.exists():
        pytest.skip("the seed file is not beside the checkout")
    reading = read(seed.read_bytes(), seed.name)
    assert reading.title == "Closing Statement of the Coalition for the International Criminal Court"
    assert reading.occasion.startswith("23rd Session of the Assembly of States Parties")
    assert [block.kind.value for block in reading.blocks] == ["salutation"] + ["paragraph"] * 6
    assert reading.joins == (4,)


def test_a_heading_right_above_one_line_paragraphs_does_not_join_them() -> None:
    reading = read_text("# Title\nOne paragraph stands here.\nAnother one stands here.\n## Part\nA third one.")
    assert [text for _, text in lines(reading)] == [
        "One paragraph stands here.",
        "Another one stands here.",
        "Part",
        "A third one.",
    ]
