"""Looks at every byte that left for somebody, and remembers where a secret was in it."""

import html
import io
import re
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime
from email.message import EmailMessage

from sqlalchemy import select

from tests.deadlines import fan_out_next_event
from tests.machines.asking import without
from tests.machines.aviary import BIRDS, Aviary
from tests.machines.town import STRANGER, Place
from workflow import database, emails
from workflow.models.event import Delivery
from workflow.models.label import Label
from workflow.models.statement import Statement
from workflow.models.version import Draft

EVERYBODY_ELSE = (STRANGER, "outsider", "participant", "penholder", "committee", "elector")
EVERYWHERE = ("/", "/feed.atom", "/home", "/statements", "/statements/new", "/organisations", "/help", "/settings")
OF_STATEMENT = (
    "",
    "?version=1&show=all",
    "?open=A1",
    "?open=C1",
    "?show=amendments",
    "/comments",
    "/comments?answered=waiting",
    "/comments?show=ours",
    "/changes",
    "/changes?from=1&to=2",
    "/changes?from=1&to=2&view=side",
    "/changes?from=s1&to=draft",
    "/response-table",
    "/response-table?by=organisation",
    "/response-table/print?by=organisation",
    "/response-table.csv?by=organisation",
    "/response-table.xlsx?by=organisation",
    "/response-table.docx?by=organisation",
    "/text.docx",
    "/points.docx?version=1",
    "/points.docx",
    "/changes.docx?from=1&to=2",
    "/decision",
    "/history",
    "/publication",
    "/draft",
    "/draft?view=paragraphs",
    "/draft?language=fr",
    "/draft/saves",
    "/settings",
    "/end",
    "/consultation",
    "/consultation/closing",
    "/ballot",
    "/consolidation",
    "/versions",
    "/items/A1/replies",
    "/items/C1/replies",
    "/items/A1/edit",
    "/amendments/A1/edit",
    "/amendments/new?paragraph={block}",
    "/items/A3/withdrawal",
    "/items/new?kind=comment&paragraph={block}",
    "/items/new?kind=addition",
)
TAKEN_AWAY = tuple(
    rest for rest in OF_STATEMENT if rest.partition("?")[0].endswith(("/print", ".csv", ".xlsx", ".docx"))
)
"""What leaves the service as a file or on paper: it holds no secret for whoever may read it on a page either."""
_PIECE = re.compile(r"<(?=tr\b|li\b|details\b|div class=\"(?:answer|reply))")
_TOKEN = re.compile(r'<input\b[^>]*\bname="(?:csrf_token|form_token)"[^>]*>')
_END = re.compile("</(?:tr|li|details)>")
_HOUR = re.compile(r'datetime="\d{4}-\d\d-\d\dT')


class Search:
    """What was looked at and found. before, after: lists before the birds came and after."""

    def __init__(self, aviary: Aviary) -> None:
        self.aviary = aviary
        self.leaks: list[str] = []
        self.hours: list[str] = []
        self.before: dict[tuple[str, str], bytes] = {}
        self.after: dict[tuple[str, str], bytes] = {}
        self.moment = datetime.now(UTC)
        self.seen = self.mails = self.files = 0
        self._told = 0

    @property
    def place(self) -> Place:
        """The birds' statement as it stands now."""
        with database.reading() as session:
            row = session.scalars(select(Statement).where(Statement.key == self.aviary.key)).one()
            blocks = session.scalars(select(Draft.blocks).where(Draft.statement_id == row.id)).first()
        assert blocks
        return Place(row.key, row.stage, row.address, blocks[1].id, "A3", "0", "A1", True)

    def look(self, where: str, what: bytes | str, *birds: str) -> None:
        """Look for these birds' secrets."""
        text = unpacked(what).decode("utf-8", "replace") if isinstance(what, bytes) else what
        text = html.unescape(_TOKEN.sub("", text)).casefold()  # a token may hold any five letters by chance
        self.leaks += [f"{where}: {secret}" for secret in self.aviary.told(*birds) if secret.casefold() in text]

    def everything(self, stop: str, *birds: str) -> None:
        """All pages, mails and files at this stop."""
        for who in (*EVERYBODY_ELSE, *BIRDS):
            for path in self._paths():
                self._page(stop, who, path, [bird for bird in birds if bird != who])
        for rest in TAKEN_AWAY:
            self._page(stop, "secretariat", f"/statements/{self.aviary.key}{rest}", birds)
        self._letters(stop, birds)
        for file in self.aviary.ground.settings.published.rglob("*"):
            if file.is_file():
                self.files += 1
                self.look(f"{stop}: file {file.name}", str(file).encode() + file.read_bytes(), *birds)

    def pages(self, paths: Sequence[str]) -> dict[tuple[str, str], bytes]:
        """What everybody else is shown there, at one same moment, but for the tokens of forms."""
        asked = [(who, path) for who in EVERYBODY_ELSE for path in paths]
        with database.clock(lambda: self.moment):
            return {(who, path): without(_settled(self._asked(who, path))) for who, path in asked}

    def _asked(self, who: str, path: str) -> bytes:
        return self.aviary.ground.browsers.ask(who, "GET", path).data

    def _paths(self) -> list[str]:
        place = self.place
        inside = [f"/statements/{place.key}{rest.format(block=place.block)}" for rest in OF_STATEMENT]
        inside += [f"/statements/{place.key}/draft/{place.block}", f"/{place.address}", f"/{place.address}/en.txt"]
        hidden = [f"/organisations/{self.aviary.organisations[bird]}" for bird in BIRDS]
        return [*EVERYWHERE, *inside, *hidden]

    def _page(self, stop: str, who: str, path: str, birds: Sequence[str]) -> None:
        got = self.aviary.ground.browsers.ask(who, "GET", path)
        self.seen += got.status_code == 200
        if any(key in path for key in self.aviary.told(*birds)):
            assert got.status_code in (303, 404), (who, path, "is there")
            return
        headers = sorted(each for each in got.headers if each[0] != "Set-Cookie")  # that is signed and packed
        self.look(f"{stop}: {who} at {path}", repr(headers), *birds)
        self.look(f"{stop}: {who} at {path}", got.data, *birds)
        if got.status_code == 200 and who in EVERYBODY_ELSE and got.mimetype == "text/html":
            self._hours(f"{stop}: {who} at {path}", got.text)

    def _hours(self, where: str, page: str) -> None:
        with database.reading() as session:
            codes = session.scalars(select(Label.code).join(Statement).where(Statement.key == self.aviary.key)).all()
        for piece in (_END.split(each)[0] for each in _PIECE.split(page)):
            if any(f'<bdi dir="ltr">{code}</bdi>' in piece for code in codes) and _HOUR.search(piece):
                self.hours.append(f"{where}: {' '.join(re.sub('<[^>]+>', ' ', piece).split())[:120]}")

    def _letters(self, stop: str, birds: Sequence[str]) -> None:
        while fanned_out():
            pass
        for delivery, person in self._owed():
            with self.aviary.ground.browsers.app.app_context(), database.transaction() as session:
                letter = emails.message_for(session, delivery, self.aviary.ground.settings)
            self.mails += 1
            others = [bird for bird in birds if self.aviary.people.get(bird) != person]
            self.look(f"{stop}: mail {letter.message['Subject']} to {letter.recipient}", read(letter.message), *others)

    def _owed(self) -> list[tuple[int, int]]:
        """(delivery, person) of each mail that was not searched yet."""
        wanted = select(Delivery.id, Delivery.person_id).where(Delivery.id > self._told).order_by(Delivery.id)
        with database.reading() as session:
            rows = [(row.id, row.person_id) for row in session.execute(wanted)]
        self._told = rows[-1][0] if rows else self._told
        return rows


def unpacked(data: bytes) -> bytes:
    """A workbook or document with the names and bytes of the files in it; everything else as it is."""
    if not data.startswith(b"PK"):
        return data
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return data + b"".join(name.encode() + packed.read(name) for name in packed.namelist())


def fanned_out() -> bool:
    """Whether there was an event whose mails were not yet written down; now they are."""
    with database.transaction() as session:
        return fan_out_next_event(session)


def read(message: EmailMessage) -> str:
    """Headers and parts as a mail program reads them, and the bytes as they are sent."""
    parts = [str(part.get_content()) for part in message.walk() if not part.is_multipart()]
    heads = [f"{name}: {value}" for name, value in message.items()]
    return "\n".join([*heads, *parts, message.as_bytes().decode("utf-8", "replace")])


def _settled(page: bytes) -> bytes:
    """The page without the fresh token that each form gets."""
    return re.sub(rb'name="form_token"[^>]*value="[^"]*"|value="[^"]*"[^>]*name="form_token"', b"", page)
