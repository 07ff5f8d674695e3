"""In which language and time zone a page speaks to its reader."""

from collections.abc import Iterable
from datetime import timedelta
from functools import lru_cache
from typing import Any

from babel import Locale, UnknownLocaleError
from flask import Flask, Response, current_app, g, has_request_context, request, session
from flask_babel import Babel, Domain, get_locale, refresh  # type: ignore[attr-defined]  # its list of names lacks one
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup

from workflow.config import LANGUAGES, Settings
from workflow.rules.statements.languages import OTHERS
from workflow.text.tokens import is_right_to_left
from workflow.web.shared.filling import fill

_SPOKEN, _KEPT = "language", timedelta(days=180)
NAMES = {"en": "English", "fr": "français", "es": "español", "ar": "العربية"}
# Between two references, which are Latin, an Arabic comma alone would go their way: A7 to the right of A6.
_COMMA, _COMMA_OF = Markup(", "), {"ar": Markup("،\N{RIGHT-TO-LEFT MARK} ")}
_COMMA_IN_NUMBERS = frozenset({"fr", "es"})


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

    app.after_request(_set_on_device)
    babel = Babel(app, locale_selector=language, timezone_selector=zone, default_translation_directories="translations")
    babel.domain_instance = catalogues = _Catalogues()  # type: ignore[attr-defined]
    _speak_quickly(app, catalogues)
    app.jinja_env.filters["direction"] = direction
    app.jinja_env.filters["language_name"] = language_name
    app.jinja_env.filters["own_language_name"] = own_language_name
    app.jinja_env.filters["listed"] = join_markup
    app.jinja_env.filters["joined"] = join_words
    app.jinja_env.globals.update(comma=comma, colon=colon, lead=lead)


class _Catalogues(Domain):  # type: ignore[misc]  # Flask-Babel's types lack it
    """The catalogues by language: Flask-Babel makes the whole name of the locale anew for each sentence."""

    def __init__(self) -> None:
        super().__init__()
        self._known: dict[str, Any] = {}

    def get_translations(self) -> Any:
        """The catalogue of the language that is spoken at the moment."""
        locale = get_locale()
        if locale is None:
            return super().get_translations()
        if (found := self._known.get(locale.language)) is None:
            found = self._known[locale.language] = super().get_translations()
        return found

    def gettext(self, string: str, **values: Any) -> str:
        """The sentence in the language that is spoken."""
        said: str = self.get_translations().ugettext(string)
        return fill(said, values) if values else said

    def ngettext(self, singular: str, plural: str, num: int, **values: Any) -> str:
        """The same of a sentence that depends on a count."""
        return fill(self.get_translations().ungettext(singular, plural, num), {"num": num, **values})


def _speak_quickly(app: Flask, catalogues: Domain) -> None:
    """Have templates say sentences quickly: a room has a thousand of them.

    A sentence without values is made once. Jinja's own functions ask for the template's context, which within a loop is
    copied for each of them, and make every sentence anew.
    """
    spoken = catalogues.get_translations

    def filled(at: EvalContext, said: str, values: dict[str, Any]) -> str:
        return fill(Markup(said) if at.autoescape else said, values)  # noqa: S704  (the catalogues are ours)

    @lru_cache(maxsize=4096)
    def whole(catalogue: Any, words: str, escaped: bool) -> str:
        said: str = catalogue.ugettext(words)
        return (Markup(said) if escaped else said) % {}  # noqa: S704

    @pass_eval_context
    def gettext(at: EvalContext, words: str, /, **values: Any) -> str:
        return filled(at, spoken().ugettext(words), values) if values else whole(spoken(), words, at.autoescape)

    @pass_eval_context
    def ngettext(at: EvalContext, one: str, many: str, num: int, /, **values: Any) -> str:
        return filled(at, spoken().ungettext(one, many, num), {"num": num, **values})

    @pass_eval_context
    def pgettext(at: EvalContext, context: str, words: str, /, **values: Any) -> str:
        return filled(at, spoken().upgettext(context, words), values)

    @pass_eval_context
    def npgettext(at: EvalContext, context: str, one: str, many: str, num: int, /, **values: Any) -> str:
        return filled(at, spoken().unpgettext(context, one, many, num), {"num": num, **values})

    said = {"_": gettext, "gettext": gettext, "ngettext": ngettext, "pgettext": pgettext, "npgettext": npgettext}
    app.jinja_env.globals.update(said)


def speak(language: str, time_zone: str) -> None:
    """Use the signed-in person's language and time zone for the rest of this request."""
    g.language = language if language in LANGUAGES else None
    g.time_zone = time_zone or None
    refresh()  # who signs in is spoken to in their language from then on


def remember(language: str) -> None:
    """Speak that language to this browser also where nobody is signed in any more."""
    if session.get(_SPOKEN) != language and language in LANGUAGES:
        session[_SPOKEN] = language


def remember_on_device(language: str) -> None:
    """Speak that language to this browser also when the cookie of the sign-in is gone; "" leaves nothing there."""
    g.language_on_device = language


def _set_on_device(answer: Response) -> Response:
    wanted = g.get("language_on_device")
    if wanted and wanted != request.cookies.get(_SPOKEN):
        is_secure = current_app.config["SESSION_COOKIE_SECURE"]
        answer.set_cookie(_SPOKEN, wanted, max_age=_KEPT, secure=is_secure, httponly=True, samesite="Lax")
    elif wanted == "" and _SPOKEN in request.cookies:
        answer.delete_cookie(_SPOKEN)
    return answer


def speak_as_before() -> None:
    """Speak to a stranger the language that the page asks for, else the one that this browser was spoken to in."""
    if (asked := request.args.get("lang", "")) in LANGUAGES:
        remember(asked)
    speak(session.get(_SPOKEN) or request.cookies.get(_SPOKEN, ""), "")


def language_sent() -> str:
    """The language in which a form asks for its page, instead of being done; "" where it is sent to be done."""
    sent = request.form.get("page_language", "") if request.method == "POST" else ""
    return sent if sent in LANGUAGES else ""


def current() -> str:
    """The language code of the page at hand."""
    locale = get_locale()
    return locale.language if locale else "en"


def direction(language: Any) -> str:
    """rtl or ltr, for an element's dir."""
    return "rtl" if is_right_to_left(str(language)) else "ltr"


def comma() -> Markup:
    """What stands between the parts of a list or of a line, in the page's language."""
    return _COMMA_OF.get(current(), _COMMA)


def colon() -> str:
    """What stands behind words that others follow, in the page's language; French sets it off."""
    return "\N{NO-BREAK SPACE}:" if current() == "fr" else ":"


def lead() -> str:
    """What begins a line of plain text whose first word may be a name or a reference: it goes the page's way."""
    return "\N{RIGHT-TO-LEFT MARK}" if direction(current()) == "rtl" else ""


def join_markup(parts: Iterable[str]) -> Markup:
    """The parts one after another with the page's own comma between."""
    return comma().join(parts)


def join_words(parts: Iterable[str]) -> str:
    """The same of plain words, which a sentence takes."""
    return str(comma()).join(parts)


def number_words(number: float) -> str:
    """A number to two places at most, as the page's language writes it: 3.33, in French and Spanish 3,33."""
    written = f"{number:.2f}".rstrip("0").rstrip(".")
    return written.replace(".", ",") if current() in _COMMA_IN_NUMBERS else written


def language_name(code: str) -> str:
    """A language's name in the page's language, as a sentence or a list has it."""
    return _language_name(code, current())


def own_language_name(code: str) -> str:
    """A language's name in itself: for who looks for a page that it can read."""
    return NAMES.get(code) or _own_name(code)


def languages_by_name(codes: Iterable[str]) -> list[tuple[str, str]]:
    """The languages with their names in the page's language, in the order of these."""
    return sorted(((code, language_name(code)) for code in codes), key=lambda pair: pair[1].casefold())


def languages_to_write_in() -> list[tuple[str, str]]:
    """The languages of the pages with their names, and behind them the others in which texts may be written."""
    return [*((code, language_name(code)) for code in LANGUAGES), *languages_by_name(OTHERS)]


@lru_cache(maxsize=64)
def _own_name(code: str) -> str:
    try:
        return str(Locale.parse(code, sep="-").languages.get(code, code))
    except (UnknownLocaleError, ValueError):
        return code


@lru_cache(maxsize=512)
def _language_name(code: str, page: str) -> str:
    return str(Locale(page).languages.get(code, code))
