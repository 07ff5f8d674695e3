"""A sentence of the catalogues with its values: an article in front of a moment stands where the moment takes one."""

import re
from collections.abc import Mapping
from typing import Any

_TODAY = "aujourd’hui"
# A French sentence is written for a day, *jusqu’au %(when)s*, and its moment can read *aujourd’hui 18:26*.
_ARTICLE = re.compile(r"\b(au|du|le) (?=(?:<b>)?%\((\w+)\)s)")
_BEFORE_TODAY = {"au": "à ", "du": "d’", "le": ""}


def fill(sentence: str, values: Mapping[str, Any]) -> str:
    """`sentence` with `values` in their places; markup stays markup."""
    today = {name for name, value in values.items() if isinstance(value, str) and value.startswith(_TODAY)}
    return (_without_article(sentence, today) if today else sentence) % values


def _without_article(sentence: str, names: set[str]) -> str:
    def said(found: re.Match[str]) -> str:
        return _BEFORE_TODAY[found[1]] if found[2] in names else found[0]

    return type(sentence)(_ARTICLE.sub(said, sentence))
