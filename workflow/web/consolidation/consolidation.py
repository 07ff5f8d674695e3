"""The consolidation: the penholder answers each item, paragraph by paragraph, and issues the next version."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from workflow.database import reading
from workflow.queries.consolidation import passages, previews
from workflow.queries.consolidation.brackets import open_passages
from workflow.queries.consolidation.consolidation import consolidation, is_told
from workflow.rules.consolidation.refusals import NothingToIssue, StaleDisposition
from workflow.rules.shared.permissions import Action
from workflow.rules.shared.refusals import NotAllowed, Refusal
from workflow.services.consolidation import consolidating, standard_replies
from workflow.text.blocks import digest
from workflow.web.consolidation import brackets, consolidation_shut, paragraph_page, paragraph_preview
from workflow.web.consolidation.consolidation_forms import VersionForm
from workflow.web.shared import access
from workflow.web.shared.marks import name_of_version
from workflow.web.shared.numbers import parse_bounded
from workflow.web.statements.seen import require_standing

blueprint = Blueprint("consolidation", __name__)
brackets.init(blueprint)


@blueprint.get("/statements/<key>/consolidation")
def show(key: str) -> ResponseReturnValue:
    """The items of one paragraph with their dispositions, beside the paragraph as it will read.

    Where nothing can be answered at the present stage its penholder reads when it can.
    """
    with reading() as session:
        stand = require_standing(session, key)
        if stand.holds_pen and not stand.may(Action.DISPOSE):
            return consolidation_shut.page(session, stand)
    return paragraph_page.page(_open_page(key, Action.DISPOSE), fill=request.args.get("fill", ""))


@blueprint.post("/statements/<key>/consolidation")
def save(key: str) -> ResponseReturnValue:
    """Keep all answers of a paragraph's form, or none."""
    opened = _open_page(key, Action.SEE_PRIVATE)  # moved on meanwhile: a penholder's words still come back
    form = opened.form(sent=True)
    form.require_known()
    if not form.validate():
        return paragraph_page.page(opened, form.clashing(opened.consolidation)), 422
    try:
        with access.acting() as (session, person):
            consolidating.dispose_all(session, person, key, answers=form.answers)
            for body in form.kept_reasons:
                standard_replies.save_standard_reply(session, person, key, body=body, language=opened.standing.language)
    except Refusal as refusal:  # a conflict, another penholder was quicker, the stage is another: nothing was kept
        return _refusal_page(key, refusal)
    count = len(form.answers)
    flash(ngettext("%(num)s answer is saved.", "%(num)s answers are saved.", count), "good")
    return redirect(_whereto(key, opened), 303)


@blueprint.post("/statements/<key>/consolidation/preview")
def preview(key: str) -> ResponseReturnValue:
    """The part of the page that shows the paragraph as it would read with the form's answers; none of them is kept."""
    opened = _open_page(key, Action.DISPOSE)
    form = opened.form(sent=True)
    form.require_known()
    with reading() as session:
        return paragraph_preview.part(opened, consolidation(session, opened.standing, form.supposed))


@blueprint.route("/statements/<key>/versions", methods=["GET", "POST"])
def version(key: str) -> ResponseReturnValue:
    """What the next version will change and what it leaves open; its issue."""
    form = VersionForm()
    if not form.is_submitted():
        return _version_page(key, form)
    if not form.validate():
        return _version_page(key, form), 422
    try:
        with access.acting() as (session, person):
            issued = consolidating.issue_version(
                session, person, key, carry_over=form.carry_over.data, seen=form.seen.data or ""
            )
            number, told = issued.number, is_told(session, issued.id)
            name = name_of_version(require_standing(session, key), number)
    except Refusal as refusal:
        if isinstance(refusal, NothingToIssue) and (answer := _answer_if_issued(key, form)):
            return answer
        return _version_page(key, form.refused(refusal)), refusal.status
    said = gettext(
        "Version %(number)s is issued. Everyone who sent a comment or amendment is told how it was answered.",
        number=name,
    )
    flash(said if told else gettext("Version %(number)s is issued.", number=name), "good")
    return _to_changes(key, number)


def _answer_if_issued(key: str, form: VersionForm) -> ResponseReturnValue | None:
    """Where a second press comes after the first one, or two penholders pressed: the version that they wanted."""
    with reading() as session:
        stand = require_standing(session, key)
    if stand.version is None or form.last.data != str(stand.version - 1):
        return None
    flash(gettext("Version %(number)s is issued.", number=name_of_version(stand, stand.version)), "good")
    return _to_changes(key, stand.version)


def _to_changes(key: str, number: int) -> ResponseReturnValue:
    between: dict[str, Any] = {"from": number - 1, "to": number}
    return redirect(url_for("changes.show", key=key, **between), 303)


def _open_page(key: str, action: Action) -> paragraph_page.Opened:
    """The consolidation at the paragraph and the page of it that the address names."""
    part = request.args.get("page", 1, type=parse_bounded) or 1
    with reading() as session:
        return paragraph_page.open_consolidation(session, key, action, request.args.get("paragraph"), part)


def _whereto(key: str, at: paragraph_page.Opened) -> str:
    """The same page; where the next was asked for, the next with something left, and after the last the issue."""
    paragraph = at.chosen.key if at.chosen else None
    part = at.part if len(at.parts) > 1 else None
    if not request.form.get("next"):
        return url_for(".show", key=key, paragraph=paragraph, page=part)
    if part and part < len(at.parts):
        return url_for(".show", key=key, paragraph=paragraph, page=part + 1)
    with reading() as session:
        _, found = paragraph_page.consolidation_of(session, key, Action.DISPOSE)
    following = passages.following(passages.paragraphs(found), paragraph or "")
    return url_for(".show", key=key, paragraph=following) if following else url_for(".version", key=key)


def _refusal_page(key: str, refusal: Refusal) -> ResponseReturnValue:
    """The page as the record is now, with the form as it was sent."""
    opened = _open_page(key, Action.SEE_PRIVATE)
    anew = opened.form(sent=True)
    anew.require_known()  # its items have gone into a version: the page of refusals gives the words back
    anew.see_anew()
    if isinstance(refusal, NotAllowed) and not opened.standing.may(Action.DISPOSE):
        with reading() as session:
            anew.form_errors = [*anew.form_errors, consolidation_shut.why(session, opened.standing)]
        return paragraph_page.page(opened, anew), refusal.status
    stale = refusal.refs if isinstance(refusal, StaleDisposition) else ()
    return paragraph_page.page(opened, anew.refused(refusal), stale), refusal.status


def _version_page(key: str, form: Any) -> str:
    with reading() as session:
        stand, found = paragraph_page.consolidation_of(session, key, Action.ISSUE_VERSION)
        left_open = open_passages(session, stand, found)
    there, rows = passages.paragraphs(found), previews.changing_rows(found)
    made = {ref for row in rows for source in row.sources for ref in source.refs} | set(found.title_refs)
    form.seen.data, form.last.data = digest(found.title, found.consolidated.blocks), str(stand.version)
    return render_template(
        "consolidation/version.html",
        standing=stand,
        consolidation=found,
        brackets=left_open,
        form=form,
        rows=rows,
        behind=[item for item in found.items if item.reference in made],
        home_of=passages.homes(there),
        translations=found.translations,
        waiting=[(p, [i for i in p.items if i.disposition is None]) for p in there if p.left],
        **paragraph_page.SHOWING,
    )
