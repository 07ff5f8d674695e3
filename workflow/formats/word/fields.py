"""Fields: what a code leads to or shows by itself. The words of a field are its result, never its code."""

import re
from dataclasses import dataclass, field

from workflow.formats.word.markup import Element

_WORD = re.compile(r'"((?:[^"\\]|\\.)*)"|(\S+)')
# What shows nothing where it stands: marks for an index or a table, values that are set.
_SILENT = frozenset(
    {"XE", "TC", "TA", "RD", "SET", "ASK", "PRINT", "PRIVATE", "NEXT", "NEXTIF", "SKIPIF", "BIDIOUTLINE"}
)
_SHOWING = frozenset({"MACROBUTTON", "GOTOBUTTON"})
_EQUATIONS = frozenset({"EQ"})


@dataclass(slots=True)
class Field:
    """A field that is being read. has_words: whether its result showed any. in_code: until its result begins.

    form: what a field of a form says about itself (`w:ffData`).
    """

    codes: list[str] = field(default_factory=list)
    deleted_codes: list[str] = field(default_factory=list)
    in_code: bool = True
    has_words: bool = False
    href: str = ""
    form: Element | None = None

    @property
    def code(self) -> str:
        """Its code as accepted; as it was where that is gone."""
        return "".join(self.codes).strip() or "".join(self.deleted_codes).strip()


def name_of(code: str) -> str:
    """What kind of field it is, in capitals."""
    found = code.split(None, 1)
    return found[0].upper() if found else ""


def href_of(code: str) -> str:
    """Where a HYPERLINK leads; "" for another field, and for a place in the same file."""
    if name_of(code) != "HYPERLINK":
        return ""
    words = [(quoted.replace("\\\\", "\\").replace('\\"', '"'), bare) for quoted, bare in _WORD.findall(code)][1:]
    target = anchor = ""
    switch = ""
    for quoted, bare in words:
        if bare.startswith("\\"):
            switch = bare.lower()
            continue
        if switch == "\\l":
            anchor = quoted or bare
        elif not switch and not target:
            target = quoted or bare
        # \n and \m take no word of their own
        switch = ""
    return f"{target}#{anchor}" if target and anchor else target


def shown_by_code(code: str) -> str:
    """What a field shows that keeps its words in its code: a button for a macro."""
    words = code.split(None, 2)
    return words[2].strip().strip('"') if name_of(code) in _SHOWING and len(words) > 2 else ""


def is_equation(code: str) -> bool:
    """Whether the code draws an equation."""
    return name_of(code) in _EQUATIONS


def is_silent(code: str) -> bool:
    """Whether a reader sees nothing of such a field."""
    return not code or name_of(code) in _SILENT
