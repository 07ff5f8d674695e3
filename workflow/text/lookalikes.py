"""Letters of one script that pass for letters of another, where both stand in one word."""

import re
from collections.abc import Iterator

# Cyrillic and Greek letters that print like a Latin one, and the reverse. Source: Unicode confusables (UTS 39).
_CYRILLIC = "АВЕЅІЈКМНОРСТУХаеѕіјорсухԁԛԝһӏѵЬкмнтв"
_GREEK = "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧαγικνορτυχω"
_LATIN = "ABCEHIJKMNOPSTXYZacdehijklmnopqstuvwxy"
_WORD = re.compile(r"[^\W\d_]+")
_SCRIPTS = {
    "latin": re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff]"),
    "cyrillic": re.compile("[\u0400-\u052f\u1c80-\u1c8f\u2de0-\u2dff\ua640-\ua69f]"),
    "greek": re.compile("[\u0370-\u03ff\u1f00-\u1fff]"),
}
_ALIKE = {"latin": frozenset(_LATIN), "cyrillic": frozenset(_CYRILLIC), "greek": frozenset(_GREEK)}
_FOREIGN = re.compile("[\u0370-\u052f\u1c80-\u1c8f\u1f00-\u1fff\u2de0-\u2dff\ua640-\ua69f]")


def lookalikes(text: str) -> Iterator[tuple[int, str]]:
    """Place and letter of each one that stands in a word of another script and looks as if it belonged there."""
    if not _FOREIGN.search(text):
        return
    for word in _WORD.finditer(text):
        places = {name: [m.start() for m in script.finditer(word.group())] for name, script in _SCRIPTS.items()}
        used = [name for name in places if places[name]]
        if len(used) < 2:
            continue
        home = max(used, key=lambda name: len(places[name]))
        for name in used:
            yield from _alike(word, places[name], _ALIKE[name] if name != home else frozenset())


def _alike(word: re.Match[str], places: list[int], letters: frozenset[str]) -> Iterator[tuple[int, str]]:
    return ((word.start() + at, word.group()[at]) for at in places if word.group()[at] in letters)
