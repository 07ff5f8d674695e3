"""The grader finds no fault with a reading that says the truth, and each fault of one that does not."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache
from typing import Any

import pytest

from tests.formats.word.grader import Fault, graded
from tests.formats.word.making.documents import word_like
from tests.formats.word.making.scenes import SCENES, played
from tests.formats.word.making.truth import blocks_of, truth_of, word_text
from workflow.formats.word.values import LeftOut, LeftOutKind, Revision, RevisionKind, TakenAs, WordText
from workflow.text.values import Block, BlockKind

_SCENES = """heading nested footnotes footnotes_revised links comments_plain comments_across numbers_revised emphasis
table_revised moved_paragraph formats boxes hidden paragraphs_joined"""
RICH = played("en", _SCENES.split())
TRUTH = truth_of(RICH, "word-like")


@dataclass(frozen=True)
class Reading:
    """What a reader hands to the grader."""

    text: WordText
    accepted: Sequence[Block]
    refused: Sequence[Block]

    def faults(self, truth: Any = TRUTH) -> set[Fault]:
        return {each.fault for each in graded(self.text, self.accepted, self.refused, truth)}


@cache
def _true() -> Reading:
    return _of(RICH)


def _of(document: Any) -> Reading:
    return Reading(word_text(document), blocks_of(document, TakenAs.ACCEPTED), blocks_of(document, TakenAs.REFUSED))


@pytest.mark.parametrize(("name", "document"), [pytest.param(*each, id=each[0]) for each in word_like()])
def test_a_reading_that_says_the_truth_has_no_fault(name: str, document: Any) -> None:
    reading = _of(document)
    assert graded(reading.text, reading.accepted, reading.refused, truth_of(document, "word-like")) == []


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
@pytest.mark.parametrize("scene", SCENES)
def test_every_scene_can_be_told_in_every_language(scene: str, language: str) -> None:
    document = played(language, [scene], turn=5)
    assert _of(document).faults(truth_of(document, "word-like")) == set()


def test_an_empty_reading_has_lost_every_word() -> None:
    empty = Reading(WordText((), (), (), (), 0, "", ""), [], [])
    found = [each.fault for each in graded(empty.text, [], [], TRUTH)]
    words = sum(len(row[3].split()) for row in TRUTH["accepted"])
    assert found.count(Fault.WORD_LOST) >= words
    assert {Fault.FOOTNOTE, Fault.REVISION_MISSED, Fault.COMMENT_LOST, Fault.LEFT_OUT_MISSING, Fault.COUNT} <= set(
        found
    )


# What a reader may get wrong; each takes the true reading and hands back one with this fault.


def _at(
    blocks: Sequence[Block], change: Callable[[Block], Block | None], is_it: Callable[[Block], bool]
) -> list[Block]:
    place = next(at for at, each in enumerate(blocks) if is_it(each))
    changed = change(blocks[place])
    return [*blocks[:place], *([changed] if changed else []), *blocks[place + 1 :]]


def _accepted(change: Callable[[Block], Block | None], is_it: Callable[[Block], bool]) -> Reading:
    reading = _true()
    return replace(reading, accepted=_at(reading.accepted, change, is_it))


def _text(change: Callable[[WordText], WordText]) -> Reading:
    reading = _true()
    return replace(reading, text=change(reading.text))


def _revision(change: Callable[[Revision], Revision | None], kind: RevisionKind) -> Reading:
    def changed(text: WordText) -> WordText:
        at = next(at for at, each in enumerate(text.revisions) if each.kind is kind)
        new = change(text.revisions[at])
        return replace(text, revisions=(*text.revisions[:at], *([new] if new else []), *text.revisions[at + 1 :]))

    return _text(changed)


def _piece(change: Callable[[Any], Any], is_it: Callable[[Any], bool]) -> Reading:
    def changed(text: WordText) -> WordText:
        for at, paragraph in enumerate(text.paragraphs):
            for place, piece in enumerate(paragraph.pieces):
                if is_it(piece):
                    pieces = (*paragraph.pieces[:place], change(piece), *paragraph.pieces[place + 1 :])
                    rest = text.paragraphs[at + 1 :]
                    return replace(text, paragraphs=(*text.paragraphs[:at], replace(paragraph, pieces=pieces), *rest))
        raise AssertionError

    return _text(changed)


def _comment(place: int, **changes: Any) -> Reading:
    def changed(text: WordText) -> WordText:
        comments = list(text.comments)
        comments[place] = replace(comments[place], **changes)
        return replace(text, comments=tuple(comments))

    return _text(changed)


def _is_prose(block: Block) -> bool:
    return block.kind is BlockKind.PARAGRAPH


def _shorter(block: Block) -> Block:
    return replace(block, text=block.text.split(" ", 1)[1])


def _swapped(blocks: Sequence[Block]) -> list[Block]:
    return [blocks[0], blocks[2], blocks[1], *blocks[3:]]


def _note_swapped() -> Reading:
    reading = _true()
    one, other = [each for each in reading.accepted if each.kind is BlockKind.FOOTNOTE][:2]
    labels = {one.mark: other.mark, other.mark: one.mark}
    is_one = {id(one), id(other)}
    return replace(
        reading,
        accepted=[replace(each, mark=labels[each.mark]) if id(each) in is_one else each for each in reading.accepted],
    )


def _without_left_out(kind: LeftOutKind) -> Reading:
    return _text(lambda text: replace(text, left_out=tuple(each for each in text.left_out if each.kind is not kind)))


def _with_left_out(change: Callable[[LeftOut], LeftOut], kind: LeftOutKind) -> Reading:
    return _text(
        lambda text: replace(text, left_out=tuple(change(e) if e.kind is kind else e for e in text.left_out))
    )  # fmt: skip


K = RevisionKind
MUTANTS: dict[str, tuple[Callable[[], Reading], Fault]] = {
    "a word lost as accepted": (lambda: _accepted(_shorter, _is_prose), Fault.WORD_LOST),
    "a word lost as refused": (
        lambda: replace(_true(), refused=_at(_true().refused, _shorter, _is_prose)), Fault.WORD_LOST,
    ),
    "a word lost that only its revisions know": (
        lambda: _piece(lambda p: replace(p, text=""), lambda p: p.inserted and p.deleted), Fault.WORD_LOST,
    ),
    "a deleted word that is back": (
        lambda: _accepted(lambda b: replace(b, text=b.text.replace(" should", "") + " not"), _is_prose),
        Fault.WORD_INVENTED,
    ),
    "a letter changed": (
        lambda: _accepted(lambda b: replace(b, text=b.text.replace("e", "é", 1)), _is_prose), Fault.WORD_INVENTED,
    ),
    "two words glued together": (
        lambda: _accepted(lambda b: replace(b, text=b.text.replace(" ", "", 1)), _is_prose), Fault.WORD_LOST,
    ),
    "a word said twice": (
        lambda: _accepted(lambda b: replace(b, text=f"{b.text} {b.text}"), _is_prose), Fault.WORD_INVENTED,
    ),
    "a paragraph lost": (lambda: _accepted(lambda b: None, _is_prose), Fault.WORD_LOST),
    "two paragraphs in the other order": (
        lambda: replace(_true(), accepted=_swapped(_true().accepted)), Fault.ORDER,
    ),
    "two words in the other order": (
        lambda: _accepted(
            lambda b: replace(b, text=" ".join([*b.text.split()[1::-1], *b.text.split()[2:]])), _is_prose
        ),
        Fault.ORDER,
    ),
    "a paragraph cut in two": (
        lambda: replace(
            _true(),
            accepted=[
                *_true().accepted[:1],
                replace(_true().accepted[1], text=_true().accepted[1].text.split(" ", 1)[0]),
                replace(_true().accepted[1], text=_true().accepted[1].text.split(" ", 1)[1]),
                *_true().accepted[2:],
            ],
        ),
        Fault.ORDER,
    ),
    "a heading as a paragraph": (
        lambda: _accepted(
            lambda b: replace(b, kind=BlockKind.PARAGRAPH, level=0), lambda b: b.kind is BlockKind.HEADING
        ),
        Fault.BLOCK,
    ),
    "a heading of another level": (
        lambda: _accepted(lambda b: replace(b, level=3), lambda b: b.kind is BlockKind.HEADING), Fault.LEVEL,
    ),
    "an item of another depth": (
        lambda: _accepted(lambda b: replace(b, level=1), lambda b: b.kind is BlockKind.ITEM), Fault.LEVEL,
    ),
    "an item of another number": (
        lambda: _accepted(lambda b: replace(b, mark="7."), lambda b: b.kind is BlockKind.ITEM), Fault.MARK,
    ),
    "emphasis lost": (
        lambda: _accepted(lambda b: replace(b, text=b.text.replace("**", "")), lambda b: "**" in b.text),
        Fault.EMPHASIS,
    ),
    "emphasis of half a word": (
        lambda: _accepted(
            lambda b: replace(b, text=f"**{b.text[:1]}**{b.text[1:]}"), lambda b: _is_prose(b) and "*" not in b.text
        ),
        Fault.EMPHASIS,
    ),
    "a link that leads elsewhere": (
        lambda: _accepted(
            lambda b: replace(b, text=b.text.replace("rivers.example.org", "example.org")),
            lambda b: "rivers.example.org" in b.text,
        ),
        Fault.LINK,
    ),
    "a footnote lost, text and all": (
        lambda: _accepted(lambda b: None, lambda b: b.kind is BlockKind.FOOTNOTE), Fault.FOOTNOTE,
    ),
    "a footnote's mark lost": (
        lambda: _accepted(lambda b: replace(b, text=b.text.replace("[^1]", "")), lambda b: "[^1]" in b.text),
        Fault.FOOTNOTE,
    ),
    "a footnote's mark at another place": (
        lambda: _accepted(
            lambda b: replace(b, text="[^1]" + b.text.replace("[^1]", "")), lambda b: "[^1]" in b.text
        ),
        Fault.FOOTNOTE,
    ),
    "two footnotes mixed up": (_note_swapped, Fault.ORDER),
    "an insertion missed": (lambda: _revision(lambda r: None, K.INSERTION), Fault.REVISION_MISSED),
    "a deletion missed": (lambda: _revision(lambda r: None, K.DELETION), Fault.REVISION_MISSED),
    "a move told as an insertion": (
        lambda: _revision(lambda r: replace(r, kind=K.INSERTION), K.MOVED_TO), Fault.REVISION_MISSED,
    ),
    "a change of format missed": (lambda: _revision(lambda r: None, K.FORMAT), Fault.REVISION_MISSED),
    "a paragraph's mark missed": (lambda: _revision(lambda r: None, K.PARAGRAPH_DELETED), Fault.REVISION_MISSED),
    "a row of a table missed": (lambda: _revision(lambda r: None, K.TABLE), Fault.REVISION_MISSED),
    "a revision with other words": (
        lambda: _revision(lambda r: replace(r, words=r.words + " more"), K.INSERTION), Fault.REVISION_INVENTED,
    ),
    "a revision of another author": (
        lambda: _revision(lambda r: replace(r, author="Somebody"), K.INSERTION), Fault.AUTHOR,
    ),
    "a revision of another day": (
        lambda: _revision(lambda r: replace(r, at=r.at and r.at + timedelta(days=1)), K.DELETION), Fault.DATE,
    ),
    "revisions in another order": (
        lambda: _text(lambda t: replace(t, revisions=tuple(reversed(t.revisions)))), Fault.REVISION_ORDER,
    ),
    "a count that is not the file's": (
        lambda: _text(lambda t: replace(t, raw_revisions=t.raw_revisions - 1)), Fault.COUNT,
    ),
    "words that name another's revision": (
        lambda: _piece(lambda p: replace(p, inserted=p.inserted + 1), lambda p: p.inserted), Fault.PLACE_OF_REVISION,
    ),
    "a comment lost": (lambda: _text(lambda t: replace(t, comments=t.comments[1:])), Fault.COMMENT_LOST),
    "a comment twice": (
        lambda: _text(lambda t: replace(t, comments=(*t.comments, t.comments[0]))), Fault.COMMENT_INVENTED,
    ),
    "a comment on other words": (lambda: _comment(0, start=0), Fault.COMMENT_MISPLACED),
    "a comment that says other words than it stands on": (lambda: _comment(0, words="no"), Fault.COMMENT_MISPLACED),
    "a comment in another paragraph": (lambda: _comment(1, paragraph=0), Fault.COMMENT_MISPLACED),
    "a comment across paragraphs whose place is lost": (lambda: _comment(3, paragraph=-1), Fault.COMMENT_MISPLACED),
    "a comment of another author": (lambda: _comment(0, author="Somebody"), Fault.AUTHOR),
    "an answer that answers nothing": (lambda: _comment(2, answers=""), Fault.ANSWER),
    "a table dropped": (lambda: _without_left_out(LeftOutKind.TABLE), Fault.LEFT_OUT_MISSING),
    "a table without one of its words": (
        lambda: _with_left_out(lambda e: replace(e, words=e.words.replace("Families", "")), LeftOutKind.TABLE),
        Fault.LEFT_OUT_MISSING,
    ),
    "a table at another place": (
        lambda: _with_left_out(lambda e: replace(e, paragraph=0), LeftOutKind.TABLE), Fault.LEFT_OUT_MISSING,
    ),
    "a text box told twice": (
        lambda: _with_left_out(lambda e: replace(e, words=f"{e.words} {e.words}"), LeftOutKind.TEXT_BOX),
        Fault.LEFT_OUT_INVENTED,
    ),
    "a picture dropped": (lambda: _without_left_out(LeftOutKind.PICTURE), Fault.LEFT_OUT_MISSING),
    "hidden words dropped": (lambda: _without_left_out(LeftOutKind.HIDDEN), Fault.LEFT_OUT_MISSING),
    "another language": (lambda: _text(lambda t: replace(t, language="fr")), Fault.LANGUAGE),
}  # fmt: skip


@pytest.mark.unit
@pytest.mark.parametrize("name", MUTANTS)
def test_the_grader_notices(name: str) -> None:
    mutant, fault = MUTANTS[name]
    assert fault in mutant().faults()


def test_what_no_word_hangs_on_is_no_fault() -> None:
    reading = _true()
    spaced = [replace(each, text=each.text.replace(" ", "\u00a0")) for each in reading.accepted]
    named = [replace(each, text=each.text.replace("[^", "[^n"), mark=_renamed(each)) for each in reading.accepted]
    assert replace(reading, accepted=spaced).faults() == set()
    assert replace(reading, accepted=named).faults() == set()


def _renamed(block: Block) -> str:
    return f"n{block.mark}" if block.kind is BlockKind.FOOTNOTE else block.mark
