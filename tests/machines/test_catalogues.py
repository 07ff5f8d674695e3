"""The catalogues: every sentence of a fresh extraction is said in French, Spanish and Arabic, whole and well set."""

import gettext
import io
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.plurals import get_plural
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]
LANGUAGES = ("fr", "es", "ar")
HOLDER = re.compile(r"%\((\w+)\)[#0 +-]*\d*(?:\.\d+)?[a-z]|%%")
TAG = re.compile(r"</?\w+(?:\s[^<>]*)?>")
NO_BREAK = "\u00a0\u202f"
# A clock, an address and what stands in a tag are no punctuation.
UNREAD = re.compile(r"%\(\w+\)[\w]*|</?\w+[^<>]*>|https?://\S*|[\w-]*T?\d+:\d+|&\w+;")


def _read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, abort_invalid=True)


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """What the source says today."""
    made = tmp_path_factory.mktemp("pot") / "messages.pot"
    command = (
        "-m",
        "babel.messages.frontend",
        "-q",
        "extract",
        "--mapping-file",
        "babel.cfg",
        "--keywords",
        "_l N_n:1,2",
    )
    subprocess.run([sys.executable, *command, "--output-file", str(made), "workflow"], cwd=ROOT, check=True)
    return _read(made)


@pytest.fixture(scope="module", params=LANGUAGES)
def catalogue(request: pytest.FixtureRequest) -> Catalog:
    """One language's catalogue."""
    path = ROOT / "workflow" / "translations" / request.param / "LC_MESSAGES" / "messages.po"
    assert path.exists(), f"there is no catalogue for {request.param}"
    found = _read(path)
    assert found.locale is not None
    assert found.locale.language == request.param
    return found


def _language(catalogue: Catalog) -> str:
    return catalogue.locale.language if catalogue.locale else ""


def _messages(catalogue: Catalog) -> Iterator[Message]:
    return (message for message in catalogue if message.id)


def _key(message: Message) -> tuple[str | None, str]:
    return message.context, message.id if isinstance(message.id, str) else message.id[0]


def _forms(message: Message) -> list[str]:
    return list(message.string) if isinstance(message.string, tuple | list) else [str(message.string)]


def _source(message: Message, form: int) -> str:
    return message.id if isinstance(message.id, str) else message.id[min(form, 1)]


def _each(catalogue: Catalog) -> Iterator[tuple[Message, int, str]]:
    return ((message, form, said) for message in _messages(catalogue) for form, said in enumerate(_forms(message)))


def test_every_sentence_of_the_source_is_there_and_no_other(said: Catalog, catalogue: Catalog) -> None:
    wanted = {_key(each): isinstance(each.id, str) for each in _messages(said)}
    there = {_key(each): isinstance(each.id, str) for each in _messages(catalogue)}
    assert len(wanted) > 600
    missing, left = sorted(map(str, wanted.keys() - there.keys())), sorted(map(str, there.keys() - wanted.keys()))
    assert not missing, f"{len(missing)} not in the catalogue:\n" + "\n".join(missing)
    assert not left, f"{len(left)} that nothing says any more:\n" + "\n".join(left)
    assert wanted == there, "a sentence with plural forms in one and without in the other"


def test_nothing_is_empty_or_doubtful(catalogue: Catalog) -> None:
    bad = [each.id for each in _messages(catalogue) if each.fuzzy or not all(form.strip() for form in _forms(each))]
    assert not bad
    assert not [
        (each.id, list(map(str, each.check(catalogue)))) for each in _messages(catalogue) if each.check(catalogue)
    ]


def test_what_is_filled_in_is_the_same(catalogue: Catalog) -> None:
    wrong = [
        (said, source)
        for message, form, said in _each(catalogue)
        if (source := _differs(catalogue, message, form, said))
    ]
    assert not wrong


def _differs(catalogue: Catalog, message: Message, form: int, said: str) -> str:
    """The source's sentence, where the translation has other places to fill in, other tags, or other ends."""
    source, there = _source(message, form), sorted(HOLDER.findall(said))
    allowed = [sorted(HOLDER.findall(source))]
    if not isinstance(message.id, str):
        allowed.append(sorted(HOLDER.findall(message.id[1])))
        if form in _SINGLE[_language(catalogue)]:  # a form for one single number may write it as a word
            allowed.append([each for each in allowed[1] if each != "num"])
    ends = [(text[:1].isspace(), text[-1:].isspace(), text.count("\n")) for text in (source, said)]
    same = there in allowed and sorted(TAG.findall(source)) == sorted(TAG.findall(said)) and ends[0] == ends[1]
    return "" if same else source


# Forms that stand for exactly one number. French says "0 jour" with the form of one.
_SINGLE = {"fr": frozenset(), "es": frozenset({0}), "ar": frozenset({0, 1, 2})}
# Number -> the form that it takes, by the languages' own rules.
_TAKES = {
    "fr": {0: 0, 1: 0, 2: 1, 5: 1, 11: 1, 100: 1},
    "es": {0: 1, 1: 0, 2: 1, 5: 1, 11: 1, 100: 1},
    "ar": {0: 0, 1: 1, 2: 2, 5: 3, 11: 5, 100: 4},
}


def test_each_number_takes_the_form_of_its_language(catalogue: Catalog) -> None:
    language = _language(catalogue)
    assert catalogue.num_plurals == get_plural(language).num_plurals == len(set(_TAKES[language].values()))
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    spoken = gettext.GNUTranslations(compiled)
    several = [each for each in _messages(catalogue) if not isinstance(each.id, str)]
    assert len(several) > 20
    for message in several:
        forms = _forms(message)
        assert len(forms) == catalogue.num_plurals, message.id
        for number, form in _TAKES[language].items():
            one, many = message.id
            told = (
                spoken.npgettext(message.context, one, many, number)
                if message.context
                else spoken.ngettext(one, many, number)
            )
            assert told == forms[form], (number, message.id)


_NUMBERS = (0, 1, 2, 3, 11, 100, 102)


def test_the_rule_of_plurals_is_that_of_the_cldr(catalogue: Catalog) -> None:
    assert catalogue.locale is not None
    form, category = gettext.c2py(catalogue.plural_expr), catalogue.locale.plural_form
    pairs = {(form(number), category(number)) for number in _NUMBERS}
    assert len(pairs) == len(dict(pairs)) == len({each for _, each in pairs}) == catalogue.num_plurals


def test_every_plural_is_said_for_each_number_and_with_it_where_it_stands_for_several(catalogue: Catalog) -> None:
    form, single = gettext.c2py(catalogue.plural_expr), _SINGLE[_language(catalogue)]
    for message in _messages(catalogue):
        if isinstance(message.id, str):
            continue
        names = {name for name in HOLDER.findall(message.id[1]) if name} | {"num"}
        for number in _NUMBERS:
            told = _forms(message)[form(number)] % {**dict.fromkeys(names, "x"), "num": number}
            counted = "num" in HOLDER.findall(message.id[1]) and form(number) not in single
            # French has one form for none and one: where English needs no number for one, neither does French.
            counted = counted and (form(number) > 0 or "num" in HOLDER.findall(message.id[0]))
            assert str(number) in told or not counted, (number, message.id)


# A moment reads "today, 18:26" or "Tue 1 Dec, 18:00". French has a day's article before it, which is left out before
# *aujourd’hui* (web.shared.filling); in Spanish and Arabic no article and no preposition of days stands there.
_NO_MOMENT_AFTER = {
    "fr": r"(?:\b(?:jusqu’à|avant|après|depuis|clos|close|publiée?|fin)|\bLe|\bAu|\bDu)",
    "es": r"\b(?:el|al|del)",
    "ar": r"(?:في|يوم)",
}


def test_a_moment_has_the_words_before_it_that_each_language_wants(catalogue: Catalog) -> None:
    before = re.compile(
        _NO_MOMENT_AFTER[_language(catalogue)] + r"\s+(?:<b>)?%\((?:when|again|deadline|until|before)\)"
    )
    assert not [said for _, _, said in _each(catalogue) if before.search(said)]


def test_every_form_can_be_filled_in(catalogue: Catalog) -> None:
    for message, form, said in _each(catalogue):
        if HOLDER.search(_source(message, form)):
            names = {name for name in HOLDER.findall(_source(message, 1)) if name} | {"num"}
            assert said % dict.fromkeys(names, 7), said


def test_french_keeps_its_signs_with_their_words(catalogue: Catalog) -> None:
    if _language(catalogue) != "fr":
        return
    for _, _, said in _each(catalogue):
        read = UNREAD.sub("x", said)
        assert not re.search(rf"[^{NO_BREAK}][:;?!»]", read), said
        assert not re.search(rf"«[^{NO_BREAK}]", read), said
        assert "'" not in read, f"an apostrophe is ’: {said}"


def test_spanish_opens_what_it_closes(catalogue: Catalog) -> None:
    if _language(catalogue) != "es":
        return
    for _, _, said in _each(catalogue):
        read = UNREAD.sub("x", said)
        assert (read.count("¿"), read.count("¡")) == (read.count("?"), read.count("!")), said


def test_arabic_has_its_own_signs_and_no_latin_ones(catalogue: Catalog) -> None:
    if _language(catalogue) != "ar":
        return
    for _, _, said in _each(catalogue):
        read = re.sub(r"[A-Za-z][\w.,:;/ -]*", "x", UNREAD.sub("x", said))
        assert not re.search("[?;,]", read), said
        assert not re.search("[\u202a-\u202e\u200b]", said), said


_ARABIC = r"[\w\u064b-\u0652]"  # the marks on letters are no letters to `\w`
TANWIN = re.compile(rf"{_ARABIC}*\u064b{_ARABIC}*")
_AFTER_NUMBER = re.compile(rf"%\(num\)s\s+({_ARABIC}+)")
_TENS, _HUNDREDS = 5, 4  # where the header puts 11 to 99, and 100 to 102


def _counted(form: str) -> str:
    """The word that follows the number, such as the noun that is counted; empty where none does."""
    found = _AFTER_NUMBER.search(form)
    return found.group(1) if found else ""


def _exchanged(message: Message) -> list[str]:
    """What is wrong with the forms for 11 to 99, where the noun is accusative, and for 100, where it is genitive.

    A word that says the same for a few is not inflected here; one that ends in \u0629 shows no ending.
    """
    few, hundreds, tens = (_forms(message)[form] for form in (3, _HUNDREDS, _TENS))
    wrong = []
    if strange := set(TANWIN.findall(hundreds)) - set(TANWIN.findall(tens)):
        wrong.append(f"accusative for 100 alone: {strange}")
    if TANWIN.fullmatch(_counted(hundreds)):
        wrong.append(f"accusative after 100: {hundreds}")
    noun = _counted(tens)
    if noun and noun != _counted(few) and not (TANWIN.fullmatch(noun) or noun.endswith("\u0629")):
        wrong.append(f"not accusative after 11: {tens}")
    return wrong


def test_arabic_counts_eleven_in_the_accusative_and_a_hundred_in_the_genitive(catalogue: Catalog) -> None:
    if _language(catalogue) != "ar":
        return
    several = [each for each in _messages(catalogue) if not isinstance(each.id, str)]
    assert sum(bool(TANWIN.fullmatch(_counted(_forms(each)[_TENS]))) for each in several) > 20
    assert not [(_key(each)[1], wrong) for each in several if (wrong := _exchanged(each))]


def test_arabic_inflects_a_counted_noun_the_same_way_in_every_sentence(catalogue: Catalog) -> None:
    if _language(catalogue) != "ar":
        return
    nouns: dict[str, set[tuple[str, str]]] = {}
    for each in _messages(catalogue):
        if not isinstance(each.id, str):
            few, hundreds, tens = (_counted(_forms(each)[form]) for form in (3, _HUNDREDS, _TENS))
            if few and hundreds and tens:
                nouns.setdefault(few, set()).add((_spelt(hundreds), _spelt(tens)))
    assert len(nouns) > 20
    assert not {few: said for few, said in nouns.items() if len(said) > 1}


def _spelt(noun: str) -> str:
    # The mark of tanwin stands before or after its alif: two ways to spell one ending.
    return noun.replace("\u064b\u0627", "\u0627\u064b")


_PACKAGE = ROOT / "workflow"
_LITERAL = r'"(?:[^"\\]|\\.)*"'
_COUNTED = re.compile(rf"(?:ngettext|N_n)\(\s*((?:{_LITERAL}\s*)+),\s*((?:{_LITERAL}\s*)+)")


def _joined(literals: str) -> str:
    return "".join(each[1:-1] for each in re.findall(_LITERAL, literals))


def test_a_sentence_of_one_has_the_same_of_several_wherever_it_is_said() -> None:
    """The catalogues know both by that of one: of two sentences of several they would say the first."""
    several: dict[str, set[str]] = {}
    for path in [*_PACKAGE.rglob("*.py"), *_PACKAGE.rglob("*.html")]:
        for one, many in _COUNTED.findall(path.read_text("utf-8")):
            several.setdefault(_joined(one), set()).add(_joined(many))
    assert len(several) > 100
    assert {one: many for one, many in several.items() if len(many) > 1} == {}
