"""Writes the corpus: `python -m tests.formats.word.making.make` those of hand-made OOXML.

What LibreOffice wrote is made by `office.py`, see there.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.formats.word.making.documents import word_like
from tests.formats.word.making.truth import truth_of
from tests.formats.word.making.word_like import written

CORPUS = Path(__file__).resolve().parent.parent / "corpus"


def make_word_like(folder: Path = CORPUS) -> int:
    """Write the files and their truths; how many."""
    count = 0
    for count, (name, document) in enumerate(word_like(), start=1):
        data = written(document, seed=count)
        assert len(data) <= 15_000, name
        (folder / f"{name}.docx").write_bytes(data)
        write_truth(folder / f"{name}.json", truth_of(document, "word-like"))
    return count


def write_truth(path: Path, truth: Mapping[str, Any]) -> None:
    """Write a truth so that a change of it can be read line by line."""
    path.write_text(_lines(truth), "utf-8")


def _lines(truth: Mapping[str, Any]) -> str:
    fields = ",\n".join(f"{json.dumps(key)}: {_field(value)}" for key, value in truth.items())
    return f"{{\n{fields}\n}}\n"


def _field(value: Any) -> str:
    if not isinstance(value, list) or not value:
        return json.dumps(value, ensure_ascii=False)
    rows = ",\n".join(f"  {json.dumps(each, ensure_ascii=False)}" for each in value)
    return f"[\n{rows}\n]"


if __name__ == "__main__":
    print(make_word_like())
