"""Writes what LibreOffice makes for the corpus: `python -m tests.formats.word.making.make_office [FOLDER]`.

The truth is the model's; LibreOffice is asked what its file comes to with all changes accepted and refused, and a
document is kept where its words are those of the model, each in its place.
"""

import io
import json
import re
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from tests.formats.word.grader import spoken
from tests.formats.word.making.documents_office import office
from tests.formats.word.making.make import CORPUS, write_truth
from tests.formats.word.making.model import Document
from tests.formats.word.making.plan_office import plan_of
from tests.formats.word.making.truth import truth_of
from tests.formats.word.making.word_like import PIXEL, zipped

_SCRIPT = Path(__file__).with_name("office.py")
_ELEMENTS = "ins|del|moveFrom|moveTo|rPrChange|pPrChange|sectPrChange|tblPrChange|trPrChange|tcPrChange|cellIns|cellDel"
_REVISION = re.compile(rf"<w:(?:{_ELEMENTS}|numberingChange|tblGridChange|tblPrExChange|cellMerge)[ />]".encode())
_WITHOUT = ("Thumbnails/", "Configurations2/", "docProps/thumbnail", "layout-cache")


def make_office(documents: Iterable[tuple[str, Document]], folder: Path = CORPUS) -> int:
    """Write the files and their truths; how many. Raises AssertionError where LibreOffice says other words."""
    every = dict(documents)
    with tempfile.TemporaryDirectory() as made:
        work = Path(made)
        (work / "dot.png").write_bytes(PIXEL)
        (work / "plans.json").write_text(json.dumps({name: plan_of(each) for name, each in every.items()}), "utf-8")
        subprocess.run(["/usr/bin/python3", _SCRIPT, work / "plans.json", work], check=True, timeout=550)
        said = json.loads((work / "said.json").read_text("utf-8"))
        for name, document in every.items():
            truth = truth_of(document, "libreoffice")
            _compare(name, truth, said[name])
            data = _lean((work / name).read_bytes())
            assert len(data) <= 15_000, (name, len(data))
            raw = sum(len(_REVISION.findall(part)) for part in _parts(data).values())
            truth |= {"revisions_in_pieces": True, "raw_revisions": raw}
            if raw == 0 and name.endswith(".odt") and truth["revisions"]:
                truth["reason"] = ["TRACKED_ODT"]
            truth["revisions"] = [each for each in truth["revisions"] if each["kind"] in ("insertion", "deletion")]
            truth["comments"] = [{**each, "at": ""} for each in truth["comments"]]
            (folder / name).write_bytes(data)
            write_truth(folder / f"{name.rsplit('.', 1)[0]}.json", truth)
    return len(every)


def _compare(name: str, truth: Mapping[str, Any], said: Mapping[str, Any]) -> None:
    for how, row in (("Accept", "accepted"), ("Reject", "refused")):
        body = [_bare(spoken(each[3])) for each in truth[row] if each[0] != "footnote"]
        mine = [each for each in map(_bare, said[how]["body"]) if each]
        # LibreOffice has the number of a note among the words.
        numbers = [len(re.findall(r"\[\^\d+\]", each[3])) for each in truth[row] if each[0] != "footnote"]
        same = len(body) == len(mine) and all(
            one == other or (count and re.sub(r"[0-9ivx]", "", one) == re.sub(r"[0-9ivx]", "", other))
            for one, other, count in zip(mine, body, numbers, strict=True)
        )
        assert same, (name, how, mine, body)
        notes = sorted(_bare(spoken(each[3])) for each in truth[row] if each[0] == "footnote")
        assert sorted(map(_bare, said[how]["notes"])) == notes, (name, how, said[how]["notes"], notes)


def _bare(words: str) -> str:
    return re.sub(r"[\s\u200e\u200f]", "", words)


def _parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {each: package.read(each) for each in package.namelist()}


def _lean(data: bytes) -> bytes:
    """The same without pictures of its pages and settings of windows."""
    parts = {name: part for name, part in _parts(data).items() if not name.startswith(_WITHOUT)}
    manifest = parts.get("META-INF/manifest.xml")
    if manifest:
        for each in _WITHOUT:
            manifest = re.sub(rb'\s*<manifest:file-entry manifest:full-path="%s[^>]*/>' % each.encode(), b"", manifest)
        parts["META-INF/manifest.xml"] = manifest
    return zipped(parts)


if __name__ == "__main__":
    print(make_office(office(), *map(Path, sys.argv[1:])))
