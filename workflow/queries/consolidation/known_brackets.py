"""The passages that versions left open in square brackets, found again in the text on the consolidation."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflow.models.version import Edition, Version
from workflow.text.amendments import choices, merged, standing, with_references
from workflow.text.anchors import reanchor_all
from workflow.text.document import Bracket, open_brackets, titled
from workflow.text.values import Block, Source, Verdict, source_from_list

_Sign = tuple[str, tuple[str, ...]]
_Placed = tuple[str, tuple[str, ...], int]


@dataclass(frozen=True)
class KnownBrackets:
    """The passages that versions left open, each with the amendments behind it: by their words, of those alike one; and
    those of the newest version, by their blocks in order.
    """

    by_words: Mapping[_Sign, Bracket]
    newest: Mapping[str, Sequence[Bracket]]

    def of(self, text: Iterable[Block]) -> list[tuple[Bracket, Bracket | None]]:
        """Each passage that the text leaves open, with the one that it was in a version.

        It is known by its words, or by its place while its paragraph has as many as in the newest version and some of
        its words are left: who puts a word right in it writes no other one.
        """
        found = []
        for there in (open_brackets([block]) for block in text):
            before = self.newest.get(there[0].block, ()) if there else ()
            for at, each in enumerate(there):
                same = self.by_words.get(_sign(each))
                in_place = standing(before[at], each) if len(before) == len(there) else None
                stood = any(_sign(each) == _sign(other) for other in before)
                found.append((each, same if stood else in_place or same))
        return found

    def narrowed(self, passage: Bracket) -> Bracket | None:
        """The passage with the amendments behind its alternatives where a version left it open with more of them."""
        for (block, words), before in self.by_words.items():
            if block == passage.block and set(passage.words) < set(words):
                refs = {each.words: each.refs for each in before.alternatives}
                return replace(
                    passage, alternatives=tuple(replace(a, refs=refs[a.words]) for a in passage.alternatives)
                )
        return None

    def besides(self, passage: Bracket) -> set[str]:
        """The amendments behind the other passages of the newest version."""
        others = (each for there in self.newest.values() for each in there if _sign(each) != _sign(passage))
        return {ref for each in others for ref in each.refs}


def passages_of_versions(session: Session, statement_id: int, language: str) -> KnownBrackets:
    """The passages of all versions; one SQL statement."""
    rows = session.execute(
        select(Edition.title, Edition.blocks, Edition.sources)
        .join(Version, Version.id == Edition.version_id)
        .where(Version.statement_id == statement_id, Edition.language == language)
        .order_by(Version.number)
    ).all()
    known = KnownBrackets({}, {})
    for row in rows:
        text = titled(row.title, row.blocks)
        named = with_references(open_brackets(text), [source_from_list(each) for each in row.sources])
        by_words, newest = dict(known.by_words), dict[str, list[Bracket]]()
        for each, (_, was) in zip(named, known.of(text), strict=True):
            there = merged(was, each) if was else each
            newest.setdefault(each.block, []).append(there)
            if there.refs:
                by_words[_sign(there)] = there
        known = KnownBrackets(by_words, newest)
    return known


@dataclass(frozen=True)
class LeftOpen:
    """A passage that the text as it will read leaves open, with the amendments behind each alternative.

    start: where it stands in the draft, None where answers make it. choices: of each alternative its place among those
    of the draft's passage; answers may have taken some out, and changed words within others.
    """

    bracket: Bracket
    start: int | None
    choices: tuple[int, ...] = ()


def passages_left_open(
    known: KnownBrackets, draft: Sequence[Block], text: Sequence[Block], sources: Sequence[Source]
) -> list[LeftOpen]:
    """The passages that the text as it will read leaves open."""
    found, places = with_references(open_brackets(text), sources), _in_draft(draft, text)
    of_draft = known.of(draft)
    former = {(each.block, each.start): was for each, was in of_draft}
    rest = [(each, was) for each, was in of_draft if (*_sign(each), each.start) not in _draft_signs(places)]
    made = []
    for each in found:
        start = places.get((*_sign(each), each.start))
        if start is not None:
            was = former[(each.block, start)]
            made.append(LeftOpen(merged(was, each) if was else each, start, tuple(range(len(each.alternatives)))))
        else:
            made.append(_changed_by_answers(known, each, rest))
    return made


def _draft_signs(places: Mapping[_Placed, int]) -> set[_Placed]:
    return {(block, words, start) for (block, words, _), start in places.items()}


def _changed_by_answers(known: KnownBrackets, passage: Bracket, rest: list[tuple[Bracket, Bracket | None]]) -> LeftOpen:
    """A passage that reads otherwise than any of the draft. rest: those of the draft that the text does not have; the
    one that it was is taken out of them.
    """
    for at, (each, was) in enumerate(rest):
        if each.block == passage.block and (chosen := choices(each, passage)):
            del rest[at]
            return LeftOpen(_with_former(was, passage, chosen) if was else passage, each.start, chosen)
    was = known.by_words.get(_sign(passage)) or known.narrowed(passage)
    return LeftOpen(merged(was, passage) if was else passage, None)


def _with_former(was: Bracket, passage: Bracket, chosen: Sequence[int]) -> Bracket:
    """The passage with the amendments that were behind its alternatives as well."""
    alternatives = [
        replace(each, refs=was.alternatives[at].refs) for each, at in zip(passage.alternatives, chosen, strict=True)
    ]
    return merged(replace(passage, alternatives=tuple(alternatives), left_out=was.left_out), passage)


def _sign(bracket: Bracket) -> _Sign:
    """What a passage is known by in another version."""
    return bracket.block, bracket.words


def _in_draft(draft: Sequence[Block], text: Sequence[Block]) -> Mapping[_Placed, int]:
    """A passage of the text where it stands -> where it stands in the draft: two of one paragraph may read alike."""
    words = {block.id: block.text for block in text}
    found: dict[_Placed, int] = {}
    for block in draft:
        there = open_brackets([block]) if block.id in words else ()
        spans = [(each.start, each.end) for each in there]
        for each, at in zip(there, reanchor_all(block.text, words[block.id], spans) if there else (), strict=True):
            if at.verdict is Verdict.SAME and at.start is not None:
                found[(*_sign(each), at.start)] = each.start
    return found
