"""An edition as plain text: the canonical text itself, byte for byte what was decided on."""

from collections.abc import Iterable

from workflow.text.document import canonical
from workflow.text.values import Block


def plain_text(title: str, blocks: Iterable[Block]) -> bytes:
    """The canonical text in UTF-8; the SHA-256 of these bytes is the edition's digest."""
    return canonical(title, blocks).encode()
