"""Moments in the reader's language and zone: filters for templates, and how much time is left."""

import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel.dates import format_datetime, get_timezone_location
from flask import Flask, current_app, g
from flask_babel import get_locale, get_timezone, gettext, ngettext
from markupsafe import Markup

from workflow.database import about_now

# Weekday, day, month, 24-hour clock, in each language's own order and with its own small words.
_MOMENT = {"en": "EEE d MMM, HH:mm", "fr": "EEE d MMM, HH:mm", "es": "EEE d MMM, HH:mm", "ar": "EEE d MMMM، HH:mm"}
_FULL_MOMENT = {
    "en": "EEE d MMM y, HH:mm",
    "fr": "EEE d MMM y, HH:mm",
    "es": "EEE d MMM y, HH:mm",
    "ar": "EEE d MMMM y، HH:mm",
}
_DAY = {"en": "d MMMM y", "fr": "d MMMM y", "es": "d 'de' MMMM 'de' y", "ar": "d MMMM y"}
_LONG_DAY = {"en": "EEEE d MMMM y", "fr": "EEEE d MMMM y", "es": "EEEE d 'de' MMMM 'de' y", "ar": "EEEE d MMMM y"}
_DAY_ALONE = re.compile(r"\bd\b")
_SHORT_DAY = {"en": "EEE d", "fr": "EEE d", "es": "EEE d", "ar": "EEE d"}
_FULL_DAY = {"en": "EEE d MMM", "fr": "EEE d MMM", "es": "EEE d MMM", "ar": "EEE d MMMM"}
_SHORT = {"en": "d MMM, HH:mm", "fr": "d MMM, HH:mm", "es": "d MMM, HH:mm", "ar": "d MMMM، HH:mm"}


def init(app: Flask) -> None:
    """Give the templates the filters of this module."""
    for each in (
        at_venue,
        deadline,
        moment,
        full_moment,
        day,
        long_day,
        short,
        short_time,
        clock_time,
        time_left,
        machine,
        for_input,
        is_today,
    ):
        app.jinja_env.filters[each.__name__] = each
    app.jinja_env.globals["coalition_place"] = coalition_place


def _write_moment(at: datetime, patterns: dict[str, str]) -> str:
    locale = get_locale()
    language = locale.language if locale else "en"
    # Without its zone: the same moment in two zones is one key, and would be said in the zone that asked first.
    here = at.astimezone(get_timezone()).replace(tzinfo=None)
    return _format_moment(here, patterns.get(language, patterns["en"]), language)


@lru_cache(maxsize=4096)  # a room says the same few moments hundreds of times
def _format_moment(here: datetime, pattern: str, language: str) -> str:
    return format_datetime(
        here, _first_in_french(pattern) if (language, here.day) == ("fr", 1) else pattern, locale=language
    )


def _first_in_french(pattern: str) -> str:
    """The pattern for the first of a month: *1er décembre*, where the other days are 2, 3, …."""
    return _DAY_ALONE.sub("d'er'", pattern)


def moment(at: datetime) -> str:
    """Today 18:26 as *today 18:26*, else Wed 4 Dec, 18:00; with its year where that is not the present one.

    What is read on another day than it is written (a mail: g.is_lasting) never says *today*.
    """
    return _moment_in(at, get_timezone())


def full_moment(at: datetime) -> str:
    """Wed 4 Dec 2024, 18:00: for what is kept, as a published page is."""
    return _write_moment(at, _FULL_MOMENT)


def _moment_in(at: datetime, zone: tzinfo | None) -> str:
    there, now = at.astimezone(zone).replace(tzinfo=None), about_now().astimezone(zone)
    locale = get_locale()
    language = locale.language if locale else "en"
    if there.date() == now.date() and not g.get("is_lasting"):
        return gettext("today %(time)s", time=_format_moment(there, "HH:mm", language))
    patterns = _MOMENT if there.year == now.year else _FULL_MOMENT
    return _format_moment(there, patterns.get(language, patterns["en"]), language)


def deadline(at: datetime) -> str:
    """A deadline by the coalition's clock, and beside it by the reader's where that shows another time."""
    return at_venue(at)


def at_venue(at: datetime, zone: str = "") -> str:
    """A moment by the clock of a zone (empty: the coalition's), and beside it by the reader's where that shows another
    time.
    """
    its = ZoneInfo(zone) if zone else current_app.config["COMMUNIQUE"].time_zone
    there, here = at.astimezone(its), at.astimezone(get_timezone())
    if there.utcoffset() == here.utcoffset():
        return moment(at)
    return gettext(
        "%(when)s in %(place)s (%(yours)s your time)",
        when=_moment_in(at, its),
        place=_place(its),
        yours=moment(at),
    )


def coalition_place() -> str:
    """The place whose clock the coalition's deadlines are set by."""
    return _place(current_app.config["COMMUNIQUE"].time_zone)


def _place(zone: tzinfo) -> str:
    return str(get_timezone_location(zone, locale=get_locale(), return_city=True))


def day(at: datetime) -> str:
    """4 December 2024."""
    return _write_moment(at, _DAY)


def long_day(at: datetime) -> str:
    """Wednesday 4 December 2024."""
    return _write_moment(at, _LONG_DAY)


def reader_zone() -> ZoneInfo:
    """The zone by whose clock the reader reads."""
    return ZoneInfo(str(get_timezone()))


def full_calendar_day(on: date) -> str:
    """Thu 5 Dec."""
    return _write_day(on, _FULL_DAY)


def short_calendar_day(on: date, beside: date) -> str:
    """Thu 5, beside a day of the same month; else Thu 5 Dec."""
    is_of_month = (on.year, on.month) == (beside.year, beside.month)
    return _write_day(on, _SHORT_DAY if is_of_month else _FULL_DAY)


def _write_day(on: date, patterns: dict[str, str]) -> str:
    locale = get_locale()
    language = locale.language if locale else "en"
    return _format_moment(datetime.combine(on, time()), patterns.get(language, patterns["en"]), language)


def short(at: datetime) -> str:
    """4 Dec, 18:00."""
    return _write_moment(at, _SHORT)


def short_time(at: datetime) -> Markup:
    """The same as an element."""
    locale = get_locale()
    return _short_time(at, get_timezone(), locale.language if locale else "en")


@lru_cache(maxsize=4096)  # a room says the same moments to all who read it
def _short_time(at: datetime, zone: tzinfo, language: str) -> Markup:
    here = at.astimezone(zone).replace(second=0, microsecond=0)
    said = _format_moment(here.replace(tzinfo=None), _SHORT.get(language, _SHORT["en"]), language)
    return Markup('<time datetime="{}">{}</time>').format(here.isoformat(timespec="minutes"), said)


def clock_time(at: datetime) -> str:
    """18:00."""
    return _write_moment(at, {"en": "HH:mm"})


def machine(at: datetime) -> str:
    """The moment for a `datetime` attribute, in the reader's zone."""
    return at.astimezone(get_timezone()).isoformat(timespec="minutes")


def for_input(at: datetime) -> str:
    """The moment as a datetime-local input holds it, in the reader's zone."""
    return at.astimezone(get_timezone()).strftime("%Y-%m-%dT%H:%M")


def full_hour(at: datetime) -> datetime:
    """The full hour at or after `at`: what a form proposes as a deadline."""
    hour = at.replace(minute=0, second=0, microsecond=0)
    return hour if hour == at else hour + timedelta(hours=1)


def time_left(at: datetime) -> str:
    """How long it is until `at`: days and hours, or hours and minutes; empty when it has passed."""
    left = at.astimezone(UTC) - about_now()
    if left <= timedelta():
        return ""
    if left.days >= 2:
        return ngettext("%(num)s day left", "%(num)s days left", left.days)
    if left.days == 1 and left.seconds < 3600:
        return ngettext("%(num)s day left", "%(num)s days left", 1)
    if left.days == 1:
        return gettext("1 day %(hours)s h left", hours=left.seconds // 3600)
    if left >= timedelta(hours=1):
        return gettext(
            "%(hours)s h %(minutes)s min left", hours=left.seconds // 3600, minutes=left.seconds % 3600 // 60
        )
    return gettext("%(minutes)s min left", minutes=max(1, left.seconds // 60))


def last_midnight() -> datetime:
    """When the present day began where the coalition is."""
    today = about_now().astimezone(current_app.config["COMMUNIQUE"].time_zone)
    return today.replace(hour=0, minute=0, second=0, microsecond=0)


def is_today(at: datetime) -> bool:
    """Whether `at` falls on the reader's present day."""
    zone = get_timezone()
    return at.astimezone(zone).date() == about_now().astimezone(zone).date()
