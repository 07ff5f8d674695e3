"""The forms of a page, as a browser would send them untouched."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

_UNSENT = frozenset({"submit", "button", "image", "reset", "file"})


@dataclass
class Sent:
    """One form: where it goes, how, and its fields (name -> values) as they stand."""

    action: str
    method: str
    fields: dict[str, list[str]] = field(default_factory=dict)

    def add(self, name: str | None, value: str) -> None:
        """Another value of a field."""
        if name and name != "csrf_token":
            self.fields.setdefault(name, []).append(value)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Sent] = []
        self.token = ""
        self._in: Sent | None = None
        self._area: tuple[str | None, list[str]] | None = None
        self._select: tuple[str | None, bool] | None = None
        self._first: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "input" and given.get("name") == "csrf_token":
            self.token = given.get("value", "")
        if tag == "form":
            self._in = Sent(given.get("action", ""), given.get("method", "get").lower())
            self.forms.append(self._in)
        elif self._in is not None:
            self._control(self._in, tag, given)

    def _control(self, form: Sent, tag: str, given: dict[str, str]) -> None:
        if tag == "input" and given.get("type") not in _UNSENT:
            if given.get("type") not in ("radio", "checkbox") or "checked" in given:
                form.add(given.get("name"), given.get("value", "on"))
        elif tag == "textarea":
            self._area = (given.get("name"), [])
        elif tag == "select":
            self._select, self._first = (given.get("name"), "multiple" in given), None
        elif tag == "option" and self._select is not None:
            if "selected" in given:
                form.add(self._select[0], given.get("value", ""))
            elif self._first is None:
                self._first = given.get("value", "")

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            self._area[1].append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._area is not None and self._in is not None:
            self._in.add(self._area[0], "".join(self._area[1]).removeprefix("\n"))
            self._area = None
        elif tag == "select" and self._select is not None and self._in is not None:
            name, many = self._select
            if not many and name not in self._in.fields and self._first is not None:
                self._in.add(name, self._first)
            self._select = None
        elif tag == "form":
            self._in = None


def forms_of(page: str) -> list[Sent]:
    """Every form of a page."""
    return _read(page).forms


def token_of(page: str) -> str:
    """The token that the page's forms carry; empty where it has none."""
    return _read(page).token


def _read(page: str) -> _Reader:
    reader = _Reader()
    reader.feed(page)
    return reader
