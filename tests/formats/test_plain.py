"""The plain text of an edition is what was decided on, byte for byte."""

import hashlib

import pytest

from workflow.formats.plain import plain_text
from workflow.text.document import digest, parse

pytestmark = pytest.mark.unit


def test_the_digest_of_a_decision_is_the_sha256_of_the_file() -> None:
    blocks = parse("Excellences,\n\nLe fleuve a **monté** deux fois.\n\n- une\n- deux\n")
    written = plain_text("Sur les fleuves", blocks)
    assert hashlib.sha256(written).hexdigest() == digest("Sur les fleuves", blocks)
    assert written.endswith(b"\n")
    assert b"\r" not in written
