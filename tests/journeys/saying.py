"""What members and penholders do with comments and amendments, as they do it in the pages."""

import re
from dataclasses import dataclass, field

from playwright.sync_api import Locator

from tests.journeys.companies import Company
from tests.journeys.visitors import Visitor


@dataclass
class Consultation:
    """A statement under consultation. texts: block -> its words, of the newest version; own: person -> references."""

    company: Company
    key: str
    version: int = 1
    texts: dict[str, str] = field(default_factory=dict)
    paragraphs: list[str] = field(default_factory=list)
    own: dict[str, list[str]] = field(default_factory=dict)
    ref: dict[str, str] = field(default_factory=dict)

    @property
    def base(self) -> str:
        """The address of its room."""
        return f"/statements/{self.key}"

    def reads(self) -> None:
        """Note the words of the text as they stand now."""
        page = self.company["sara"].goes_to(f"{self.base}?show=none")
        found = page.locator("article.doc > .para").evaluate_all(
            "all => all.map(one => [one.id, one.querySelector('a.n') !== null, one.querySelector('.txt').innerText])"
        )
        self.texts = {block: words.strip() for block, _, words in found}
        self.paragraphs = [block for block, has_number, _ in found if has_number]

    def words(self, number: int, start: int, end: int) -> str:
        """The words from `start` to before `end` of a paragraph, without a stop behind them."""
        return " ".join(self.texts[self.paragraphs[number - 1]].split()[start:end]).strip(".,;")

    def form(self, who: str, number: int | None, kind: str) -> Visitor:
        """The window of `who` at the form about a paragraph (None: the whole text)."""
        window = self.company[who]
        about = f"&paragraph={self.paragraphs[number - 1]}" if number else ""
        window.goes_to(f"{self.base}/items/new?kind={kind}{about}&version={self.version}")
        return window

    def box(self, who: str, number: int) -> Visitor:
        """The window of `who` at the box in which a paragraph is amended."""
        window = self.company[who]
        about = f"paragraph={self.paragraphs[number - 1]}&version={self.version}"
        window.goes_to(f"{self.base}/amendments/new?{about}")
        return window

    def sent(self, who: str, name: str) -> str:
        """Send the form at which `who` is: its reference, remembered as `name` and as one of theirs."""
        self.company[who].sends()
        return self.noted(who, name)

    def noted(self, who: str, name: str) -> str:
        """The reference of what `who` has just sent, remembered as `name` and as one of theirs."""
        page = self.company[who].page
        found = re.search(r"open=([AC]\d+)", page.url)
        assert found, (who, name, page.url, page.locator("main").inner_text())
        self.ref[name] = found.group(1)
        self.own.setdefault(who, []).append(found.group(1))
        return found.group(1)

    def replaces(self, who: str, name: str, number: int, words: str, proposal: str) -> str:
        """An amendment of words, whose changes are one."""
        window = self.box(who, number)
        edits(window, words, proposal)
        window.says(reason=f"Because of {name}.")
        shows_changes(window)
        if window.page.locator("main [name=division]").count():
            window.chooses("division", "together")
        window.sends()
        if window.page.locator("main [name=edited]").count():
            assert window.page.locator("#changes button[name=support]").count(), "others ask for the same: asked first"
            window.sends()
        return self.noted(who, name)

    def comments(self, who: str, name: str, number: int | None, words: str = "", *, private: bool = False) -> str:
        """A comment on words, on a paragraph, or on the whole text."""
        window = self.form(who, number, "comment")
        if number is not None:
            window.chooses("where", "words" if words else "paragraph")
        window.says(body=f"We say {name}.", **({"words": words} if words else {}))
        if private:
            shows(window.page.locator("main [name=private]")).check()
        return self.sent(who, name)


def edits(window: Visitor, words: str, proposal: str) -> None:
    """Write other words in the place of some, in the box of a paragraph."""
    box = window.page.locator("main [name=edited]")
    text = box.input_value()
    assert text.count(words) == 1, (words, text)
    box.fill(text.replace(words, proposal))


def shows_changes(window: Visitor) -> None:
    """Have what was changed in the box shown: by the button, or while one types."""
    changes = window.page.locator("#changes .changes > li")
    if not window.scripts:
        window.presses("main button[name=show]")
    changes.first.wait_for()


def shows(found: Locator) -> Locator:
    """The element, with each fold around it opened as a reader opens it."""
    while not found.is_visible():
        folds = found.locator("xpath=ancestor::details[not(@open)]")
        assert folds.count(), "it is hidden, and not in a fold"
        folds.first.locator("> summary").click()
    return found


def answers(window: Visitor, name: str, kind: str, **words: str) -> None:
    """Choose a disposition on the consolidation. name: reference of an item, or "G" and that of a group's first."""
    shows(window.page.locator(f"main [name='{name}_kind'][value='{kind}']")).check()
    for part, said in words.items():
        found = shows(window.page.locator(f"main [name='{name}_{part}']").first)
        if part == "house":
            found.select_option(label=said)
        elif part == "keep":
            found.check()
        else:
            found.fill(said)
