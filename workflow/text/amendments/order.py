"""In what order paragraphs come that are to follow the same one: as a person put them; else the moved, then the new."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

from workflow.text.amendments.carried import Accepted, carried
from workflow.text.amendments.kinds import Effect, anchor_of, effect_of
from workflow.text.amendments.readings import Readings
from workflow.text.values.amendment import Amendment, AmendmentKind, by_reference, reading_order
from workflow.text.values.block import Block


@dataclass(frozen=True, slots=True)
class ParagraphOrder:
    """Paragraphs that come after one ("": at the beginning), in their order; the references behind each of them."""

    after: str
    refs: tuple[tuple[str, ...], ...]

    def with_first(self, ref: str) -> tuple[str, ...]:
        """All references, those of one paragraph before the others'."""
        return tuple(chain.from_iterable(sorted(self.refs, key=lambda refs: ref not in refs)))


def in_order(coming: Iterable[Amendment]) -> list[list[Amendment]]:
    """Moved and new paragraphs that follow the same one; those that are one and the same together."""
    same: dict[Effect, list[Amendment]] = defaultdict(list)
    for each in sorted(coming, key=lambda each: reading_order(each.ref)):
        same[effect_of(each, Readings({}))].append(each)
    return sorted(same.values(), key=lambda group: (_turn(group), group[0].kind is AmendmentKind.ADD))


def orders(issued: Sequence[Block], accepted: Sequence[Accepted], settled: Collection[str]) -> list[ParagraphOrder]:
    """The places of the text after which several of the accepted paragraphs come. settled: references of those whose
    place the penholder's own text says; alternatives in brackets come last.
    """
    coming: dict[str, list[Amendment]] = defaultdict(list)
    for each, there in zip(accepted, carried(accepted, issued), strict=True):
        anchor = anchor_of(there) if there else None
        if there and anchor is not None and not each.bracketed and there.ref not in settled:
            coming[anchor].append(there)
    found = [ParagraphOrder(after, _refs(in_order(there))) for after, there in coming.items()]
    return [each for each in found if len(each.refs) > 1]


def _turn(group: Sequence[Amendment]) -> float:
    return min(each.turn or float("inf") for each in group)


def _refs(groups: Iterable[Sequence[Amendment]]) -> tuple[tuple[str, ...], ...]:
    return tuple(by_reference([each.ref for each in group]) for group in groups)
