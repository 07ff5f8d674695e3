"""What a reader of Markdown has gathered so far, line by line."""

import re
from collections.abc import Container
from dataclasses import dataclass, field, replace

from workflow.text.unicode.normal import normalise
from workflow.text.unicode.seams import flowed
from workflow.text.values.block import Block, BlockKind

_SPACES = re.compile(r"[ \t\n]+")
_BROKEN = re.compile(r"(?<!\\)((?:\\\\)*)\\$")  # a backslash that breaks the line, which a block can't


@dataclass(slots=True)
class Reader:
    """The blocks read so far, the one whose lines come in, and the indents of the list that is open.

    known: words in lower case that a hyphen at a line's end may have broken.
    """

    known: Container[str] = ()
    blocks: list[Block] = field(default_factory=list)
    shape: Block | None = None
    lines: list[str] = field(default_factory=list)
    indents: list[int] = field(default_factory=list)
    pauses: bool = False  # after a note and a blank line: an indented line is the note's next paragraph

    def begin(self, kind: BlockKind, line: str, level: int = 0, mark: str = "") -> None:
        self.close()
        self.shape, self.lines = Block("", kind, "", level, mark), [line]

    def go_on(self, line: str) -> None:
        self.pauses = False
        self.lines[-1] = _BROKEN.sub(r"\1", self.lines[-1])
        self.lines.append(line)

    def pause(self) -> None:
        self.pauses = self.shape is not None and self.shape.kind is BlockKind.FOOTNOTE
        if not self.pauses:
            self.close()

    def close(self) -> None:
        shape, text = self.shape, one_line(flowed(self.lines, self.known))
        self.shape, self.lines, self.pauses = None, [], False
        if shape and text:
            self.indents = self.indents if shape.kind is BlockKind.ITEM else []
            self.blocks.append(replace(shape, text=text))


def one_line(text: str) -> str:
    """`text` as a block holds it: normalised, on one line, single spaces, none at its ends."""
    return _SPACES.sub(" ", normalise(text)).strip()
