"""What the demo is made of, read from its files: the cast, the stories of its statements and their texts."""

import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent


@cache
def cast() -> dict[str, Any]:
    """What cast.toml says; its format is described at the head of the file."""
    return tomllib.loads((_FOLDER / "cast.toml").read_text("utf-8"))


def stories() -> Iterator[dict[str, Any]]:
    """The demo's statements, one table each, as their TOML files say."""
    for file in sorted((_FOLDER / "statements").glob("*.toml")):
        yield tomllib.loads(file.read_text("utf-8"))


def text(name: str) -> str:
    """A text of the folder statements/, by its file's name."""
    return (_FOLDER / "statements" / name).read_text("utf-8")
