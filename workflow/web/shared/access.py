"""Who comes in: everything is closed to strangers but what stands in PUBLIC; other sites' forms are refused.

What a person may do to a statement is not asked here but by the services and queries, of rules/permissions.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import Flask, Request, Response, abort, current_app, g, request, session
from flask.typing import ResponseReturnValue
from flask_login import AnonymousUserMixin, LoginManager, UserMixin, current_user
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from workflow.config import Settings
from workflow.database import transaction
from workflow.models.person import Person
from workflow.queries.people.people import SignedIn
from workflow.rules.shared.names import PUBLIC as STRANGER
from workflow.rules.shared.names import Viewer
from workflow.rules.shared.permissions import Action, Role
from workflow.rules.shared.permissions import may as _may
from workflow.rules.shared.refusals import LanguageChosen, NotFound
from workflow.services.people.signins import someone
from workflow.web.shared import kept_words, locale, sessions
from workflow.web.shared.paths import parts

# The same bytes for everybody: these pages never ask who reads, and may be kept by proxies.
PUBLISHED = frozenset(
    {"static", "public.icon", "public.index", "public.statement", "public.plain", "public.feed", "public.slashed"}
)
PUBLIC = PUBLISHED | {
    "account.sign_in",
    "account.sign_in_as",
    "account.forgotten",
    "account.reset",
    "account.invitation",
    "account.quiet",
    "help.show",
}
_READING = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "script-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "frame-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    # With no-referrer Chromium sends `Origin: null` with every form, which looks like another site's.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}

# Of a style or a script a browser asks no more; each line less comes sooner over a thin line, nine times a page.
_HEADERS_OF_STATIC = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@dataclass(frozen=True)
class CurrentPerson(SignedIn, UserMixin):
    """The person who is signed in, as of the beginning of this request."""

    @property
    def secretariat(self) -> bool:
        """Whether the person belongs to the secretariat."""
        return self.organisation_id is None


class _Login(LoginManager):
    session_protection = None

    def _update_remember_cookie(self, response: Response) -> Response:
        # There is none: it could not be taken back. Flask-Login 0.6 would touch the session of every public page.
        return response


login = _Login()


def init(app: Flask, settings: Settings) -> None:
    """Close the application: who is asked in, which hosts and origins are ours, what every answer carries."""
    sessions.init(app, settings)
    login.init_app(app, add_context_processor=False)
    app.before_request(_check_address)
    app.before_request(_check_host)
    app.before_request(_check_origin)
    app.before_request(_admit)
    app.before_request(_check_names)
    app.after_request(_protect)


def person() -> CurrentPerson | None:
    """The person who is signed in; None for strangers, and on the pages that are the same for everybody."""
    if request.endpoint in PUBLISHED or not current_user.is_authenticated:
        return None
    found: CurrentPerson = current_user._get_current_object()
    return found


def without_record() -> None:
    """Take whoever is not known yet for a stranger for the rest of this request: the record cannot be asked."""
    if "_login_user" not in g:
        g._login_user = AnonymousUserMixin()


def viewer() -> Viewer:
    """Who looks, as queries and `named` ask."""
    here = person()
    return Viewer(here.id, here.organisation_id, here.has_seat) if here else STRANGER


def may(action: Action) -> bool:
    """Whether the person may do what concerns no single statement; strangers may do nothing."""
    here = person()
    if here is None:
        return False
    roles = {Role.SECRETARIAT if here.secretariat else Role.MEMBER}
    return _may(action, roles | {Role.COMMITTEE} if here.has_seat else roles)


@contextmanager
def acting() -> Iterator[tuple[Session, Person]]:
    """The transaction of what the signed-in person does, with the person's row in it.

    Raises LanguageChosen where the page was only asked for in another language: all is tried, so that its refusal is
    said in that language too, and nothing is kept.
    """
    with transaction() as session:
        yield session, acting_person(session)
        if locale.language_sent():
            raise LanguageChosen


def acting_person(session: Session) -> Person:
    """The signed-in person's row as of now, in the transaction of what is done; raises NotFound if it was removed."""
    here = person()
    acting = session.scalar(someone().where(Person.id == here.id)) if here else None
    if acting is None:
        raise NotFound
    return acting


@login.request_loader
def _current_sign_in(_request: Request) -> CurrentPerson | None:
    found = sessions.present()
    if found is None:
        return None
    locale.speak(found.language, found.time_zone)
    locale.remember(found.language)
    # On the device of who is in danger nothing says that somebody was here.
    locale.remember_on_device("" if found.protected else found.language)
    if session.get(kept_words.WRITER) != found.key:
        session[kept_words.WRITER] = found.key
    return CurrentPerson(**vars(found))


def _admit() -> ResponseReturnValue | None:
    if request.endpoint in PUBLISHED:
        return None
    here = person()  # before anything is said: it chooses the language
    if here is None:
        locale.speak_as_before()
    if here is None and request.endpoint is not None and request.endpoint not in PUBLIC:
        return login.unauthorized()
    return None


def _check_address() -> None:
    # PostgreSQL keeps no NUL; no address of ours has one.
    if any("\0" in each for each in (request.path, *_flat(request.args))):
        abort(400)


def _check_names() -> None:
    # What was typed is refused by its form, which gives it back; nobody types these.
    if any("\0" in each for each in (*request.form, *request.form.getlist("form_token"))):
        abort(400)


def _flat(sent: MultiDict[str, str]) -> Iterable[str]:
    return (part for pair in sent.items(multi=True) for part in pair)


def _check_host() -> None:
    # Links in mails come from the settings; a foreign Host can only be an attempt or a mistake of the proxy.
    if parts(f"//{request.host}").hostname not in _hosts():
        abort(400)


def _check_origin() -> None:
    if request.method in _READING:
        return
    origin = request.headers.get("Origin")
    if origin is not None and not _is_ours(origin):
        abort(403)
    if request.headers.get("Sec-Fetch-Site") == "cross-site":
        abort(403)


def _is_ours(origin: str) -> bool:
    ours, given = urlsplit(_settings().base_url), parts(origin)
    try:
        same = (given.scheme, given.port) == (ours.scheme, ours.port)
    except ValueError:  # a port that is no number
        return False
    return same and given.hostname in _hosts()


def _hosts() -> frozenset[str | None]:
    """The names under which this service is reached: the one of its address; on one machine, all of that machine."""
    host = urlsplit(_settings().base_url).hostname
    return _LOOPBACK if host in _LOOPBACK else frozenset({host})


def _settings() -> Settings:
    found: Settings = current_app.config["COMMUNIQUE"]
    return found


def _protect(response: Response) -> Response:
    is_static = request.endpoint == "static" and response.status_code < 400
    for header, value in (_HEADERS_OF_STATIC if is_static else _HEADERS).items():
        response.headers.setdefault(header, value)
    if is_static:
        for header in ("Content-Disposition", "Expires"):  # as the name, and as Cache-Control says
            response.headers.pop(header, None)
    if request.endpoint not in PUBLISHED:
        response.headers["Cache-Control"] = "no-store"
    if _settings().base_url.startswith("https:"):
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    return response
