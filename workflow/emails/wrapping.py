"""Plain text of a mail in lines that every program shows whole."""

import re
import textwrap

WIDTH = 72
_INDENT = re.compile(r" *(?:\d+\. |- )?")


def wrap(text: str) -> str:
    """The text with long lines broken at spaces, further lines indented like the first; addresses stay whole.

    Never more than one blank line in a row, none at the beginning.
    """
    lines = (_broken(line.rstrip()) for line in text.strip("\n").split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n") + "\n"


def _broken(line: str) -> str:
    if len(line) <= WIDTH:
        return line
    indent = _INDENT.match(line)
    hanging = " " * len(indent.group()) if indent else ""
    return textwrap.fill(line, WIDTH, subsequent_indent=hanging, break_long_words=False, break_on_hyphens=False)
