"""The XML of office texts: read without entities, document types or a network, and the names in it."""

import re
from typing import Any

from workflow.text.document import Unreadable
from workflow.text.values import Reason

Element = Any
"""An element of lxml, which is imported when a file is read: no other page needs its 10 MB."""

MOST_ELEMENTS = 600_000  # of one part, opening and closing tags counted; a text of 1 MB has a third of them
DEEPEST = 120  # elements within one another that are followed

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
V = "{urn:schemas-microsoft-com:vml}"
O = "{urn:schemas-microsoft-com:office:office}"  # noqa: E741 - as everybody calls it
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"
W16DU = "{http://schemas.microsoft.com/office/word/2023/wordml/word16du}"
SYMEX = "{http://schemas.microsoft.com/office/word/2015/wordml/symex}"
XML = "{http://www.w3.org/XML/1998/namespace}"

# ISO/IEC 29500-1 (strict) has other names for the same elements than 29500-4 (transitional), which programs write.
_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(wordprocessingml|drawingml|officeDocument)/(\w+)")
_WIDE = (b"\xff\xfe", b"\xfe\xff")
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")
_DOCTYPE = tuple("<!DOCTYPE".encode(encoding) for encoding in ("utf-8", "utf-16-le", "utf-16-be"))
_TRUE = frozenset({"", "1", "true", "on"})


def parsed(data: bytes) -> Element:
    """The root of a part. Raises Unreadable: ENTITY (any document type at all), BOMB, DAMAGED."""
    from lxml import etree

    if any(sign in data for sign in _DOCTYPE):
        raise Unreadable(Reason.ENTITY)
    if data.count(b"<") > MOST_ELEMENTS:
        raise Unreadable(Reason.BOMB)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(_transitional(data), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable(Reason.DAMAGED) from error
    # Another encoding may have hidden it from the look at the bytes.
    if root.getroottree().docinfo.doctype:
        raise Unreadable(Reason.ENTITY)
    return root


def _transitional(data: bytes) -> bytes:
    if data.startswith(_WIDE):
        try:
            data = _DECLARATION.sub("", data.decode("utf-16")).encode()
        except UnicodeError as error:
            raise Unreadable(Reason.DAMAGED) from error
    return _STRICT.sub(_transitional_name, data) if b"purl.oclc.org" in data else data


def _transitional_name(found: re.Match[bytes]) -> bytes:
    return b"http://schemas.openxmlformats.org/%s/2006/%s" % (found[1], found[2])


def value(element: Element, name: str) -> str:
    """The `w:val` of the child with that name of `w`, "" where there is none."""
    child = element.find(f"{W}{name}") if element is not None else None
    return str(child.get(f"{W}val", "")) if child is not None else ""


def number(element: Element, name: str) -> int | None:
    """The same as a number; None where there is none."""
    found = value(element, name)
    return int(found) if re.fullmatch(r"-?\d{1,9}", found) else None


def is_on(element: Element) -> bool:
    """Whether a property that is on or off is on: it is where it names no value."""
    return str(element.get(f"{W}val", "")).lower() in _TRUE
