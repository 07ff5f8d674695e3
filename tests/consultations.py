"""A long consultation through the real services, beside a text whose letters know themselves (tests/provenance)."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from random import Random

from tests import calls, posting, provenance
from tests.consolidations import answer, draft
from tests.provenance import Known
from tests.rooms import Room, furnished
from workflow.models.item import Item
from workflow.rules.consolidation.dispositions import DispositionKind
from workflow.rules.items.kinds import KINDS, ItemKind
from workflow.services.consolidation import issuing
from workflow.services.consultation import consulting
from workflow.text.document import Reading, joined

REPLACE, ADD, REMOVE, MOVE = map(ItemKind, ("replace", "add", "remove", "move"))
ACCEPTED, PART, NOT_ACCEPTED, NOTED = map(DispositionKind, ("accepted", "part", "not_accepted", "noted"))
MEMBERS = ("dana", "lucie", "elena", "nadia", "fred")
_BESIDE = 32  # letters around words that the browser sends with them


@dataclass(frozen=True)
class Asked:
    """An item: the letters that it is about, in the version that it was made on; no letters: the whole text."""

    reference: str
    version: int
    kind: ItemKind
    block: str | None
    quote: str
    marks: tuple[int, ...]
    whole: bool
    after: str | None = None
    proposal: str = ""


@dataclass
class Consultation:
    """The statement in its room; versions: what was issued, letter by letter."""

    room: Room
    language: str
    chance: Random
    versions: dict[int, list[Known]] = field(default_factory=dict)
    items: list[Asked] = field(default_factory=list)

    @property
    def newest(self) -> int:
        """The number of the version issued last."""
        return max(self.versions)

    @property
    def text(self) -> list[Known]:
        """The version issued last."""
        return self.versions[self.newest]


@contextmanager
def consultation(reading: Reading, language: str, seed: int) -> Iterator[Consultation]:
    """The statement imported, its torn paragraphs joined as proposed, and its first consultation open."""
    with furnished() as room:
        with room.acting("sara") as (session, person):
            blocks = joined(reading.blocks, reading.joins)
            facts = {"title": reading.title or "On shared waters", "occasion": reading.occasion, "language": language}
            room.key = calls.create_statement(session, person, blocks=blocks, **facts).key
        held = Consultation(room, language, Random(seed))
        open_consultation(held)
        held.versions[1] = provenance.known(room.blocks(1))
        yield held


def open_consultation(held: Consultation) -> None:
    """A consultation on the newest version."""
    held.room.do("sara", calls.open_consultation, closes_at=held.room.clock() + timedelta(days=2))


def comment(held: Consultation, many: int) -> None:
    """So many comments: a tenth on the whole text, a fifth on whole paragraphs, the others on one word up to twenty."""
    for number in range(many):
        about = None if number % 10 == 0 else _paragraph(held)
        span = None if about is None or number % 5 == 1 else _words(held, about)
        _send(held, number, posting.post_comment, about, span, body=f"Comment {number}: say more here.")


def amend(held: Consultation, many: int) -> None:
    """So many amendments: new paragraphs, some to be removed or moved, most with other words for one up to twenty."""
    for number in range(many):
        about = _paragraph(held)
        change = {0: ADD, 1: REMOVE, 2: MOVE}.get(number % 10, REPLACE)
        facts = {"kind": change, "reason": f"Reason {number}."}
        if change in (ADD, MOVE):
            facts["after"] = _elsewhere(held, about)
        if change in (ADD, REPLACE):
            said = provenance.phrase(held.chance, held.language, held.chance.randrange(2, 6))
            facts["proposal"] = f"{said}." if change is ADD else said
        span = _words(held, about) if change is REPLACE else None
        _send(held, number, posting.propose_amendment, None if change is ADD else about, span, **facts)


def _paragraph(held: Consultation) -> Known:
    return held.chance.choice([each for each in held.text if len(provenance.words(each.text)) > 3])


def _elsewhere(held: Consultation, about: Known) -> str:
    """A paragraph that `about` does not follow already."""
    at = held.text.index(about)
    return held.chance.choice([each for place, each in enumerate(held.text) if place not in (at - 1, at)]).block.id


def _words(held: Consultation, about: Known) -> tuple[int, int]:
    """One word up to twenty; the short ones stand there more than once as often as not."""
    found = provenance.words(about.text)
    first = held.chance.randrange(len(found))
    last = min(first + held.chance.choice((1, 1, 2, 2, 3, 5, 8, 12, 20)), len(found)) - 1
    return found[first][0], found[last][1]


def _send(
    held: Consultation,
    number: int,
    use_case: object,
    about: Known | None,
    span: tuple[int, int] | None,
    **facts: object,
) -> None:
    start, end = span or (0, 0)
    words = {} if about is None or span is None else _selected(about.text, start, end)
    place = {"version": held.newest, "block": about and about.block.id, "language": "en", **words, **facts}
    item: Item = held.room.do(MEMBERS[number % len(MEMBERS)], use_case, **place)  # type: ignore[arg-type]
    # The server found the very words that were selected, also where they stand there several times.
    assert span is None or (item.start, item.end) == span, item.reference
    # A new paragraph is about the one that it would follow.
    about = next((each for each in held.text if each.block.id == item.after), about) if item.kind is ADD else about
    text, marks = (about.text, about.marks) if about else ("", ())
    stretch = slice(start, end) if span else slice(None)
    block = about.block.id if about else None
    asked = Asked(item.reference, held.newest, item.kind, block, text[stretch], marks[stretch], span is None)
    held.items.append(replace(asked, after=item.after, proposal=item.proposal))


def _selected(text: str, start: int, end: int) -> dict[str, str]:
    """What the browser sends of selected words."""
    beside = {"prefix": text[max(0, start - _BESIDE) : start], "suffix": text[end : end + _BESIDE]}
    return {"words": text[start:end], **beside}


def decide(held: Consultation) -> dict[str, str]:
    """Close the consultation and answer half of what waits, in every way; reference -> the words taken of what goes
    in.
    """
    held.room.do("sara", consulting.close_consultation)
    open_ones = [each for each in held.items if each.version == held.newest]
    taken = _chosen(held, [each for each in open_ones if KINDS[each.kind].amends])
    answers = [_answer(each, place, taken) for place, each in enumerate(open_ones)]
    held.room.do("sara", issuing.dispose_all, answers=[answer for answer in answers if answer])
    return taken


def _chosen(held: Consultation, asked: Sequence[Asked]) -> dict[str, str]:
    """Amendments that do not touch one another: one of each kind on whole paragraphs, and those on words."""
    taken: dict[str, str] = {}
    held_letters: set[int] = set()
    used: set[str | None] = set()
    for each in sorted(asked, key=lambda item: item.kind is REPLACE):
        near = _with_neighbours(held, each)
        place = {each.block, each.after} - {None}
        if near & held_letters or (each.kind is not REPLACE and place & used):
            continue
        if each.kind is not REPLACE and any(item.kind is each.kind and item.reference in taken for item in asked):
            continue
        taken[each.reference] = each.proposal
        held_letters |= near
        used |= place
    return taken


def _with_neighbours(held: Consultation, each: Asked) -> set[int]:
    """The letters that an amendment changes, and those beside them."""
    if each.kind is ADD:
        return set()
    marks = next(known.marks for known in held.text if known.block.id == each.block)
    start = marks.index(each.marks[0])
    return set(marks[max(0, start - 4) : start + len(each.marks) + 4])


def _answer(each: Asked, place: int, taken: dict[str, str]) -> issuing.Answer | None:
    if each.reference in taken:
        part = max(each.proposal.split(), key=len, default="")
        if each.kind is REPLACE and place % 4 == 0 and part not in (each.quote, each.proposal):
            taken[each.reference] = part
            return issuing.Answer(each.reference, PART, part, "The rest is said elsewhere.")
        return issuing.Answer(each.reference, ACCEPTED)
    kind = {0: NOT_ACCEPTED, 1: NOTED}.get(place % (5 if not KINDS[each.kind].amends else 3))
    return issuing.Answer(each.reference, kind, "", "We thank you.") if kind else None


def write(held: Consultation, times: int, *, by_paragraph: bool) -> list[Known]:
    """Heavy work on the draft by hand; by_paragraph: the form keeps the ids, else the whole text is written anew."""
    newest = draft(held.room, held.language)
    edited = provenance.edited(held.text, held.chance, held.language, times)
    blocks = [each.block if by_paragraph else replace(each.block, id="") for each in edited]
    facts = {"language": held.language, "serial": newest.serial, "title": newest.title, "occasion": newest.occasion}
    saved = held.room.do("sara", calls.save_draft, blocks=blocks, **facts).blocks
    assert [block.text for block in saved] == [each.text for each in edited]
    return [replace(each, block=block) for each, block in zip(edited, saved, strict=True)]


def issue(held: Consultation, written: list[Known], taken: dict[str, str]) -> tuple[str, ...]:
    """The next version; its letters are those of the draft and of the amendments put in. Returns what was left out."""
    with held.room.acting("sara") as (session, _):
        made = issuing.text_to_issue(session, session.merge(held.room.statement(), load=False))
    for ref in made.unapplied:  # a version tells nobody "accepted" of words that it does not say
        answer(held.room, ref, "noted")
    left = (*made.unapplied, *made.by_hand)
    held.room.do("sara", issuing.issue_version, carry_over=True)
    entering = [each for each in held.items if each.reference in taken and each.reference not in left]
    for each in entering:
        written = _applied(written, each, taken[each.reference])
    blocks = held.room.blocks()
    assert [block.text for block in blocks] == [each.text for each in written]
    now = [replace(each, block=block) for each, block in zip(written, blocks, strict=True)]
    held.versions[held.newest + 1] = now
    return left


def _applied(text: list[Known], each: Asked, words: str) -> list[Known]:
    ids = [known.block.id for known in text]
    if each.kind is REPLACE:
        at = next(at for at, known in enumerate(text) if each.marks[0] in known.marks)
        start = text[at].marks.index(each.marks[0])
        assert text[at].text[start : start + len(each.quote)] == each.quote, each.reference
        return [*text[:at], text[at].with_words(start, start + len(each.marks), words), *text[at + 1 :]]
    if each.kind is ADD:
        at = ids.index(each.after or "") + 1
        return [*text[:at], provenance.new(text[1].block, words), *text[at:]]
    moved = text[ids.index(each.block or "")]
    rest = [known for known in text if known is not moved]
    if each.kind is REMOVE:
        return rest
    at = [known.block.id for known in rest].index(each.after or "") + 1
    return [*rest[:at], moved, *rest[at:]]
