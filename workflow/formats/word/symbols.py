"""Signs of the fonts Symbol, Wingdings and their like as the characters that a reader sees."""

from collections.abc import Iterator

_AT = 0xF000  # where such a font's signs stand among the characters for private use
_SYMBOL = {
    0x20: " !∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼",
    0xA0: "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪",
    0xF1: "〉∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭",
}
_WINGDINGS = {
    0x20: " ✏✂✁",
    0x28: "☎✆✉",
    0x36: "⌛⌨",
    0x41: "✌",
    0x4A: "☺😐☹",
    0x52: "☼",
    0x6C: "●❍■□",
    0x71: "❑❒⬧⧫◆❖⬥⌧⍓⌘",
    0x80: "⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿",
    0x9E: "·•▪○",
    0xA7: "▪◻",
    0xAB: "★✶✴✹✵",
    0xD8: "➢",
    0xDF: "←→↑↓↖↗↙↘",
    0xE8: "➔",
    0xEF: "⇦⇨⇧⇩⬄⇳⬁⬀⬃⬂▭▫✗✓☒☑",
}
_WINGDINGS_2 = {0x4F: "✗✓☒☑", 0x52: "☑☒☒", 0x97: "●"}
_WEBDINGS = {0x61: "✔", 0x72: "✖"}


def _characters(table: dict[int, str]) -> Iterator[tuple[int, str]]:
    return ((start + place, char) for start, chars in table.items() for place, char in enumerate(chars))


_FONTS = {
    "symbol": dict(_characters(_SYMBOL)),
    "wingdings": dict(_characters(_WINGDINGS)),
    "wingdings 2": dict(_characters(_WINGDINGS_2)),
    "webdings": dict(_characters(_WEBDINGS)),
}


def is_of_signs(font: str) -> bool:
    """Whether the font shows signs where its letters are typed."""
    return font.lower() in _FONTS


def sign(code: int, font: str) -> str | None:
    """The character that a reader sees for a code of a font; None where we do not know it."""
    if not _AT <= code < _AT + 0x100 and not (is_of_signs(font) and code < 0x100):
        return chr(code) if 0x20 <= code <= 0x10FFFF and not 0xD800 <= code < 0xE000 else None
    return _FONTS.get(font.lower(), {}).get(code & 0xFF)


def shown(text: str, font: str) -> str:
    """Words as they are seen in a font; what we do not know stays as it is."""
    if not is_of_signs(font):
        return text
    return "".join(sign(ord(char), font) or char for char in text)
