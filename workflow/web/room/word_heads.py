"""What stands at the head of a Word file of ours: which text it is of, how it comes back, what is not in it."""

from collections.abc import Iterator
from dataclasses import replace

from flask import url_for
from flask_babel import gettext, ngettext

from workflow.formats.table import Words
from workflow.formats.word.own_names import VersionMark
from workflow.formats.word.writing import characters_left_out
from workflow.formats.word.written import WordFile
from workflow.queries.room.room import Room
from workflow.queries.shared.standing import Standing
from workflow.text.document import digest
from workflow.web.shared.forms import settings
from workflow.web.shared.locale import language_name
from workflow.web.shared.marks import mark_of, version_name


def file_name(standing: Standing, room: Room, what: str) -> str:
    """JS-2024-17-v2-text-fr.docx, in letters that any disk takes; of a draft without the number."""
    version = f"v{room.number}" if room.number is not None else "draft"
    return f"{standing.address}-{version}-{what}-{room.language}.docx"


def version_mark_of(standing: Standing, room: Room, *, has_points: bool = False) -> str:
    """By what the file is known again when it comes back."""
    text = digest(room.title, room.blocks)
    return str(VersionMark(standing.key, room.number or 0, room.language, text, has_points))


def mark_words(standing: Standing, room: Room) -> str:
    """What the version is called, and who may be shown it."""
    called = version_name(standing, room.number) if room.number is not None else gettext("Draft")
    return mark_of(standing, room.number) or called


def what_it_is(standing: Standing, room: Room) -> Iterator[Words]:
    """The lines that say which text of which statement the file holds."""
    yield Words(mark_words(standing, room))
    yield edition_words(standing, room.language)
    if standing.occasion:
        yield Words(standing.occasion, standing.occasion_language)


def edition_words(standing: Standing, language: str) -> Words:
    """The reference of the statement, and the language of the text."""
    return Words(f"{standing.reference} · {language_name(language)}")


def way_back(standing: Standing) -> Words:
    """How the points of an organisation that were written into the file come back."""
    address = f"{settings().base_url}{url_for('submission.show', key=standing.key)}"
    said = gettext(
        "Propose changes with tracked changes and comments in this file, then send it in under “Our points”: "
        "%(address)s",
        address=address,
    )
    return Words(said)


def with_what_was_left_out(given: WordFile) -> WordFile:
    """The file, whose head says how many characters it could not hold."""
    number = characters_left_out(given)
    if not number:
        return given
    said = ngettext(
        "%(num)s character that no Word file can hold was left out.",
        "%(num)s characters that no Word file can hold were left out.",
        number,
    )
    return replace(given, above=(*given.above, Words(said)))
