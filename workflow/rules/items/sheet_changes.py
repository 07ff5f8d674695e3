"""What a row of a comment sheet proposes: other words, an instruction (“hard” → “difficult”), a whole paragraph.

What could be read in two ways is not guessed: the row says so, and a person chooses.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from workflow.rules.items.sheet_words import DELETE, PARAGRAPH, THESE_WORDS, folded
from workflow.text.anchors import find
from workflow.text.document import line, note_numbers, plain
from workflow.text.edits import divided
from workflow.text.tokens import keywords
from workflow.text.unicode import normalise
from workflow.text.values import Block

_OPENS, _CLOSES = "“”„«»‹›\"‘’'「『", "”“«»‹›\"’‘'」』"
_QUOTE = rf"[{_OPENS}]\s*(?P<{{0}}>[^{_OPENS}{_CLOSES}]+?)\s*[{_CLOSES}]"
_WRAPPED = re.compile(rf"\s*[{_OPENS}]\s*(?P<words>.+?)\s*[{_CLOSES}][\s.,;،؛]*", re.DOTALL)
_ARROW = re.compile(r"\s*(?P<arrow>→|⇒|➔|➜|⟶|=>|->|-->|←|⟵|<-)\s*")
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff]")
_LEFT_ARROWS = frozenset({"←", "⟵", "<-"})
_LONGEST = 4_000
"""Characters of an instruction."""
_SIMILAR = 0.6
"""Share of a paragraph's words that stay in what is taken for the whole paragraph, written anew."""


@dataclass(frozen=True)
class SheetChange:
    """Words of a paragraph and those in their place. prefix, suffix: what stands beside them where that is known.

    is_removal: the paragraph goes as a whole.
    """

    words: str = ""
    proposal: str = ""
    prefix: str = ""
    suffix: str = ""
    is_removal: bool = False


def unquoted(words: str) -> str:
    """The words without the quotation marks, of any kind, that stand around all of them."""
    said = words.strip()
    found = _WRAPPED.fullmatch(said)
    if not found or len(said) < 2:
        return said
    inside = found["words"]
    # “a” and “b”: the marks at the ends are those of two quotations.
    return said if any(sign in inside for sign in '“”„«»"') else inside


def change_in(words: str, proposal: str, block: Block, blocks: Sequence[Block]) -> SheetChange | None:
    """What is proposed for words of the paragraph, or for all of it where `words` is empty; None: it cannot be told.

    words: without quotation marks around them.
    """
    spot = _Spot(block, blocks)
    if found := _instruction(proposal, words, spot):
        return found
    if words:
        said = unquoted(proposal)
        return _whole(said, spot) if _says_more(words, said, spot) else SheetChange(words, said)
    if _begins_as_instruction(proposal):
        return None
    return _whole(unquoted(proposal), spot) if _is_like(unquoted(proposal), block) else None


def words_before(proposal: str) -> str:
    """The words that an instruction wants gone, by which the paragraph can be found that the row does not name."""
    said = _in_one_line(proposal)
    found = (pattern.fullmatch(said) for pattern in _REPLACE)
    return next((match["old"].strip() for match in found if match), "")


def _in_one_line(proposal: str) -> str:
    """What may be an instruction, with one space between its words: a pattern would try each of thirty thousand; "" for
    two paragraphs, which no instruction has, and for more than one takes.
    """
    said = " ".join(proposal.split())
    return "" if "\n\n" in proposal or len(said) > _LONGEST else said


@dataclass(frozen=True)
class _Spot:
    """The paragraph in its text."""

    block: Block
    blocks: Sequence[Block]

    def has(self, words: str) -> bool:
        """Whether the words stand there."""
        return bool(words and find(self.block.text, normalise(words), "", "", note_numbers(self.blocks)))


def _instruction(proposal: str, words: str, spot: _Spot) -> SheetChange | None:
    said = _in_one_line(proposal)
    for read in (_deletion, _arrow, _replacement, _insertion):
        if found := read(said, words, spot):
            return found
    return None


def _deletion(said: str, words: str, spot: _Spot) -> SheetChange | None:
    """“Delete”, “delete ‘X’”, “delete the paragraph”."""
    first, _, rest = folded(said).partition(" ")
    if first not in DELETE and not any(folded(said).startswith(f"{name} ") for name in DELETE if " " in name):
        return None
    if rest in PARAGRAPH or (not rest and not words):
        return SheetChange(is_removal=True)
    if words and (not rest or rest in THESE_WORDS or rest == folded(words)):
        return SheetChange(words)
    quoted = re.search(_QUOTE.format("old"), said)
    if quoted and said.rstrip(" .").endswith(quoted[0].strip()) and spot.has(quoted["old"]):
        return SheetChange(quoted["old"])
    bare = said.partition(" ")[2].strip(" .")
    return SheetChange(bare) if not words and spot.has(bare) else None


def _arrow(said: str, _words: str, spot: _Spot) -> SheetChange | None:
    """“old” → “new”; in a line from right to left the arrow may point the other way."""
    parts = _ARROW.split(said)
    if len(parts) != 3:
        return None
    left, arrow, right = unquoted(parts[0]), parts[1], unquoted(parts[2])
    if arrow in _LEFT_ARROWS and not _RIGHT_TO_LEFT.search(said):
        return None
    return SheetChange(left, right) if spot.has(left) else None


_ANY = rf"(?:[{_OPENS}]\s*)?(?P<{{0}}>.+?)(?:\s*[{_CLOSES}])?"
_OLD, _NEW = _QUOTE.format("old"), _QUOTE.format("new")
_BARE_OLD, _LONG_OLD, _BARE_NEW = r"(?P<old>\S(?:.*?\S)??)", r"(?P<old>\S(?:.*\S)?)", r"(?P<new>\S(?:.*\S)?)"
_NOUN = (
    r"(?:the\s+words?\s+|les?\s+mots?\s+|l['’]expression\s+|las?\s+palabras?\s+|la\s+expresi[oó]n\s+"
    r"|عبارة\s+|كلمة\s+|كلمات\s+)?"
)


def _patterns(*shapes: str) -> tuple[re.Pattern[str], ...]:
    """The shapes with words in quotation marks, and then with bare ones, the old ones as few and as many as may be."""
    made = []
    for old, new in ((_OLD, _NEW), (_BARE_OLD, _BARE_NEW), (_LONG_OLD, _BARE_NEW)):
        made += [
            re.compile(
                shape.replace("OLD", _NOUN + old).replace("NEW", _NOUN + new) + r"[\s.]*", re.IGNORECASE | re.DOTALL
            )
            for shape in shapes
        ]
    return tuple(made)


_REPLACE = _patterns(
    r"(?:replace|change)\s+OLD\s+(?:by|with|to|into)\s+NEW",
    r"substitute\s+NEW\s+for\s+OLD",
    r"(?:remplacer|changer)\s+OLD\s+(?:par|en)\s+NEW",
    r"(?:reemplazar|sustituir|cambiar|reemplácese|sustitúyase)\s+OLD\s+(?:por|con)\s+NEW",
    r"(?:يستعاض|يُستعاض|الاستعاضة|استعاضة)\s+عن\s+OLD\s+(?:بـ\s*|ب(?=عبارة|كلمة)|ب(?=[«“\"]))NEW",
    r"(?:استبدال|تستبدل|يستبدل|تُستبدل)\s+OLD\s+(?:بـ\s*|ب(?=عبارة|كلمة)|ب(?=[«“\"]))NEW",
)
_INSERT = tuple(
    re.compile(shape.replace("NEW", _NEW).replace("OLD", _OLD) + r"[\s.]*", re.IGNORECASE | re.DOTALL)
    for shape in (
        r"(?:insert|add)\s+NEW\s+(?P<side>after|before)\s+OLD",
        r"(?:insérer|ajouter)\s+NEW\s+(?P<side>après|avant)\s+OLD",
        r"(?:insertar|añadir|agregar)\s+NEW\s+(?P<side>después\s+de|tras|antes\s+de)\s+OLD",
        r"(?:إدراج|إضافة|تضاف|يضاف)\s+NEW\s+(?P<side>بعد|قبل)\s+OLD",
    )
)
_BEFORE = ("before", "avant", "antes", "قبل")


def _replacement(said: str, _words: str, spot: _Spot) -> SheetChange | None:
    """Replace X by Y, where one reading alone has its old words in the paragraph. In Arabic either may stand first."""
    found = []
    for pattern in _REPLACE:
        if match := pattern.fullmatch(said):
            old, new = unquoted(match["old"]), unquoted(match["new"])
            pairs = [(old, new), (new, old)] if said.startswith(("است", "تست", "يستبدل", "تُست")) else [(old, new)]
            found += [pair for pair in pairs if spot.has(pair[0]) and pair not in found]
    return SheetChange(*found[0]) if len(found) == 1 else None


def _insertion(said: str, _words: str, spot: _Spot) -> SheetChange | None:
    for pattern in _INSERT:
        if (match := pattern.fullmatch(said)) and spot.has(match["old"]):
            old, new = match["old"], match["new"]
            return SheetChange(old, f"{new} {old}" if match["side"].lower().startswith(_BEFORE) else f"{old} {new}")
    return None


def _begins_as_instruction(said: str) -> bool:
    """Whether it speaks of the text rather than being one: what is proposed is then not what it says."""
    first = folded(said).partition(" ")[0]
    return first in DELETE or first in _VERBS


_VERBS = frozenset(
    folded(
        "replace change substitute insert add remplacer changer substituer insérer ajouter reemplazar sustituir "
    ).split()
    + folded("cambiar insertar añadir agregar يستعاض الاستعاضة استبدال تستبدل يستبدل إدراج إضافة تضاف يضاف").split()
)


def _whole(said: str, spot: _Spot) -> SheetChange | None:
    """The paragraph written anew as one change, from the first word that differs to the last."""
    text = spot.block.text
    edits = divided(text, said, together=True)
    if not edits:
        return SheetChange(plain(text), plain(text))  # nothing is changed, which is said
    if (edit := edits[0]).start == 0 and edit.end == len(text):
        return SheetChange("", said)
    return SheetChange(text[edit.start : edit.end], edit.words, text[: edit.start], text[edit.end :])


def _says_more(words: str, said: str, spot: _Spot) -> bool:
    """Whether the whole paragraph was written where words of it are named: far more than those, most of the rest."""
    rest = len(line(spot.block.text).text) - len(words)
    return len(said) > 2 * len(words) and rest > len(words) and _is_like(said, spot.block)


def _is_like(said: str, block: Block) -> bool:
    """Whether most words of the paragraph are among those said."""
    there, now = (set(keywords(each).split()) for each in (plain(block.text), said))
    return bool(there) and len(there & now) >= _SIMILAR * len(there)
