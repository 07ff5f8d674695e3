"""Time zones as a reader chooses and reads them: by city, in the reader's language, each zone under one name."""

import unicodedata
from datetime import datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from babel.core import get_global
from babel.dates import get_timezone_location

from workflow.database import about_now
from workflow.web.shared import locale

_AREAS = frozenset(
    ["Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"]
)
# Alphabetical lists of Arabic tell no forms of alif apart.
_ALIFS = str.maketrans("أإآٱ", "اااا")


def canonical_zone(name: str) -> str:
    """The name under which a zone is offered: of Asia/Calcutta it is Asia/Kolkata (Unicode CLDR, time zone aliases)."""
    return str(get_global("zone_aliases").get(name, name))


def zone_name(name: str, at: datetime) -> str:
    """The city of a zone in the page's language, with the zone's offset at that moment: Amsterdam (UTC+1)."""
    return _zone_name(name, locale.current(), at.astimezone(ZoneInfo(name)).utcoffset() or timedelta())


def zones_to_choose() -> list[tuple[str, str]]:
    """Each zone that is named by a place, and its city with its present offset; in the order of the cities' names."""
    now = about_now()
    named = [(name, zone_name(name, now)) for name in _zones()]
    return sorted(named, key=lambda each: _sorting_key(each[1]))


@lru_cache(maxsize=4096)  # four languages of some four hundred zones
def _zone_name(name: str, language: str, offset: timedelta) -> str:
    city = get_timezone_location(ZoneInfo(name), locale=language, return_city=True)
    minutes = round(offset / timedelta(minutes=1))
    hours, rest = divmod(abs(minutes), 60)
    return f"{city} (UTC{'-' if minutes < 0 else '+'}{hours}{f':{rest:02d}' if rest else ''})"


@lru_cache(maxsize=1)
def _zones() -> tuple[str, ...]:
    known = available_timezones()
    return tuple(sorted({canonical_zone(name) for name in known if name.partition("/")[0] in _AREAS} & known))


def _sorting_key(words: str) -> str:
    plain = unicodedata.normalize("NFKD", words.translate(_ALIFS))
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).casefold()
