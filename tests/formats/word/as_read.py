"""Texts for Word files, and what a reader of such a file makes of them: the same words, set as Markdown sets them."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import count

from hypothesis import strategies as st

from workflow.formats.table import Words
from workflow.formats.word.reading import read_word
from workflow.formats.word.tracked_text import clean_text, compared_text
from workflow.formats.word.values import WordText
from workflow.formats.word.writing import word_file
from workflow.formats.word.written import Hand, Remark, WordFile, WrittenParagraph
from workflow.text.document import Style, one_line, parse, pieces, set_words, with_ids
from workflow.text.values import Block, BlockKind

Title = str
Text = tuple[Title, Sequence[Block]]
US = Hand("The Coalition")

ENGLISH = """# Why we speak

Excellencies, ladies and gentlemen,

The Court **must not** pay [all victims](https://example.org/a) of the *long* war.[^1]

The second paragraph of 2,000 has "words" & signs <in> it; and a note again.[^1]

## What we ask

1. one item
2. two items
    - a bullet within
    - another
3. three

> A quotation of *somebody*.

We rely on it.[^note-b]

Thank you.

[^1]: See the report, **paragraph 7**, at <https://example.org/report>.
[^note-b]: A second note.
"""
FRENCH = """Mesdames et Messieurs,

La Cour **ne doit pas** payer « toutes les victimes »[^1] ; c’est ainsi.

- un
- deux

[^1]: Voir le rapport.
"""
SPANISH = """¿Quién responde? Los ríos *no deben* cerrarse.

1) uno
2) dos
"""
ARABIC = """أصحاب السعادة،

يجب **ألا** تدفع المحكمة [لجميع الضحايا](https://example.org/a) في ٢٠٢٦.[^1]

1. أولاً
2. ثانياً

[^1]: انظر التقرير.
"""
TEXTS = {"en": ENGLISH, "fr": FRENCH, "es": SPANISH, "ar": ARABIC}


def blocks_of(source: str) -> list[Block]:
    """The blocks of Markdown, with ids."""
    numbers = count()
    return with_ids(parse(source), lambda: f"b{next(numbers)}")


def filed(
    paragraphs: Sequence[WrittenParagraph], language: str = "en", remarks: Sequence[Remark] = (), version: str = ""
) -> bytes:
    """The file of these paragraphs."""
    above = [Words("Version 1 · Not for circulation"), Words("JS 2026/17")]
    return word_file(WordFile("T", language, "en", paragraphs, above, "Version 1", version, remarks, is_tracked=True))


def clean(text: Text, language: str = "en") -> bytes:
    """The file of one text."""
    return filed(clean_text(*text), language)


def compared(before: Text, after: Text, language: str = "en") -> bytes:
    """The file of two."""
    return filed(compared_text(before, after, US), language)


def reread(data: bytes) -> WordText:
    """What the file says; all of its changes are found."""
    found = read_word(data)
    assert found.raw_revisions == len(found.revisions)
    return found


def as_read(title: str, blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks that a file of the text is read as: the title is its first heading, notes are labelled by their order,
    and those that nothing mentions stand in the running text.
    """
    notes: dict[str, Block] = {}
    for block in blocks:
        if block.kind is BlockKind.FOOTNOTE:
            notes.setdefault(block.mark, block)
    named = {piece.style.note for block in blocks if not _is_note(block) for piece in pieces(block.text)}
    labels: dict[str, str] = {}
    body = [Block("", BlockKind.HEADING, one_line(set_words([(title, Style())])), 1)]
    for block in blocks:
        if not _is_note(block):
            body.append(_shape(block, _set(block.text, labels, notes)))
        elif block.mark not in named or notes[block.mark] is not block:
            body.append(Block("", BlockKind.PARAGRAPH, _set(block.text, {}, {})))
    noted = [Block("", BlockKind.FOOTNOTE, _set(notes[old].text, {}, {}), mark=new) for old, new in labels.items()]
    return tuple(block for block in (*body, *noted) if block.text)


def _shape(block: Block, text: str) -> Block:
    if block.kind.is_prose:
        return Block("", BlockKind.PARAGRAPH, text)
    return replace(block, id="", text=text)


def _set(text: str, labels: dict[str, str], notes: dict[str, Block]) -> str:
    return one_line(set_words(_words(text, labels, notes)))


def _words(text: str, labels: dict[str, str], notes: dict[str, Block]) -> Iterator[tuple[str, Style]]:
    for piece in pieces(text):
        label = piece.style.note
        if label in notes:
            yield "", replace(piece.style, note=labels.setdefault(label, str(len(labels) + 1)))
        elif label:
            yield f"[^{label}]", replace(piece.style, note="")
        else:
            yield text[piece.start : piece.end], piece.style


def _is_note(block: Block) -> bool:
    return block.kind is BlockKind.FOOTNOTE


_PLAIN = """
the court must not pay all victims of 7 wars La Cour doit los ríos المحكمة يجب تدفع a_b c*d [x] 1. # > — “said” <b> it’s
"""
_MARKED = [
    *("**bold two**", "*slanted*", "***both***", "[link](https://example.org/1)", "**in [a](https://b.org) link**"),
    *("<https://example.org/2>", "\\*not\\*", "&amp;", "word[^1]", "word[^n-2]", "twice[^1]", "none[^9]"),
]
_WORDS = st.sampled_from([*_PLAIN.split(), *_MARKED])
_LINES = st.lists(_WORDS, min_size=1, max_size=8).map(" ".join)
_LABELS = ("1", "n-2")


@st.composite
def _blocks(draw: st.DrawFn) -> Block:
    kind = draw(st.sampled_from([each for each in BlockKind if each is not BlockKind.FOOTNOTE]))
    text = draw(_LINES)
    if kind is BlockKind.HEADING:
        return Block("", kind, text, draw(st.integers(1, 6)))
    if kind is BlockKind.ITEM:
        return Block("", kind, text, draw(st.integers(0, 3)), draw(st.sampled_from(["-", "-", "1.", "2.", "3.", "1)"])))
    return Block("", kind, text)


@st.composite
def texts(draw: st.DrawFn) -> Text:
    """A text of blocks of all kinds."""
    body = draw(st.lists(_blocks(), max_size=7))
    noted = [Block(f"f{label}", BlockKind.FOOTNOTE, draw(_LINES), mark=label) for label in _LABELS]
    numbered = [replace(block, id=f"b{place}") for place, block in enumerate(body)]
    return draw(st.sampled_from(["On rivers", "On *great* rivers", "عن الأنهار"])), [*numbered, *noted]


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Text, Text]:
    """A text, and what somebody made of it: blocks came, went, moved, and became others."""
    before = draw(texts())
    body = [block for block in before[1] if not _is_note(block)]
    new = [replace(block, id=f"n{place}") for place, block in enumerate(draw(st.lists(_blocks(), max_size=3)))]
    kept = [block for block in body if draw(st.integers(0, 4))]
    edited = [replace(block, text=draw(_LINES)) if not draw(st.integers(0, 3)) else block for block in kept]
    after = draw(st.permutations([*edited, *new])) if draw(st.booleans()) else [*edited, *new]
    noted = [
        Block(f"f{label}", BlockKind.FOOTNOTE, draw(_LINES), mark=label)
        for label in draw(st.sets(st.sampled_from(_LABELS)))
    ]
    return before, (draw(st.sampled_from([before[0], "On lakes"])), [*after, *noted])
