"""What is kept, written to the penholder alone or said in a blind consultation stays with those it is for.

Each has a word that stands nowhere else; every page, file and mail is searched for it as everybody.
"""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from tests import calls, posting
from tests.machines.asking import moved_in
from tests.machines.aviary import Aviary
from tests.machines.searching import EVERYWHERE, OF_STATEMENT, fanned_out, read, unpacked
from workflow import database, emails
from workflow.models.event import Delivery
from workflow.models.person import Person
from workflow.models.statement import Statement
from workflow.models.version import Version
from workflow.rules.consolidation.dispositions import DispositionKind
from workflow.rules.items.kinds import ItemKind
from workflow.rules.shared.lifecycle import Stage
from workflow.services.consolidation import issuing
from workflow.services.consultation import consulting
from workflow.services.items import replying

MINE, PEN = "participant", "penholder"
PRIVATE, KEPT, UNSEEN = "Xylobraid", "Quillbark", "Mirewhisper"
LOOKING = (MINE, PEN, "outsider", "committee")
OF_ITEM = ("replies", "wordings", "edit", "withdrawal")


class Told:
    """Who was told which word, and where: on each page and in each mail at each stop."""

    def __init__(self, aviary: Aviary) -> None:
        self.aviary, self.items = aviary, set[str]()
        self.where: dict[tuple[str, str], set[str]] = {}
        self.pages = self.mails = self._last = 0

    def look(self, stop: str, *words: str) -> None:
        """Ask for everything as everybody, and read the mails that were written since the last stop."""
        under = [rest for rest in OF_STATEMENT if "{" not in rest] + ["/proposed", "/coverage"]
        under += [f"/items/{item}/{rest}" for item in self.items for rest in OF_ITEM]
        under += [f"?open={item}" for item in self.items] + [f"/comments?q={word}" for word in words]
        for who in LOOKING:
            for path in (*EVERYWHERE, *(f"/statements/{self.aviary.key}{rest}" for rest in under)):
                got = self.aviary.ground.browsers.ask(who, "GET", path)
                self.pages += got.status_code == 200
                # A search repeats what was searched for: in its field and its links, not among what was found.
                page = re.sub(r'(?:value|href)="[^"]*"', "", unpacked(got.data).decode("utf-8", "replace"))
                self._note(f"{stop}: {path}", who, page, words)
        self._letters(stop, words)

    def _letters(self, stop: str, words: tuple[str, ...]) -> None:
        while fanned_out():
            pass
        new = select(Delivery.id, Person.name).join(Person, Person.id == Delivery.person_id)
        with database.reading() as session:
            rows = session.execute(new.where(Delivery.id > self._last).order_by(Delivery.id)).all()
        for delivery, who in rows:
            with self.aviary.ground.browsers.app.app_context(), database.transaction() as session:
                letter = emails.message_for(session, delivery, self.aviary.ground.settings)
            self.mails, self._last = self.mails + 1, delivery
            self._note(f"{stop}: {letter.message['Subject']}", who, read(letter.message), words)

    def _note(self, where: str, who: str, said: str, words: tuple[str, ...]) -> None:
        for word in words:
            if word in said:
                self.where.setdefault((word, who), set()).add(where)

    def those_told(self, word: str) -> set[str]:
        """Who was told it anywhere."""
        return {who for said, who in self.where if said == word}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Told]:
    """A consultation, the answers to it, the version after it, and a blind consultation."""
    folder: Path = tmp_path_factory.mktemp("undisclosed")
    aviary = Aviary(moved_in(folder, f"sqlite:///{folder / 'town.sqlite3'}"))
    aviary.key = aviary.ground.town.places[Stage.CONSULTATION].key
    made = Told(aviary)
    _speak(made)
    made.look("open", PRIVATE, KEPT)
    aviary.by(PEN, consulting.close_consultation, reason="All have written.")
    for item in sorted(made.items):
        kind = DispositionKind.NOT_ACCEPTED
        aviary.by(PEN, calls.dispose, item=item, kind=kind, reason=f"As {PRIVATE} said.")
    open_to_all = aviary.ground.town.places[Stage.CONSULTATION].mine
    aviary.by(PEN, calls.dispose, item=open_to_all, kind=DispositionKind.NOTED, reason="Known to all.")
    aviary.by(PEN, issuing.issue_version, carry_over=True)
    made.look("version", PRIVATE, KEPT)
    aviary.by(PEN, calls.open_consultation, closes_at=_tomorrow(), blind=True)
    with database.reading() as session:
        number = session.scalars(select(func.max(Version.number)).where(Version.statement_id == _id(aviary))).one()
    posted = aviary.by(MINE, posting.post_comment, version=number, body=f"A {UNSEEN}.", language="en")
    made.items = {posted.reference}
    made.look("blind", PRIVATE, KEPT, UNSEEN)
    yield made
    database.engine().dispose()


def _speak(made: Told) -> None:
    place = made.aviary.ground.town.places[Stage.CONSULTATION]
    facts: dict[str, Any] = {"version": 1, "block": place.block, "language": "en"}
    about = {"body": f"A {PRIVATE}.", "private": True, **facts}
    comment = made.aviary.by(MINE, posting.post_comment, **about)
    addition = {"kind": ItemKind.ADD, "proposal": f"No {PRIVATE}.", "reason": f"For a {PRIVATE}.", **facts}
    amendment = made.aviary.by(MINE, posting.propose_amendment, private=True, **addition)
    made.items = {comment.reference, amendment.reference}
    made.aviary.by(PEN, replying.post_reply, item=comment.reference, body=f"Which {PRIVATE}?", language="en")
    made.aviary.by(MINE, posting.post_comment, body=f"A {KEPT}.", keep=True, **facts)


def _tomorrow() -> Any:
    with database.reading() as session:
        return database.now(session) + timedelta(days=1)


def _id(aviary: Aviary) -> Any:
    return select(Statement.id).where(Statement.key == aviary.key).scalar_subquery()


def test_words_for_the_penholder_reach_the_penholder_alone(told: Told) -> None:
    assert told.those_told(PRIVATE) == {MINE, PEN}, told.where


def test_a_kept_draft_stays_inside_its_organisation(told: Told) -> None:
    assert told.those_told(KEPT) == {MINE}, told.where


def test_in_a_blind_consultation_the_others_are_told_nothing(told: Told) -> None:
    assert told.those_told(UNSEEN) == {MINE, PEN}, told.where


def test_everything_was_looked_at(told: Told) -> None:
    assert told.pages > 200 and told.mails > 20, (told.pages, told.mails)


def test_once_the_blind_consultation_is_closed_everybody_reads_it(told: Told) -> None:
    told.aviary.by(PEN, consulting.close_consultation, reason="All have written.")
    told.look("closed", UNSEEN)
    assert "committee" in told.those_told(UNSEEN)


def test_the_secretariat_s_file_with_names_holds_nothing_that_was_for_the_penholder(told: Told) -> None:
    for ending in ("csv", "xlsx", "docx"):
        path = f"/statements/{told.aviary.key}/response-table/names.{ending}"
        got = told.aviary.ground.browsers.send("secretariat", path)
        said = unpacked(got.data).decode("utf-8", "replace")
        assert got.status_code == 200 and "Known to all." in said
        assert PRIVATE not in said and KEPT not in said
