"""Which forms the server has taken: their browser keeps what was typed in them until it is told."""

from flask import session

_KEY, _MOST = "arrived", 5


def tell_arrival(form_token: str | None) -> None:
    """Have the next page say that the words of the form with that token are here."""
    if form_token:
        session[_KEY] = " ".join([*session.get(_KEY, "").split(), form_token[:64]][-_MOST:])


def tokens_arrived() -> str:
    """The tokens of forms that were taken since the last page, with a space between; told once."""
    return str(session.pop(_KEY, "")) if _KEY in session else ""
