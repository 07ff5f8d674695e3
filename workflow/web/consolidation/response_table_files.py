"""The table of responses as files: its words, already those of the reader's page, in tables and documents."""

from collections.abc import Callable, Mapping

from flask_babel import gettext

from workflow.formats import csvfile
from workflow.formats import document as documents
from workflow.formats import spreadsheet as spreadsheets
from workflow.formats.document import CellParagraph, Document
from workflow.formats.table import Table, Words
from workflow.queries.consolidation.objections import ObjectionShown
from workflow.queries.consolidation.response_table import Chosen, ResponsePart, ResponseTable
from workflow.queries.consolidation.response_table_lines import ResponseLine
from workflow.queries.shared.standing import Standing
from workflow.rules.items.kinds import KINDS
from workflow.web.consolidation import response_table_words as words
from workflow.web.consolidation.objection_words import objection_place, objection_remark, objection_tag
from workflow.web.items.kinds import asked_in_table
from workflow.web.shared import locale
from workflow.web.shared.locale import join_words
from workflow.web.shared.marks import mark_of, version_name
from workflow.web.shared.plain_names import plain_name


def csv(standing: Standing, found: ResponseTable, chosen: Chosen, *, with_names: bool = False) -> bytes:
    """One line an item; what a page says above the table stands in the last column of each line."""
    # There is no line over the rows of such a file: each of them bears the mark.
    mark = _mark(standing, with_names=with_names)
    return csvfile.csv_file(_table(standing, found, chosen, mark=mark))


def xlsx(standing: Standing, found: ResponseTable, chosen: Chosen, *, with_names: bool = False) -> bytes:
    """The same as a workbook."""
    table = _table(standing, found, chosen, with_names=with_names)
    return spreadsheets.spreadsheet(table, gettext("Answers"))


def docx(standing: Standing, found: ResponseTable, chosen: Chosen, *, with_names: bool = False) -> bytes:
    """The register as it is read, under its headings."""
    given = Document(
        title=Words(standing.original_title, standing.language),
        above=tuple(Words(each) for each in words.above(standing, found, chosen, with_names=with_names)),
        mark=Words(_mark(standing, with_names=with_names)),
        columns=(gettext("Comment or amendment"), gettext("What is asked"), gettext("Answer")),
        parts=tuple(
            documents.DocumentPart(
                Words(words.heading(part, found), _language_of(part, standing)),
                tuple(_row(line, standing) for line in part.lines),
            )
            for part in found.parts
        )
        + _objection_parts(found, standing),
        language=locale.current(),
    )
    return documents.document(given)


FILES: Mapping[str, tuple[str, Callable[..., bytes]]] = {
    "xlsx": (spreadsheets.TYPE, xlsx),
    "csv": (csvfile.TYPE, csv),
    "docx": (documents.TYPE, docx),
}
"""Ending of a file's name -> its media type, and what makes it: of a statement, its table of responses and what was
chosen.
"""


def file_name(standing: Standing, ending: str, *, with_names: bool = False) -> str:
    """JS-2024-17-v3-responses.xlsx: the reference and the number of the version, in letters that any disk takes.

    with_names: the name says so, and whose it is, wherever the file is seen.
    """
    names = "-with-names-secretariat-only" if with_names else ""
    return f"{standing.address}-v{standing.version or 0}-responses{names}.{ending}"


def _mark(standing: Standing, *, with_names: bool) -> str:
    name = version_name(standing, standing.version or 1)
    names = f" · {words.holds_names()}" if with_names else ""
    return f"{standing.reference} · {mark_of(standing, standing.version) or name}{names}"


def _table(
    standing: Standing, found: ResponseTable, chosen: Chosen, *, mark: str = "", with_names: bool = False
) -> Table:
    marks = (Words(mark),) if mark else ()
    return Table(
        title=Words(standing.original_title, standing.language),
        above=tuple(Words(each) for each in words.above(standing, found, chosen, with_names=with_names)),
        columns=(*_columns(), *([gettext("Statement")] if mark else [])),
        rows=tuple((*_cells(line, standing), *marks) for part in found.parts for line in part.lines)
        + tuple((*_objection_cells(each, standing), *marks) for each in found.objections),
        language=locale.current(),
    )


def _columns() -> list[str]:
    return [
        gettext("Reference"),
        gettext("Kind"),
        gettext("Organisation"),
        gettext("About"),
        gettext("What is asked"),
        gettext("Words of the text"),
        gettext("Words proposed"),
        gettext("Comment or reason"),
        gettext("Answer"),
        gettext("Words accepted"),
        gettext("Words shown by the penholder"),
        gettext("The penholder’s reason"),
        gettext("Answered in"),
        gettext("Remarks"),
    ]


def _cells(line: ResponseLine, standing: Standing) -> tuple[Words, ...]:
    return (
        Words(line.reference),
        Words(words.kind(line)),
        Words(words.names(line)),
        Words(words.place(line, standing)),
        Words(asked_in_table(line)),
        Words(line.quote, standing.language),
        Words(line.proposal, standing.language),
        Words(line.body, line.language),
        Words(words.outcome(line)),
        Words(line.taken, standing.language),
        Words(line.shown, standing.language),
        Words(line.because, standing.language),
        Words(version_name(standing, line.version) if line.version else ""),
        Words(join_words(words.remarks(line, standing))),
    )


def _objection_cells(objection: ObjectionShown, standing: Standing) -> tuple[Words, ...]:
    """The same columns of an objection: no version answers it, and what is asked are its words."""
    return (
        Words(objection.reference),
        Words(words.objection_name()),
        Words(plain_name(objection.who)),
        Words(objection_place(objection, standing)),
        Words(""),
        Words(objection.quote, standing.language),
        Words(objection.instead, standing.language),
        Words(objection.why),
        Words(objection_tag(objection.answer)[2]),
        Words(""),
        Words(""),
        Words(objection.answer_reason),
        Words(""),
        Words(objection_remark(objection)),
    )


def _objection_parts(found: ResponseTable, standing: Standing) -> tuple[documents.DocumentPart, ...]:
    rows = tuple(_objection_row(each, standing) for each in found.objections)
    return (documents.DocumentPart(Words(words.objections_heading()), rows),) if rows else ()


def _objection_row(objection: ObjectionShown, standing: Standing) -> tuple[tuple[CellParagraph, ...], ...]:
    """The three cells of an objection in a document."""
    who = (
        CellParagraph(Words(objection.reference), True),
        CellParagraph(Words(f"{words.objection_name()} · {plain_name(objection.who)}")),
        CellParagraph(Words(objection_remark(objection))),
    )
    asked = [CellParagraph(Words(objection_place(objection, standing)))]
    if objection.quote:
        asked.append(CellParagraph(Words(gettext("“%(words)s”", words=objection.quote), standing.language)))
    if objection.instead:
        asked.append(CellParagraph(Words(gettext("Words proposed:"))))
        asked.append(CellParagraph(Words(objection.instead, standing.language), True))
    asked += [CellParagraph(Words(each)) for each in objection.why.splitlines() if each.strip()]
    became = [CellParagraph(Words(objection_tag(objection.answer)[2]), True)]
    became += [CellParagraph(Words(each)) for each in objection.answer_reason.splitlines() if each.strip()]
    return who, tuple(asked), tuple(became)


def _row(line: ResponseLine, standing: Standing) -> tuple[tuple[CellParagraph, ...], ...]:
    """The three cells of an item in a document."""
    who = [
        CellParagraph(Words(line.reference), True),
        CellParagraph(Words(f"{words.kind(line)} · {words.names(line)}")),
    ]
    item = [*who, *(CellParagraph(Words(each)) for each in words.remarks(line, standing))]
    became = [CellParagraph(Words(words.outcome(line)), True)]
    if line.other_words:
        became.append(CellParagraph(Words(gettext("%(reference)s proposes:", reference=line.other))))
        became.append(CellParagraph(Words(line.other_words, standing.language)))
    if line.taken:
        became += [
            CellParagraph(Words(gettext("Words accepted:"))),
            CellParagraph(Words(line.taken, standing.language)),
        ]
    if line.shown:
        became += [
            CellParagraph(Words(gettext("Shown in the text by the penholder:"))),
            CellParagraph(Words(line.shown, standing.language)),
        ]
    if line.because:
        became.append(CellParagraph(Words(line.because, standing.language)))
    if line.version:
        became.append(CellParagraph(Words(version_name(standing, line.version))))
    return tuple(item), tuple(_asked_words(line, standing)), tuple(became)


def _asked_words(line: ResponseLine, standing: Standing) -> list[CellParagraph]:
    said = [CellParagraph(Words(words.place(line, standing)))]
    if KINDS[line.kind].amends:
        said.append(CellParagraph(Words(asked_in_table(line))))
    if line.quote and not (line.whole and not KINDS[line.kind].amends):
        said.append(CellParagraph(Words(gettext("“%(words)s”", words=line.quote), standing.language)))
    if line.proposal:
        said += [
            CellParagraph(Words(gettext("Words proposed:"))),
            CellParagraph(Words(line.proposal, standing.language), True),
        ]
    return [*said, *(CellParagraph(Words(each, line.language)) for each in line.body.splitlines() if each.strip())]


def _language_of(part: ResponsePart, standing: Standing) -> str:
    """A heading that is a passage's words is in the language of the text."""
    return standing.language if part.place == "paragraph" and not part.who else ""
