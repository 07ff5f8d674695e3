"""Words that a browser sends with a part of one are taken whole, and no amendment cuts a word of the text."""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, select

from tests import posting
from tests.rooms import Room, furnished_open
from tests.text.test_quotations import marked
from tests.text.texts import texts
from workflow import database as record
from workflow.models.item import Item
from workflow.rules.items.kinds import ItemKind
from workflow.rules.items.proposals import Proposal
from workflow.rules.items.refusals import WordsCut, WordsFoundTwice
from workflow.rules.shared.refusals import Refusal
from workflow.services.items import sending
from workflow.services.items.placing import check_writing, place_writing
from workflow.text.amendments import apply
from workflow.text.document import line, plain
from workflow.text.tokens import tokens
from workflow.text.unicode import normalise
from workflow.text.values import Amendment, Block, BlockKind

REPLACE = ItemKind.REPLACE
PROSE = (
    "Many told us that they lack staff, and told us so again.",
    "Les États n’ont pas répondu à l’appel de l’Observatoire.",
    "La corte no respondió a las víctimas; ¿quién responderá?",
    "نطلب من الدول والمجتمع المدني احترام الماء، والماء حياة.",
    "我们要求各国保护河流。",
    "It costs 1,000.50 euros, and the well-being of all.",
)


@pytest.fixture
def room(database: Engine) -> Iterator[Room]:
    """A consultation that is open."""
    with furnished_open() as furnished_room:
        yield furnished_room


def propose(room: Room, words: str, proposal: str, **facts: Any) -> Item:
    given_ = {"version": 1, "reason": "Why.", "language": "en", "kind": REPLACE, "block": room.blocks()[3].id}
    return room.do("dana", posting.propose_amendment, **{**given_, "words": words, "proposal": proposal, **facts})


def test_a_comment_on_a_part_of_a_word_is_on_the_whole_word(room: Room) -> None:
    facts = {"version": 1, "body": "Which one?", "language": "en", "block": room.blocks()[3].id}
    item = room.do("dana", posting.post_comment, words="a diffic", **facts)
    assert item.quote == "a difficult"
    assert room.blocks()[3].text[item.start : item.end] == item.quote


@pytest.mark.parametrize("keep", [True, False])
def test_an_amendment_of_a_part_of_a_word_is_refused_with_the_whole_words(room: Room, keep: bool) -> None:
    with pytest.raises(WordsCut) as refused:
        propose(room, "is is a diffic", "was a grave", keep=keep)
    assert refused.value.words == "This is a difficult"
    with record.reading() as session:
        assert not session.scalars(select(Item)).all()
    assert propose(room, "This is a difficult", "This was a grave", keep=keep).quote == "This is a difficult"


def test_a_changed_amendment_cuts_no_word_either(room: Room) -> None:
    item = propose(room, "difficult", "grave")
    facts = {"item": "A1", "seen": sending.sign(item), "version": 1, "body": "Why.", "language": "en"}
    with pytest.raises(WordsCut):
        room.do("dana", posting.edit_item, words="diffic", proposal="grav", **facts)
    assert room.item("A1").quote == "difficult"


def test_letters_that_stand_twice_in_one_word_alone_are_asked_for_with_it(room: Room) -> None:
    facts = {"version": 1, "body": "Which one?", "language": "en", "block": room.blocks()[3].id}
    assert room.do("dana", posting.post_comment, words="ff", **facts).quote == "difficult"
    with pytest.raises(WordsFoundTwice):
        room.do("dana", posting.post_comment, words="i", **facts)


@pytest.mark.parametrize(
    ("text", "words", "prefix", "suffix"),
    [
        ("Many told us that they met at noon.", "at", "told us th", " they"),
        ("Many told us *th*at they met at noon.", "at", "told us th", " they"),
        ("See [report](https://a.org/report)s and a report.", "report", "See ", "s and"),
        ("It costs 1,000.50 euros or 000 euros.", "000", "costs 1,", ".50"),
        ("Wait... then go.", "..", "Wait", ". then"),
        ("See https://a.org/b for b.", "b", "a.org/", " for"),
        ("نطلب والماء ثم الماء.", "الماء", "نطلب و", " ثم"),
        ("La Cour l’entend ; elle entend.", "ntend", "l’e", " ;"),
    ],
)
def test_a_part_of_a_word_is_not_taken_for_the_same_letters_elsewhere(
    text: str, words: str, prefix: str, suffix: str
) -> None:
    assert aimed(text, words, prefix, suffix) is None


def test_white_space_around_the_words_is_no_part_of_them() -> None:
    assert aimed("Many told us that.", " told us ", "Many", "that.") == (5, 12)


def aimed(text: str, words: str, prefix: str, suffix: str) -> tuple[int, int] | None:
    """Where an amendment of the words stands, None where it is refused."""
    edition: Any = SimpleNamespace(title="", blocks=(Block("p", BlockKind.PARAGRAPH, text),))
    said = {"language": "en", "body": "Why.", "kind": REPLACE, "proposal": "Ω"}
    asked = Proposal(version=1, block="p", words=words, prefix=prefix, suffix=suffix, **said)
    try:
        place, _ = place_writing(edition, asked, check_writing(asked))
    except Refusal:
        return None
    return place.start, place.end


def cuts(text: str, start: int, end: int) -> bool:
    """Whether a word or a sign of the text as it is shown stands across either place; of what is hidden, as written."""
    seen = line(text)
    low, high = seen.at(start), seen.at(end)
    shown, places = (seen.text, (low, high)) if low < high else (text, (start, end))
    first = 0
    for token in tokens(shown):
        last = first + len(token)
        if not token.isspace() and any(first < at < last for at in places):
            return True
        first = last
    return False


@settings(deadline=None)
@given(st.one_of(texts, marked, st.sampled_from(PROSE)), st.booleans(), st.booleans(), st.data())
def test_no_amendment_cuts_a_word_whatever_words_a_browser_sends(
    text: str, shown: bool, beside: bool, data: st.DataObject
) -> None:
    text = normalise(text).strip()
    sent = plain(text) if shown else text
    start = data.draw(st.integers(0, len(sent)))
    end = data.draw(st.integers(start, len(sent)))
    around = (sent[max(0, start - 40) : start], sent[end : end + 40]) if beside else ("", "")
    place = aimed(text, sent[start:end], *around)
    if place and sent[start:end].strip():
        assert not cuts(text, *place), (text, sent[start:end])


def _ends_at_words(text: str, start: int, end: int) -> bool:
    """Whether the words asked for begin and end with a word: who asks for `l’` says what stands before `appel`."""
    return text[start].isalnum() and text[end - 1].isalnum()


@pytest.mark.parametrize("text", PROSE)
def test_every_word_outside_an_amendment_stays_as_it_was(text: str) -> None:
    block = Block("p", BlockKind.PARAGRAPH, text)
    asked = 0
    for start in range(len(text)):
        for end in range(start + 1, min(len(text), start + 14)):
            place = aimed(text, text[start:end], text[max(0, start - 40) : start], text[end : end + 40])
            if place is None or not _ends_at_words(text, *place):
                continue
            asked += 1
            made = apply([block], [Amendment("A1", REPLACE, "p", *place, "Ω Ω")], lambda: "")
            reads, low, high = made.blocks[0].text, *place
            at = reads.index("Ω Ω")
            assert (reads[:at].rstrip(), reads[at + 3 :].lstrip()) == (text[:low].rstrip(), text[high:].lstrip())
            assert reads[at - 1 : at].isalnum() == text[low - 1 : low].isalnum(), (text, text[start:end])
            assert reads[at + 3 : at + 4].isalnum() == text[high : high + 1].isalnum(), (text, text[start:end])
    assert asked > 10
