"""What the refusals about members, people and passwords say; web/shared/errors.py has the others."""

from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import gettext, ngettext

from workflow.web.shared.moments import moment

Facts = Mapping[str, Any]


def _sign_in_refused(facts: Facts) -> str:
    return gettext(
        "The email address and the password do not match. Check both, or ask for a link to choose a new password."
    )


def _too_many_tries(facts: Facts) -> str:
    return ngettext(
        "Too many tries. Try again in %(num)s minute, or ask for a link to choose a new password.",
        "Too many tries. Try again in %(num)s minutes, or ask for a link to choose a new password.",
        facts.get("minutes", 1),
    )


def _wrong_password(facts: Facts) -> str:
    return gettext("This is not your current password.")


def _password_refused(facts: Facts) -> str:
    if facts.get("reason") == "short":
        return ngettext(
            "Choose a password of at least %(num)s character. A few words in a row are easy to remember.",
            "Choose a password of at least %(num)s characters. A few words in a row are easy to remember.",
            facts["limit"],
        )
    if facts.get("reason") == "long":
        return ngettext(
            "A password may have at most %(num)s character.",
            "A password may have at most %(num)s characters.",
            facts["limit"],
        )
    return gettext("This password is easy to guess. Choose other words.")


def _address_refused(facts: Facts) -> str:
    return gettext("This is not an email address. Write an address like this: name@organisation.org.")


def _address_taken(facts: Facts) -> str:
    return gettext("Another person already uses this email address. Enter a different address.")


def _name_refused(facts: Facts) -> str:
    return _NAMES.get(str(facts.get("reason")), _NAMES["empty"])()


def _name_taken(facts: Facts) -> str:
    return gettext("Another member has this name, or a name that looks the same. Choose another name.")


def _stale_form(facts: Facts) -> str:
    return gettext(
        "This was changed after you opened the page, and nothing of yours was saved. "
        "Look at what stands there now, then send the form again."
    )


def _protection_stays(facts: Facts) -> str:
    return gettext("Protection is taken away on a page of its own, with a reason.")


def _lines_differ(facts: Facts) -> str:
    return gettext("An earlier line says otherwise of the same organisation. Make the two lines agree.")


def _newcomer_sentence(facts: Facts) -> str:
    return gettext(
        "This decision opened %(when)s, before you were invited: you take no position in it.",
        when=moment(facts["opened_at"]),
    )


def _last_of_secretariat(facts: Facts) -> str:
    return gettext("This is the last person of the secretariat who can sign in. Invite another person first.")


def _import_refused(facts: Facts) -> str:
    return ngettext(
        "%(num)s line needs a correction. Nothing in the list was imported.",
        "%(num)s lines need a correction. Nothing in the list was imported.",
        len(facts.get("problems", ())),
    )


_NAMES: dict[str, Callable[[], str]] = {
    "empty": lambda: gettext("Give a name."),
    "hidden": lambda: gettext(
        "The name contains an invisible character, or letters of two alphabets in one word. Correct the name."
    ),
    "reserved": lambda: gettext(
        "People would take this name for the secretariat or the Committee. Choose another name."
    ),
    "country": lambda: gettext("Write the country as two letters, such as KE."),
    "region": lambda: gettext("Use one of these regions: africa, americas, asia-pacific, europe, mena."),
    "language": lambda: gettext("Use one of these languages: en, fr, es, ar."),
    "time_zone": lambda: gettext("Choose a time zone from the list."),
    "yes_or_no": lambda: gettext("Write yes or no, or leave this empty."),
}
SENTENCES: dict[str, Callable[[Facts], str]] = {
    "sign_in_refused": _sign_in_refused,
    "too_many_tries": _too_many_tries,
    "wrong_password": _wrong_password,
    "password_refused": _password_refused,
    "address_refused": _address_refused,
    "address_taken": _address_taken,
    "name_refused": _name_refused,
    "name_taken": _name_taken,
    "stale_form": _stale_form,
    "protection_stays": _protection_stays,
    "lines_differ": _lines_differ,
    "invited_since": _newcomer_sentence,
    "last_of_secretariat": _last_of_secretariat,
    "import_refused": _import_refused,
}
STATUS: Mapping[str, int] = {
    "too_many_tries": 429,
    "last_of_secretariat": 409,
    "sign_in_refused": 422,
    "stale_form": 409,
    "protection_stays": 409,
    "invited_since": 403,
}
REASONS: dict[str, Callable[[], str]] = {
    "columns": lambda: gettext(
        "The first line must name the columns: name, language, country, region, seat, protected, email, person."
    ),
}
