"""Asks LibreOffice what the files of hand-made OOXML come to, and prints where its words are not those of the truth.

`python -m tests.formats.word.making.check_by_office`: a second opinion, made by another program from the files alone.
LibreOffice writes the number of a note, hidden words and the codes of fields that it does not know among the words, and
reckons fields anew; what it says of the themes in `_OTHERWISE` differs for the reason given there.
"""

import json
import re
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.formats.word.grader import spoken
from tests.formats.word.making.documents import word_like
from tests.formats.word.making.make import CORPUS

_OTHERWISE: Mapping[str, str] = {
    "characters": "signs of a font keep their private place",
    "rare-signs": "signs of a font keep their private place",
    "controls": "changes inside a control of plain text are dropped",
    "mixed": "changes inside a control of plain text are dropped",
    "fields": "fields are reckoned anew",
    "rare-fields": "fields are reckoned anew",
    "rare-lists": "codes of a table of contents are shown",
    "rare-words": "a page break ends a paragraph",
    "rare-ranges": "what is put in inside what is taken out stays",
    "hidden": "hidden words are shown",
    "long-b": "hidden words are shown",
}


def differences() -> dict[str, list[str]]:
    """Name of the file and how it is taken -> the first other paragraph: LibreOffice's, the truth's."""
    names = [name for name, _ in word_like() if name.rsplit("-", 1)[0] not in _OTHERWISE]
    with tempfile.TemporaryDirectory() as work:
        plans: dict[str, dict[str, Any]] = {f"{name}.docx": {} for name in names}
        for name in plans:
            Path(work, name).write_bytes((CORPUS / name).read_bytes())
        Path(work, "plans.json").write_text(json.dumps(plans), "utf-8")
        script = Path(__file__).with_name("office.py")
        subprocess.run(["/usr/bin/python3", script, Path(work, "plans.json"), work], check=True, timeout=1_200)
        said = json.loads(Path(work, "said.json").read_text("utf-8"))
    found = {}
    for name in names:
        truth = json.loads((CORPUS / f"{name}.json").read_text("utf-8"))
        for how, row in (("Accept", "accepted"), ("Reject", "refused")):
            mine = _bare(said[f"{name}.docx"][how]["body"])
            meant = _bare([spoken(each[3]) for each in truth[row] if each[0] != "footnote"])
            if mine != meant:
                pairs = zip([*mine, "", ""], [*meant, "", ""], strict=False)
                found[f"{name} {how}"] = list(next(pair for pair in pairs if pair[0] != pair[1]))
    return found


def _bare(lines: list[str]) -> list[str]:
    """The letters of each line that has any; numbers of notes, spaces and marks of direction left out."""
    bare = [re.sub(r"[\W\d_]|(?<=[.؟])i$", "", line) for line in lines]
    return [each for each in bare if each]


if __name__ == "__main__":
    for where, (mine, meant) in differences().items():
        print(f"{where}\n  LibreOffice: {mine}\n  truth:       {meant}")
