"""In which language and time zone a page speaks to its reader."""

from collections.abc import Iterable
from typing import Any

from flask import Flask, g, has_request_context, request
from flask_babel import Babel, get_domain, get_locale  # type: ignore[attr-defined]  # its list of names lacks one
from markupsafe import Markup

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
    _speak_quickly(app)
    app.jinja_env.filters["direction"] = direction
    app.jinja_env.filters["language_name"] = language_name
    app.jinja_env.filters["listed"] = listed


def _speak_quickly(app: Flask) -> None:
    """Have templates look up a page's catalogue once a language, not once a sentence; a room has a thousand of them."""
    known: dict[str, Any] = {}

    def spoken() -> Any:
        locale = get_locale()
        if locale is None:
            return get_domain().get_translations()
        if (found := known.get(locale.language)) is None:
            found = known[locale.language] = get_domain().get_translations()
        return found

    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]  # of the extension that Flask-Babel adds
        lambda words: spoken().ugettext(words),
        lambda one, many, count: spoken().ungettext(one, many, count),
        newstyle=True,
        pgettext=lambda context, words: spoken().upgettext(context, words),
        npgettext=lambda context, one, many, count: spoken().unpgettext(context, one, many, count),
    )


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


def listed(parts: Iterable[str]) -> Markup:
    """The parts one after another with the page's own comma between."""
    return Markup("، " if current() == "ar" else ", ").join(parts)  # noqa: S704  (join escapes what is not mark-up)


def language_name(code: str) -> str:
    """A language's name in itself."""
    return NAMES.get(code, code)
