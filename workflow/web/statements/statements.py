"""The list of statements, and how a new one comes in: a form, a review of what was read, the statement."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from workflow.database import reading
from workflow.queries.home.bases import bases
from workflow.queries.home.statement_list import list_statements
from workflow.queries.statements import settings_choices
from workflow.queries.statements.head import words_of
from workflow.rules.shared.lifecycle import Stage
from workflow.rules.shared.refusals import Refusal
from workflow.services.drafts import drafting
from workflow.text.blocks import numbers, with_ids
from workflow.text.inline import html
from workflow.web.shared import access
from workflow.web.shared.forms import options, settings
from workflow.web.shared.frame import stage_tag
from workflow.web.shared.numbers import parse_bounded
from workflow.web.statements.base_forms import is_base_text
from workflow.web.statements.imported import Imported, blocks_of, import_text
from workflow.web.statements.statement_forms import NewForm

blueprint = Blueprint("statements", __name__)
_OF_REVIEW = frozenset({"title", "occasion"})


@blueprint.get("/statements")
def index() -> ResponseReturnValue:
    """The statements that the viewer may see, by stage and words."""
    words, page = request.args.get("q", "").strip()[:200], request.args.get("page", 1, type=parse_bounded)
    stage = next((each for each in Stage if each.value == request.args.get("stage")), None)
    with reading() as session:
        found = list_statements(session, access.viewer(), words=words, stage=stage, page=max(1, page))
    stages, chosen = [(each.value, stage_tag(each)[2]) for each in Stage], stage.value if stage else ""
    return render_template("statements/index.html", listed=found, words=words, chosen=chosen, stages=stages)


@blueprint.route("/statements/new", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    """The form of a new statement; sent, it answers with the review of what was read."""
    form = NewForm()
    if not form.is_submitted():
        return _form_page(form)
    if "again" in request.form:  # from the review, to change the text
        return _form_page(form)
    if not form.validate():
        return _form_page(form), 422
    try:
        started = is_base_text(form)
        found = import_text(form)
    except Refusal as refusal:  # not a text, too large, nothing in it: what was typed stays
        form.refused(refusal)
        return _form_page(form), refusal.status
    form.joins.data = [] if started else [str(index) for index in found.reading.joins]
    form.headings.data = list(found.spare)
    return _review_page(form, found)


@blueprint.route("/statements/new/joins", methods=["GET", "POST"])
def create() -> ResponseReturnValue:
    """The review agreed to: the statement begins. Without one, back to the form."""
    if request.method != "POST":
        return redirect(url_for(".new"), 303)
    form = NewForm()
    is_valid = form.validate()
    try:
        found = import_text(form)
        if not is_valid:
            return _review_page(form, found), 422
        with access.acting() as (session, person):
            made = drafting.create_statement(
                session,
                person,
                title=form.title.data or "",
                occasion=form.occasion.data or "",
                blocks=blocks_of(form, found),
                prefix=settings().reference_prefix,
                zone=settings().time_zone,
                **form.terms(),
            )
    except Refusal as refusal:
        form.refused(refusal)
        is_text = refusal.field in _OF_REVIEW
        return (_review_page(form, found) if is_text else _form_page(form)), refusal.status
    flash(gettext("%(reference)s was started as a draft.", reference=made.reference), "good")
    return redirect(url_for("room.show", key=made.key), 303)


def _form_page(form: NewForm) -> str:
    with reading() as session:
        pens = settings_choices.pens(session, access.viewer())
        offered = bases(session, access.viewer())
    form.base.choices = options(
        [
            ("", gettext("No, with a new text")),
            *((each.key, f"{each.reference} {each.title}") for each in offered),
        ]
    )
    return render_template("statements/new.html", form=form, pens=pens)


def _review_page(form: NewForm, found: Imported) -> str:
    names = iter(range(len(found.reading.blocks)))
    blocks = with_ids(found.reading.blocks, lambda: f"b{next(names)}")
    return render_template(
        "statements/review.html",
        form=form,
        found=found,
        blocks=blocks,
        numbers=numbers(blocks),
        words=words_of(tuple(blocks), with_notes=True),  # as the terms begin
        html=html,
    )
