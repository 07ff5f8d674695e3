"""What everybody may read: served from the files that the worker wrote, else made from the record and written again."""

import hashlib
from collections.abc import Callable

from flask import Blueprint, current_app, make_response, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from workflow import storage
from workflow.config import LANGUAGES, Settings
from workflow.database import reading
from workflow.queries import published, published_list
from workflow.rules.errors import DigestMismatch, NotFound
from workflow.web import locale, printing
from workflow.web.forms import settings

blueprint = Blueprint("public", __name__)

FRESH_FOR = 60  # seconds: a caches' copy may be so old
_LONGEST_SEARCH = 200


@blueprint.get("/")
def index() -> ResponseReturnValue:
    """The published statements, or those among them that hold the words searched for."""
    language = locale.current()
    words = request.args.get("q", "").strip()[:_LONGEST_SEARCH]
    if words:
        with reading() as session:
            listed = published_list.published(session)
        found = published_list.search(listed, words)
        page = printing.index_page(listed, language, settings(), found, words)
        return _answer(page, "text/html", vary="Accept-Language")
    return _answer(_listing(f"index.{language}.html"), "text/html", vary="Accept-Language")


@blueprint.get("/favicon.ico")
def icon() -> ResponseReturnValue:
    """The sign in a browser's tab, where a browser looks for it without being told."""
    return current_app.send_static_file("favicon.ico")


@blueprint.get("/feed.atom")
def feed() -> ResponseReturnValue:
    """The newest statements for a feed reader, in all languages or in one."""
    language = request.args.get("lang", "")
    name = f"feed.{language}.atom" if language in LANGUAGES else "feed.atom"
    return _answer(_listing(name), "application/atom+xml")


@blueprint.get("/<address>", endpoint="statement")
@blueprint.get("/<address>/<language>", endpoint="statement")
def show(address: str, language: str = "") -> ResponseReturnValue:
    """One published statement, in the language that the address names, else the original."""
    name = f"{language}/index.html" if language else "index.html"
    return _answer(_of_statement(address, name), "text/html")


@blueprint.get("/<address>/<language>.txt")
def plain(address: str, language: str) -> ResponseReturnValue:
    """The canonical text of an adopted edition, byte for byte."""
    return _answer(_of_statement(address, f"{language}.txt"), "text/plain")


def _listing(name: str) -> bytes:
    def made(session: Session, held: Settings) -> dict[str, bytes]:
        return printing.index_files(published_list.published(session), held)

    return _kept(name) or _made_again("", name, made)


def _of_statement(address: str, name: str) -> bytes:
    with reading() as session:
        if not published.is_out(session, address):
            raise NotFound

    def made(session: Session, held: Settings) -> dict[str, bytes]:
        found = published.statement(session, address)
        if found is None:
            raise NotFound
        if found.untrue:  # what is stored now was never adopted: rather no page than this one
            raise DigestMismatch(language=" ".join(found.untrue))
        return printing.statement_files(found, held)

    return _kept(f"{address}/{name}") or _made_again(f"{address}/", name, made)


def _kept(name: str) -> bytes | None:
    try:
        return storage.read(settings().published, name)
    except ValueError:  # no name that a file of ours could have
        raise NotFound from None


def _made_again(folder: str, name: str, made: Callable[[Session, Settings], dict[str, bytes]]) -> bytes:
    with reading() as session:
        files = made(session, settings())
    if name not in files:
        raise NotFound
    try:
        storage.write(settings().published, folder + name, files[name])
    except OSError:  # a full disk is no reason to show nothing
        return files[name]
    return files[name]


def _answer(content: bytes, kind: str, vary: str = "") -> ResponseReturnValue:
    response = make_response(content)
    response.content_type = f"{kind}; charset=utf-8"
    response.cache_control.public, response.cache_control.max_age = True, FRESH_FOR
    response.set_etag(hashlib.sha256(content).hexdigest()[:32])
    if vary:
        response.vary.add(vary)
    return response.make_conditional(request)
