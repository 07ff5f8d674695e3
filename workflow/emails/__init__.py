"""A delivery becomes one mail to one person, in their language and by their clock, as text and as HTML."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import get_timezone_location
from flask import current_app, g
from flask_babel import force_locale
from sqlalchemy.orm import Session

from workflow.config import LANGUAGES, Settings
from workflow.database import now
from workflow.emails.headings import heading
from workflow.emails.links import link
from workflow.emails.wrapping import wrap
from workflow.queries.notifications.notices import Notice, notice
from workflow.rules.notifications.events import AUDIENCES

__all__ = ["Letter", "message_for"]


@dataclass(frozen=True)
class Letter:
    """A mail and the one address that it goes to."""

    message: EmailMessage
    recipient: str


def message_for(session: Session, delivery_id: int, settings: Settings) -> Letter:
    """The mail of one delivery; wants an application context. An invitation or a reset gets a fresh link here.

    Raises ValueError where a header would hold a line end.
    """
    values = notice(session, delivery_id)
    language = values.to.language if values.to.language in LANGUAGES else settings.language
    zone = values.to.time_zone or settings.time_zone.key
    with _speaking(language, zone):
        title = heading(values, settings)
        shown = {
            **_frame(settings, language, zone),
            "notice": values,
            "heading": title,
            "link": link(session, values, settings.base_url),
            "audience": AUDIENCES[values.kind].value,
        }
        text = wrap(_render(values, "txt", shown))
        html = _render(values, "html", shown)
        subject = _subject(values, title)
    message = _headers(session, values, subject, settings)
    message.set_content(text, cte=_encoding(language))
    message.add_alternative(html, subtype="html", cte=_encoding(language))
    message["Content-Language"] = language  # set sooner it would move into the first part
    return Letter(message, values.to.email)


def _subject(values: Notice, title: str) -> str:
    spoken: Any = current_app.jinja_env.globals
    return f"{spoken['lead']()}{values.statement.reference}{spoken['colon']()} {title}" if values.statement else title


@contextmanager
def _speaking(language: str, zone: str) -> Iterator[None]:
    # A context of its own: Babel keeps a reader's language and zone in the one at hand.
    with current_app.app_context():
        g.time_zone = zone
        g.is_lasting = True  # a mail is read on another day
        with force_locale(language):
            yield


def _frame(settings: Settings, language: str, zone: str) -> dict[str, object]:
    return {
        "page_language": language,
        "service_name": settings.service_name,
        "coalition": settings.coalition_in(language),
        "base": settings.base_url,
        "place": get_timezone_location(ZoneInfo(zone), locale=language, return_city=True),
    }


def _render(values: Notice, kind: str, shown: dict[str, object]) -> str:
    # Not render_template: what the pages' frame adds is about a signed-in reader, and nobody is one here.
    return current_app.jinja_env.get_template(f"emails/{values.kind.value}.{kind}").render(shown)


def _headers(session: Session, values: Notice, subject: str, settings: Settings) -> EmailMessage:
    message = EmailMessage(policy=policy.SMTP)
    message["From"] = Address(settings.coalition_in("en"), addr_spec=settings.mail_from)
    message["To"] = Address(addr_spec=values.to.email)
    message["Subject"] = subject
    message["Date"] = format_datetime(now(session))
    message["Message-ID"] = f"<{values.message_id}@{settings.mail_from.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    return message


def _encoding(language: str) -> str:
    return "base64" if language == "ar" else "quoted-printable"
