"""The table of responses: a stable page, a printed one, and the same selection as a file."""

from enum import StrEnum
from typing import Any, TypeVar

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from workflow.database import reading
from workflow.queries.consolidation.response_table import By, Chosen, ResponseTable, register
from workflow.queries.shared.standing import Standing
from workflow.queries.statements.head import head
from workflow.rules.consolidation.dispositions import DispositionKind
from workflow.rules.shared.permissions import Action
from workflow.rules.shared.refusals import NotFound
from workflow.services.people import protecting
from workflow.web.consolidation import response_table_words
from workflow.web.consolidation.response_table_files import FILES, file_name
from workflow.web.shared import access
from workflow.web.shared.attachments import attachment
from workflow.web.shared.numbers import parse_bounded, parse_count
from workflow.web.statements.seen import require_standing

blueprint = Blueprint("response_table", __name__)
Word = TypeVar("Word", bound=StrEnum)
_AMENDS = {"amendment": True, "comment": False}
_ON_PAPER = 300
"""Items on one page to be printed: a page stays small enough for a phone's line."""


@blueprint.get("/statements/<key>/response-table")
def show(key: str) -> str:
    """A page of what became of items, as chosen by the address."""
    chosen = _chosen()
    with reading() as session:
        stand = require_standing(session, key, Action.SEE_ITEMS)
        found = register(session, stand, chosen, page=_page())
        top = head(session, stand)
    return render_template(
        "consolidation/response_table.html", head=top, tab="response_table", **_facts(stand, found, chosen)
    )


@blueprint.get("/statements/<key>/response-table/print")
def print_page(key: str) -> str:
    """The same selection for paper; protected organisations under their labels before everybody."""
    chosen = _chosen()
    with reading() as session:
        stand = require_standing(session, key, Action.SEE_ITEMS)
        found = register(session, stand, chosen, page=_page(), size=_ON_PAPER, labels_alone=True)
    return render_template("consolidation/response_table_print.html", **_facts(stand, found, chosen))


@blueprint.get("/statements/<key>/response-table.<ending>")
def file(key: str, ending: str) -> ResponseReturnValue:
    """The whole selection as a workbook, a document or CSV; protected organisations under their labels."""
    with reading() as session:
        stand = require_standing(session, key, Action.SEE_ITEMS)
        if ending not in FILES:
            raise NotFound
        found = register(session, stand, _chosen(), size=None, labels_alone=True)
    return _attachment(stand, found, ending)


@blueprint.post("/statements/<key>/response-table/names.<ending>")
def names(key: str, ending: str) -> ResponseReturnValue:
    """The same file with the names of protected organisations, for the secretariat alone; who took it is recorded."""
    with reading() as session:
        stand = require_standing(session, key, Action.SEE_NAMES)
        if ending not in FILES:
            raise NotFound
        found = register(session, stand, _chosen(), size=None)
    with access.acting() as (session, person):
        protecting.take_names(session, person, key, ending=ending)
    return _attachment(stand, found, ending, with_names=True)


def _attachment(stand: Standing, found: ResponseTable, ending: str, *, with_names: bool = False) -> Response:
    kind, made = FILES[ending]
    data = made(stand, found, _chosen(), with_names=with_names)
    return attachment(data, kind, file_name(stand, ending, with_names=with_names))


def _facts(stand: Any, found: Any, chosen: Chosen) -> dict[str, Any]:
    asked = {
        "by": chosen.by.value if chosen.by is not By.PARAGRAPH else None,
        "version": chosen.version,
        "disposition": chosen.outcome,
        "organisation": chosen.organisation or None,
        "kind": next((code for code, amends in _AMENDS.items() if amends is chosen.amends), None),
    }
    return {"standing": stand, "found": found, "chosen": chosen, "asked": asked, "words": response_table_words}


def _chosen() -> Chosen:
    return Chosen(
        by=_word(By, "by") or By.PARAGRAPH,
        version=parse_count(request.args.get("version")),
        outcome=_word(DispositionKind, "disposition"),
        organisation=request.args.get("organisation", ""),
        amends=_AMENDS.get(request.args.get("kind", "")),
    )


def _word(kinds: type[Word], name: str) -> Word | None:
    return next((each for each in kinds if each.value == request.args.get(name)), None)


def _page() -> int:
    return request.args.get("page", 1, type=parse_bounded) or 1
