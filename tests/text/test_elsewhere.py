"""What is found in a text from elsewhere: encodings, glued marks, own numbers, quotation marks, hyphens."""

import pytest

from workflow.text.document import (
    ReadingChoices,
    decoded_as,
    decodings,
    parse,
    plain,
    read_text,
    settled,
    straight_quotes,
)
from workflow.text.document.glued_notes import glued_notes
from workflow.text.document.own_numbers import own_numbers
from workflow.text.document.quotation_marks import with_quotes
from workflow.text.values import BlockKind

pytestmark = pytest.mark.unit

FRENCH = "Première ligne.\nNous rappelons « la promesse » du siècle où nous sommes, à l’été."
ARABIC = "نشكر الرئيس على إعطائنا الكلمة، ونذكّر بوعد الدورة الثانية."
RUSSIAN = "Мы благодарим председателя за слово и напоминаем об обещании."
CHINESE = "我们感谢主席给予发言机会，并回顾第二届会议的承诺。"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (FRENCH, "windows-1252"),
        (ARABIC, "windows-1256"),
        (RUSSIAN, "windows-1251"),
        (FRENCH, "mac-roman"),
        (CHINESE, "gb18030"),
    ],
)
def test_the_right_encoding_is_among_those_offered_and_each_reads_the_file_otherwise(text: str, encoding: str) -> None:
    found = decodings(text.encode(encoding))
    assert (encoding, text) in [(each.encoding, each.text) for each in found]
    assert len({each.text for each in found}) == len({each.lines for each in found}) == len(found)
    assert decoded_as(text.encode(encoding), encoding) == text


@pytest.mark.parametrize("data", [b"\xff\xfea\x00b", bytes(range(1, 256))])
def test_bytes_of_which_no_encoding_makes_words_are_offered_in_none(data: bytes) -> None:
    assert decodings(data) == ()
    assert decoded_as(data, "windows-1252") is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("We recall the guidance.2 It binds.", ["guidance.2"]),
        ("We recall the guidance² and the rules³.", ["guidance²", "rules³"]),
        ("We said “so it was.”4 Nobody heard.", ["was.”4"]),
        ("نذكّر بالإرشادات.٢ وهي ملزمة.", ["بالإرشادات.٢"]),
        ("See no.2, para.3 and vol.4 of it, at 3.2 m² or 5 km².", []),
        ("The mp3 file and version 2.0 of 12.5 per cent at 10.30.", []),
        ("Write to office@example.org2 or https://example.org/rules.2 now.", []),
        ("It is open [from](https://example.org/a.2) nine.", []),
        ("The guidance2 was read.", []),
        ("The guidance2 was read.\n\n2 Guidance of the Bureau.", ["guidance2"]),
    ],
)
def test_a_mark_glued_to_a_word_is_found_and_a_number_of_the_text_is_not(text: str, words: list[str]) -> None:
    assert [each.words for each in glued_notes(parse(text))] == words


def test_a_footnote_is_made_of_mark_and_text_and_its_label_is_new() -> None:
    text = "We recall the guidance.1 And the rule.[^1]\n\n1 Guidance of the Bureau.\n\n[^1]: A rule."
    blocks = settled(read_text(text), ReadingChoices(notes=[0])).blocks
    assert [(each.kind, each.mark, each.text) for each in blocks] == [
        (BlockKind.PARAGRAPH, "", "We recall the guidance.[^1-2] And the rule.[^1]"),
        (BlockKind.FOOTNOTE, "1", "A rule."),
        (BlockKind.FOOTNOTE, "1-2", "Guidance of the Bureau."),
    ]


def test_a_list_of_few_words_is_no_numbering_and_a_row_of_long_paragraphs_is_one() -> None:
    assert own_numbers(parse("1. water\n2. air\n3. time\n4. money")) is None
    long = "It was said in the second session that the gates would be opened before the next flood came."
    found = own_numbers(
        parse("\n\n".join(["# Part", f"14. {long}", f"15. {long}", "## Part", f"16. {long}", "1. water"]))
    )
    assert found and (found.first, found.last, len(found.blocks)) == ("14.", "16.", 3)


@pytest.mark.parametrize(
    ("language", "text", "wanted"),
    [
        ("en", 'He said "yes" (or "no").', "He said “yes” (or “no”)."),
        ("fr", 'Il a dit "oui".', "Il a dit «\u00a0oui\u00a0»."),
        ("es", '"Sí", dijo.', "«Sí», dijo."),
        ("ar", 'قال "نعم".', "قال «نعم»."),
        ("en", 'A board of 5" and 6" more.', 'A board of 5" and 6" more.'),
        ("en", 'He said "yes and left.', 'He said "yes and left.'),
        ("en", 'See [the "rule"](https://x.org/?q="a") now.', 'See [the “rule”](https://x.org/?q="a") now.'),
        ("en", '**"Bold"** words.', "**“Bold”** words."),
    ],
)
def test_straight_marks_become_the_languages_own_unless_one_is_in_doubt(language: str, text: str, wanted: str) -> None:
    blocks = parse(text)
    assert with_quotes(blocks, language)[0].text == wanted
    assert straight_quotes(blocks, language) == text.count('"') - wanted.count('"')


LINE = (
    "We speak today for those who live beside the river, and of the {}\n{} which they have asked for at this session."
)


@pytest.mark.parametrize(
    ("halves", "before", "offered"),
    [
        (("prosecu-", "tion"), "prosecution", []),
        (("human-", "itarian"), "human-itarian", ["human-itarian"]),
        (("well-", "known"), "well-known", ["well-known"]),
    ],
)
def test_a_hyphen_at_a_lines_end_goes_where_the_word_shows_it(
    halves: tuple[str, str], before: str, offered: list[str]
) -> None:
    reading = read_text("\n\n".join([LINE.format("promises", "and of the hopes")] * 3 + [LINE.format(*halves)]))
    assert before in reading.blocks[-1].text
    assert [each.words for each in reading.broken] == offered
    mended = settled(reading, ReadingChoices(words=range(len(offered)))).blocks[-1]
    assert before.replace("-", "") in plain(mended.text)


def test_a_hyphen_that_a_pdf_reader_hid_is_shown_again() -> None:
    reading = read_text("We ask for the au\ufffediences that were promised, and for au\x02diences near the water.")
    assert "au-diences" in reading.blocks[0].text
    assert [each.words for each in reading.broken] == ["au-diences"]
    known = read_text("The audiences are held. We ask for the au\ufffediences that were promised.")
    assert "the audiences that" in known.blocks[0].text and known.broken == ()
