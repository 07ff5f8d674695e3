"""Letters of one script that pass for letters of another, in a word of that other script or among its words."""

import re
import unicodedata
from collections.abc import Iterator, Sequence

# Cyrillic and Greek letters that print like a Latin one, and the reverse. Source: Unicode confusables (UTS 39).
_CYRILLIC = "АВЕЅІЈКМНОРСТУХаеѕіјорсухԁԛԝһӏѵЬкмнтв"
_GREEK = "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧαγικνορτυχω"
_LATIN = "ABCEHIJKMNOPSTXYZacdehijklmnopqstuvwxy"
_MARKS = "\u0300-\u036f\u0483-\u0487"
# Ideographs and kana part words: what stands on either side of them is not one.
_NO_LETTER = "\\W\\d_\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_WORD = re.compile(f"[^{_NO_LETTER}](?:[^{_NO_LETTER}]|[{_MARKS}])*")
_LETTERS = {
    "latin": "A-Za-z\u00c0-\u024f\u1e00-\u1eff",
    "cyrillic": "\u0400-\u0482\u048a-\u052f\u1c80-\u1c8f\u2de0-\u2dff\ua640-\ua69f",
    "greek": "\u0370-\u03ff\u1f00-\u1fff",
    # Which no word mixes with those of another script: Armenian, Cherokee, letter-like signs, Coptic, Lisu, wide and
    # mathematical ones.
    "strange": "\u0531-\u0588\u13a0-\u13fd\uab70-\uabbf\u210a-\u2113\u212f-\u2134\u2c80-\u2cf3\ua4d0-\ua4fd"
    "\uff21-\uff3a\uff41-\uff5a\U0001d400-\U0001d7cb",
}
_SCRIPTS = {name: re.compile(f"[{letters}]") for name, letters in _LETTERS.items()}
_FOREIGN = re.compile(f"[{''.join(letters for name, letters in _LETTERS.items() if name != 'latin')}]")
_ALIKE = {"latin": frozenset(_LATIN), "cyrillic": frozenset(_CYRILLIC), "greek": frozenset(_GREEK)}


Places = dict[str, list[int]]  # script -> where its letters stand


def lookalikes(text: str) -> Iterator[tuple[int, str]]:
    """Place and letter of each one that looks as if it belonged to another script.

    It stands in a word of that script, or it is one of a word of look-alikes between two Latin words, in a text that
    has no other letters of its own script. A single Greek letter is a symbol.
    """
    if not _FOREIGN.search(text):
        return
    words = [_places(word) for word in _WORD.finditer(text)]
    disguised = {n for n in ("cyrillic", "greek") if all(_is_alike(n, text, word.get(n, ())) for word in words)}
    for before, word, after in zip([{}, *words], words, [*words[1:], {}], strict=False):
        home = max(word, key=lambda name: len(word[name]), default="")
        stands_alone = len(word) == 1 and set(before) == set(after) == {"latin"}
        for name, places in word.items():
            is_symbol = name == "greek" and len(places) == 1
            if name != home or (stands_alone and name in disguised and not is_symbol):
                yield from ((at, text[at]) for at in places if _is_alike(name, text, [at]))


def _places(word: re.Match[str]) -> Places:
    found = {name: [m.start() for m in script.finditer(word.string, *word.span())] for name, script in _SCRIPTS.items()}
    return {name: places for name, places in found.items() if places}


def _is_alike(script: str, text: str, places: Sequence[int]) -> bool:
    # With or without accents: an accented Greek letter is as good a disguise.
    return script == "strange" or all(unicodedata.normalize("NFD", text[at])[0] in _ALIKE[script] for at in places)
