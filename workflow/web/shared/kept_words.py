"""Words that arrived when the sign-in had ended: they go along in the sign-in form and come back behind a button.

Nothing is done with them before the person has seen them again and says so; nothing of them is stored.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from flask import request, session, url_for

from workflow.web.shared.paths import own_path, page_before

PREFIX = "kept:"
WRITER = "writer"
"""In the session: the key of who is signed in, or was until the sign-in ended."""
_SECRET = re.compile("csrf_token|pass|present|secret", re.IGNORECASE)
# What a form knows of itself and what was chosen in it. A field that is not named here counts as words: rather one
# mark too many on the page than a word too few.
_NAMES = """
act after again as authentic blind carry_over closes_at country division draft embargo_at extended_to given_at
given_stance has_seat headings joins kept_to kind known lang language languages late mandate means minutes_limit named
newest next occasion_at occasion_zone only open_blocks opened organisation organisations penholders place prefix private
procedure protected region release release_at remove seat seen serial settling stance suffix suspended
time_zone token understood use username version view voice waiting where which word_limit wording words_a_minute
"""
_MARKS = frozenset(_NAMES.split())


@dataclass(frozen=True)
class Kept:
    """What was sent, to which address, and the page that it was sent from. writer: by whom, where that is known."""

    address: str
    page: str
    fields: tuple[tuple[str, str], ...]
    writer: str = ""

    @property
    def words(self) -> list[str]:
        """What somebody wrote, however short, without the marks of the form."""
        return [value for name, value in self.fields if value.strip() and not _is_mark(name)]


def words_posted() -> Kept | None:
    """What this request brought; None where it brought nothing that could be lost."""
    fields = tuple(_without_secrets(request.form.items(multi=True)))
    address = own_path(request.full_path.rstrip("?"))
    if not fields or not address:
        return None
    return Kept(address, page_before() or url_for("home.show"), fields, session.get(WRITER, ""))


def words_carried() -> Kept | None:
    """What the sign-in form has taken along; None where there was nothing."""
    address = own_path(request.form.get("kept_to"))
    brought = request.form.items(multi=True)
    named = ((name.removeprefix(PREFIX), value) for name, value in brought if name.startswith(PREFIX))
    fields = tuple(_without_secrets(named))
    if not fields or not address:
        return None
    onward = own_path(request.form.get("next")) or url_for("home.show")
    return Kept(address, onward, fields, request.form.get("kept_by", "")[:20])


def _is_mark(name: str) -> bool:
    # form_token, from_serial, and A12_kind where a page has a form for each of many items
    return name in _MARKS or name.rpartition("_")[2] in _MARKS


def _without_secrets(fields: Iterable[tuple[str, str]]) -> Iterable[tuple[str, str]]:
    return ((name, value) for name, value in fields if not _SECRET.search(name))
