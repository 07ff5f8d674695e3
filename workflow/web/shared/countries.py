"""Countries and regions in the reader's language. Names of countries: Unicode CLDR, by way of Babel."""

import unicodedata
from collections.abc import Mapping
from functools import cache

from babel import Locale
from flask_babel import gettext

from workflow.rules.people.organisation_facts import REGIONS
from workflow.text.unicode import skeleton
from workflow.web.shared import locale

# Areas that stand among the countries in CLDR.
_NO_COUNTRIES = frozenset({"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"})


def countries() -> Mapping[str, str]:
    """Code -> name of every country, in the order of the names."""
    return _countries(locale.current())


@cache
def _countries(language: str) -> Mapping[str, str]:
    names = {
        code: name
        for code, name in Locale.parse(language).territories.items()
        if len(code) == 2 and code.isalpha() and code not in _NO_COUNTRIES
    }
    return dict(sorted(names.items(), key=lambda pair: _letters(pair[1])))


def _letters(name: str) -> str:
    """What a list is ordered by: small letters without accents."""
    return "".join(sign for sign in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(sign))


def country_name(code: str) -> str:
    """A country's name; its code where it has none, and nothing for nothing."""
    return countries().get(code, code)


def countries_named(words: str) -> frozenset[str]:
    """The codes of the countries whose names begin with `words`; none for fewer than three letters."""
    wanted = skeleton(words)
    if len(wanted) < 3:
        return frozenset()
    return frozenset(code for code, name in countries().items() if skeleton(name).startswith(wanted))


def region_name(code: str) -> str:
    """A region's name; nothing for nothing."""
    return regions().get(code, code)


def regions() -> dict[str, str]:
    """Code -> name of each region."""
    names = (
        gettext("Africa"),
        gettext("Americas"),
        gettext("Asia-Pacific"),
        gettext("Europe"),
        gettext("Middle East and North Africa"),
    )
    return dict(zip(REGIONS, names, strict=True))
