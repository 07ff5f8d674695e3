"""The pages that everybody may read, as bytes: the same whether the worker writes them or the web server must.

Nothing of the request at hand flows into them; language and zone are the text's and the coalition's.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from babel.dates import get_timezone_location
from flask import current_app
from flask_babel import force_locale
from markupsafe import Markup

from workflow.config import LANGUAGES, Settings
from workflow.formats.feed import Entry, Feed, atom
from workflow.formats.plain import plain_text
from workflow.queries.publication.published import Published, Text
from workflow.queries.publication.published_list import ListedStatement, ListPage
from workflow.text.document import html, numbers
from workflow.text.values import Block, BlockKind
from workflow.web.shared.locale import direction, speak

IN_FEED = 50  # statements: as many as stand on the first page of the index
Texts = Mapping[int, Mapping[str, Text]]  # publication id -> language -> adopted edition


def with_printed_names(published: Published, settings: Settings) -> Published:
    """The statement with names of the coalition and zone as it was printed; before the first time those of today."""
    names = {language: settings.coalition_in(language) for language in LANGUAGES}
    return replace(published, coalition=published.coalition or names, zone=published.zone or settings.time_zone.key)


def statement_files(published: Published, settings: Settings) -> dict[str, bytes]:
    """Every file of a published statement by its name inside the statement's folder."""
    published = with_printed_names(published, settings)
    files = {f"{text.language}/index.html": statement_page(published, text, settings) for text in published.texts}
    for text in published.texts:
        if text.digest is not None:
            files[f"{text.language}.txt"] = plain_text(text.title, text.blocks)
    return {**files, "index.html": statement_page(published, published.main, settings)}


def statement_page(published: Published, text: Text, settings: Settings) -> bytes:
    """The page of one edition, in the edition's own language where the pages speak it."""
    language = text.language if text.language in LANGUAGES else settings.language
    values = {"published": published, "text": text, "parts": parts(text.blocks), "numbers": numbers(text.blocks)}
    names = published.coalition.get(language) or settings.coalition_in(language)
    return _render_printed(
        "publication/public_statement.html", language, settings, names, ZoneInfo(published.zone), **values
    )


def index_page(
    shown: ListPage, language: str, settings: Settings, words: str = "", wait: int = 0, found: bool = False
) -> bytes:
    """A page of the published statements in `language`; found: of those that hold `words`, for which somebody asked.

    wait: in how many minutes the network may search again, which has searched too often.
    """
    name, zone = settings.coalition_in(language), settings.time_zone
    values = {"shown": shown, "found": found, "words": words, "wait": wait, "pages": _numbers(shown)}
    return _render_printed("publication/public_index.html", language, settings, name, zone, **values)


def _numbers(shown: ListPage) -> list[int]:
    """The pages to which a page of the list leads: the first, the last and those beside it."""
    near = range(shown.page - 2, shown.page + 3)
    return [number for number in range(1, shown.pages + 1) if number in (1, shown.pages) or number in near]


def index_files(shown: ListPage, texts: Texts, settings: Settings) -> dict[str, bytes]:
    """The first page of the index in each language of the pages, and the feeds, by the names of their files.

    texts: of the newest statements, for the feeds.
    """
    files = {f"index.{language}.html": index_page(shown, language, settings) for language in LANGUAGES}
    return {
        **files,
        **{feed_name(language): feed(shown.rows, texts, language, settings) for language in ("", *LANGUAGES)},
    }


def feed_name(language: str) -> str:
    """The file of the feed in `language`, or of the one in all."""
    return f"feed.{language}.atom" if language else "feed.atom"


def feed(listed: Sequence[ListedStatement], texts: Texts, language: str, settings: Settings) -> bytes:
    """The feed of the newest statements: each once in its original language, or those adopted in `language`."""
    chosen = [each for each in listed if not language or each.text(language).language == language][:IN_FEED]
    coalition = settings.coalition_in(language or settings.language)
    name = f"feed.atom?lang={language}" if language else "feed.atom"
    base = settings.base_url
    entries = [_entry(each, texts[each.publication_id], language, base) for each in chosen]
    key = f"feed:{settings.reference_prefix}:{language}"
    return atom(Feed(key, coalition, coalition, f"{base}/{name}", f"{base}/", language, entries))


def _entry(listed: ListedStatement, texts: Mapping[str, Text], language: str, base: str) -> Entry:
    address = f"{base}/{listed.address}"
    text = texts[listed.text(language or listed.language).language]
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


def _render_printed(
    template: str, language: str, settings: Settings, coalition: str, zone: ZoneInfo, **values: Any
) -> bytes:
    with _speaking(language, zone):
        page = current_app.jinja_env.get_template(template).render(
            page_language=language,
            page_direction=direction(language),
            coalition=coalition,
            languages=LANGUAGES,
            base=settings.base_url,
            root=urlsplit(settings.base_url).path,
            place=_place(language, zone),
            html=_html,
            **values,
        )
    return page.encode()


@contextmanager
def _speaking(language: str, zone: ZoneInfo) -> Iterator[None]:
    # A context of its own: Babel keeps the reader's language and zone in the one at hand.
    with current_app.app_context():
        speak(language, zone.key)
        with force_locale(language):
            yield


def _place(language: str, zone: ZoneInfo) -> str:
    """The place whose clock the page shows; without its distance from UTC, which changes with the season."""
    return get_timezone_location(zone, locale=language, return_city=True)


def _html(text: str) -> Markup:
    return Markup(html(text))  # noqa: S704  (escaped piece by piece there)
