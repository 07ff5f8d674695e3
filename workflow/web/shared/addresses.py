"""Addresses that differ in one word only, each made once a request: a room has hundreds of them."""

from typing import Any

from flask import g, request, url_for

_WORD = "0word0"
"""Stands for the word that differs; no key, no reference and no id has a zero before a letter."""


def item_url(endpoint: str, key: str, item: str) -> str:
    """The address of what may be done with an item."""
    return _of(endpoint, key=key, item=_WORD).replace(_WORD, item)


def beside_url(kind: str, key: str, block: str, version: int | None) -> str:
    """The address at which an item about a paragraph is written, in the language in which its text was chosen."""
    chosen = request.args.get("language")
    asked = {"key": key, "paragraph": _WORD, "version": version, "language": chosen}
    made = _of("amending.new", **asked) if kind == "amendment" else _of("item_page.new", kind=kind, **asked)
    return made.replace(_WORD, block)


def url_with_notes(block: str, show: str | None = None) -> str:
    """The address of the room as it is shown now, with all notes of a paragraph; show: with other notes."""
    kept = {**request.view_args, **request.args.to_dict()} if request.view_args else {}
    for name in ("page", "part", "at"):
        kept.pop(name, None)
    kept |= {"open": _WORD, "_anchor": _WORD} | ({"show": show} if show else {})
    return _of(str(request.endpoint), **{name: value for name, value in kept.items() if value}).replace(_WORD, block)


def _of(endpoint: str, **values: Any) -> str:
    made: dict[Any, str] = g.setdefault("addresses", {})
    name = (endpoint, *values.items())
    if name not in made:
        made[name] = url_for(endpoint, **values)
    return made[name]
