"""Footnotes: numbered by the order of the text, counted or not."""

from workflow.text.diff.words import word_diff
from workflow.text.document.blocks import note_numbers, word_count
from workflow.text.document.inline import html
from workflow.text.document.markdown import parse
from workflow.text.redline.marked_words import Marked, marked_html
from workflow.text.redline.redline import redline_html

SOURCE = """First words[^b] and more[^a].

- an item[^b] with [^missing]

[^a]: Note of a.

[^b]: Note of b, which mentions another[^late].

[^never]: Nobody mentions it.

[^late]: Late.
"""


def test_notes_are_numbered_by_first_mention() -> None:
    assert note_numbers(parse(SOURCE)) == {"b": 1, "a": 2, "late": 3, "never": 4}
    assert note_numbers([]) == {}


def test_numbers_follow_when_paragraphs_move() -> None:
    blocks = parse("One[^x].\n\nTwo[^y].\n\n[^x]: X\n\n[^y]: Y")
    assert note_numbers(blocks) == {"x": 1, "y": 2}
    assert note_numbers([blocks[1], blocks[0], *blocks[2:]]) == {"y": 1, "x": 2}


def test_a_mark_shows_the_number_and_leads_to_the_label() -> None:
    notes = {"b": 1}
    shown = '<sup class="fn"><a href="#fn-b">1</a></sup>'
    assert html("word[^b]", notes) == f"word{shown}"
    assert html("word[^c]", notes) == 'word<sup class="fn"><a href="#fn-c">c</a></sup>'
    assert shown in marked_html("word[^b] two", [Marked(0, 4, ("A1",))], notes)
    ops = word_diff("word two", "word[^b] three")
    assert shown in redline_html(ops, added="added: ", removed="removed: ", notes=notes)


def test_notes_are_counted_or_not() -> None:
    blocks = parse("# Two words\n\nThree *more* words[^1].\n\n[^1]: And four more words.")
    assert word_count(blocks) == 5
    assert word_count(blocks, with_notes=True) == 9
