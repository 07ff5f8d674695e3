"""Rival amendments put into a text side by side: `[words as they are] [words of A3] [words of A7]`."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from workflow.text.amendments.readings import edit_of
from workflow.text.document.brackets import Bracket, open_brackets, unmatched
from workflow.text.document.markdown import parse, to_markdown
from workflow.text.edits.fitting import exact
from workflow.text.values.amendment import Amendment, AmendmentKind, Source, by_reference, reading_order
from workflow.text.values.block import Block
from workflow.text.values.spans import Edit, Span

_BOTH = "+"  # no reference has it


@dataclass(frozen=True, slots=True)
class Bracketed:
    """One change that puts rival amendments into the text, under a reference of its own.

    refs: all of them. behind: of each alternative in its order those that ask for it; of added paragraphs, of each.
    """

    amendment: Amendment
    refs: tuple[str, ...]
    behind: tuple[tuple[str, ...], ...]

    @property
    def left_out(self) -> set[str]:
        """Those that would have nothing stand there."""
        return {*self.refs}.difference(*self.behind)


def bracketing(blocks: Sequence[Block], amendments: Sequence[Amendment]) -> list[Bracketed]:
    """The changes that put these amendments into the text as alternatives; those that want the same words are one.

    amendments: in this text's own offsets, REPLACE or ADD. Words without brackets stay as they are.
    """
    texts = {block.id: block for block in blocks}
    edits: dict[str, list[Amendment]] = defaultdict(list)
    added: dict[str, list[Amendment]] = defaultdict(list)
    for each in amendments:
        if each.kind is AmendmentKind.ADD:
            added[str(each.after)].append(each)
        elif each.kind is AmendmentKind.REPLACE:
            edits[each.block].append(each)
    made = [passage for block, there in edits.items() for passage in _passages(texts[block], there)]
    return [*made, *(_paragraphs(after, there) for after, there in added.items())]


def opened_in(blocks: Sequence[Block], sources: Sequence[Source], made: Sequence[Bracketed]) -> Iterator[Bracket]:
    """The passages in the text into which `made` was put, with those behind each alternative, perhaps within another
    one. sources: what is behind the changes of the text.
    """
    texts = {block.id: block for block in blocks}
    changes = {each.amendment.ref: (each, iter(each.behind)) for each in made}
    for source in sources:
        for change, behind in (changes[ref] for ref in source.refs if ref in changes):
            block = texts[source.block]
            for passage in open_brackets([replace(block, text=block.text[source.start : source.end])]):
                here = [next(behind, ()) for _ in passage.alternatives]
                yield passage.moved(source.start).named(here, change.left_out)


def _passages(block: Block, amendments: Sequence[Amendment]) -> Iterator[Bracketed]:
    edits = {each.ref: exact(block.text, edit_of(each)) for each in amendments}
    spans = {ref: widened(block, edit.start, edit.end) for ref, edit in edits.items()}
    for refs, (start, end) in _joined(block.text, spans):
        yield _passage(block, start, end, {ref: edits[ref] for ref in refs})


def widened(block: Block, start: int, end: int) -> Span:
    """The span with the whole of brackets that it touches and is not inside of: else they would read as one passage."""
    for bracket in open_brackets([block]):
        inside = any(each.start <= start and end <= each.end for each in bracket.alternatives)
        between = block.text[min(end, bracket.end) : max(start, bracket.start)].strip()
        if not inside and not between:
            start, end = min(start, bracket.start), max(end, bracket.end)
    # `[a](b)` would be a link.
    if block.text[end : end + 1] == "(":
        end = f"{block.text} ".index(" ", end)
    return start, end


def _joined(text: str, spans: Mapping[str, Span]) -> list[tuple[list[str], Span]]:
    """Those whose words overlap or stand beside one another, as one passage."""
    found: list[tuple[list[str], Span]] = []
    for ref, (start, end) in sorted(spans.items(), key=lambda each: each[1]):
        refs, (low, high) = found[-1] if found else ([], (0, 0))
        if found and not text[high:start].strip():
            found[-1] = [*refs, ref], (low, max(high, end))
        else:
            found.append(([ref], (start, end)))
    return found


def _passage(block: Block, start: int, end: int, edits: Mapping[str, Edit]) -> Bracketed:
    text, refs = block.text, by_reference(list(edits))
    old, base = text[start:end], _held(text[start:end])
    named: dict[str, list[str]] = {base: []}  # the words as they are come first
    for ref in refs:
        edit = edits[ref]
        words = _held(text[start : edit.start] + edit.words + text[edit.end : end])
        named.setdefault(words, []).extend([ref] * (words != base))
    named.pop("", None)
    # The white space at the ends stays outside of the brackets.
    start, end = (start + len(old) - len(old.lstrip(" ")), start + len(old.rstrip(" "))) if base else (start, end)
    words = " ".join(f"[{each}]" for each in named)
    made = Amendment(_BOTH.join(refs), AmendmentKind.REPLACE, block.id, start, max(start, end), words)
    return Bracketed(made, refs, tuple(map(tuple, named.values())))


def _paragraphs(after: str, amendments: Sequence[Amendment]) -> Bracketed:
    """Paragraphs that may come after one place, each in brackets; the same ones once."""
    named: dict[tuple[Block, ...], list[str]] = defaultdict(list)
    for each in sorted(amendments, key=lambda each: reading_order(each.ref)):
        named[tuple(parse(each.words))].append(each.ref)
    texts = [(replace(b, text=f"[{_held(b.text)}]"), tuple(refs)) for blocks, refs in named.items() for b in blocks]
    words, refs = to_markdown([block for block, _ in texts]), by_reference([each.ref for each in amendments])
    made = Amendment(_BOTH.join(refs), AmendmentKind.ADD, "", words=words, after=after)
    return Bracketed(made, refs, tuple(behind for _, behind in texts))


def _held(words: str) -> str:
    """Words as they stand in brackets: none of their own that lacks its other half may close or open one."""
    for place in reversed(unmatched(words)):
        words = words[:place] + "\\" + words[place:]
    return words.strip(" ")
