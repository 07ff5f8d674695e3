"""The consolidation desk: the penholder answers each item, paragraph by paragraph, and issues the next version."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from sqlalchemy.orm import Session

from workflow.database import reading, transaction
from workflow.queries import passages, previews
from workflow.queries.consolidation import Desk, desk
from workflow.queries.standing import Standing
from workflow.queries.translations import translations
from workflow.rules.errors import NotFound, Refusal
from workflow.rules.permissions import Action
from workflow.services import consolidating
from workflow.text.blocks import digest, numbers
from workflow.text.excerpt import shortened
from workflow.web import access
from workflow.web.consolidation_forms import ParagraphForm, VersionForm, paragraph_form
from workflow.web.errors import status_of
from workflow.web.redlines import inline, penholder_mark
from workflow.web.seen import seen

blueprint = Blueprint("consolidation", __name__)
_SHOWING = {"inline": inline, "penholder_mark": penholder_mark, "shortened": shortened}


@blueprint.get("/statements/<key>/consolidation")
def show(key: str) -> ResponseReturnValue:
    """The items of one paragraph with their dispositions, beside the paragraph as it will read."""
    with reading() as session:
        stand, found = _desk(session, key, Action.DISPOSE)
    return _paragraph_page(stand, found, None)


@blueprint.post("/statements/<key>/consolidation")
def save(key: str) -> ResponseReturnValue:
    """Keep all answers of a paragraph's form, or none."""
    with reading() as session:
        stand, found = _desk(session, key, Action.SEE_DRAFT)  # moved on meanwhile: the words still come back
    chosen = passages.chosen(passages.paragraphs(found), request.args.get("paragraph"))
    form = paragraph_form(chosen.items if chosen else (), sent=True)
    if not form.validate():
        return _paragraph_page(stand, found, form), 422
    try:
        with transaction() as session:
            consolidating.dispose_all(session, access.acting_person(session), key, answers=form.answers)
    except NotFound:
        raise
    except Refusal as refusal:  # a clash, another penholder was quicker, the stage is another: nothing was kept
        return _refused_page(key, form, refusal)
    count = len(form.answers)
    flash(ngettext("%(num)s disposition is saved.", "%(num)s dispositions are saved.", count), "good")
    return redirect(_whereto(key, chosen.key if chosen else None), 303)


@blueprint.route("/statements/<key>/versions", methods=["GET", "POST"])
def version(key: str) -> ResponseReturnValue:
    """What the next version will change and what it leaves open; its issue."""
    form = VersionForm()
    if not form.is_submitted():
        return _version_page(key, form)
    if not form.validate():
        return _version_page(key, form), 422
    try:
        with transaction() as session:
            person = access.acting_person(session)
            issued = consolidating.issue_version(
                session, person, key, carry_over=form.carry_over.data, seen=form.seen.data or ""
            ).number
    except NotFound:
        raise
    except Refusal as refusal:
        refusal.field = "carry_over" if refusal.code == "not_dealt_with" else None
        return _version_page(key, form.refused(refusal)), status_of(refusal)
    flash(
        gettext("Version %(number)s is issued. Those with items are told what became of them.", number=issued), "good"
    )
    between: dict[str, Any] = {"from": issued - 1, "to": issued}
    return redirect(url_for("changes.show", key=key, **between), 303)


def _whereto(key: str, paragraph: str | None) -> str:
    """The same paragraph; where the next was asked for, the next with something left, and after the last the issue."""
    if not request.form.get("next"):
        return url_for(".show", key=key, paragraph=paragraph)
    with reading() as session:
        _, found = _desk(session, key, Action.DISPOSE)
    following = passages.following(passages.paragraphs(found), paragraph or "")
    return url_for(".show", key=key, paragraph=following) if following else url_for(".version", key=key)


def _refused_page(key: str, form: ParagraphForm, refusal: Refusal) -> ResponseReturnValue:
    """The page as the record is now, with the form as it was sent."""
    with reading() as session:
        stand, found = _desk(session, key, Action.SEE_DRAFT)
    chosen = passages.chosen(passages.paragraphs(found), request.args.get("paragraph"))
    here = {item.reference for item in chosen.items} if chosen else set()
    if not {name.removesuffix("_kind") for name in request.form if name.endswith("_kind")} <= here:
        raise refusal  # its items have gone into a version: the page of refusals gives the words back
    anew = paragraph_form(chosen.items if chosen else (), sent=True)
    anew.see_anew()
    stale = refusal.facts.get("refs", ()) if refusal.code == "stale_disposition" else ()
    return _paragraph_page(stand, found, anew.refused(refusal), stale), status_of(refusal)


def _paragraph_page(stand: Standing, found: Desk, form: Any, stale: Any = ()) -> str:
    there = passages.paragraphs(found)
    chosen = passages.chosen(there, request.args.get("paragraph"))
    if chosen is None:
        return render_template("consolidation/empty.html", standing=stand, desk=found)
    return render_template(
        "consolidation/show.html",
        standing=stand,
        desk=found,
        paragraphs=there,
        chosen=chosen,
        stale=stale,
        form=form if form is not None else paragraph_form(chosen.items, sent=False),
        passages=passages.passages(found, chosen),
        effects=passages.effects(found, chosen.items),
        rows=previews.around(found, chosen.key),
        home_of=passages.homes(there),
        number_of=numbers(found.issued),
        first_words={block.id: shortened(block.text, 40) for block in found.issued},
        **_SHOWING,
    )


def _version_page(key: str, form: Any) -> str:
    with reading() as session:
        stand, found = _desk(session, key, Action.ISSUE_VERSION)
        others = translations(session, stand, found.consolidated.blocks)
    there, rows = passages.paragraphs(found), previews.changed(found)
    made = {ref for row in rows for source in row.sources for ref in source.refs}
    form.seen.data = digest(found.title, found.consolidated.blocks)
    return render_template(
        "consolidation/version.html",
        standing=stand,
        desk=found,
        form=form,
        rows=rows,
        behind=[item for item in found.items if item.reference in made],
        home_of=passages.homes(there),
        translations=others,
        waiting=[(p, [i for i in p.items if i.disposition is None]) for p in there if p.left],
        **_SHOWING,
    )


def _desk(session: Session, key: str, action: Action) -> tuple[Standing, Desk]:
    found = seen(session, key, action)
    if found.version_id is None:
        raise NotFound
    return found, desk(session, found)
