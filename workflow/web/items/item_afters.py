"""The places that a form offers to a new or a moved paragraph."""

from collections.abc import Callable, Sequence

from flask_babel import gettext

from workflow.text.blocks import Block, numbers
from workflow.text.inline import plain
from workflow.web.room.notes import brief, paragraph_name

NOWHERE = "-"
"""Stands for a place that is not chosen; "" is the beginning of the text."""


def after_which(blocks: Sequence[Block], may: Callable[[str], bool]) -> list[tuple[str, str]]:
    """Each place with its name, first none; may: whether the paragraph can follow the one with that id."""
    counted = numbers(blocks)
    named = ((block, paragraph_name(block.id, blocks)) for block in blocks)
    places = [(block.id, _after(name, block, block.id in counted)) for block, name in named]
    offered = [each for each in (("", gettext("At the beginning")), *places) if may(each[0])]
    return [(NOWHERE, gettext("Choose a place")), *offered]


def _after(name: str, block: Block, has_number: bool) -> str:
    if not has_number:
        return gettext("After %(place)s", place=name)
    return gettext("After %(place)s: %(words)s", place=name, words=brief(plain(block.text), 60)[0])


def elsewhere(blocks: Sequence[Block], block: Block | None) -> Callable[[str], bool]:
    """Whether a paragraph that follows the one with that id would stand elsewhere than `block` stands now."""
    ids = ["", *(each.id for each in blocks)]
    if block is None or block.id not in ids:
        return lambda _: True
    now = {block.id, ids[ids.index(block.id) - 1]}
    return lambda code: code not in now
