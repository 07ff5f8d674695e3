"""What the pieces of every page reckon: a field's attributes, characters too many, the pages of a pager, a share."""

from typing import Any

from flask import Flask
from markupsafe import Markup
from wtforms import Field

_NEAR = 2
"""Pages before and after the one shown that a pager leads to."""


def init(app: Flask) -> None:
    """Give the templates of all pages these functions."""
    app.jinja_env.globals.update(control=control, excess=excess, pages_around=pages_around)
    app.jinja_env.filters["percent"] = percent


def control(field: Field, hint: str, limit: int | None, **attributes: Any) -> Markup:
    """The input of a labelled field, which is told by its hint, its error and its limit where it has them.

    limit: of characters; a browser that cuts off what is too long would lose words that are pasted.
    """
    parts = {"hint": hint, "err": field.errors, "limit": limit}
    if described := [f"{field.id}-{name}" for name, there in parts.items() if there]:
        attributes["aria-describedby"] = " ".join(described)
    if field.errors:
        attributes["aria-invalid"] = "true"
    if limit:
        attributes["maxlength"] = False
    return Markup(field(**attributes))  # noqa: S704  # WTForms has escaped what was typed


def excess(field: Field, limit: int) -> int:
    """How many characters of what was typed are too many; 0 where it fits."""
    return max(0, len(field.data or "") - limit)


def pages_around(page: int, pages: int) -> list[int]:
    """The numbers of the pages that a pager leads to: the first, the last, and those near the one shown."""
    return [number for number in range(1, pages + 1) if number in (1, pages) or abs(number - page) <= _NEAR]


def percent(share: float, places: int) -> str:
    """A share of one as a percentage with so many decimal places, for an attribute."""
    return f"{share * 100:.{places}f}"
