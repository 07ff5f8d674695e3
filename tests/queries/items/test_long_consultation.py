"""A statement with sixty comments and forty amendments goes through two more versions that were heavily edited.

What the room then shows is held against a text whose letters know themselves: every note stands where its words are, or
says that they are gone or that nobody can tell; and none vanishes.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from tests import consultations, provenance
from tests.consultations import Asked, Consultation
from tests.provenance import Known
from workflow import database as record
from workflow.models.item import Disposition, Item
from workflow.models.person import Person
from workflow.queries.items.item_list import register
from workflow.queries.items.wanted import Wanted
from workflow.queries.room.room import RoomView, room
from workflow.queries.room.room_notes import Margin
from workflow.queries.shared.standing import Standing, standing
from workflow.rules.shared.names import Viewer
from workflow.text.document import read
from workflow.text.values import Verdict

ROOT = Path(__file__).resolve().parents[3]
SEED = ROOT.parent / "shared" / "seed" / "closing-statement.md"  # where a coalition's own statement lies beside us
OURS = ROOT / "workflow" / "demo" / "statements"
ENGLISH = SEED if SEED.exists() else OURS / "closing-tenth.1.en.md"
ARABIC = OURS / "cooperation.1.ar.md"


@dataclass(frozen=True)
class Shown:
    """A note as the room shows it: beside which paragraph (None: the whole text), and the words marked for it."""

    block: str | None
    verdict: Verdict | None
    start: int = 0
    end: int = 0


# What is asked of the database is the same for every item: one kind of database will do.
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("path", "language", "seed"), [(ENGLISH, "en", 7), (ARABIC, "ar", 8)], ids=["english", "arabic"]
)
def test_every_note_of_a_long_consultation_stands_where_its_words_are_or_says_that_they_are_gone(
    database: Engine, path: Path, language: str, seed: int
) -> None:
    with consultations.consultation(read(path.read_bytes(), path.name), language, seed) as held:
        for first in (True, False):
            consultations.comment(held, 60 if first else 12)
            consultations.amend(held, 40 if first else 10)
            taken = consultations.decide(held)
            consultations.issue(held, consultations.write(held, 6, by_paragraph=first), taken)
            notes = beside(held)
            assert set(notes) == open_items(held)
            assert [wrong for each in held.items if (wrong := judged(held, each, notes.get(each.reference)))] == []
            assert listed(held) == sorted(each.reference for each in held.items)
            assert {note.verdict for note in notes.values()} >= {Verdict.SAME, Verdict.EDITED, Verdict.DELETED}
            consultations.open_consultation(held)


def viewed(held: Consultation, who: str = "nadia") -> Standing:
    """The statement as a member sees it."""
    with record.reading() as session:
        person = session.get_one(Person, held.room.people[who])
        found = standing(session, Viewer(person.id, person.organisation_id, False), held.room.key)
    assert found is not None
    return found


def beside(held: Consultation) -> dict[str, Shown]:
    """Reference -> its note in the room of the newest version, every paragraph opened."""
    stand, found = viewed(held), {}
    with record.reading() as session:
        for block in (*(each.block.id for each in held.text), "text"):
            seen = room(session, stand, version=None, language=None, wish=RoomView(opened=block))
            assert seen is not None
            margin = seen.whole if block == "text" else next(p.margin for p in seen.paragraphs if p.block.id == block)
            assert margin.more == 0
            found |= dict(_notes(None if block == "text" else block, margin))
    return found


def _notes(block: str | None, margin: Margin) -> Iterator[tuple[str, Shown]]:
    places = {mark.refs[0]: (mark.start, mark.end) for mark in margin.marks}
    for note in margin.notes:
        yield note.item.reference, Shown(block, note.verdict, *places.get(note.item.reference, (0, 0)))


def open_items(held: Consultation) -> set[str]:
    """The references of what no version has answered yet."""
    told = select(Disposition.item_id).where(Disposition.version_id.is_not(None))
    with record.reading() as session:
        return {item.reference for item in session.scalars(select(Item).where(Item.id.not_in(told)))}


def listed(held: Consultation) -> list[str]:
    """What the Comments list shows, page by page."""
    stand, blocks, found = viewed(held), held.room.blocks(), []
    with record.reading() as session:
        pages = register(session, stand, blocks, Wanted(), page=1).pages
        for page in range(1, pages + 1):
            got = register(session, stand, blocks, Wanted(), page=page)
            found += [item.reference for section in got.sections for item in section.items]
    return sorted(found)


def judged(held: Consultation, each: Asked, shown: Shown | None) -> str:
    """What is wrong with the place of an item's note; empty where nothing is, or where it was answered."""
    if shown is None:
        return ""
    about = f"{each.reference} on version {each.version} ({each.quote[:60]!r}): {shown}"
    if each.version == held.newest or not each.marks:
        return "" if shown.verdict is None else f"it has not changed: {about}"
    truth = _Truth(held.text, each)
    fault = _fault_of_paragraph(truth, shown) if each.whole else _fault_of_words(truth, shown)
    return f"{fault}: {about}" if fault else ""


class _Truth:
    """Where the letters of an item are now."""

    def __init__(self, text: list[Known], each: Asked) -> None:
        self.item = each
        self.texts = {known.block.id: known.text for known in text}
        self.where = {mark: (known.block.id, at) for known in text for at, mark in enumerate(known.marks)}
        signs = zip(each.quote, each.marks, strict=True)
        letters = [mark for sign, mark in signs if sign.isalnum()]
        self.left = [self.where[mark] for mark in letters if mark in self.where]
        self.share = len(self.left) / len(letters)
        self.homes = Counter(block for block, _ in self.left)

    @property
    def is_whole(self) -> bool:
        """Whether all of it stands together as it did."""
        block, start = self.where.get(self.item.marks[0], ("", 0))
        return [self.where.get(mark) for mark in self.item.marks] == [
            (block, start + at) for at in range(len(self.item.marks))
        ]


def _fault_of_paragraph(truth: _Truth, shown: Shown) -> str:
    if truth.item.block in truth.texts:
        return "" if shown.block == truth.item.block else "not beside its paragraph"
    if shown.block is None:
        is_there = truth.share >= 0.9 and len(truth.homes) == 1
        return "called gone" if is_there and shown.verdict is Verdict.DELETED else ""
    return "" if 2 * truth.homes[shown.block] >= len(truth.left) > 0 else "beside a wrong paragraph"


def _fault_of_words(truth: _Truth, shown: Shown) -> str:
    if shown.verdict is Verdict.UNCERTAIN:
        return ""
    if shown.verdict is Verdict.DELETED:
        return "called gone" if truth.is_whole or truth.share > 0.6 else ""
    if shown.block is None or shown.start == shown.end:
        return "without a place"
    there = truth.texts[shown.block][shown.start : shown.end]
    if truth.is_whole:
        is_there = there == truth.item.quote and truth.where[truth.item.marks[0]] == (shown.block, shown.start)
        return "" if is_there else f"not its words: {there!r}"
    own = sum(block == shown.block and shown.start <= at < shown.end for block, at in truth.left)
    is_there = 2 * own >= len(truth.left) > 0 and _share(there, truth.item.quote) >= 0.5
    return "" if is_there else f"not its words: {there!r}"


def _share(one: str, other: str) -> float:
    """How many of the words of the shorter stand in the longer."""
    a, b = (Counter(text[start:end] for start, end in provenance.words(text)) for text in (one, other))
    return (a & b).total() / max(1, min(a.total(), b.total()))
