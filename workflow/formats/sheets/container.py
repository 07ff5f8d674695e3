"""A file of an office program, opened with care: what it is, and its parts within bounds (ECMA-376, part 2)."""

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from workflow.rules.items.refusals import SheetUnreadable

_UNPACKED, _PART_LEAST, _RATIO, _PARTS = 20_000_000, 100_000, 200, 2_000
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_TYPES = "[Content_Types].xml"
_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"

OfficeKind = Literal["xlsx", "docx"]
_MAIN: Mapping[str, OfficeKind] = {
    "spreadsheetml.sheet.main+xml": "xlsx",
    "spreadsheetml.template.main+xml": "xlsx",
    "wordprocessingml.document.main+xml": "docx",
    "wordprocessingml.template.main+xml": "docx",
}


@dataclass(frozen=True)
class Container:
    """The parts of a file. main: the path of the workbook or the document."""

    kind: OfficeKind
    main: str
    parts: Mapping[str, bytes]

    def tree(self, path: str) -> Any:
        """The root of a part; None where the file has no such part. Raises SheetUnreadable."""
        data = self.parts.get(path)
        return None if data is None else parse_xml(data)

    def targets(self, path: str) -> dict[str, str]:
        """Id of a relation of a part -> the path of the part that it leads to; "" for one outside."""
        folder, name = posixpath.split(path)
        root = self.tree(f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels")
        found = root.iter(_RELATIONS) if root is not None else ()
        return {each.get("Id", ""): _resolved(folder, each) for each in found}


def open_container(data: bytes) -> Container:
    """The parts of a workbook or document that can be opened; raises SheetUnreadable."""
    if data.startswith(_OLE):
        raise SheetUnreadable(reason="password" if _ENCRYPTED in data else "old_office")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            _require_small(packed.infolist())
            parts = dict(_unpacked(packed))
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, ValueError) as error:
        raise SheetUnreadable(reason="damaged") from error
    return _container(parts)


def parse_xml(data: bytes) -> Any:
    """The root of the XML; raises SheetUnreadable, also for a document type: nothing that an office writes has one."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise SheetUnreadable(reason="entity" if b"<!DOCTYPE" in data else "damaged") from error
    if root.getroottree().docinfo.doctype:
        raise SheetUnreadable(reason="entity")
    return root


def _require_small(entries: list[zipfile.ZipInfo]) -> None:
    if any(entry.flag_bits & 1 for entry in entries):
        raise SheetUnreadable(reason="password")
    grown = any(
        entry.file_size > _PART_LEAST and entry.file_size > _RATIO * max(entry.compress_size, 1) for entry in entries
    )
    if grown or len(entries) > _PARTS or sum(entry.file_size for entry in entries) > _UNPACKED:
        raise SheetUnreadable(reason="bomb")


def _unpacked(packed: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    """The parts that hold XML, none larger than its entry says: that may lie."""
    left = _UNPACKED
    for entry in packed.infolist():
        if not entry.filename.endswith((".xml", ".rels", "mimetype")):
            yield entry.filename, b""
            continue
        with packed.open(entry) as part:
            data = part.read(left + 1)
        left -= len(data)
        if left < 0:
            raise SheetUnreadable(reason="bomb")
        yield entry.filename, data


def _container(parts: Mapping[str, bytes]) -> Container:
    if _TYPES not in parts:
        raise SheetUnreadable(reason="other_type")
    types = parse_xml(parts[_TYPES])
    named = {
        each.get("PartName", "").lstrip("/"): each.get("ContentType", "") for each in types if each.get("PartName")
    }
    if any("macroEnabled" in kind or "vbaProject" in kind for kind in named.values()) or _has_macros(parts):
        raise SheetUnreadable(reason="macro")
    for path, kind in named.items():
        for ending, which in _MAIN.items():
            if kind.endswith(ending) and parts.get(path):
                return Container(which, path, parts)
    raise SheetUnreadable(reason="other_type")


def _has_macros(parts: Mapping[str, bytes]) -> bool:
    return any(path.lower().endswith("vbaproject.bin") for path in parts)


def _resolved(folder: str, relation: Any) -> str:
    target = relation.get("Target", "")
    if relation.get("TargetMode") == "External":
        return ""
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
