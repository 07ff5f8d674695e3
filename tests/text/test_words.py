"""Tokens, words as readers count them, sentences, and borders between characters, in all scripts."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.text.texts import raws
from workflow.text.tokens.sentences import sentences
from workflow.text.tokens.tokenizer import count, parts, tokens
from workflow.text.unicode.graphemes import is_border

pytestmark = pytest.mark.unit

anything = st.one_of(raws, st.text(max_size=40))

TOKENS = [
    ("don’t stop", ["don’t", " ", "stop"]),
    ("l’homme qu’il d'État aujourd’hui", ["l’", "homme", " ", "qu’", "il", " ", "d'", "État", " ", "aujourd’hui"]),
    ("dell’uomo un’idea", ["dell’", "uomo", " ", "un’", "idea"]),
    ("O’Brien’s", ["O’Brien’s"]),
    ("well-known, rock’n’roll", ["well", "-", "known", ",", " ", "rock’n’roll"]),
    ("1,000.50 or 12:30.", ["1,000.50", " ", "or", " ", "12:30", "."]),
    ("1\u00a0000\u202f000 \u00a0000", ["1\u00a0000\u202f000", " \u00a0", "000"]),
    ("1’000’000 and 6.2.1", ["1’000’000", " ", "and", " ", "6.2.1"]),
    ("٣٬٤٠٠ ۱٫۵", ["٣٬٤٠٠", " ", "۱٫۵"]),
    ("see https://a.example/b_(c)?d=e, or", ["see", " ", "https://a.example/b_(c)?d=e", ",", " ", "or"]),
    ("[law](https://a.example/b).", ["[", "law", "]", "(", "https://a.example/b", ")", "."]),
    ("www.a.example. New", ["www.a.example", ".", " ", "New"]),
    ("**bold** text... *", ["**", "bold", "**", " ", "text", "...", " ", "*"]),
    ("كِتَابٌ جديد، نعم", ["كِتَابٌ", " ", "جديد", "،", " ", "نعم"]),
    ("می\u200cخواهم", ["می\u200cخواهم"]),
    ("क्षत्रिय नमस्ते", ["क्षत्रिय", " ", "नमस्ते"]),
    ("東京タワーに2024年", ["東", "京", "タワー", "に", "2024", "年"]),
    ("สวัสดี", ["ส", "วั", "ส", "ดี"]),
    ("မြန်မာ", ["မြ", "န်", "မာ"]),
    ("한국어 각", ["한국어", " ", "각"]),
    ("👩🏽\u200d🌾🇫🇷🇩🇪!", ["👩🏽\u200d🌾", "🇫🇷", "🇩🇪", "!"]),
    ("cafe\u0301 \u0301x", ["cafe\u0301", " \u0301", "x"]),
    ("**\u0301.\u0308", ["*", "*\u0301", ".\u0308"]),
    ("a\r\nb\rc\n\nd", ["a", "\r\n", "b", "\r", "c", "\n", "\n", "d"]),
    ("soft\u00adhyphen no\u2060break", ["soft\u00adhyphen", " ", "no\u2060break"]),
    ("\u0600١٢ x", ["\u0600١٢", " ", "x"]),
    ("the U.N. and élu.e.s, No.5", ["the", " ", "U.N", ".", " ", "and", " ", "élu.e.s", ",", " ", "No", ".", "5"]),
    ("shari‘a ‘law’", ["shari‘a", " ", "‘", "law", "’"]),
    ('צה״ל רמטכ"ל ר׳ "א"', ["צה״ל", " ", 'רמטכ"ל', " ", "ר׳", " ", '"', "א", '"']),
    ("ինչո՞ւ", ["ինչո՞ւ"]),
    ("ᠮᠣᠩᠭᠣᠯ\u180eᠠ wo\u202erd", ["ᠮᠣᠩᠭᠣᠯ\u180eᠠ", " ", "wo\u202erd"]),
    ("១២៣,៤ ௧,௨ 3⁄4", ["១២៣,៤", " ", "௧,௨", " ", "3⁄4"]),
    ("(a.b+c@ex-ample.co.uk), x@y", ["(", "a.b+c@ex-ample.co.uk", ")", ",", " ", "x", "@", "y"]),
    ("https://a.example/b। www.a.example۔", ["https://a.example/b", "।", " ", "www.a.example", "۔"]),
    (
        "‹https://a.example/c–d›: https://a.example… ",
        ["‹", "https://a.example/c–d", "›", ":", " ", "https://a.example", "…", " "],
    ),
    ("HTTPS://A.example/B.", ["HTTPS://A.example/B", "."]),
    ("\u0600\r\n \u094dक", ["\u0600", "\r\n", " \u094dक"]),
    ("_the them._ __all__", ["_", "the", " ", "them", ".", "_", " ", "__", "all", "__"]),
    ("snake_case \ud800z", ["snake_case", " ", "\ud800", "z"]),
    ("", []),
]


@pytest.mark.parametrize(("text", "wanted"), TOKENS)
def test_a_text_is_cut_into_words_white_space_and_marks(text: str, wanted: list[str]) -> None:
    assert tokens(text) == wanted


def test_addresses_and_numbers_come_apart_when_asked_for() -> None:
    assert parts("1,000 https://a.example/b") == [
        "1",
        ",",
        "000",
        " ",
        "https",
        ":",
        "/",
        "/",
        "a",
        ".",
        "example",
        "/",
        "b",
    ]
    assert parts("l’homme don’t") == ["l’", "homme", " ", "don’t"]


@given(anything)
@example("a" * 2000)
@example("l’\uff9e d'\u0e33")
@example("https://a.example/\u0600_")
@example("e\u0301" * 50 + "\u200d👩\u200d🌾")
def test_tokens_join_to_the_text_and_cut_no_character(text: str) -> None:
    at = 0
    for token in tokens(text):
        assert token
        assert is_border(text, at)
        at += len(token)
    assert "".join(tokens(text)) == "".join(parts(text)) == text


@given(anything, anything)
def test_the_tokens_of_a_text_are_the_tokens_of_its_lines(one: str, other: str) -> None:
    assert tokens(f"{one}\n{other}") == [*tokens(f"{one}\n"), *tokens(other)]


@given(st.text(st.characters(max_codepoint=0xFFFF), max_size=20))
def test_an_emoji_elsewhere_in_the_line_changes_no_token(text: str) -> None:
    assert tokens(f"{text} 😀")[:-2] == tokens(f"{text} x")[:-2]


WHOLE = [
    "e\u0301",
    "\r\n",
    "क्ष",
    "অ্যা",
    "\U00016d63\U00016d67",
    "👩🏽\u200d🌾",
    "🇫🇷",
    "가\u11a8",
    "\u1112\u1161\u11ab",
    "\u0600١",
    "ℹ️",
    "น้ำ",
    "1\ufe0f\u20e3",
]


@pytest.mark.parametrize("whole", WHOLE)
def test_no_border_lies_inside_a_character(whole: str) -> None:
    text = f"a{whole}b"
    assert [at for at in range(len(text) + 1) if is_border(text, at)] == [0, 1, len(text) - 1, len(text)]


def test_borders_lie_between_characters_and_nowhere_outside() -> None:
    assert all(is_border("ab 🇫🇷", at) for at in (0, 1, 2, 3, 5))
    assert is_border("🇫🇷🇩🇪", 2)
    assert not is_border("🇫🇷🇩🇪", 1)
    assert not is_border("🇫🇷🇩🇪", 3)
    assert is_border("क्\u200cष", 3)
    assert is_border("\n\u0301", 1)
    assert not is_border("ab", -1)
    assert not is_border("ab", 3)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        (" — … !", 0),
        ("We call on all States.", 5),
        ("L’homme est né libre", 4),
        ("2,000.5 people, well-known", 4),
        ("東京タワー", 3),
        ("لا يجوز", 2),
        ("a **b** [c](https://a.example/b)", 4),
    ],
)
def test_words_are_counted_as_a_reader_counts_them(text: str, words: int) -> None:
    assert count(text) == words


SENTENCES = [
    (["We call.", "You must (see art. 5), e.g. now, answer?", "“Yes!”", "Then go"], " "),
    (["We say no.", "Then p. 5 and No. 7.", "The U.S. army etc.", "And so on."], " "),
    (["Mr. Smith and J. R. Jones came.", "M. Dupont aussi."], " "),
    (["El Sr. García y la Sra. Petro vinieron.", "Hablaron."], " "),
    (["1. The first.", "2. The second."], "\n\n"),
    (["Prices rose by 1.5 per cent.", "In 2020.", "Then"], " "),
    (["هل هذا صحيح؟", "نعم، هو كذلك.", "انتهى"], " "),
    (["東京です。", "本当？", "「はい。」", "終"], ""),
    (["क्या यह सही है।", "हाँ।"], " "),
    (["Il a dit : « Nous venons. »", "Puis : «\u202fQui\u202f?\u202f»", "« Non ! » cria-t-il.", "Bien."], " "),
    (["Er kam.", "»Wer da?« rief er.", "»Ich.«", "“Yes!” she said.", "«Vamos.»", "Nada."], " "),
    (["Sie sagte: „Nein.“", "Dann ging sie.", "„Wer da?“ rief er."], " "),
    (["Համաձայն ենք։", "Շնորհակալ ենք։"], " "),
    (["ሰላም፣ ሰላም።", "እንዴት ነህ፧", "ደህና።"], " "),
    (["យើងទៅ។", "យើងមក។"], " "),
    (["ကျွန်တော် သွားမယ်။", "သူ လာမယ်။"], " "),
    (["A heading", "The next paragraph."], "\n\n"),
    (["Art. 5 applies.", "No."], "  "),
]


@pytest.mark.parametrize(("wanted", "gap"), SENTENCES)
def test_sentences_end_where_a_reader_ends_them(wanted: list[str], gap: str) -> None:
    text = f" {gap.join(wanted)}\n"
    assert [text[start:end] for start, end in sentences(text)] == wanted


@given(anything)
def test_sentences_leave_out_nothing_but_white_space(text: str) -> None:
    spans = sentences(text)
    rest, at = "", 0
    for start, end in spans:
        assert at <= start < end
        assert text[start:end] == text[start:end].strip()
        rest, at = rest + text[at:start], end
    assert not (rest + text[at:]).strip()
