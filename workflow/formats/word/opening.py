"""A safe look into the container of an office text: what it is, how large, and its parts, before any is believed."""

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import unquote

from workflow.formats.word.markup import Element, parsed
from workflow.formats.word.values import LARGEST_ENTRY, LARGEST_FILE, LARGEST_RATIO, MOST_ENTRIES
from workflow.text.document import Unreadable
from workflow.text.values import Reason

_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_BEGINS = {b"%PDF-": Reason.PDF, b"{\\rtf": Reason.RTF}
_SMALL = 10_000_000  # bytes that any part may unpack to: the same change ten thousand times packs very well
_TEXTS = ("application/vnd.oasis.opendocument.text", "application/vnd.oasis.opendocument.text-template")
_WORD = (
    "wordprocessingml.document.main",
    "wordprocessingml.template.main",
    "ms-word.document.macro",
    "ms-word.template",
)
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}"


class FileSort(StrEnum):
    """Which program's file it is."""

    WORD = "word"
    OPEN_DOCUMENT = "open_document"


@dataclass(frozen=True, slots=True)
class Relation:
    """What a part leads to. kind: the last word of its type, e.g. "footnotes"; target: a part's name or an address."""

    kind: str
    target: str
    is_external: bool


class OfficeFile:
    """A container that was looked into; its parts are unpacked one by one, and not more than a text needs together."""

    def __init__(self, data: bytes) -> None:
        self._zip = _archive(data)
        self._left = LARGEST_ENTRY
        self._entries = {_key(each.filename): each for each in self._zip.infolist()}
        if len(self._entries) < len(self._zip.infolist()):
            raise Unreadable(Reason.DAMAGED)  # two parts of one name: programs differ in which of them they show
        self.sort = self._sort()

    @property
    def names(self) -> list[str]:
        """The names of all parts in small letters, as they are the same to an office program."""
        return sorted(self._entries)

    def has(self, name: str) -> bool:
        """Whether there is a part of that name."""
        return _key(name) in self._entries

    def part(self, name: str) -> bytes:
        """The bytes of a part. Raises Unreadable (damaged; what was read comes to more than a text needs)."""
        entry = self._entries.get(_key(name))
        if entry is None:
            raise Unreadable(Reason.DAMAGED)
        if entry.file_size > self._left:
            raise Unreadable(Reason.BOMB)
        try:
            data = self._zip.read(entry)
        except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError) as error:
            raise Unreadable(Reason.DAMAGED) from error
        self._left -= len(data)
        return data

    def tree(self, name: str) -> Element:
        """The root of a part that is XML. Raises Unreadable."""
        return parsed(self.part(name))

    def relations(self, name: str) -> dict[str, Relation]:
        """What a part leads to, by the ids in it; of the container itself for ""."""
        folder, file = posixpath.split(_key(name))
        listed = posixpath.join(folder, "_rels", f"{file}.rels")
        if not self.has(listed):
            return {}
        found = self.tree(listed).iterchildren(f"{_RELATIONS}Relationship")
        return {str(each.get("Id", "")): _relation(each, folder) for each in found}

    def main_part(self) -> str:
        """The name of the part that is the text. Raises Unreadable where there is none."""
        found = [each for each in self.relations("").values() if each.kind == "officeDocument" and not each.is_external]
        if not found or not self.has(found[0].target):
            raise Unreadable(Reason.LIES)
        return found[0].target

    def _sort(self) -> FileSort:
        if self.has("mimetype") and self._entries["mimetype"].file_size < len(_TEXTS[1]) + len("\r\n"):
            if self.part("mimetype").decode("ascii", "replace").strip() in _TEXTS:
                return FileSort.OPEN_DOCUMENT
            raise Unreadable(Reason.LIES)
        if not self.has("[Content_Types].xml") or not any(map(_is_word, self._types())):
            raise Unreadable(Reason.LIES)
        return FileSort.WORD

    def _types(self) -> Iterator[str]:
        """The types that are declared for the main part."""
        main = f"/{_key(self.main_part())}"
        for each in self.tree("[Content_Types].xml"):
            named, ending = str(each.get("PartName", "")).lower(), f".{each.get('Extension', '')}".lower()
            if (each.tag == f"{_TYPES}Override" and named == main) or (
                each.tag == f"{_TYPES}Default" and main.endswith(ending)
            ):
                yield str(each.get("ContentType", ""))


def is_office_file(data: bytes) -> bool:
    """Whether bytes are to be opened here: a container, or what an office program wrote and is refused by name."""
    return data.startswith((b"PK\x03\x04", b"PK\x05\x06", _COMPOUND, *_BEGINS))


def _archive(data: bytes) -> zipfile.ZipFile:
    """The container, none of whose parts lies about what it unpacks to. Raises Unreadable."""
    if not data:
        raise Unreadable(Reason.EMPTY)
    for begins, reason in _BEGINS.items():
        if data.startswith(begins):
            raise Unreadable(reason)
    if data.startswith(_COMPOUND):
        raise Unreadable(Reason.PASSWORD if _ENCRYPTED in data else Reason.OLD_WORD)
    if not data.startswith(b"PK"):
        raise Unreadable(Reason.LIES)
    if len(data) > LARGEST_FILE:
        raise Unreadable(Reason.BOMB)
    try:
        opened = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise Unreadable(Reason.DAMAGED) from error
    entries = opened.infolist()
    if any(entry.flag_bits & 1 for entry in entries):
        raise Unreadable(Reason.PASSWORD)
    if len(entries) > MOST_ENTRIES or any(map(_is_bomb, entries)):
        raise Unreadable(Reason.BOMB)
    return opened


def _is_bomb(entry: zipfile.ZipInfo) -> bool:
    if entry.file_size > LARGEST_ENTRY:
        return True
    return entry.file_size > _SMALL and entry.file_size > LARGEST_RATIO * entry.compress_size


def _is_word(kind: str) -> bool:
    return any(each in kind for each in _WORD)


def _key(name: str) -> str:
    return name.lower().replace("\\", "/").removeprefix("/")


def _relation(element: Element, folder: str) -> Relation:
    kind = str(element.get("Type", "")).rpartition("/")[2]
    target = str(element.get("Target", ""))
    if element.get("TargetMode") == "External":
        return Relation(kind, target, is_external=True)
    path = unquote(target.partition("#")[0])
    return Relation(kind, posixpath.normpath(posixpath.join("/" + folder, path)).removeprefix("/"), is_external=False)
