"""The local mailbox: every mail as its reader sees it. It is there where no mail server outside is set."""

import re
from dataclasses import replace

from flask import Blueprint, make_response, render_template, request
from flask.typing import ResponseReturnValue

from workflow import mailbox as kept
from workflow.models.person import LinkPurpose
from workflow.rules.shared.permissions import Action
from workflow.rules.shared.refusals import NotFound
from workflow.web.shared import access
from workflow.web.shared.forms import settings
from workflow.web.shared.numbers import parse_bounded

blueprint = Blueprint("mailbox", __name__)

# A mail is a stranger's page: no script, nothing fetched, its own origin; a link in it opens in the whole window.
_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; frame-ancestors 'self'; "
    "sandbox allow-top-navigation-by-user-activation"
)
_HEAD = re.compile(r"<head\b[^>]*>", re.IGNORECASE)
# The path of a link that lets its bearer in, as emails/links.py makes it.
_WAY_IN = re.compile(rf"/(?:{'|'.join(LinkPurpose)})/[\w-]{{20,}}", re.ASCII)
_DOCTYPE = re.compile(r"<!doctype[^>]*>", re.IGNORECASE)


@blueprint.get("/mailbox")
def index() -> ResponseReturnValue:
    """A page of the mails, newest first: all for the secretariat, one's own for a member in the demo."""
    _require_reading()
    own = None if access.may(Action.SEE_MAILBOX) else _address()
    found = kept.page(settings().mailbox, request.args.get("page", 1, type=parse_bounded), to=own)
    return render_template("notifications/mailbox.html", found=found)


@blueprint.get("/mailbox/<name>")
def show(name: str) -> ResponseReturnValue:
    """One mail: its HTML part in a frame of its own, its text part, its headers.

    Outside the demo, of one with a link that lets its bearer in, no more than that it was sent and to whom.
    """
    mail = _mail(name)
    sealed = _is_sealed(mail)
    return render_template("notifications/mail.html", mail=_without_words(mail) if sealed else mail, sealed=sealed)


@blueprint.get("/mailbox/<name>/html")
def html(name: str) -> ResponseReturnValue:
    """The HTML part as it was sent."""
    mail = _mail(name)
    if not mail.html or _is_sealed(mail):
        raise NotFound
    answer = make_response(_with_links_on_top(mail.html))
    answer.headers["Content-Security-Policy"] = _POLICY
    answer.headers["X-Frame-Options"] = "SAMEORIGIN"
    return answer


@blueprint.app_template_global()
def may_read_mailbox() -> bool:
    """Whether there is a local mailbox and this person may look into it; in the demo everybody may."""
    # A server on this machine may well send on: only `communique run` knows whether it is the mailbox.
    ours = settings().smtp_url is None or settings().keeps_mail
    return ours and access.person() is not None and (settings().demo or access.may(Action.SEE_MAILBOX))


def _require_reading() -> None:
    if not may_read_mailbox():
        raise NotFound


def _mail(name: str) -> kept.Message:
    _require_reading()
    try:
        found = kept.message(settings().mailbox, name)
    except kept.NoSuchMessage as missing:
        raise NotFound from missing
    if not _is_for_the_reader(found.stored):
        raise NotFound
    return found


def _is_for_the_reader(mail: kept.Stored) -> bool:
    """A mail to another would tell whom a label stands for, and its link would let anybody join."""
    return access.may(Action.SEE_MAILBOX) or _address() in mail.recipients


def _is_sealed(mail: kept.Message) -> bool:
    """Whether this mail would let a reader of the mailbox take the place of the person that it is for."""
    said = (mail.text, mail.html, *(value for _, value in mail.headers))
    return not settings().demo and any(map(_WAY_IN.search, said))


def _without_words(mail: kept.Message) -> kept.Message:
    harmless = tuple((name, value) for name, value in mail.headers if not _WAY_IN.search(value))
    return replace(mail, text="", html="", headers=harmless)


def _address() -> str:
    return getattr(access.person(), "email", "")


def _with_links_on_top(page: str) -> str:
    """The page with its links made to leave the frame, which no page of ours may be shown in."""
    head = _HEAD.search(page) or _DOCTYPE.search(page)
    at = head.end() if head else 0
    return f'{page[:at]}<base target="_top">{page[at:]}'
