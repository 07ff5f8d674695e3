"""Every kind of mail in every language: its page and its text say the same, and its headers arrive as they are meant.

The statement's life is halted wherever a mail would say something else later.
"""

import email
import html
import re
from collections import Counter
from collections.abc import Iterator
from email import policy
from email.header import decode_header, make_header
from email.message import EmailMessage

import pytest
from sqlalchemy import Engine, update

from tests.decisions import every, fan_out_all
from tests.emails.house import TOLD, House, kind_of, parts, steps
from tests.rooms import furnished_open
from workflow import database as record
from workflow import smtp
from workflow.app import create_app
from workflow.config import LANGUAGES, Settings
from workflow.models.event import Delivery
from workflow.models.person import Person
from workflow.rules.notifications.events import EventKind

_HEAD = re.compile(r"^.*<body>", re.DOTALL)
_BLOCK = re.compile(r"</(?:p|h1|h2|h3|li|blockquote|dd)>|<br>")
_ADDRESS = re.compile(r"^\s*https?://\S+$", re.MULTILINE)
_MARKS = str.maketrans("", "", "\N{RIGHT-TO-LEFT MARK}")


@pytest.fixture
def house(database: Engine, settings: Settings) -> Iterator[House]:
    """The furnished room with its first consultation open, on each database."""
    app = create_app(settings)
    with furnished_open() as room:
        yield House(room, app, settings)


def test_every_mail_says_the_same_as_page_and_as_text_and_its_headers_survive(house: House) -> None:
    seen: set[int] = set()
    kinds = {language: set[EventKind]() for language in LANGUAGES}
    for _ in steps(house):
        fan_out_all()
        owed = [row for row in every(Delivery) if row.id not in seen]
        seen.update(row.id for row in owed)
        for language in LANGUAGES:
            with record.transaction() as session:
                session.execute(update(Person).values(language=language))
            count = Counter[EventKind]()
            for row in owed:
                kind = kind_of(row)
                count[kind] += 1
                if count[kind] <= 2:  # of one event to all
                    _check(house.of(row.id).message, f"{kind.value} in {language}")
                    kinds[language].add(kind)
    assert all(found == set(TOLD) for found in kinds.values())


def _check(message: EmailMessage, name: str) -> None:
    text, page = (part.replace("\r\n", "\n") for part in parts(message))  # whole mails in base64 keep theirs
    assert _words_of_text(text) == _words_of_page(page), name
    assert set(_addresses(page)) == set(re.findall(r"https?://\S+", text)), name
    assert not re.search(r"^\N{RIGHT-TO-LEFT MARK}communique ", text, re.MULTILINE), (name, "copied into a terminal")
    assert "%(" not in text + page and "None" not in text, name
    raw = smtp.wire(message).replace(b"\r\n..", b"\r\n.")
    read, old = (email.message_from_bytes(raw, policy=how) for how in (policy.default, policy.compat32))
    for header in ("From", "To", "Subject", "Date", "Message-ID", "Content-Language"):
        assert str(read[header]) == str(message[header]), (name, header)
    folded = str(old["Subject"]).replace("\r\n", "")  # folds taken out as RFC 5322 2.2.3 says
    assert str(make_header(decode_header(folded))) == message["Subject"], name
    assert all(line.strip() and len(line) <= 998 for line in _header_lines(raw)), name
    assert not any(re.fullmatch(rb"[\w-]+:\s*", line) for line in _header_lines(raw)), name
    (title,) = re.findall(r"<title>\s*(.*?)\s*</title>", page, re.DOTALL)
    assert html.unescape(title).translate(_MARKS) == message["Subject"].translate(_MARKS), name


def _header_lines(raw: bytes) -> list[bytes]:
    return raw.partition(b"\r\n\r\n")[0].split(b"\r\n")


def _addresses(page: str) -> list[str]:
    return [html.unescape(each) for each in re.findall(r'href="([^"]*)"', page)]


def _words_of_page(page: str) -> list[str]:
    """Each word of the body, in its order; what the text puts between them is no word."""
    spoken = re.sub(r"<[^>]+>", "", _BLOCK.sub(" ", _HEAD.sub("", page)))
    return html.unescape(spoken).translate(_MARKS).casefold().split()


def _words_of_text(text: str) -> list[str]:
    lines = _ADDRESS.sub("", re.sub(r"[\xa0 ]?:(?=\n\s*https?:)", "", text)).translate(_MARKS)
    return re.sub(r"^ *(?:--$|- )", "", lines, flags=re.MULTILINE).casefold().split()
