"""Files that are no text, are damaged, or are made to do harm: each is refused with its reason, and soon."""

import io
import sys
import time
import zipfile
import zlib
from subprocess import run

import pytest

from tests.formats.word.building import STYLES, Parts, document, ins, p, packed, r
from workflow.formats.word.opening import is_office_file
from workflow.formats.word.reading import read_word
from workflow.formats.word.values import MOST_PARAGRAPHS, MOST_REVISIONS, LeftOutKind
from workflow.text.document import Unreadable
from workflow.text.values import Reason

pytestmark = pytest.mark.unit

BODY = p(r("All is well."))
FILES = Parts(BODY, {"styles": STYLES}).files()
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def reason(data: bytes) -> Reason:
    begun = time.monotonic()
    with pytest.raises(Unreadable) as refused:
        read_word(data)
    assert time.monotonic() - begun < 5
    return refused.value.reason


def with_part(name: str, data: bytes | str) -> bytes:
    return packed({**FILES, name: data})


def wide(text: str) -> bytes:
    return text.encode("utf-16")


BOMB = "<!DOCTYPE w [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;&a;'>]>"
OUTSIDE = '<!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
WIDE = "<?xml version='1.0' encoding='UTF-16'?>"
BROKEN = bytes(FILES["word/document.xml"], "utf-8") if isinstance(FILES["word/document.xml"], str) else b""


CASES = [
    (b"", Reason.EMPTY),
    (b"%PDF-1.7", Reason.PDF),
    (b"{\\rtf1", Reason.RTF),
    (COMPOUND + b"WordDocument", Reason.OLD_WORD),
    (COMPOUND + "EncryptedPackage".encode("utf-16-le"), Reason.PASSWORD),
    (b"\x89PNG\r\n", Reason.LIES),
    (b"<html><body>not word</body></html>", Reason.LIES),
    (b"PK\x03\x04 and no more", Reason.DAMAGED),
    (packed(FILES)[:-300], Reason.DAMAGED),
    (packed({"a.txt": "a text"}), Reason.LIES),
    (packed({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}), Reason.LIES),
    (
        Parts(BODY, main="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml").packed(),
        Reason.LIES,
    ),
    (with_part("_rels/.rels", "<Relationships/>"), Reason.LIES),
    (with_part("word/document.xml", BROKEN[:-20]), Reason.DAMAGED),
    (with_part("word/document.xml", b"\xff\xfe\x00"), Reason.DAMAGED),
    (with_part("WORD/document.xml", BROKEN), Reason.DAMAGED),
    (with_part("word/document.xml", "<w:document xmlns:w='x'/>"), Reason.DAMAGED),
    (Parts(BODY, before=BOMB).packed(), Reason.ENTITY),
    (Parts(BODY, before=OUTSIDE).packed(), Reason.ENTITY),
    (
        with_part("word/document.xml", wide("<?xml version='1.0' encoding='UTF-16'?>" + BOMB + "<w/>")),
        Reason.ENTITY,
    ),
    (
        with_part("word/document.xml", b"<?xml version='1.0' encoding='UTF-7'?>+ADwAIQ-DOCTYPE w><w/>"),
        Reason.ENTITY,
    ),
    (with_part("word/media/image.png", b"\0" * 60_000_000), Reason.BOMB),
    (with_part("word/document.xml", "<w>" + " " * 12_000_000 + "</w>"), Reason.BOMB),
    (packed({f"word/{number}.xml": "" for number in range(2001)} | FILES), Reason.BOMB),
    (document(p(*(ins(r("a")) for _ in range(MOST_REVISIONS + 1)))), Reason.TOO_MANY_REVISIONS),
    (document(p(r("a")) * (MOST_PARAGRAPHS + 1)), Reason.TOO_MANY_PARAGRAPHS),
    (document(p(r("words " * 170_000))), Reason.TOO_LARGE),
    (document(p() + p(r(" "))), Reason.NO_TEXT),
    (document(p(r("read \u202ethis"))), Reason.FORBIDDEN),
    (document("<w:sdt><w:sdtContent>" * 130 + "</w:sdtContent></w:sdt>" * 130), Reason.DAMAGED),
]


@pytest.mark.parametrize(("data", "why"), CASES, ids=[str(place) for place in range(len(CASES))])
def test_what_is_not_to_be_read_is_refused_by_its_reason(data: bytes, why: Reason) -> None:
    assert reason(data) is why


def test_what_stands_too_deep_is_refused() -> None:
    deep = "<w:smartTag>" * 125 + r("a") + "</w:smartTag>" * 125
    assert reason(document(p(deep))) is Reason.BOMB


def test_a_file_with_a_password_of_its_container_is_refused() -> None:
    data = bytearray(packed(FILES))
    for begins, at in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        place = data.find(begins)
        while place >= 0:
            data[place + at] |= 1
            place = data.find(begins, place + 1)
    assert reason(bytes(data)) is Reason.PASSWORD


def test_a_part_whose_bytes_are_not_what_was_packed_is_refused() -> None:
    data = bytearray(packed(FILES))
    place = data.find(b"word/document.xml") + len("word/document.xml") + 5
    data[place : place + 8] = b"\xff" * 8
    assert reason(bytes(data)) is Reason.DAMAGED


def test_a_part_that_lies_about_its_size_unpacks_to_no_more_than_it_says() -> None:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as container:
        for name, part in FILES.items():
            container.writestr(name, part if name != "word/document.xml" else b"<w>" + b" " * 30_000_000)
    data = bytearray(written.getvalue())
    said = (30_000_003).to_bytes(4, "little")
    place = data.find(said)
    while place >= 0:
        data[place : place + 4] = (9_000_000).to_bytes(4, "little")
        place = data.find(said, place + 1)
    assert reason(bytes(data)) in (Reason.DAMAGED, Reason.BOMB)


def test_ten_thousand_changes_are_read_within_a_few_seconds() -> None:
    changed = "".join(p(*(ins(r("a ")) for _ in range(10))) for _ in range(1000))
    begun = time.monotonic()
    text = read_word(document(changed))
    assert len(text.revisions) == text.raw_revisions == MOST_REVISIONS
    assert time.monotonic() - begun < 5


def test_a_document_with_macros_is_read_and_they_are_listed() -> None:
    made = Parts(
        BODY, more={"word/vbaProject.bin": b"x"}, main="application/vnd.ms-word.document.macroEnabled.main+xml"
    )
    assert [each.kind for each in read_word(made.packed()).left_out] == [LeftOutKind.MACRO]


def test_a_strict_document_and_one_in_other_bytes_are_read() -> None:
    strict = {
        name: part.replace(
            "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
            "http://purl.oclc.org/ooxml/wordprocessingml/main",
        ).replace(
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            "http://purl.oclc.org/ooxml/officeDocument/relationships",
        )
        for name, part in FILES.items()
        if isinstance(part, str)
    }
    other = {**FILES, "word/document.xml": wide(WIDE + BROKEN.decode())}
    for files in (strict, other):
        assert [each.text for each in read_word(packed(files)).paragraphs] == ["All is well."]


def test_the_parser_waits_until_a_file_is_read() -> None:
    modules = "workflow.formats.word.reading, workflow.formats.word.taking, workflow.formats.word.values"
    said = f"import sys, {modules}; print('lxml' in sys.modules)"
    assert run([sys.executable, "-c", said], capture_output=True, text=True, check=True).stdout == "False\n"


@pytest.mark.parametrize("data", [packed(FILES), b"%PDF-1.7", b"{\\rtf1", COMPOUND])
def test_what_is_to_be_opened_here_is_known_by_its_first_bytes(data: bytes) -> None:
    assert is_office_file(data)
    assert not is_office_file(b"# A text")


def test_a_part_is_packed_as_well_as_can_be() -> None:
    assert len(zlib.compress(b" " * 12_000_000)) * 200 < 12_000_000
