"""A conflict handed to its proposers: the page on which they try common words, and the penholder's hand over it."""

from collections.abc import Mapping
from datetime import timedelta
from typing import ClassVar, Self

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectMultipleField, TextAreaField
from wtforms.widgets import HiddenInput

from workflow.database import about_now, reading
from workflow.queries.shared.standing import Standing
from workflow.queries.statements.editions import original_blocks
from workflow.queries.wording.joint_wording import ConflictWithProposers, amendments, conflict_with_proposers
from workflow.rules.shared.lifecycle import Stage
from workflow.rules.shared.permissions import Action, may
from workflow.rules.shared.refusals import NotAllowed, NotFound, Refusal
from workflow.services.items.placing import WORDS_LIMIT
from workflow.services.shared.checking import REASON_LIMIT
from workflow.services.wording import asking_wording, declining
from workflow.services.wording.asking_wording import NOTE_LIMIT
from workflow.web.shared import access
from workflow.web.shared.forms import DeadlineField, Form, plain, require_input, tidy_input, up_to
from workflow.web.shared.moments import deadline, full_hour
from workflow.web.shared.numbers import WholeField, parse_count
from workflow.web.shared.refusals import sentence_of
from workflow.web.statements.seen import require_standing

blueprint = Blueprint("joint_wording", __name__)


class JointWordingForm(Form):
    """Which amendments go to their proposers, until when, and what the penholder asks of them."""

    items = SelectMultipleField(_l("Amendments"), validate_choice=False)
    closes_at = DeadlineField(
        _l("Agree a common wording by"), validators=[require_input(_l("Enter the date and time."))]
    )
    note = TextAreaField(_l("What you ask the proposers"), filters=[tidy_input], validators=[plain, up_to(NOTE_LIMIT)])


class WordingForm(Form):
    """A common wording. seen: the serial of the newest one that the page showed."""

    seen = WholeField(widget=HiddenInput())
    words = TextAreaField(_l("Common wording"), filters=[tidy_input], validators=[plain, up_to(WORDS_LIMIT)])
    reason = TextAreaField(
        _l("Reason, in the name of all"),
        filters=[tidy_input],
        validators=[require_input(_l("Give a reason.")), plain, up_to(REASON_LIMIT)],
    )


class NoneForm(Form):
    """That one's organisation finds no common wording, and why. newest, stand: what the page showed."""

    homes: ClassVar[Mapping[str, str]] = {"reason": "why"}
    newest = WholeField(widget=HiddenInput())
    stand = HiddenField()
    why = TextAreaField(
        _l("Why you cannot agree"),
        filters=[tidy_input],
        validators=[require_input(_l("Give a reason.")), plain, up_to(REASON_LIMIT)],
    )

    def shows(self, conflict: ConflictWithProposers) -> Self:
        """This form for the page of the conflict as it is now, whatever page it was sent from."""
        said_at = next((each.at for each in conflict.none_found if each.who.ours), None)
        self.newest.raw_data, self.newest.data = None, conflict.newest.serial if conflict.newest else 0
        self.stand.data = declining.sign(conflict.newest is not None and conflict.newest.ours, said_at)
        return self


class AgreementForm(Form):
    """The wording that one agrees with."""

    serial = HiddenField()


@blueprint.route("/statements/<key>/joint-wordings", methods=["GET", "POST"])
def new(key: str) -> ResponseReturnValue:
    """The form that hands amendments to those who proposed them."""
    form = JointWordingForm()
    with reading() as session:
        stand = require_standing(session, key, Action.ASK_JOINT_WORDING)
    if not form.is_submitted():
        form.items.data = [ref for ref in request.args.get("items", "").split(",") if ref][:200]
        form.closes_at.data = full_hour(about_now() + timedelta(days=2))
        return _new_page(stand, form)
    if not form.validate():
        return _new_page(stand, form), 422
    try:
        with access.acting() as (session, person):
            made = asking_wording.hand_over(
                session,
                person,
                key,
                items=form.items.data or [],
                closes_at=form.closes_at.data or about_now(),
                note=form.note.data or "",
            )
            number, until = made.id, deadline(made.closes_at)
    except Refusal as refusal:
        return _new_page(stand, form.refused(refusal)), refusal.status
    flash(
        gettext("The proposers have been told by email and have until %(when)s to agree a wording.", when=until), "good"
    )
    return redirect(url_for(".show", key=key, joint_wording=number), 303)


@blueprint.get("/statements/<key>/joint-wordings/<joint_wording>")
def show(key: str, joint_wording: str) -> ResponseReturnValue:
    """The words as they stand, what each proposed, the wordings tried and who agrees."""
    stand, found = _conflict(key, joint_wording)
    return _page(stand, found, None)


@blueprint.post("/statements/<key>/joint-wordings/<joint_wording>/wordings")
def offer(key: str, joint_wording: str) -> ResponseReturnValue:
    """Offer common words to the others."""
    stand, found = _conflict(key, joint_wording, Action.SUGGEST_WORDING)
    form = WordingForm()
    if not form.validate():
        return _page(stand, found, form), 422
    try:
        with access.acting() as (session, person):
            asking_wording.offer_wording(
                session,
                person,
                key,
                joint_wording=found.line.id,
                words=form.words.data or "",
                reason=form.reason.data or "",
                language=person.language,
                seen=form.seen.data or 0,
            )
    except Refusal as refusal:  # ended, or another one was offered meanwhile: the words come back beside it
        stand, found = _conflict(key, joint_wording)
        form.seen.raw_data, form.seen.data = None, found.newest.serial if found.newest else 0
        return _page(stand, found, form.refused(refusal)), refusal.status
    flash(
        gettext("Your wording is suggested. The other proposers are told by email, and all of them must agree."), "good"
    )
    return redirect(url_for(".show", key=key, joint_wording=joint_wording), 303)


@blueprint.post("/statements/<key>/joint-wordings/<joint_wording>/agreements")
def agree(key: str, joint_wording: str) -> ResponseReturnValue:
    """Agree with the wording that was offered last."""
    stand, found = _conflict(key, joint_wording, Action.SUGGEST_WORDING)
    serial = parse_count(str(AgreementForm().serial.data)) or 0
    try:
        with access.acting() as (session, person):
            asking_wording.agree(session, person, key, joint_wording=found.line.id, serial=serial)
    except Refusal as refusal:  # a newer one was offered, or it has ended: it is said on the page as it is now
        stand, found = _conflict(key, joint_wording)
        return _page(stand, found, None, sentence_of(refusal)), refusal.status
    _, found = _conflict(key, joint_wording)
    if found.line.made:
        said = gettext(
            "All agree: the wording is now amendment %(reference)s in your names.", reference=found.line.made
        )
    else:
        said = gettext("Your agreement is recorded. The other proposers still have to agree.")
    flash(said, "good")
    return redirect(url_for(".show", key=key, joint_wording=joint_wording), 303)


@blueprint.post("/statements/<key>/joint-wordings/<joint_wording>/none")
def find_none(key: str, joint_wording: str) -> ResponseReturnValue:
    """Say that one's organisation finds no common wording."""
    stand, found = _conflict(key, joint_wording, Action.SUGGEST_WORDING)
    form = NoneForm()
    if not form.validate():
        return _page(stand, found, None, none=form), 422
    try:
        with access.acting() as (session, person):
            asking_wording.find_none(
                session,
                person,
                key,
                joint_wording=found.line.id,
                reason=form.why.data or "",
                language=person.language,
                seen=form.newest.data or 0,
                stand=form.stand.data or "",
            )
    except Refusal as refusal:
        stand, found = _conflict(key, joint_wording)
        return _page(stand, found, None, none=form.refused(refusal).shows(found)), refusal.status
    flash(gettext("The penholder and the other proposers now read that you cannot agree a common wording."), "good")
    return redirect(url_for(".show", key=key, joint_wording=joint_wording), 303)


@blueprint.post("/statements/<key>/joint-wordings/<joint_wording>/end")
def take_back(key: str, joint_wording: str) -> ResponseReturnValue:
    """End it without a common wording."""
    stand, found = _conflict(key, joint_wording, Action.ASK_JOINT_WORDING)
    try:
        with access.acting() as (session, person):
            asking_wording.take_back(session, person, key, joint_wording=found.line.id)
    except Refusal as refusal:
        stand, found = _conflict(key, joint_wording)
        return _page(stand, found, None, sentence_of(refusal)), refusal.status
    flash(gettext("You stopped asking for a common wording. The suggestions stay on this page."), "good")
    return redirect(url_for(".show", key=key, joint_wording=joint_wording), 303)


def _conflict(key: str, joint_wording: str, action: Action | None = None) -> tuple[Standing, ConflictWithProposers]:
    """The conflict for those who may read it, and to whom `action` is open in consolidation.

    Raises NotFound for all others, NotAllowed for those who only read.
    """
    number = parse_count(joint_wording)
    with reading() as session:
        stand = require_standing(session, key)
        found = conflict_with_proposers(session, stand, number) if number else None
    if found is None:
        raise NotFound
    if action is not None and not may(action, stand.roles, Stage.CONSOLIDATION):
        raise NotAllowed
    return stand, found


def _new_page(stand: Standing, form: JointWordingForm) -> str:
    with reading() as session:
        found = amendments(session, stand, form.items.data or [])
        blocks = original_blocks(session, stand)
    return render_template("wording/new.html", standing=stand, form=form, found=found, blocks=blocks)


def _page(
    stand: Standing,
    found: ConflictWithProposers,
    form: WordingForm | None,
    refused: str = "",
    none: NoneForm | None = None,
) -> str:
    if form is None:
        form = WordingForm(formdata=None)
        form.seen.data = found.newest.serial if found.newest else 0
        form.words.data = found.newest.words if found.newest else found.before
    finding = none or NoneForm(formdata=None).shows(found)
    return render_template(
        "wording/show.html",
        standing=stand,
        conflict=found,
        form=form,
        refused=refused,
        finding=finding,
        problems=len(form.problems) + len(finding.problems),
    )
