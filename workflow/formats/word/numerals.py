"""A number in the forms in which lists of office programs are numbered (ECMA-376, 17.18.59)."""

from collections.abc import Callable, Mapping

ZEROS = "zeros "
"""How the form begins that fills numbers with zeros; how many figures they have follows."""
_ROMAN = tuple(
    zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"),
        strict=True,
    )
)
LARGEST_ROMAN = 3999
LARGEST_LETTERED = 26 * 30
_LATIN = "abcdefghijklmnopqrstuvwxyz"
_RUSSIAN = "абвгдежзиклмнопрстуфхцчшщыэюя"
_HEBREW = "אבגדהוזחטיכלמנסעפצקרשת"
_ALPHA = "أبتثجحخدذرزسشصضطظعغفقكلمنهوي"
_ABJAD = "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ"
_ARABIC_FIGURES = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
_HINDI_FIGURES = str.maketrans("0123456789", "०१२३४५६७८९")
_THAI_FIGURES = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
_WIDE_FIGURES = str.maketrans("0123456789", "０１２３４５６７８９")
_CHINESE = "〇一二三四五六七八九"
_CHINESE_FIGURES = str.maketrans("0123456789", _CHINESE)


def numeral(number: int, form: str) -> str | None:
    """The number in that form of `w:numFmt`; None for a form that we do not write."""
    if form.startswith(ZEROS):
        return str(number).zfill(int(form.removeprefix(ZEROS)))
    written = _FORMS.get(form)
    return written(number) if written else None


def lettered(number: int, letters: str) -> str:
    """a … z, aa, bb … as Word writes them; in figures past what is ever used."""
    if not 0 < number <= LARGEST_LETTERED:
        return str(number)
    times, place = divmod(number - 1, len(letters))
    return letters[place] * (times + 1)


def lettered_on(number: int) -> str:
    """a … z, aa, ab … as OpenDocument writes them."""
    written = ""
    while number > 0:
        number, place = divmod(number - 1, len(_LATIN))
        written = _LATIN[place] + written
    return written


def roman(number: int) -> str:
    """The number in Roman numerals; in figures what these cannot say."""
    if not 0 < number <= LARGEST_ROMAN:
        return str(number)
    written = ""
    for worth, sign in _ROMAN:
        written += sign * (number // worth)
        number %= worth
    return written


def _ordinal(number: int) -> str:
    ending = "th" if number // 10 % 10 == 1 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def _enclosed(number: int) -> str:
    return chr(0x2460 + number - 1) if 1 <= number <= 20 else str(number)


def _chinese(number: int) -> str:
    """一 … 九十九; figure by figure above."""
    if not 0 < number < 100:
        return str(number).translate(_CHINESE_FIGURES)
    tens, ones = divmod(number, 10)
    ten = ("" if tens == 1 else _CHINESE[tens]) + "十" if tens else ""
    return ten + (_CHINESE[ones] if ones else "")


_FORMS: Mapping[str, Callable[[int], str]] = {
    "decimal": str,
    "none": lambda number: "",
    "bullet": str,
    "decimalZero": lambda number: f"{number:02}",
    "lowerLetter": lambda number: lettered(number, _LATIN),
    "upperLetter": lambda number: lettered(number, _LATIN.upper()),
    "lowerRoman": lambda number: roman(number).lower(),
    "upperRoman": roman,
    "ordinal": _ordinal,
    "numberInDash": lambda number: f"- {number} -",
    "decimalHalfWidth": str,
    "decimalFullWidth": lambda number: str(number).translate(_WIDE_FIGURES),
    "decimalFullWidth2": lambda number: str(number).translate(_WIDE_FIGURES),
    "decimalEnclosedCircle": _enclosed,
    "decimalEnclosedCircleChinese": _enclosed,
    "russianLower": lambda number: lettered(number, _RUSSIAN),
    "russianUpper": lambda number: lettered(number, _RUSSIAN.upper()),
    "hebrew2": lambda number: lettered(number, _HEBREW),
    "arabicAlpha": lambda number: lettered(number, _ALPHA),
    "arabicAbjad": lambda number: lettered(number, _ABJAD),
    "arabicFigures": lambda number: str(number).translate(_ARABIC_FIGURES),
    "hindiNumbers": lambda number: str(number).translate(_HINDI_FIGURES),
    "thaiNumbers": lambda number: str(number).translate(_THAI_FIGURES),
    "chineseCounting": _chinese,
    "chineseCountingThousand": _chinese,
    "japaneseCounting": _chinese,
    "ideographDigital": lambda number: str(number).translate(_CHINESE_FIGURES),
    "taiwaneseCountingThousand": _chinese,
    "taiwaneseCounting": _chinese,
}
