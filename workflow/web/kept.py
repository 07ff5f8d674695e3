"""Words that arrived when the sign-in had ended: they go along in the sign-in form and come back behind a button.

Nothing is done with them before the person has seen them again and says so; nothing of them is stored.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from flask import request, url_for

from workflow.web.paths import own_path, page_before

PREFIX = "kept:"
_SECRET = re.compile("csrf_token|pass|present|secret", re.IGNORECASE)
_DIGEST = re.compile("[0-9a-f]{32,}")


@dataclass(frozen=True)
class Kept:
    """What was sent, to which address, and the page that it was sent from."""

    address: str
    page: str
    fields: tuple[tuple[str, str], ...]

    @property
    def words(self) -> list[str]:
        """What somebody wrote, without the marks of the form: whatever has two words or more."""
        return [value for _, value in self.fields if len(value.split()) > 1 and not _DIGEST.search(value)]


def posted() -> Kept | None:
    """What this request brought; None where it brought nothing that could be lost."""
    fields = tuple(_without_secrets(request.form.items(multi=True)))
    address = own_path(request.full_path.rstrip("?"))
    if not fields or not address:
        return None
    return Kept(address, page_before() or url_for("desk.show"), fields)


def carried() -> Kept | None:
    """What the sign-in form has taken along; None where there was nothing."""
    address = own_path(request.form.get("kept_to"))
    brought = request.form.items(multi=True)
    named = ((name.removeprefix(PREFIX), value) for name, value in brought if name.startswith(PREFIX))
    fields = tuple(_without_secrets(named))
    if not fields or not address:
        return None
    return Kept(address, own_path(request.form.get("next")) or url_for("desk.show"), fields)


def _without_secrets(fields: Iterable[tuple[str, str]]) -> Iterable[tuple[str, str]]:
    return ((name, value) for name, value in fields if not _SECRET.search(name))
