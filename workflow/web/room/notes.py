"""How notes speak: an amendment as a redline, where a paragraph would go, how much of a long comment shows at first."""

from collections.abc import Sequence
from functools import lru_cache

from flask import Blueprint, request, url_for
from flask_babel import gettext
from markupsafe import Markup

from workflow.queries.items.items import ItemShown
from workflow.queries.items.wanted import GONE, TEXT
from workflow.rules.items.kinds import KINDS, home_of, words_before
from workflow.text.diff import excerpt, word_diff
from workflow.text.document import html, in_one_line, numbers, plain
from workflow.text.redline import REFERENCE, Marked, marked_html
from workflow.text.values import Block
from workflow.web.shared.addresses import beside_url, item_url, url_with_notes
from workflow.web.statements.redline_words import Labels, label_change, labels

_BRIEF = 240
"""Characters of a comment that its note's first line shows."""


def init(blueprint: Blueprint) -> None:
    """Give the templates of all resources these words."""
    for each in (
        amendment_redline,
        change_redline,
        change_since_redline,
        mark_words,
        brief,
        rest,
        here,
        paragraph_name,
        place_name,
        place_of_item,
        item_url,
        beside_url,
        url_with_notes,
    ):
        blueprint.add_app_template_global(each)
    blueprint.add_app_template_filter(html, "inline")
    blueprint.add_app_template_filter(plain, "plain")


def amendment_redline(item: ItemShown) -> Markup:
    """The words that an amendment takes out and puts in; an added paragraph as all new."""
    return change_redline(words_before(item), item.proposal)


def change_redline(before: str, after: str) -> Markup:
    """The change from one text to another, with its labels in the reader's language; new paragraphs in one line."""
    return _cached_change(before, after if before else in_one_line(after), labels())


@lru_cache(maxsize=2048)  # a note says the same to all that read it in one language
def _cached_change(before: str, after: str, said: Labels) -> Markup:
    return label_change(word_diff(before, after), said)


def change_since_redline(before: str, after: str) -> Markup:
    """The same for words of a paragraph, which may be all of it: what was kept far from a change is left out."""
    return _cached_change_since(before, after, labels())


@lru_cache(maxsize=2048)
def _cached_change_since(before: str, after: str, said: Labels) -> Markup:
    return label_change(excerpt(before, after), said)


def mark_words(text: str, marks: Sequence[Marked]) -> Markup:
    """A paragraph with the words that items are about marked, and their references."""
    there = url_with_notes(REFERENCE) if any(mark.elsewhere for mark in marks) else REFERENCE
    return _cached_marks(text, tuple(marks), there)


@lru_cache(maxsize=512)  # a long text that everybody spoke of is the same for most of its readers
def _cached_marks(text: str, marks: tuple[Marked, ...], there: str) -> Markup:
    return marked_html(text, marks, address=there)


def paragraph_by_number(number: int, version: str = "") -> str:
    """A paragraph by its number. version: in which it has that number, where it has another one elsewhere."""
    if version:
        return gettext("paragraph %(number)s of version %(version)s", number=number, version=version)
    return gettext("paragraph %(number)s", number=number)


def paragraph_name(block: str | None, blocks: Sequence[Block], version: str = "") -> str:
    """What a paragraph is called in a sentence: by its number (`paragraph_by_number`), else by its first words."""
    number = numbers(blocks).get(block or "")
    if number is not None:
        return paragraph_by_number(number, version)
    words = next((plain(each.text) for each in blocks if each.id == block), "")
    return gettext("“%(words)s”", words=_cut(words, 60)) if words else gettext("a removed paragraph")


def place_of_item(item: ItemShown, blocks: Sequence[Block]) -> str:
    """What the place is called beside which an item stands: a new paragraph beside the one that it would follow."""
    return place_name(home_of(item.kind, item.block, item.after) or TEXT, blocks)


def place_name(place: str, blocks: Sequence[Block]) -> str:
    """The same of a place in a list of items, which may be the whole text or no longer be there."""
    if place == TEXT:
        return gettext("On the whole text")
    if place == GONE:
        return gettext("On paragraphs that are no longer in the text")
    number = numbers(blocks).get(place)
    return gettext("Paragraph %(number)s", number=number) if number is not None else paragraph_name(place, blocks)


def brief(text: str, limit: int = _BRIEF) -> tuple[str, str]:
    """The beginning of a text for one line, and what follows it; nothing where that is all."""
    line, _, rest = text.partition("\n")
    if len(line) <= limit:
        return line, rest.strip()
    cut = _cut(line, limit)
    return cut, "… " + text[len(cut) - 2 :].strip()


def rest(item: ItemShown) -> list[str]:
    """The lines that stand below a note's first: what its comment says further, the reason of an amendment."""
    said = item.body if KINDS[item.kind].amends else brief(item.body)[1]
    return [line for line in said.split("\n") if line.strip()] if said else []


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[:limit].rsplit(" ", 1)[0] + " …"


def here(anchor: str | None = None, **changes: str | int | None) -> str:
    """The address of this page with some of its choices changed; None takes one out."""
    args = {**request.view_args, **request.args.to_dict(), **changes} if request.view_args else dict(changes)
    kept = {name: value for name, value in args.items() if value is not None and value != ""}
    return url_for(str(request.endpoint), _anchor=anchor, **kept)  # type: ignore[arg-type]
