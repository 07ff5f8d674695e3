"""Everybody of a journey: one installation, and a browser window for each person who acts in it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser

from tests.journeys.house import House
from tests.journeys.visitors import Visitor, visitor
from tests.supervisor.processes import free_port, started

PASSWORD = "seven heavy stones"


@dataclass(frozen=True)
class Kind:
    """One way to walk: on which database, with scripts or not, how wide, in which language.

    phones: who sits at a phone in Arabic, whatever the others have.
    """

    backend: str
    scripts: bool
    width: int
    language: str = "en"
    phones: frozenset[str] = frozenset()

    def of(self, name: str) -> tuple[int, str]:
        """How wide the window of `name` is, and its language."""
        return (390, "ar") if name in self.phones else (self.width, self.language)


@dataclass
class Company:
    """The house, and everybody's window."""

    house: House
    browser: Browser
    kind: Kind
    windows: dict[str, Visitor] = field(default_factory=dict)
    looked_at: dict[tuple[bool, str], set[str]] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Visitor:
        if name not in self.windows:
            width, language = self.kind.of(name)
            self.windows[name] = visitor(
                self.browser, name, self.house.address, scripts=self.kind.scripts, width=width, locale=language
            )
            if self.kind.phones:  # those who see the same pages the same way need not all have them looked at
                self.windows[name].looked_at = self.looked_at.setdefault((name == "sara", language), set())
        return self.windows[name]

    def joins(self, members: str, people: Mapping[str, str]) -> None:
        """The secretariat (sara) comes, brings in the members, and every person of them takes the invitation."""
        sara = self["sara"]
        sara.goes_to(self.house.command("secretariat", "add", "sara@office.example"))
        sara.says(name="Sara", password=PASSWORD)
        sara.sends()
        sara.goes_to("/organisations/import")
        file = {"name": "members.csv", "mimeType": "text/csv", "buffer": members.encode()}
        sara.page.locator("main input[type=file]").set_input_files(file)  # type: ignore[arg-type]
        sara.sends()
        for name, address in people.items():
            window = self[name]
            window.goes_to(self.house.link(address, "/invitation/"))
            window.says(password=PASSWORD)
            window.sends()
            window.goes_to("/home")
        for window in self.windows.values():
            self._speaks(window)

    def _speaks(self, window: Visitor) -> None:
        _, language = self.kind.of(window.name)
        if language != "en":
            window.goes_to("/settings")
            window.page.locator("main select[name=language]").select_option(language)
            window.sends()
            assert window.page.locator("html").get_attribute("dir") == "rtl"


@contextmanager
def company(kind: Kind, data: Path, browser: Browser, database: str, coalition: str) -> Iterator[Company]:
    """An installation without a demo in `data`, its worker running; database: of PostgreSQL, else empty."""
    environment = {"COMMUNIQUE_COALITION": coalition, "COMMUNIQUE_TIME_ZONE": "UTC"}
    if database:
        environment["COMMUNIQUE_DATABASE_URL"] = database
        environment["COMMUNIQUE_SECRET_KEY"] = "tests-only-" * 4
    port = free_port()
    command = ("workflow.cli", "--data", str(data), "run", "--no-demo", "--port", str(port))
    with started(data, *command, **environment) as run:
        run.wait_for("runs at", within=120)
        made = Company(House(run, f"http://127.0.0.1:{port}", environment), browser, kind)
        yield made
        print(run.said())  # shown where a journey fails
        for window in made.windows.values():
            window.context.close()
