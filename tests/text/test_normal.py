"""The form in which words are kept, and what hides in words that were handed in."""

import unicodedata

import pytest
from hypothesis import example, given

from tests.text.texts import raws
from workflow.text.unicode.normal import REFUSED, Finding, FindingKind, findings, normalise, refusals
from workflow.text.unicode.skeleton import skeleton


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("a\r\nb\rc\x0bd\x0ce\x85f", "a\nb\nc\nd\ne\nf"),
        ("a\u2028b\u2029c", "a\nb\n\nc"),
        ("\ufeffe\u0301te\u0301", "été"),
        ("inter\u00adnational", "international"),
        ("inter\u00ad\r\n national, in\u00ad\n\nter", "international, in\n\nter"),
        ("a\u200bb\u2060c\ufeffd", "abcd"),
        ("joined\u200cwords \u200d", "joinedwords "),
        ("Article\u00a05\u202f%", "Article\u00a05\u202f%"),
        ("«\u00a0vérité\u202f»", "«\u00a0vérité\u202f»"),
        ("می\u200cخواهیم", "می\u200cخواهیم"),
        ("می\u200c\u200cخواهیم", "می\u200cخواهیم"),
        ("خواهیم\u200c ما", "خواهیم ما"),
        ("क्\u200dष", "क्\u200dष"),
        ("അവന്\u200d വന്നു", "അവന്\u200d വന്നു"),
        ("1445 ه\u200d", "1445 ه\u200d"),
        ("👩🏽\u200d⚖️", "👩🏽\u200d⚖️"),
        ("ภาษา\u200bไทย", "ภาษา\u200bไทย"),
        ("ภาษา\u200b ", "ภาษา "),
        ("ꩡꩫ\u200bꩢꩫ", "ꩡꩫ\u200bꩢꩫ"),
        ("\u202eevil\u0000\ud800", "\u202eevil\u0000\ud800"),
        ("", ""),
    ],
)
def test_words_are_kept_in_one_form(raw: str, kept: str) -> None:
    assert normalise(raw) == kept


@given(raws)
@example("\u200c\u200d\u0627\u200d\u200c\u0627")
@example("\u0627\u200c\u00ad\u0627")
@example("\r\n\r\r\n")
@example("\u212b\u200d\u2764")
@example("a\u0301" + "\u200c\u094d" * 20 + "\u200c\u1780")
def test_normalising_twice_changes_nothing_more(raw: str) -> None:
    once = normalise(raw)
    assert normalise(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert not set(once) & set("\r\x0b\x0c\x85\u2028\u2029\ufeff\u00ad\u2060")


@given(raws)
def test_nothing_is_taken_out_but_what_the_docstring_names(raw: str) -> None:
    def words(text: str) -> str:
        named = "\n\r\x0b\x0c\x85\u2028\u2029\ufeff\u00ad\u2060\u200b\u200c\u200d"
        return unicodedata.normalize("NFD", "".join(char for char in text if char not in named))

    assert words(normalise(raw)) == words(raw)


@pytest.mark.parametrize(
    ("raw", "kinds"),
    [
        ("Plain words, émotions, القانون الدولي, 条約.", []),
        ("A line\nand\ta tab\r\nand a page\x0c", []),
        ("می\u200cخواهیم, क्\u200dष, 👩🏽\u200d⚖️, ภาษา\u200bไทย", []),
        ("അവന്\u200d വന്നു", []),
        ("ᠮᠣᠩᠭᠣᠯ\u180eᠠ ᠪ\u180b 葛\U000e0100 1\ufe0f\u20e3", []),
        ("🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f", []),
        ("no\0pe", ["nul"]),
        ("bell\x07", ["control"]),
        ("\x1b[31m", ["control"]),
        ("a\u202eb\u202c", ["override", "override"]),
        ("a\u2067b\u2069", ["isolate", "isolate"]),
        ("\u200fa", ["isolate"]),
        ("half \ud83d", ["surrogate"]),
        ("in\u200bvisible\ufeff", ["zero_width", "zero_width"]),
        ("soft\u00adhyphen", ["zero_width"]),
        ("\ufffc", ["zero_width"]),
        ("two\u200c\u200cjoiners", ["zero_width"]),
        ("\u3164", ["zero_width"]),
        ("yes\U000e006e\U000e006f", ["zero_width", "zero_width"]),
        ("a\ufe0f 😀\U000e0101\U000e0102", ["zero_width", "zero_width"]),
        ("\u17b4 \U0001d173", ["zero_width", "zero_width"]),
        ("\ufffe\U0010ffff", ["control", "control"]),
        ("the с\u043eurt", ["lookalike", "lookalike"]),
        ("Αthens", ["lookalike"]),
        ("сoвет", ["lookalike"]),
        ("Ꮯourt, cօurt, ｃourt, 𝐜ourt, ℯvent", ["lookalike"] * 5),
        ("cόurt, Citroёn, с\u0301ourt", ["lookalike"] * 3),
        ("the соре of а law", ["lookalike"] * 5),
        ("Москва and Athens, Αθήνα", []),
        ("the МУС and Москва; в OSCE и; СОВА", []),
        ("5 µm, 5 μm, kΩ, the α and β, ՀԱՅ ＡＢＣ, NPO法人ＡＢＣ, ʿAbd, الـPDF", []),
    ],
)
def test_what_a_reader_would_not_see_is_found(raw: str, kinds: list[str]) -> None:
    assert [finding.kind.value for finding in findings(raw)] == kinds


def test_a_finding_names_its_place_and_its_code_points() -> None:
    found = findings("pаy \u202e")
    assert found == [Finding(FindingKind.LOOKALIKE, 1, "а"), Finding(FindingKind.OVERRIDE, 4, "\u202e")]
    assert [finding.codes for finding in found] == ["U+0430", "U+202E"]


@pytest.mark.parametrize("raw", ["\0", "\x01", "\x1f", "\x7f", "\u202a", "\u202e", "\ud800", "\udfff", "\x9b"])
def test_forms_refuse_what_would_be_stored_unseen(raw: str) -> None:
    assert [finding.place for finding in refusals(f"words {raw} words")] == [6]


@pytest.mark.parametrize("raw", ["", "\t\n\r\x0b\x0c\x85", "\u2067\u200e", "\u200b\u00ad", "pаy", "\u00a0", "\u2029"])
def test_forms_let_through_what_is_only_worth_a_look(raw: str) -> None:
    assert refusals(raw) == []


@pytest.mark.parametrize("hidden", ["\u3164", "\u115f", "\uffa0", "\u00ad", "\u2800", "\U000e0061", "\ufe0f"])
def test_a_name_with_something_hidden_has_the_same_shape(hidden: str) -> None:
    assert skeleton(f"Lawyers{hidden} at Sea{hidden}") == skeleton("Lawyers at Sea")


@given(raws)
def test_every_finding_stands_at_its_place_and_refusals_are_findings(raw: str) -> None:
    found = findings(raw)
    assert all(raw[finding.place : finding.place + len(finding.chars)] == finding.chars for finding in found)
    assert refusals(raw) == [finding for finding in found if finding.kind in REFUSED]
