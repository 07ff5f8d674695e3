"""The pages that everybody may read, as bytes: the same whether the worker writes them or the web server must.

Nothing of the request at hand flows into them; language and zone are the text's and the coalition's.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from babel.dates import get_timezone_location
from flask import current_app
from flask_babel import force_locale
from markupsafe import Markup

from workflow.config import LANGUAGES, Settings
from workflow.formats.feed import Entry, Feed, atom
from workflow.formats.plain import plain_text
from workflow.queries.published import Published, Text
from workflow.queries.published_list import Listed
from workflow.text import inline
from workflow.text.blocks import Block, BlockKind, numbers
from workflow.web.locale import direction, speak

IN_FEED = 50  # statements


def statement_files(published: Published, settings: Settings) -> dict[str, bytes]:
    """Every file of a published statement by its name inside the statement's folder."""
    files = {f"{text.language}/index.html": statement_page(published, text, settings) for text in published.texts}
    for text in published.texts:
        if text.digest is not None:
            files[f"{text.language}.txt"] = plain_text(text.title, text.blocks)
    return {**files, "index.html": statement_page(published, published.main, settings)}


def statement_page(published: Published, text: Text, settings: Settings) -> bytes:
    """The page of one edition, in the edition's own language where the pages speak it."""
    language = text.language if text.language in LANGUAGES else settings.language
    values = {"published": published, "text": text, "parts": parts(text.blocks), "numbers": numbers(text.blocks)}
    return _printed("public/statement.html", language, settings, **values)


def index_page(
    listed: Sequence[Listed], language: str, settings: Settings, found: Sequence[Listed] | None = None, words: str = ""
) -> bytes:
    """The list of published statements in `language`; `found` are those that hold `words`, where somebody searched."""
    return _printed("public/index.html", language, settings, listed=listed, found=found, words=words)


def index_files(listed: Sequence[Listed], settings: Settings) -> dict[str, bytes]:
    """The index in each language of the pages, and the feeds, by the names of their files."""
    files = {f"index.{language}.html": index_page(listed, language, settings) for language in LANGUAGES}
    files["feed.atom"] = feed(listed, "", settings)
    return {**files, **{f"feed.{language}.atom": feed(listed, language, settings) for language in LANGUAGES}}


def feed(listed: Sequence[Listed], language: str, settings: Settings) -> bytes:
    """The feed of the newest statements: each once in its original language, or those adopted in `language`."""
    chosen = [each for each in listed if not language or each.text(language).language == language][:IN_FEED]
    coalition = settings.coalition_in(language or settings.language)
    name = f"feed.atom?lang={language}" if language else "feed.atom"
    base = settings.base_url
    entries = [_entry(each, each.text(language or each.language), base) for each in chosen]
    key = f"feed:{settings.reference_prefix}:{language}"
    return atom(Feed(key, coalition, coalition, f"{base}/{name}", f"{base}/", language, entries))


def _entry(listed: Listed, text: Text, base: str) -> Entry:
    address = f"{base}/{listed.address}"
    others = [each for each in listed.texts.values() if each.digest is not None and each.language != text.language]
    return Entry(
        key=listed.key,
        title=text.title,
        language=text.language,
        address=f"{address}/{text.language}",
        summary=text.occasion,
        text=plain_text(text.title, text.blocks).decode(),
        published_at=listed.published_at,
        translations=tuple((each.language, f"{address}/{each.language}") for each in others),
    )


def parts(blocks: Sequence[Block]) -> list[tuple[str, Any]]:
    """The blocks as a page draws them: ("block", block), or ("list", items of one list as a tree)."""
    made: list[tuple[str, Any]] = []
    items: list[Block] = []
    for block in (*blocks, None):
        if block is not None and block.kind is BlockKind.ITEM:
            items.append(block)
            continue
        if items:
            made.append(("list", _tree(items)))
            items = []
        if block is not None:
            made.append(("block", block))
    return made


def _tree(items: Sequence[Block]) -> list[tuple[Block, list[Any]]]:
    """Each item with those that follow at a deeper level."""
    tree: list[tuple[Block, list[Any]]] = []
    deeper: list[Block] = []
    for item in reversed(items):
        if item.level > items[0].level:
            deeper.insert(0, item)
        else:
            tree.insert(0, (item, _tree(deeper) if deeper else []))
            deeper = []
    return tree


def _printed(template: str, language: str, settings: Settings, **values: Any) -> bytes:
    with _speaking(language, settings):
        page = current_app.jinja_env.get_template(template).render(
            page_language=language,
            page_direction=direction(language),
            coalition=settings.coalition_in(language),
            languages=LANGUAGES,
            base=settings.base_url,
            root=urlsplit(settings.base_url).path,
            place=_place(language, settings),
            html=_html,
            **values,
        )
    return page.encode()


@contextmanager
def _speaking(language: str, settings: Settings) -> Iterator[None]:
    # A context of its own: Babel keeps the reader's language and zone in the one at hand.
    with current_app.app_context():
        speak(language, settings.time_zone.key)
        with force_locale(language):
            yield


def _place(language: str, settings: Settings) -> str:
    """The place whose clock the page shows; without its distance from UTC, which changes with the season."""
    return get_timezone_location(settings.time_zone, locale=language, return_city=True)


def _html(text: str) -> Markup:
    return Markup(inline.html(text))  # noqa: S704  (escaped piece by piece there)
