"""Who is signed in with this browser: a random token in the signed cookie, its hash in a row of ours.

The row decides: deleted, it has ended, whatever copy of the cookie is left. What else stands in the cookie (the secret
of the forms, a sentence for the next page) is worth nothing to anybody. A stranger has no row, and no cookie before a
form needs one; so no robot that opens links writes anything.
"""

from datetime import timedelta

from flask import Flask, g, session

from workflow.config import Settings
from workflow.database import about_now, noting, reading, transaction
from workflow.queries.people.people import SignedIn, sign_in_of
from workflow.services.people import signins
from workflow.web.shared import locale

_KEY = "sign_in"
_NOTED_EVERY = timedelta(minutes=5)


def init(app: Flask, settings: Settings) -> None:
    """Set the cookie's terms: for this host alone, not for scripts, not sent along from other sites."""
    secure = settings.base_url.startswith("https:")
    app.config.update(
        # With __Host- no other host of the domain can plant one (RFC 6265bis 4.1.3.2); it needs https.
        SESSION_COOKIE_NAME="__Host-session" if secure else "session",
        SESSION_COOKIE_SECURE=secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
    )


def begin(person_id: int) -> None:
    """Sign this browser in as `person_id`: a new token, and nothing of the session before; raises SignInRefused."""
    before = session.get(_KEY)
    with transaction() as record:
        if before:
            signins.end_sign_in(record, before)
        token = signins.start_sign_in(record, person_id)
    _forget()
    session[_KEY] = token


def end(*, quietly: bool = False) -> None:
    """Sign this browser out; it is still spoken to in the same language, but for one that leaves quietly."""
    if token := session.get(_KEY):
        with transaction() as record:
            signins.end_sign_in(record, token)
    spoken = locale.current()
    _forget()
    if quietly:
        locale.remember_on_device("")
    else:
        locale.remember(spoken)


def present() -> SignedIn | None:
    """Who is signed in with this browser, asked of the record."""
    token = session.get(_KEY)
    if not isinstance(token, str):
        return None
    with reading() as record:
        found = sign_in_of(record, token)
    if found and found.seen_at < about_now() - _NOTED_EVERY:
        # A page that is only read must not fail because somebody else is writing, or nobody can.
        with noting() as record:
            signins.keep_alive(record, token)
    return found


def _forget() -> None:
    session.clear()
    # Flask-WTF 1.3 and Flask-Login 0.6 keep the token and the person of the session before to the end of the request.
    g.pop("csrf_token", None)
    g.pop("_login_user", None)
