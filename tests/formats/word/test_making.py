"""The files of the corpus are what their making makes, so that a truth and its file can't part."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.formats.word.making import bad
from tests.formats.word.making.documents import word_like
from tests.formats.word.making.documents_office import office
from tests.formats.word.making.truth import truth_of
from tests.formats.word.making.word_like import written

CORPUS = Path(__file__).parent / "corpus"
LARGEST = 15_000


@pytest.mark.parametrize(("seed", "made"), [pytest.param(*each, id=each[1][0]) for each in enumerate(word_like(), 1)])
def test_a_file_of_the_corpus_is_what_its_model_makes(seed: int, made: tuple[str, Any]) -> None:
    name, document = made
    assert _parts((CORPUS / f"{name}.docx").read_bytes()) == _parts(written(document, seed))
    truth = json.loads((CORPUS / f"{name}.json").read_text("utf-8"))
    assert truth == json.loads(json.dumps(truth_of(document, "word-like")))


@pytest.mark.parametrize(("name", "document"), [pytest.param(*each, id=each[0]) for each in office()])
def test_the_truth_of_what_libreoffice_wrote_is_its_model(name: str, document: Any) -> None:
    truth = json.loads((CORPUS / name).with_suffix(".json").read_text("utf-8"))
    model = json.loads(json.dumps(truth_of(document, "libreoffice")))
    assert [truth[key] for key in ("accepted", "refused", "whole", "left_out")] == [
        model[key] for key in ("accepted", "refused", "whole", "left_out")
    ]


def test_no_file_of_the_corpus_is_without_its_making_or_large() -> None:
    made = {f"{name}.docx" for name, _ in word_like()} | {name for name, _ in office()}
    assert {path.name for path in CORPUS.iterdir() if path.suffix in (".docx", ".odt")} == made
    expected = json.loads((CORPUS / "bad" / "expected.json").read_text("utf-8"))
    assert {path.name for path in (CORPUS / "bad").iterdir()} == {
        "expected.json", *expected["refused"], *expected["read"], *expected["either"],
    }  # fmt: skip
    assert expected["refused"] == {name: list(reasons) for name, reasons in bad.SMALL.items()}
    files = [*CORPUS.iterdir(), *(CORPUS / "bad").iterdir()]
    assert [path.name for path in files if path.suffix in (".docx", ".odt") and path.stat().st_size > LARGEST] == []


def _parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}
