"""What everybody may read: served from the files that the worker wrote, else made from the record.

A file is served only where its bytes are those that were written: the record keeps the digest of each.
"""

from collections.abc import Callable

from flask import Blueprint, current_app, make_response, redirect, request, url_for
from flask.sansio.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from werkzeug.routing import BaseConverter

from workflow import storage
from workflow.config import LANGUAGES, Settings
from workflow.database import reading
from workflow.queries.publication import printed, published, published_list
from workflow.rules.people.refusals import TooManyTries
from workflow.rules.publication.refusals import DigestMismatch
from workflow.rules.shared.refusals import NotFound
from workflow.web.publication import printing
from workflow.web.shared import locale, rate_limits
from workflow.web.shared.forms import settings
from workflow.web.shared.numbers import parse_bounded

blueprint = Blueprint("public", __name__)


class _Slashed(BaseConverter):
    """The address of a statement or of a language of it, whether there is one or not, with a slash at its end.

    One part of a rule: a rule that ends in a slash would have the address without it lead here.
    """

    regex = r"[^/]+-[0-9]{4}-[0-9]+(?:/[^/]+)?/"
    part_isolating = False


@blueprint.record
def _teach(state: BlueprintSetupState) -> None:
    state.app.url_map.converters["slashed"] = _Slashed


FRESH_FOR = 60  # seconds: a caches' copy may be so old
_LONGEST_SEARCH = 200


@blueprint.get("/")
def index() -> ResponseReturnValue:
    """A page of the published statements, or of those among them that hold the words searched for."""
    language, number = locale.current(), request.args.get("page", 1, parse_bounded)
    words = request.args.get("q", "").replace("\0", " ").strip()[:_LONGEST_SEARCH]
    if words:
        return _search(words, language, number)
    if number > 1:
        with reading() as session:
            shown = published_list.page(session, number)
        return _answer(printing.index_page(shown, language, settings()), "text/html", vary="Accept-Language")
    return _answer(_listing(f"index.{language}.html", _index_of(language)), "text/html", vary="Accept-Language")


def _search(words: str, language: str, number: int) -> ResponseReturnValue:
    try:
        rate_limits.spend_to_read("searching", rate_limits.SEARCHING)
    except TooManyTries as refused:
        nothing = published_list.ListPage((), 1, 1, 0)
        page = printing.index_page(nothing, language, settings(), words, wait=refused.minutes)
        answer = make_response(page, 429)
        answer.headers["Retry-After"] = str(60 * refused.minutes)
        answer.content_type = "text/html; charset=utf-8"
        answer.cache_control.no_store = True
        return answer
    with reading() as session:
        shown = published_list.search(session, words, number)
    page = printing.index_page(shown, language, settings(), words, found=True)
    return _answer(page, "text/html", vary="Accept-Language")


@blueprint.get("/favicon.ico")
def icon() -> ResponseReturnValue:
    """The sign in a browser's tab, where a browser looks for it without being told."""
    return current_app.send_static_file("favicon.ico")


@blueprint.get("/feed.atom")
def feed() -> ResponseReturnValue:
    """The newest statements for a feed reader, in all languages or in one."""
    asked = request.args.get("lang", "")
    language = asked if asked in LANGUAGES else ""
    return _answer(_listing(printing.feed_name(language), _feed_of(language)), "application/atom+xml")


@blueprint.get("/<address>", endpoint="statement")
@blueprint.get("/<address>/<language>", endpoint="statement")
def show(address: str, language: str = "") -> ResponseReturnValue:
    """One published statement, in the language that the address names, else the original."""
    name = f"{language}/index.html" if language else "index.html"
    return _answer(_of_statement(address, name), "text/html")


@blueprint.get("/<slashed:path>", endpoint="slashed")
def lead_on(path: str) -> ResponseReturnValue:
    """The way to the address without the slash that somebody put at its end."""
    address, _, language = path.rstrip("/").partition("/")
    return redirect(url_for(".statement", address=address, language=language or None), 301)


@blueprint.get("/<address>/<language>.txt")
def plain(address: str, language: str) -> ResponseReturnValue:
    """The canonical text of an adopted edition, byte for byte."""
    return _answer(_of_statement(address, f"{language}.txt"), "text/plain")


def _index_of(language: str) -> Callable[[Session, Settings], bytes]:
    return lambda session, held: printing.index_page(published_list.page(session, 1), language, held)


def _feed_of(language: str) -> Callable[[Session, Settings], bytes]:
    def made(session: Session, held: Settings) -> bytes:
        listed = published_list.list_published(session)
        texts = published_list.full_texts(session, listed)
        true = [each for each in listed if published_list.are_true(each, texts)]
        return printing.feed(true, texts, language, held)

    return made


def _listing(name: str, made: Callable[[Session, Settings], bytes]) -> bytes:
    with reading() as session:
        digest = printed.digest_of(session, name)
        kept = _stored_file(name, digest)
        content = kept or made(session, settings())
    return content if kept else _write_missing(name, content, digest)


def _of_statement(address: str, name: str) -> bytes:
    whole = f"{address}/{name}"
    with reading() as session:
        digest = printed.digest_of(session, whole)
        if (kept := _stored_file(whole, digest)) is not None:
            return kept
        found = published.statement(session, address)
    if found is None:
        raise NotFound
    if found.untrue:  # what is stored now was never adopted: rather no page than this one
        raise DigestMismatch(language=" ".join(found.untrue))
    files = printing.statement_files(found, settings())
    if name not in files:
        raise NotFound
    return _write_missing(whole, files[name], digest)


def _stored_file(name: str, digest: str | None) -> bytes | None:
    """The file, where it holds what was written; None where it is gone, or somebody changed it."""
    if digest is None:
        return None
    content = storage.read_file(settings().published, name)
    return content if content is not None and storage.digest_of(content) == digest else None


def _write_missing(name: str, content: bytes, digest: str | None) -> bytes:
    """The content, which is on disk now where a file is gone that held the same: what is new is the worker's to print.

    A file that differs is left to the worker as well, which keeps what stood there and says so.
    """
    folder = settings().published
    if storage.digest_of(content) == digest and not storage.is_there(folder, name):
        try:
            storage.write(folder, name, content)
        except OSError:  # a full disk is no reason to show nothing
            current_app.logger.warning("%s was not written again", name)
    return content


def _answer(content: bytes, kind: str, vary: str = "") -> ResponseReturnValue:
    response = make_response(content)
    response.content_type = f"{kind}; charset=utf-8"
    response.cache_control.public, response.cache_control.max_age = True, FRESH_FOR
    response.set_etag(storage.digest_of(content)[:32])
    if vary:
        response.vary.add(vary)
    return response.make_conditional(request)
