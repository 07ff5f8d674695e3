"""What changed between two texts as a Word file: with all changes accepted the newer one, rejected the older."""

from collections.abc import Iterator

from flask_babel import gettext, ngettext

from workflow.formats.table import Words
from workflow.formats.word.tracked_text import compared_text
from workflow.formats.word.writing import TYPE, word_file
from workflow.formats.word.written import Hand, WordFile
from workflow.queries.history.changes import VersionComparison
from workflow.queries.history.sides import DRAFT, ComparedText
from workflow.queries.shared.standing import Standing
from workflow.text.values import AmendmentKind
from workflow.web.room.word_heads import edition_words, with_what_was_left_out
from workflow.web.shared import locale
from workflow.web.shared.forms import settings
from workflow.web.shared.marks import mark_of

__all__ = ["TYPE", "changes_file", "file_name"]


def changes_file(standing: Standing, found: VersionComparison, names: tuple[str, str], language: str) -> bytes:
    """The file. names: what the two texts are called."""
    before, after = found.before, found.after
    hand = Hand(settings().coalition_in(language))
    moved = frozenset(row.id for row in found.rows if row.refs(AmendmentKind.MOVE))
    given = WordFile(
        title=after.title,
        language=language,
        spoken=locale.current(),
        paragraphs=compared_text((before.title, before.blocks), (after.title, after.blocks), hand, moved),
        above=tuple(_above(standing, found, names, language)),
        mark=f"{standing.reference} · {' → '.join(names)}",
    )
    return word_file(with_what_was_left_out(given))


def file_name(standing: Standing, found: VersionComparison, language: str) -> str:
    """JS-2024-17-v1-v2-changes-en.docx, in letters that any disk takes."""
    return f"{standing.address}-{_part(found.before)}-{_part(found.after)}-changes-{language}.docx"


def _part(side: ComparedText) -> str:
    if side.number is not None:
        return f"v{side.number}"
    if side.base:
        return "base"
    return DRAFT if side.value == DRAFT else f"{DRAFT}-{side.serial}"


def _above(standing: Standing, found: VersionComparison, names: tuple[str, str], language: str) -> Iterator[Words]:
    """What stands over the first page."""
    yield Words(gettext("Changes from %(one)s to %(other)s", one=names[0], other=names[1]))
    # Of the two texts the newer one says who may be shown both: an adopted one stands beside drafts.
    if mark := mark_of(standing, found.after.number):
        yield Words(mark)
    yield edition_words(standing, language)
    if found.occasion:
        yield from _occasions(found, language)
    if found.changed:
        yield Words(
            ngettext(
                "%(num)s change in %(blocks)s of %(all)s paragraphs.",
                "%(num)s changes in %(blocks)s of %(all)s paragraphs.",
                found.changes,
                blocks=len(found.changed),
                all=found.blocks,
            )
        )
    else:
        yield Words(gettext("The paragraphs are the same."))
    yield Words(gettext("Accept all changes for the newer text, or reject all of them for the older one."))


def _occasions(found: VersionComparison, language: str) -> Iterator[Words]:
    """The occasion is none of the text's words, and stands in no tracked change."""
    if found.before.occasion:
        yield Words(gettext("Occasion before: %(words)s", words=found.before.occasion), language)
    if found.after.occasion:
        yield Words(gettext("Occasion now: %(words)s", words=found.after.occasion), language)
