"""A block: one paragraph, heading, list item or their like, with an id that it keeps for ever."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class BlockKind(StrEnum):
    """What a block is. SALUTATION and CLOSING are paragraphs that are not numbered.

    FOOTNOTE is the text of a note whose mark `[^label]` stands in another block; its label is the block's `mark`.
    """

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    QUOTATION = "quotation"
    SALUTATION = "salutation"
    CLOSING = "closing"
    FOOTNOTE = "footnote"

    @property
    def is_prose(self) -> bool:
        """Whether it is a paragraph, numbered or not: only its words tell which."""
        return self in (BlockKind.PARAGRAPH, BlockKind.SALUTATION, BlockKind.CLOSING)


@dataclass(frozen=True, slots=True)
class Block:
    """One block of a text. `text` is one line of the inline Markdown subset, without the block's own mark.

    id: permanent, or "" where it has none yet. level: 1–6 of a heading, depth from 0 of a list item, else 0.
    mark: "-" or a number such as "1." of a list item, the label of a footnote, else "".
    """

    id: str
    kind: BlockKind
    text: str
    level: int = 0
    mark: str = ""

    def as_dict(self) -> dict[str, Any]:
        """The block as JSON holds it: id, kind and text, level and mark where they say something."""
        shape: dict[str, Any] = {"id": self.id, "kind": self.kind.value, "text": self.text}
        if self.level:
            shape["level"] = self.level
        if self.mark:
            shape["mark"] = self.mark
        return shape


def from_dict(shape: Mapping[str, Any]) -> Block:
    """The block that `as_dict` wrote."""
    return Block(
        id=str(shape["id"]),
        kind=BlockKind(shape["kind"]),
        text=str(shape["text"]),
        level=int(shape.get("level", 0)),
        mark=str(shape.get("mark", "")),
    )
