"""The pseudo-locale: every sentence of the catalogue stands in ⟦ ⟧, so that a word outside them was never in it.

What members wrote (in their own language, direction or isolate), references, numbers and names of languages are no
sentences; everything else that a reader reads is.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

import flask_babel
import pytest
from babel import Locale
from babel.support import NullTranslations
from sqlalchemy import select

from tests.machines.apart import glued_words
from tests.machines.asking import Ground, Kept, moved_in
from tests.machines.letters import every_mail
from tests.machines.test_walk import OPEN, TABLE
from tests.machines.town import STRANGER
from tests.machines.walking import ABSENT_TO, BARRED, IN, Walk
from workflow import database
from workflow.models.ballot import SteeringAct
from workflow.models.consultation import Consultation, ConsultationChange
from workflow.models.item import Disposition, Item, PastWording, Reply, Submission
from workflow.models.label import Label
from workflow.models.objection import Objection
from workflow.models.organisation import Organisation, ProtectionEnd
from workflow.models.person import Person
from workflow.models.publication import EmbargoEnd
from workflow.models.seat import SeatChange
from workflow.models.statement import Statement
from workflow.models.version import Edition
from workflow.rules.statements.languages import OTHERS
from workflow.text.document import plain
from workflow.web.shared.locale import NAMES

OPENS, CLOSES = "⟦", "⟧"
READERS = ("secretariat", "penholder", "committee", "participant")
SPOKEN = ("title", "alt", "aria-label", "placeholder", "aria-description", "aria-valuetext")
THEIRS = frozenset({"bdi", "code", "kbd", "time", "script", "style"})
WRITTEN = (
    Statement.abandoned_reason,
    ProtectionEnd.reason,
    SeatChange.reason,
    SeatChange.decided_by,
    Reply.body,
    Item.body,
    Submission.note,
    Item.quote,
    Item.proposal,
    Disposition.reason,
    Disposition.taken,
    Consultation.guidance,
    ConsultationChange.reason,
    PastWording.proposal,
    PastWording.quote,
    SteeringAct.reason,
    Objection.why,
    Objection.answer_reason,
)
EDITIONS = (Edition.title, Edition.occasion)
GIVEN = (
    Statement.title, Statement.occasion, *EDITIONS, Organisation.name, Person.name, Person.email, Label.code,
    EmbargoEnd.reason,
)  # fmt: skip
CLASSES = frozenset({"txt", "digest"})
VOID = frozenset({"br", "img", "input", "link", "meta", "hr", "wbr", "base", "col", "source"})
OPTIONAL = frozenset({"li", "p", "dt", "dd", "tr", "td", "th", "option", "html", "body", "head"})
# References (C7, A12, JS 2024/17), versions in a row of numbers, the name of the service and of the coalition.
BARE = re.compile(
    r"\b[CA]\d+\b|\b[A-Z]{2} \d{4}/\d+|Communiqué|Our coalition|XLSX|CSV|DOCX|communique publications [a-z]+ [\w-]+"
    # Days that stand alone, over a column or as an occasion: they are Babel's.
    r"|\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) \d{1,2}(?: (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\b)?",
    re.IGNORECASE,
)
# Choices that bear a name: a procedure, a language, a country, a time zone, a member or a person.
NAMED = re.compile(r"ordinary|en|fr|es|ar|[A-Z]{2}|[bcdfghjkmnpqrstvwxz2-9]{10}|UTC|GMT|\w+(?:/[\w+-]+)+")
WORD = re.compile(r"[^\W\d_]{2,}")


class Sentences(NullTranslations):
    """A catalogue that has every sentence, each between its marks."""

    def gettext(self, message: str) -> str:
        return f"{OPENS}{message}{CLOSES}"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return f"{OPENS}{msgid1 if n == 1 else msgid2}{CLOSES}"

    def pgettext(self, context: str, message: str) -> str:
        return self.gettext(message)

    def npgettext(self, context: str, singular: str, plural: str, num: int) -> str:
        return self.ngettext(singular, plural, num)

    ugettext, ungettext, upgettext, unpgettext = gettext, ngettext, pgettext, npgettext


@dataclass
class Reader(HTMLParser):
    """Reads a page as its reader does. theirs: names and titles; bare: the words that no sentence holds."""

    theirs: re.Pattern[str]
    bare: list[str] = field(default_factory=list)
    depth: int = 0
    open: list[tuple[str, bool]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        for name in (*SPOKEN, *(["value"] if given.get("type") in ("submit", "button", "reset") else [])):
            self._spoken(given.get(name, ""))
        if tag not in VOID:
            is_theirs = tag in THEIRS or not CLASSES.isdisjoint(given.get("class", "").split())
            is_theirs = is_theirs or given.get("dir") == "auto" or (tag != "html" and "lang" in given)
            self.open.append((tag, is_theirs or (tag == "option" and bool(NAMED.fullmatch(given.get("value", ""))))))

    def handle_endtag(self, tag: str) -> None:
        while self.open:
            closed, _ = self.open.pop()
            if closed == tag:
                return

    def handle_data(self, data: str) -> None:
        if any(theirs for _, theirs in self.open):
            return
        self.bare += self._outside(data)

    def _spoken(self, value: str) -> None:
        before, self.depth = self.depth, 0
        self.bare += self._outside(value)
        self.depth = before

    def _outside(self, data: str) -> list[str]:
        kept = []
        for sign in data:
            self.depth += (sign == OPENS) - (sign == CLOSES)
            kept.append("\n" if self.depth or sign == CLOSES else sign)
        runs = self.theirs.sub(" ", BARE.sub(" ", "".join(kept))).split("\n")
        return [" ".join(run.split()) for run in runs if WORD.search(run)]


def bare_words(page: str) -> list[str]:
    """The words of a page that stand in no sentence of the catalogue and are not members' own."""
    reader = Reader(_theirs())
    reader.feed(page)
    # A sentence cut short would hide all that comes after it.
    return [*reader.bare, *(["a sentence without its end"] if reader.depth else [])]


def bare_in_text(text: str) -> list[str]:
    """The same of a mail's text part, which has no marks for members' own words."""
    with database.reading() as session:
        said = [each for column in WRITTEN for each in session.scalars(select(column).distinct()) if each]
    for each in sorted(said, key=len, reverse=True):
        text = " ".join(text.split()).replace(" ".join(plain(each).split()), " ")
    reader = Reader(_theirs())
    reader.handle_data(re.sub(r"https?://\S+", " ", text))
    return reader.bare


def _theirs() -> re.Pattern[str]:
    """Names and titles, which stand in page titles and labels as they are; Babel names countries and languages."""
    with database.reading() as session:
        english = Locale("en")
        said = [
            *english.territories.values(),
            *NAMES.values(),
            *(english.languages[code] for code in (*NAMES, *OTHERS)),
        ]
        said += [each for column in GIVEN for each in session.scalars(select(column).distinct()) if each]
    return re.compile("|".join(re.escape(each) for each in sorted(said, key=len, reverse=True)))


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    """The town, in which everything is said in pseudo."""
    folder = tmp_path_factory.mktemp("pseudo")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(flask_babel.Domain, "get_translations", lambda _domain: Sentences())
        yield moved_in(folder, f"sqlite:///{folder / 'town.sqlite3'}")
    database.engine().dispose()


@pytest.fixture(scope="module")
def pages(ground: Ground) -> list[tuple[str, str, str]]:
    """Every page that somebody may read: its endpoint, who reads it where, and its mark-up."""
    walk, read = Walk(ground.town, ground.browsers, TABLE, mail=ground.mail), []
    for rule, line, place in walk.ways(TABLE):
        for who in (*READERS, STRANGER):
            public = rule.endpoint in OPEN
            if line.get is None or (who == STRANGER) != public or rule.endpoint in ("static", "mailbox.html"):
                continue
            got = walk.browsers.ask(who, "GET", walk.path(rule, place))
            if (got.mimetype, got.status_code) == ("text/html", 200):
                read.append((rule.endpoint, f"{who} at {walk.path(rule, place)}", got.text))
    assert len(read) > 300
    return read


def test_every_word_of_every_page_is_in_the_catalogue(pages: list[tuple[str, str, str]]) -> None:
    found = {(page, word): where for page, where, text in pages for word in bare_words(text)}
    assert not found, "\n".join(f"{page}: {word!r} ({where})" for (page, word), where in found.items())


def test_no_page_glues_two_words_together(pages: list[tuple[str, str, str]]) -> None:
    found = {(page, words): where for page, where, text in pages for words in glued_words(text)}
    assert not found, "\n".join(f"{page}: {words!r} ({where})" for (page, words), where in found.items())


def test_every_word_of_a_refused_form_is_in_the_catalogue(ground: Ground) -> None:
    kept = Kept(ground.settings.data / "town.sqlite3")
    walk, found = Walk(ground.town, ground.browsers, TABLE, kept, ground.mail), {}
    for rule, line, place in walk.ways(TABLE):
        for who in READERS:
            promised = walk.expected(who, place, rule, line.post, rule.endpoint in OPEN) if line.post else None
            if promised in (IN, BARRED, ABSENT_TO) and rule.endpoint != "account.sign_out":
                fields = dict.fromkeys(walk.typed(rule, line, place), "x") if line.fields else {}
                got = walk.browsers.send(who, walk.path(rule, place), fields)
                for word in bare_words(got.text) if got.mimetype == "text/html" and got.status_code != 303 else ():
                    found.setdefault((rule.endpoint, word), f"{who} to {walk.path(rule, place)}: {got.status_code}")
                if not kept.is_unchanged():
                    kept.put_back()
    assert not found, "\n".join(f"{page}: {word!r} ({where})" for (page, word), where in found.items())


def test_every_word_of_every_mail_is_in_the_catalogue(ground: Ground) -> None:
    found = {}
    for mail in every_mail(ground.browsers.app, ground.settings, ground.town, most=6):
        for word in (*bare_words(mail.part("html")), *bare_in_text(mail.part("plain"))):
            found.setdefault((mail.kind.value, word), mail.letter.recipient)
    assert not found, found
