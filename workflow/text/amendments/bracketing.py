"""Rival amendments put into a text side by side: `[words as they are] [words of A3] [words of A7]`."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from workflow.text.amendments.readings import edit_of
from workflow.text.document.brackets import open_brackets, unmatched
from workflow.text.document.markdown import parse, to_markdown
from workflow.text.edits.fitting import exact
from workflow.text.values.amendment import NOTHING, Amendment, AmendmentKind, Source, by_reference, reading_order
from workflow.text.values.block import Block
from workflow.text.values.spans import Edit, Span

Piece = tuple[int, int, tuple[str, ...]]  # a span of the words put in, and the amendments behind it
_BOTH = "+"  # no reference has it


@dataclass(frozen=True, slots=True)
class Bracketed:
    """One change that puts rival amendments into the text, under a reference of its own.

    pieces: of replaced words, who is behind which part of the new ones; of added paragraphs who is behind each, with
    its place for a span.
    """

    amendment: Amendment
    refs: tuple[str, ...]
    pieces: tuple[Piece, ...]


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
        elif each.kind is AmendmentKind.REPLACE and each.block in texts:
            edits[each.block].append(each)
    made = [passage for block, there in edits.items() for passage in _passages(texts[block], there)]
    return [*made, *(_paragraphs(after, there) for after, there in added.items())]


def parted(sources: Sequence[Source], blocks: Sequence[Block], made: Sequence[Bracketed]) -> list[Source]:
    """The sources of a text into which `made` was put, with the amendments themselves behind each alternative."""
    by_ref = {each.amendment.ref: each for each in made}
    texts = {block.id: block.text for block in blocks}
    seen: dict[str, int] = defaultdict(int)
    found: list[Source] = []
    for source in sources:
        passage = by_ref.get(source.refs[0])
        if passage is None:
            found.append(source)
        elif source.kind is AmendmentKind.ADD:
            found.append(replace(source, refs=passage.pieces[seen[source.refs[0]]][2]))
            seen[source.refs[0]] += 1
        else:
            found += _parts(source, texts[source.block], passage)
    return found


def _parts(source: Source, text: str, passage: Bracketed) -> Iterator[Source]:
    at = text.find(passage.amendment.words, source.start)
    if not source.start <= at <= source.end - len(passage.amendment.words):
        yield replace(source, refs=passage.refs, was=NOTHING)
        return
    for start, end, refs in passage.pieces:
        # The words as they are stay: the brackets before and behind them are all that is new.
        yield replace(source, start=at + start, end=at + end, refs=refs, was=NOTHING)


def _passages(block: Block, amendments: Sequence[Amendment]) -> Iterator[Bracketed]:
    edits = {each.ref: exact(block.text, edit_of(each)) for each in amendments}
    spans = {ref: widened(block, edit.start, edit.end) for ref, edit in edits.items()}
    for refs, (start, end) in _joined(block.text, spans):
        yield _passage(block, start, end, {ref: edits[ref] for ref in refs})


def widened(block: Block, start: int, end: int) -> Span:
    """The span with the whole of brackets that it touches and is not inside of: else they would read as one passage."""
    for bracket in open_brackets([block]):
        inside = any(each.start <= start and end <= each.end for each in bracket.alternatives)
        between = block.text[min(end, bracket.end) : max(start, bracket.start)]
        apart = (end < bracket.start or bracket.end < start) and between.strip()
        if not inside and not apart:
            start, end = min(start, bracket.start), max(end, bracket.end)
    # `[a](b)` would be a link.
    while block.text[end : end + 1] == "(":
        end = block.text.find(" ", end) if " " in block.text[end:] else len(block.text)
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
    named: dict[str, list[str]] = defaultdict(list)
    for ref in refs:
        edit = edits[ref]
        named[_held(text[start : edit.start] + edit.words + text[edit.end : end])].append(ref)
    others = {each: behind for each, behind in named.items() if each not in ("", base)}
    words, pieces = _side_by_side(base, others, refs)
    # The white space at the ends stays outside of the brackets.
    start, end = (start + len(old) - len(old.lstrip(" ")), start + len(old.rstrip(" "))) if base else (start, end)
    made = Amendment(_BOTH.join(refs), AmendmentKind.REPLACE, block.id, start, max(start, end), words)
    return Bracketed(made, refs, pieces)


def _side_by_side(
    base: str, others: Mapping[str, Sequence[str]], refs: tuple[str, ...]
) -> tuple[str, tuple[Piece, ...]]:
    """The alternatives in brackets, the words as they are first, and who is behind which of the signs."""
    words, pieces = f"[{base}]" if base else "", [(0, 1, refs)] if base else []
    at = len(words[:-1])  # of the words as they are the brackets alone are new
    for other, behind in others.items():
        words += f" [{other}]" if words else f"[{other}]"
        pieces.append((at, len(words), tuple(behind)))
        at = len(words)
    if not others and base:
        pieces.append((at, len(words), refs))
    return words, tuple(pieces)


def _paragraphs(after: str, amendments: Sequence[Amendment]) -> Bracketed:
    """Paragraphs that may come after one place, each in brackets; the same ones once."""
    named: dict[tuple[Block, ...], list[str]] = defaultdict(list)
    for each in sorted(amendments, key=lambda each: reading_order(each.ref)):
        named[tuple(parse(each.words))].append(each.ref)
    texts = [(replace(b, text=f"[{_held(b.text)}]"), tuple(refs)) for blocks, refs in named.items() for b in blocks]
    pieces = tuple((place, place, behind) for place, (_, behind) in enumerate(texts))
    words, refs = to_markdown([block for block, _ in texts]), by_reference([each.ref for each in amendments])
    return Bracketed(Amendment(_BOTH.join(refs), AmendmentKind.ADD, "", words=words, after=after), refs, pieces)


def _held(words: str) -> str:
    """Words as they stand in brackets: none of their own that lacks its other half may close or open one."""
    for place in reversed(unmatched(words)):
        words = words[:place] + "\\" + words[place:]
    return words.strip(" ")
