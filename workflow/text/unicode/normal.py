"""The one form in which words are kept, and what hides in words that were handed in.

`normalise` makes the form; `findings` names what a reader would not see; `refusals` are the findings that no form and
no import lets through, because what is shown would not be what is stored.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from workflow.text.unicode import letters
from workflow.text.unicode.graphemes import char_class
from workflow.text.unicode.levels import BESIDE, LOOKS, SHOWN
from workflow.text.unicode.lookalikes import lookalikes


class FindingKind(StrEnum):
    """What a finding is. OVERRIDE, SURROGATE, NUL and CONTROL are refused; the others are only worth a look."""

    NUL = "nul"
    CONTROL = "control"  # and the code points that never are a character, such as U+FFFE: no file format takes them
    OVERRIDE = "override"  # U+202A–U+202E: what is read is in another order than what is stored
    ISOLATE = "isolate"  # U+2066–U+2069 and the single marks U+200E, U+200F, U+061C
    SURROGATE = "surrogate"  # half a character: it can't be written as UTF-8
    ZERO_WIDTH = "zero_width"  # joiners, fillers, tags, variation selectors and their like, where no script needs them
    LOOKALIKE = "lookalike"  # a letter of another script inside a word: Latin `court` with a Cyrillic `о`


REFUSED = frozenset({FindingKind.NUL, FindingKind.CONTROL, FindingKind.OVERRIDE, FindingKind.SURROGATE})


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing in a raw text that a reader would not see: `chars` stands at code point `place`."""

    kind: FindingKind
    place: int
    chars: str

    @property
    def codes(self) -> str:
        """The code points as people write them: `U+202E`."""
        return " ".join(f"U+{ord(char):04X}" for char in self.chars)


_NO_CHARACTERS = "\ufdd0-\ufdef" + "".join(f"{chr(end - 1)}{chr(end)}" for end in range(0xFFFF, 0x110000, 0x10000))
_HIDDEN = {
    FindingKind.NUL: "\0",
    FindingKind.CONTROL: "\x01-\x08\x0e-\x1f\x7f-\x84\x86-\x9f" + _NO_CHARACTERS,
    FindingKind.OVERRIDE: "\u202a-\u202e",
    FindingKind.ISOLATE: "\u2066-\u206f\u200e\u200f\u061c",
    FindingKind.SURROGATE: "\ud800-\udfff",
    FindingKind.ZERO_WIDTH: "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u2060-\u2065\u2800\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffc\U0001bca0-\U0001bca3\U0001d159\U0001d173-\U0001d17a\U000e0000-\U000e0fff",
}
# Scripts whose spelling uses the joiners: Arabic and its neighbours, the scripts of India and of South-East Asia.
_JOINING = (
    "\u0600-\u08ff\ufb50-\ufdff\ufe70-\ufefe\u0900-\u0dff\u0f00-\u109f\u1780-\u18af\u1a20-\u1cff\ua800-\ua8ff"
    "\ua980-\uaa7f\uabc0-\uabff\U00010a00-\U00010aff\U00011000-\U00011fff"
)
_SYMBOLS = "\u00a9\u00ae\u2010-\u2bff\u3030-\u303d\u3297-\u3299\U0001f000-\U0001fffd"
_PICTURES = f"{_SYMBOLS}\u2000-\u200a\ufe0f\U000e0020-\U000e007f"
_NEEDED = re.compile(
    f"(?<=[{_JOINING}])(?:\u200d|\u200c(?![\\s\u200c\u200d]|\\Z))|(?<=[{_PICTURES}])\u200d(?=[{_PICTURES}])"
)
_JOINERS = re.compile("[\u200c\u200d]+")
_UNSPACED = char_class(letters.SOUTH_EAST_ASIAN)
_BROKEN = re.compile("(?<=\\S)\u00ad[ \t]*\n[ \t]*(?=[^\\W\\d_])")
_IDLE = re.compile(f"[\u00ad\u2060\ufeff]|(?<![{_UNSPACED}])\u200b|\u200b(?![{_UNSPACED}])")
# What has variants that a selector chooses: symbols, ideographs and their signs, letters of Myanmar and Phags-pa.
_VARIED = (
    f"{_SYMBOLS}\u1000-\u109f\u3000-\u9fff\ua840-\ua87f\uaa60-\uaa7f\uf900-\ufaff\uff00-\uff60\U00020000-\U0003fffd"
)
_SPELT = "|".join(
    (
        f"(?<=[{_UNSPACED}])\u200b(?=[{_UNSPACED}])",
        f"(?<=[{_VARIED}])[\ufe00-\ufe0f\U000e0100-\U000e01ef]|(?<=[0-9#*])\ufe0f(?=\u20e3)",
        "(?<=[\u1820-\u18aa])[\u180b-\u180f]",  # Mongolian
        "\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{3,6}\U000e007f",  # the flags of parts of countries
    )
)
_KINDS = "|".join(f"(?P<{kind}>[{chars}])" for kind, chars in _HIDDEN.items())
_FIND = re.compile(f"(?=[{''.join(_HIDDEN.values())}\U0001f3f4])(?:{_SPELT}|{_KINDS})")
_REFUSED = re.compile(f"[{''.join(_HIDDEN[kind] for kind in sorted(REFUSED))}]")
_SPACES = re.compile(r"[ \t\n]+")
_BREAKS = str.maketrans({"\r": "\n", "\x0b": "\n", "\x0c": "\n", "\x85": "\n", "\u2028": "\n", "\u2029": "\n\n"})


def findings(raw: str) -> list[Finding]:
    """What a reader of `raw` would not see, in the order of the text; joiners that a script needs are no findings."""
    found = [*_hidden_findings(raw), *_idle_joiners(raw)]
    found += [Finding(FindingKind.LOOKALIKE, place, char) for place, char in lookalikes(raw)]
    return sorted(found, key=lambda finding: finding.place)


def refusals(raw: str) -> list[Finding]:
    """The findings on which forms and import refuse `raw`: NUL, other controls, overrides and half characters."""
    return [finding for finding in _hidden_findings(raw) if finding.kind in REFUSED]


def without_hidden(raw: str) -> str:
    """`raw` without what `refusals` finds in it."""
    return _REFUSED.sub("", raw)


def visible(raw: str) -> str:
    """`raw` as a reader sees it: without all hidden characters but those that a script needs."""
    hidden = {finding.place for finding in _hidden_findings(raw)}
    return "".join(char for place, char in enumerate(raw) if place not in hidden) if hidden else raw


def beside(raw: str, place: int) -> tuple[str, str]:
    """The words before and behind the code point at `place`, for whoever is to find it; empty where there is none."""
    before = without_hidden(raw[max(0, place - BESIDE) : place]).split()
    after = without_hidden(raw[place + 1 : place + BESIDE]).split()
    return (before[-1][-SHOWN:] if before else ""), (after[0][:SHOWN] if after else "")


def normalise(raw: str) -> str:
    """`raw` as it is kept: NFC, lines ended by `\\n`, and without what follows.

    Taken out: the byte order mark U+FEFF, soft hyphens U+00AD, word joiners U+2060, U+200B except between Thai, Lao,
    Khmer or Myanmar letters, and joiners U+200C, U+200D where no script needs them (at a word's end U+200D shapes its
    last letter, U+200C nothing). A soft hyphen that breaks a word takes the line end with it. Other line ends of every
    kind (`\\r\\n`, `\\r`, vertical tab, page break, U+0085, U+2028, U+2029) become `\\n`. All else stays: no-break
    spaces, the joiners of Persian and Devanagari, and what `refusals` names. Doing it twice changes nothing more.
    """
    text = raw.replace("\r\n", "\n").translate(_BREAKS)
    if text.isascii():
        return text
    text = unicodedata.normalize("NFC", _IDLE.sub("", _BROKEN.sub("", text)))
    # Where a joiner goes, marks may change places and leave the next one idle; no real text needs a third look.
    for _ in range(LOOKS):
        shorter = unicodedata.normalize("NFC", _JOINERS.sub(_kept_joiner, text))
        if shorter == text:
            return text
        text = shorter
    return unicodedata.normalize("NFC", _JOINERS.sub("", text))


def one_line(text: str) -> str:
    """`text` as a block holds it: normalised, on one line, single spaces, none at its ends."""
    return _SPACES.sub(" ", normalise(text)).strip()


def _kept_joiner(run: re.Match[str]) -> str:
    text, at = run.string, run.end() - 1
    shown = text[max(run.start() - 1, 0) : run.start()] + text[at : at + 2]
    needed = _NEEDED.search(shown)
    return needed.group() if needed else ""


def _hidden_findings(raw: str) -> Iterator[Finding]:
    if raw.isascii() and raw.isprintable():
        return
    for match in _FIND.finditer(raw):
        if match.lastgroup:
            yield Finding(FindingKind(match.lastgroup), match.start(), match.group())


def _idle_joiners(raw: str) -> Iterator[Finding]:
    for run in _JOINERS.finditer(raw):
        idle = len(run.group()) - len(_kept_joiner(run))
        if idle:
            yield Finding(FindingKind.ZERO_WIDTH, run.start(), run.group()[:idle])
