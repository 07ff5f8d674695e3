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
from flask_babel import force_locale, get_locale, get_timezone
from markupsafe import Markup
from sqlalchemy.orm import Session

from workflow.config import LANGUAGES, Settings
from workflow.database import now
from workflow.emails.links import link_for_one
from workflow.emails.plain_text import Said, said_by
from workflow.emails.subjects import shortened, with_lead
from workflow.queries.notifications.notices import Notice, Recipient, notice
from workflow.queries.notifications.readers import Reader
from workflow.rules.notifications.audiences import AUDIENCES
from workflow.rules.people.membership import SECRETARIAT
from workflow.rules.shared.names import Named

__all__ = ["Letter", "message_for"]


@dataclass(frozen=True)
class Letter:
    """A mail and the one address that it goes to."""

    message: EmailMessage
    recipient: str


@dataclass(frozen=True)
class Content:
    """What a mail says, in its two forms."""

    subject: str
    text: str
    page: str


def message_for(session: Session, delivery_id: int, settings: Settings) -> Letter:
    """The mail of one delivery; wants an application context. An invitation or a reset gets a fresh link here.

    Raises ValueError where a header would hold a line end.
    """
    values = notice(session, delivery_id)
    link = link_for_one(session, values, settings.base_url)
    with speaking(*language_and_zone(values.to, settings)):
        content = content_of(values, settings, link=link, reader=reader_line(values.to.organisation))
        return Letter(message_of(session, values, content, settings), values.to.email)


def content_of(values: Notice, settings: Settings, *, link: str, reader: Markup) -> Content:
    """What a mail with these values says, in the language that is spoken. reader: the line that says for whom it is."""
    language = str(get_locale())
    page = _page(values, settings, language, link, reader)
    said = plain(page)
    return Content(with_lead(said.subject, current_app.jinja_env.filters["direction"](language)), said.text, page)


def message_of(session: Session, values: Notice, content: Content, settings: Settings) -> EmailMessage:
    """The mail that says it, in the language that is spoken."""
    language = str(get_locale())
    message = _headers(session, values, content.subject, settings)
    message.set_content(content.text, cte=encoding(language))
    message.add_alternative(content.page, subtype="html", cte=encoding(language))
    message["Content-Language"] = language  # set sooner it would move into the first part
    return message


def reader_line(to: Named) -> Markup:
    """The line that says for whom a mail is, and by which clock."""
    return Markup(current_app.jinja_env.get_template("emails/reader.html").render(to=to, place=_place()))  # noqa: S704


def plain(page: str) -> Said:
    """What a page or a part of it says, in the language that is spoken."""
    spoken: Any = current_app.jinja_env.globals
    return said_by(page, lead=spoken["lead"](), colon=spoken["colon"]())


def language_and_zone(reader: Recipient | Reader, settings: Settings) -> tuple[str, str]:
    """The language and the time zone of a reader; the coalition's where there is none."""
    language = reader.language if reader.language in LANGUAGES else settings.language
    return language, reader.time_zone or settings.time_zone.key


@contextmanager
def speaking(language: str, zone: str) -> Iterator[None]:
    """Within the block that language is spoken, by the clock of that time zone."""
    # A context of its own: Babel keeps a reader's language and zone in the one at hand.
    with current_app.app_context():
        g.time_zone = zone
        g.is_lasting = True  # a mail is read on another day
        with force_locale(language):
            yield


def _page(values: Notice, settings: Settings, language: str, link: str, reader: Markup) -> str:
    # Not render_template: what the pages' frame adds is about a signed-in reader, and nobody is one here.
    return current_app.jinja_env.get_template(f"emails/{values.kind.value}.html").render(
        page_language=language,
        service_name=settings.service_name,
        coalition=settings.coalition_in(language),
        reader=reader,
        notice=values,
        audience=AUDIENCES[values.kind].value,
        link_for_one=link,
        **_addresses(values, settings.base_url),
        **_about(values),
    )


def _place() -> str:
    return get_timezone_location(get_timezone(), locale=get_locale(), return_city=True)


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


def encoding(language: str) -> str:
    """How the parts of a mail in that language go over the line."""
    return "base64" if language == "ar" else "quoted-printable"
