"""The tab Changes: any two texts of a statement as a redline, in one column or side by side."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from flask import Blueprint, current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from workflow.database import reading
from workflow.queries.history.changes import VersionComparison, comparison, first_places, stretches
from workflow.queries.history.sides import BASE, DRAFT, ComparedText
from workflow.queries.history.texts import Issued, before_newest, texts
from workflow.queries.home.bases import base_of
from workflow.queries.shared.standing import Standing
from workflow.queries.statements.head import head
from workflow.rules.shared.permissions import Action
from workflow.rules.shared.refusals import NotFound
from workflow.text.diff import shortened
from workflow.text.document import html
from workflow.web.drafts.drafts import chosen_language
from workflow.web.history import changes_file
from workflow.web.history.change_kinds import kind_tag, kinds_of
from workflow.web.room import looking
from workflow.web.shared import marks
from workflow.web.shared.attachments import attachment
from workflow.web.shared.numbers import parse_count
from workflow.web.statements import redline_words
from workflow.web.statements.seen import require_standing

blueprint = Blueprint("changes", __name__)
_NOTHING = "-"  # names no text


@blueprint.get("/statements/<key>/changes")
def show(key: str) -> ResponseReturnValue:
    """The redline of the two texts that the address names; else of the newest version against the one before."""
    with reading() as session:
        stand = require_standing(session, key)
        if not (stand.may(Action.SEE_ITEMS) or stand.may(Action.SEE_DRAFT)):
            raise NotFound
        language = chosen_language() or stand.language
        known = texts(session, stand, language)
        versions = known.versions
        base = base_of(session, stand, language)
        before, after = _chosen(stand, known.languages, with_base=base is not None)
        found = comparison(session, stand, language, before, after) if before and after else None
        languages = _languages(stand, language, known.languages, before, after)
        is_written = language in languages or not languages
        if found is None and is_written and ("from" in request.args or "to" in request.args):
            raise NotFound
        top = head(session, stand)
    _look(versions, found)
    view = "side" if request.args.get("view") == "side" else "inline"
    only = "changed" if request.args.get("only") == "changed" else None
    beside = stretches(found.rows, folded=only is not None) if found else ()
    page = render_template(
        "history/changes.html",
        firsts=first_places(beside),
        standing=stand,
        head=top,
        tab="changes",
        language=language,
        offered=languages,
        versions=versions,
        found=found,
        base=base,
        view=view,
        only=only,
        address=partial(_address, stand, before, after, language=language, view=view, only=only),
        stretches=beside,
        penholder=_mark(found),
        kinds=kinds_of(found.rows, language) if found else None,
        kind_tag=kind_tag,
        since=before_newest(versions),
        site=current_app.config["COMMUNIQUE"].base_url,
        name_of=partial(name_of, stand),
        redlines=redline_words,
        html=html,
        shortened=shortened,
        SEES_DRAFT=stand.may(Action.SEE_DRAFT),
    )
    return page, 200 if is_written else 404


@blueprint.get("/statements/<key>/changes.docx")
def file(key: str) -> ResponseReturnValue:
    """The same two texts as one Word file whose tracked changes make the one of the other."""
    with reading() as session:
        stand = require_standing(session, key)
        if not (stand.may(Action.SEE_ITEMS) or stand.may(Action.SEE_DRAFT)):
            raise NotFound
        language = chosen_language() or stand.language
        known = texts(session, stand, language)
        base = base_of(session, stand, language)
        before, after = _chosen(stand, known.languages, with_base=base is not None)
        found = comparison(session, stand, language, before, after) if before and after else None
    if found is None:
        raise NotFound
    names = name_of(stand, found.before), name_of(stand, found.after)
    data = changes_file.changes_file(stand, found, names, language)
    return attachment(data, changes_file.TYPE, changes_file.file_name(stand, found, language))


def _address(stand: Standing, before: str, after: str, **chosen: Any) -> str:
    """The address of what is compared, with some of its choices changed; it means the same to every reader."""
    return url_for(".show", key=stand.key, **{"from": before, "to": after, **chosen})


def _look(versions: Sequence[Issued], found: VersionComparison | None) -> None:
    """Keep that the reader has opened the version on the right; the first time is what counts."""
    opened = next((each for each in versions if found and each.number == found.after.number), None)
    if opened and not opened.looked and request.method == "GET":
        looking.note_version_opened(opened.id)


def _chosen(stand: Standing, known: Mapping[str, frozenset[str]], *, with_base: bool) -> tuple[str, str]:
    """The two texts of the address, completed: to the newest version, from the one before it.

    The first version, or the draft before there is one, is compared with the base text.
    """
    numbers = sorted(int(value) for value in known if value.isdecimal())
    draft = DRAFT if stand.may(Action.SEE_DRAFT) else ""
    is_compared = len(numbers) > 1 or (numbers and with_base)
    after = _side("to") or (str(numbers[-1]) if is_compared else draft)
    earlier = [number for number in numbers if not after.isdecimal() or number < int(after)]
    return _side("from") or (str(earlier[-1]) if earlier else BASE if with_base else ""), after


def _languages(
    stand: Standing, language: str, known: Mapping[str, frozenset[str]], before: str, after: str
) -> list[str]:
    """The languages that both texts are in, the original's first; that of a save, which nobody chooses, is at hand."""
    both = [known.get(value) or frozenset({language}) for value in (before, after)]
    return sorted(both[0] & both[1], key=lambda code: (code != stand.language, code))


def _side(name: str) -> str:
    """The text that the address names: a version's number, a save's with an s, or a word."""
    asked = request.args.get(name, "")
    number = parse_count(asked.removeprefix("s"))
    if number is None:
        return asked if asked in ("", BASE, DRAFT) else _NOTHING
    return f"{'s' if asked.startswith('s') else ''}{number}"


def _mark(found: VersionComparison | None) -> str:
    """Between two saves every change is a penholder's: the mark would say nothing."""
    return redline_words.penholder_mark() if found and found.before.number is not None else ""


def name_of(stand: Standing, side: ComparedText) -> str:
    """What a side of the comparison is called."""
    if side.number is not None:
        return marks.version_name(stand, side.number)
    if side.base:
        return gettext("Base text %(reference)s", reference=side.base)
    if side.value == DRAFT:
        return gettext("Draft")
    return gettext("Saved copy %(serial)s of the draft", serial=side.serial)
