"""A word difference as a redline: whole words marked, added and removed said aloud, references behind each change."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from markupsafe import Markup

from workflow.text.document.inline import NO_NOTES, Line, Run, line, runs_html
from workflow.text.document.marks import Style
from workflow.text.document.unseen import unseen
from workflow.text.edits.credit import Part, claims_of, parts
from workflow.text.redline.letters import changed_letters
from workflow.text.redline.references import apart, label_html, refs_html
from workflow.text.unicode.seams import closes, opens
from workflow.text.values.amendment import AmendmentKind, Source
from workflow.text.values.spans import Span

Ops = Sequence[tuple[int, str]]
_TAG = Markup('<{0}><span class="vh">{1}</span>{2}</{0}>')
_LETTERS = Markup('<span class="letters">{}</span>')


@dataclass(frozen=True, slots=True)
class _Words:
    """Words of one side of a change: the white space at their ends apart, so that only words are marked.

    letters: where they are one word of which most letters stayed, the spans of those that did not.
    """

    runs: tuple[Run, ...]
    lead: str = ""
    trail: str = ""
    letters: tuple[Span, ...] = ()

    @property
    def text(self) -> str:
        return "".join(f"[{style.number}]" if style.note else words for words, style in self.runs)

    def whole(self) -> "_Words":
        """The same with the white space among the words."""
        return _Words(((self.lead, Style()), *self.runs, (self.trail, Style())))

    def html(self) -> Markup:
        """The same unmarked."""
        return Markup().join((self.lead, runs_html(self.runs), self.trail))


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A stretch of the redline: kept words, or what was removed and added in one place."""

    kept: _Words | None
    removed: _Words | None
    added: _Words | None
    refs: tuple[str, ...] = ()


def redline_html(
    ops: Ops,
    *,
    added: str,
    removed: str,
    sources: Sequence[Source] = (),
    penholder: str = "",
    notes: Mapping[str, int] = NO_NOTES,
) -> Markup:
    """The change in one column: `del` and `ins` in the running text, each with its label for those who listen.

    ops: a word difference of two texts of one block, with their inline marks. added, removed: the labels, such as
    `added: `. sources: the block's, with spans of the new text; a change that none stands behind gets `penholder`.
    A change of nothing but marks (bold, an address) shows the marks. notes: as in `inline.html`.
    """
    return apart(Markup().join(_both(part, added, removed, penholder) for part in _stretches(ops, sources, notes)))


def before_html(
    ops: Ops, *, removed: str, sources: Sequence[Source] = (), notes: Mapping[str, int] = NO_NOTES
) -> Markup:
    """The old text with what was removed marked, cut as on the other side: the left side of two."""
    stretches = _stretches(ops, sources, notes)
    return Markup().join(part.kept.html() if part.kept else _one("del", removed, part.removed) for part in stretches)


def after_html(
    ops: Ops, *, added: str, sources: Sequence[Source] = (), penholder: str = "", notes: Mapping[str, int] = NO_NOTES
) -> Markup:
    """The new text with what was added marked, and the references: the right side of two.

    Where words only went the reference stands behind the word that is left before them.
    """
    done = [Markup()]
    for part in _stretches(ops, sources, notes):
        behind = _behind(part, penholder)
        if part.kept:
            done.append(part.kept.html())
        elif part.added:
            done.append(_one("ins", added, part.added, behind))
        elif behind:
            last = done[-1].rstrip()
            # Before the first word there is nothing to stand behind.
            done[-1] = last + behind + (done[-1][len(last) :] or " " * (not last))
    return apart(Markup().join(done))


def _both(part: _Stretch, added: str, removed: str, penholder: str) -> Markup:
    if part.kept:
        return part.kept.html()
    old, new, behind = part.removed, part.added, _behind(part, penholder)
    if not (old and new):
        return _one("del", removed, old, behind) + _one("ins", added, new, behind) or behind
    # A word that replaces a word needs a space to be read.
    gap = " " if closes(old.text[-1:]) and opens(new.text[:1]) else ""
    return Markup().join((old.lead, _tag("del", removed, old), gap, _tag("ins", added, new), behind, old.trail))


def _one(tag: str, label: str, words: _Words | None, behind: Markup | None = None) -> Markup:
    return Markup().join((words.lead, _tag(tag, label, words), behind or "", words.trail)) if words else Markup()


def _tag(tag: str, label: str, words: _Words) -> Markup:
    return _TAG.format(tag, label, _word(words) if words.letters else runs_html(words.runs))


def _word(words: _Words) -> Markup:
    """The one word, its letters that changed marked."""
    html, at = Markup(), 0
    for start, end in words.letters:
        html += words.text[at:start] + _LETTERS.format(words.text[start:end])
        at = end
    return html + words.text[at:]


def _behind(part: _Stretch, penholder: str) -> Markup:
    return refs_html(part.refs) or label_html(penholder)


def _stretches(ops: Ops, sources: Sequence[Source] = (), notes: Mapping[str, int] = NO_NOTES) -> Iterable[_Stretch]:
    texts = "".join(text for op, text in ops if op <= 0), "".join(text for op, text in ops if op >= 0)
    lines = line(texts[0], notes), line(texts[1], notes)
    in_words = [source for source in sources if source.kind in (AmendmentKind.REPLACE, AmendmentKind.ADD)]
    found = parts(ops, claims_of(in_words))
    changed = [part for part in found if not part.kept]
    worded = (
        [part.old for part in changed if lines[0].words(*part.old).strip()],
        [part.new for part in changed if lines[1].words(*part.new).strip()],
    )
    return (_shown(lines, texts, part, worded) for part in found)


def _shown(
    lines: tuple[Line, Line], texts: tuple[str, str], part: Part, worded: tuple[Sequence[Span], Sequence[Span]]
) -> _Stretch:
    gone, come = texts[0][slice(*part.old)], texts[1][slice(*part.new)]
    if part.kept:
        return _Stretch(_words(lines[1], part.new[0], come), None, None)
    signs = unseen(texts, part.old, part.new, worded)
    old, new = _words(lines[0], part.old[0], gone, signs[0]), _words(lines[1], part.new[0], come, signs[1])
    if _look(old) == _look(new):
        old, new = _Words(((gone, Style()),)), _Words(((come, Style()),))
    elif gone and come and (old.lead, old.trail) != (new.lead, new.trail):
        old, new = old.whole(), new.whole()
    elif [style for _, style in (*old.runs, *new.runs)] == [Style(), Style()]:
        gone_letters, new_letters = changed_letters(old.text, new.text)
        old, new = replace(old, letters=gone_letters), replace(new, letters=new_letters)
    # A mark by itself shows nothing: a label without words would be read aloud.
    return _Stretch(None, old if old.text else None, new if new.text else None, part.refs)


def _look(words: _Words) -> list[tuple[str, bool, bool, str]]:
    """What is seen of the words; where it is the same, nothing but signs that are not shown is another."""
    return [(text, style.bold, style.italic, style.note) for text, style in words.runs]


def _words(seen: Line, start: int, text: str, signs: Iterable[tuple[int, str]] = ()) -> _Words:
    first, end = seen.at(start), seen.at(start + len(text))
    runs: list[Run] = []
    for place, sign in signs:
        at = min(max(seen.at(place), first), end)
        runs += [*seen.cut(first, at), (sign, Style())]
        first = at
    return _trimmed([*runs, *seen.cut(first, end)])


def _trimmed(runs: Sequence[Run]) -> _Words:
    shown = "".join(words for words, _ in runs)
    if not shown.strip():
        return _Words(tuple(runs))
    first, end = len(shown) - len(shown.lstrip()), len(shown.rstrip())
    starts = accumulate((len(words) for words, _ in runs), initial=0)
    cut = [
        (words[max(0, first - at) : max(0, end - at)], style) for at, (words, style) in zip(starts, runs, strict=False)
    ]
    return _Words(tuple(run for run in cut if run[0]), shown[:first], shown[end:])
