"""From what a form brought to a text: read again at each step, since nothing is kept between them but the form."""

import codecs
from collections.abc import Sequence
from dataclasses import dataclass

from workflow.rules.shared.refusals import TextRefused
from workflow.services.shared.checking import require_few
from workflow.text.blocks import Block
from workflow.text.paragraphs import headed, joined
from workflow.text.reading import Reading, Unreadable, read, read_text
from workflow.text.tongue import likely
from workflow.web.statements.statement_forms import NewForm

_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(frozen=True)
class Imported:
    """A text as it was read. spare: its headings that are not the title or the occasion that was typed, by name."""

    reading: Reading
    spare: dict[str, str]


def import_text(form: NewForm) -> Imported:
    """The text of the form; title and occasion are filled in where they were left blank.

    A file's words go into the form's text, which carries them on. Raises TextRefused or TooManyBlocks on the field
    that they came from.
    """
    upload = form.file.data
    data = upload.read() if upload else b""
    if data or (upload and upload.filename):
        if (form.text.data or "").strip():
            raise TextRefused(field="file", reason="two_texts")
        reading = _read_field("file", data, upload.filename or "")
        form.text.data, form.name.data = _words(data), upload.filename
    else:
        text = form.text.data or ""
        reading = _read_field(
            "text", text.encode("utf-8", "surrogatepass") if form.name.data else text, form.name.data or ""
        )
    field = "file" if upload and upload.filename else "text"
    require_few(len(reading.blocks), field=field)  # as the review shows them, whatever looks torn
    if not form.language.data:
        form.language.data = _tongue(reading)
    return Imported(reading, _fill_blanks(form, reading))


def blocks_of(form: NewForm, found: Imported) -> Sequence[Block]:
    """The blocks as the review left them: joined where it was agreed, with the headings that were to stay."""
    agreed = [index for index in found.reading.joins if str(index) in (form.joins.data or ())]
    kept = [name for name in ("occasion", "title") if name in (form.headings.data or ())]
    return headed([getattr(found.reading, name) for name in kept], joined(found.reading.blocks, agreed))


def _read_field(field: str, given: bytes | str, name: str) -> Reading:
    try:
        return read(given, name) if isinstance(given, bytes) else read_text(given)
    except Unreadable as unreadable:
        codes = unreadable.findings[0].codes if unreadable.findings else ""
        raise TextRefused(field=field, reason=unreadable.reason, codes=codes) from unreadable


def _tongue(reading: Reading) -> str:
    found = likely("\n".join(block.text for block in reading.blocks))
    if found is None:
        raise TextRefused(field="language", reason="which_language")
    return found


def _words(data: bytes) -> str:
    return data.decode("utf-16" if data.startswith(_WIDE) else "utf-8-sig")


def _fill_blanks(form: NewForm, reading: Reading) -> dict[str, str]:
    spare = {}
    for name in ("occasion", "title"):
        field, own = form[name], getattr(reading, name)
        if own and not field.data:
            field.data = own[:300]
        if own and field.data != own:
            spare[name] = own
    return spare
