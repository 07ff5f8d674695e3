"""The runs that each remark stands on."""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from workflow.formats.word.written import Moving, Remark, WrittenParagraph, WrittenRun
from workflow.text.document import TITLE


class RemarkPlace(NamedTuple):
    """Where a remark stands: the runs from `first` to `last` of a paragraph, by their places."""

    paragraph: int
    first: int
    last: int


def anchors(paragraphs: Sequence[WrittenParagraph], remarks: Sequence[Remark]) -> list[RemarkPlace]:
    """The anchor of each remark; a reply stands where what it replies to does.

    One behind changes stands on those of the first paragraph that has some; one about words on these; another one, and
    one whose words are not there, on its whole paragraph; one about a footnote on its mark; all else on the title.
    """
    places: dict[str, int] = {}
    for place, paragraph in enumerate(paragraphs):
        if paragraph.moving is not Moving.HERE and paragraph.block.id:
            places.setdefault(paragraph.block.id, place)
    behind = _behind(paragraphs)
    found: list[RemarkPlace] = []
    for remark in remarks:
        if remark.answers is not None:
            found.append(found[remark.answers])
        elif remark.hand.ref in behind:
            found.append(behind[remark.hand.ref])
        else:
            found.append(_about(paragraphs, places, remark))
    return found


def refs_in(paragraphs: Iterable[WrittenParagraph]) -> set[str]:
    """The references of all points that are behind changes of the paragraphs."""
    return {ref for paragraph in paragraphs for run in paragraph.runs for ref in _refs(run)}


def _behind(paragraphs: Sequence[WrittenParagraph]) -> dict[str, RemarkPlace]:
    """Reference -> the changes that it is behind."""
    found: dict[str, RemarkPlace] = {}
    for place, paragraph in enumerate(paragraphs):
        for at, run in enumerate(paragraph.runs):
            for ref in _refs(run):
                if ref not in found:
                    found[ref] = RemarkPlace(place, at, at)
                elif found[ref].paragraph == place:
                    found[ref] = found[ref]._replace(last=at)
    return found


def _refs(run: WrittenRun) -> set[str]:
    """The references behind a run, or behind the footnote whose mark it is."""
    runs = (run, *(run.note.runs if run.note else ()))
    return {hand.ref for each in runs for hand in (each.put_in, each.taken_out) if hand and hand.ref}


def _about(paragraphs: Sequence[WrittenParagraph], places: dict[str, int], remark: Remark) -> RemarkPlace:
    place = places.get(remark.block or TITLE)
    if place is None:
        return _note_mark(paragraphs, remark.block) or _whole(paragraphs, 0)
    if remark.start < remark.end:
        found = _span(paragraphs[place], lambda run: run.start < remark.end and run.end > remark.start)
        if found:
            return RemarkPlace(place, *found)
    return _whole(paragraphs, place)


def _note_mark(paragraphs: Sequence[WrittenParagraph], block: str) -> RemarkPlace | None:
    for place, paragraph in enumerate(paragraphs):
        found = _span(paragraph, lambda run: run.note is not None and run.note.block == block)
        if found:
            return RemarkPlace(place, *found)
    return None


def _whole(paragraphs: Sequence[WrittenParagraph], place: int) -> RemarkPlace:
    return RemarkPlace(place, 0, len(paragraphs[place].runs) - 1)


def _span(paragraph: WrittenParagraph, is_meant: Callable[[WrittenRun], bool]) -> tuple[int, int] | None:
    meant = [at for at, run in enumerate(paragraph.runs) if is_meant(run)]
    return (meant[0], meant[-1]) if meant else None
