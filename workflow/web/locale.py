"""In which language and time zone a page speaks to its reader."""

from typing import Any
from zoneinfo import ZoneInfo

from flask import Flask, g, has_request_context, request
from flask_babel import Babel, get_locale

from workflow.config import LANGUAGES, Settings

NAMES = {"en": "English", "fr": "français", "es": "español", "ar": "العربية"}
_RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})


def init(app: Flask, settings: Settings) -> None:
    """Choose language and zone for every request: the person's, else what the browser asks for, else the setting."""

    def language() -> str:
        if not has_request_context():
            return settings.language
        asked = getattr(g, "language", None) or request.args.get("lang")
        if asked in LANGUAGES:
            return str(asked)
        return request.accept_languages.best_match(LANGUAGES) or settings.language

    def zone() -> str:
        return getattr(g, "time_zone", None) or str(settings.time_zone)

    Babel(app, locale_selector=language, timezone_selector=zone, default_translation_directories="translations")
    app.jinja_env.filters["direction"] = direction
    app.jinja_env.filters["language_name"] = language_name


def speak(language: str, time_zone: str) -> None:
    """Use the signed-in person's language and time zone for the rest of this request."""
    g.language = language if language in LANGUAGES else None
    g.time_zone = time_zone or None


def current() -> str:
    """The language code of the page at hand."""
    locale = get_locale()
    return locale.language if locale else "en"


def direction(language: Any) -> str:
    """rtl or ltr, for an element's dir."""
    return "rtl" if str(language) in _RIGHT_TO_LEFT else "ltr"


def language_name(code: str) -> str:
    """A language's name in itself."""
    return NAMES.get(code, code)


def zone_of(settings: Settings) -> ZoneInfo:
    """The time zone in which this request's reader writes deadlines."""
    return ZoneInfo(getattr(g, "time_zone", None) or str(settings.time_zone))
