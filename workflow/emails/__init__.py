"""A delivery becomes one mail to one person, in their language and by their clock, as text and as HTML.

Each kind of mail is one template; its subject and its plain text are made from the page that it renders.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Any

from babel.dates import get_timezone_location
from flask import current_app, g
from flask_babel import force_locale, get_timezone
from sqlalchemy.orm import Session

from workflow.config import LANGUAGES, Settings
from workflow.database import now
from workflow.emails.links import link_for_one
from workflow.emails.plain_text import said_by
from workflow.emails.subjects import shortened, with_lead
from workflow.queries.notifications.notices import Notice, notice
from workflow.rules.notifications.audiences import AUDIENCES
from workflow.rules.people.membership import SECRETARIAT

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
    with _speaking(language, values.to.time_zone or settings.time_zone.key):
        page = _page(values, settings, language, link_for_one(session, values, settings.base_url))
        spoken: Any = current_app.jinja_env.globals
        said = said_by(page, lead=spoken["lead"](), colon=spoken["colon"]())
        subject = with_lead(said.subject, current_app.jinja_env.filters["direction"](language))
    message = _headers(session, values, subject, settings)
    message.set_content(said.text, cte=_encoding(language))
    message.add_alternative(page, subtype="html", cte=_encoding(language))
    message["Content-Language"] = language  # set sooner it would move into the first part
    return Letter(message, values.to.email)


@contextmanager
def _speaking(language: str, zone: str) -> Iterator[None]:
    # A context of its own: Babel keeps a reader's language and zone in the one at hand.
    with current_app.app_context():
        g.time_zone = zone
        g.is_lasting = True  # a mail is read on another day
        with force_locale(language):
            yield


def _page(values: Notice, settings: Settings, language: str, link: str) -> str:
    # Not render_template: what the pages' frame adds is about a signed-in reader, and nobody is one here.
    return current_app.jinja_env.get_template(f"emails/{values.kind.value}.html").render(
        page_language=language,
        service_name=settings.service_name,
        coalition=settings.coalition_in(language),
        place=get_timezone_location(get_timezone(), locale=language, return_city=True),
        notice=values,
        audience=AUDIENCES[values.kind].value,
        link_for_one=link,
        **_addresses(values, settings.base_url),
        **_about(values),
    )


def _addresses(values: Notice, base: str) -> dict[str, str]:
    return {
        "base": base,
        "statement_url": f"{base}/statements/{values.statement.key}" if values.statement else "",
        "own_page_url": f"{base}/organisations/{values.to.organisation_key or SECRETARIAT}",
    }


def _about(values: Notice) -> dict[str, str]:
    """title: what a subject calls the statement. mark: the line that its draft bears."""
    if values.statement is None:
        return {"title": "", "mark": ""}
    spoken: Any = current_app.jinja_env.globals
    mark = spoken["mark_of"](values.statement, values.marked, private=values.is_private)
    return {"title": shortened(values.statement.name_in_transit), "mark": mark}


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
