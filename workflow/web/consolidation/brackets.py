"""Words left open in square brackets: the penholder keeps one of the alternatives, from the consolidation."""

from collections.abc import Iterable

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale, gettext
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, StringField
from wtforms.widgets import HiddenInput

from workflow.database import reading
from workflow.queries.consolidation.brackets import BracketPassage
from workflow.rules.drafts.refusals import PassageChanged
from workflow.rules.shared.permissions import Action
from workflow.rules.shared.refusals import ReasonNeeded, Refusal, TextRefused, UnknownChoice
from workflow.services.drafts import bracketing
from workflow.services.shared.checking import REASON_LIMIT
from workflow.text.document import open_brackets
from workflow.text.values import Block
from workflow.web.consolidation.consolidation import open_consolidation, page
from workflow.web.drafts.drafts import SerialForm
from workflow.web.shared import access
from workflow.web.shared.forms import plain, tidy_input, up_to
from workflow.web.shared.locale import join_words
from workflow.web.shared.numbers import WholeField
from workflow.web.statements.seen import require_standing

blueprint = Blueprint("brackets", __name__)


class PassageForm(SerialForm):
    """Which passage of the draft is settled, and by which of its alternatives; paragraph: where the consolidation
    was open.
    """

    block = HiddenField()
    start = WholeField(widget=HiddenInput())
    choice = WholeField(widget=HiddenInput())
    paragraph = HiddenField()
    reason = StringField(
        _l("Reason for not keeping the others"), filters=[tidy_input], validators=[plain, up_to(REASON_LIMIT)]
    )
    is_changed = False  # the passage is another one now: what was written stands beside none

    def stands_at(self, passage: BracketPassage, choice: int) -> bool:
        """Whether it was sent from beside that alternative."""
        sent = (self.block.data or "", self.start.data, self.choice.data)
        return not self.is_changed and sent == (passage.bracket.block, passage.start, choice)

    def is_beside(self, passages: Iterable[BracketPassage]) -> bool:
        """Whether the page has the field from which it was sent."""
        choice = self.choice.data or 0
        return any(self.stands_at(each, choice) and each.losers(choice) for each in passages)


@blueprint.app_template_filter("left_open")
def count_open(blocks: Iterable[Block]) -> int:
    """How many passages of a text stand open in square brackets."""
    return len(open_brackets(blocks))


@blueprint.app_template_global()
def reason_id(block: str, start: int | None, choice: int | None) -> str:
    """The id of the field for the reason beside an alternative."""
    return f"why-{block}-{start}-{choice}"


@blueprint.app_template_global("said_of_others")
def words_for_others(passage: BracketPassage, choice: int, language: str) -> str:
    """What the organisations of the other alternatives are told where nothing else is written; in that language."""
    kept = [ref for ref in passage.winners(choice) if ref not in passage.hidden]
    with force_locale(language):  # it stands with the reasons of the statement, whatever the page is read in
        if kept:
            return str(gettext("The other alternative was kept: %(refs)s.", refs=join_words(kept)))
        return str(
            gettext("The words in brackets were left out.") if choice < 0 else gettext("The other words were kept.")
        )


@blueprint.post("/statements/<key>/brackets")
def settle(key: str) -> ResponseReturnValue:
    """Keep one alternative of a passage; a refused reason comes back with the consolidation's page."""
    with reading() as session:
        require_standing(session, key, Action.EDIT_DRAFT)
    form = PassageForm()
    if form.start.data is None or form.choice.data is None:
        raise UnknownChoice
    if not form.validate():
        return _page(key, form), 422
    try:
        with access.acting() as (session, person):
            done = bracketing.settle_passage(
                session,
                person,
                key,
                serial=form.serial.data or 0,
                block=form.block.data or "",
                start=form.start.data,
                choice=form.choice.data,
                reason=form.reason.data or "",
            )
    except (PassageChanged, ReasonNeeded, TextRefused) as refusal:
        return _answer_refusal(key, form, refusal)
    told = gettext(
        "The open words are settled. The comments and amendments on them are answered, and organisations are told "
        "with the next version."
    )
    flash(told if done.answered else gettext("The open words are settled."), "good")
    return redirect(url_for("consolidation.show", key=key, paragraph=form.paragraph.data or None), 303)


def _answer_refusal(key: str, form: PassageForm, refusal: Refusal) -> ResponseReturnValue:
    form.is_changed = isinstance(refusal, PassageChanged)
    return _page(key, form.refused(refusal)), refusal.status


def _page(key: str, form: PassageForm) -> str:
    """The consolidation's page with the form beside its passage; where that is another one now, with what was
    written.
    """
    form.reason.id = reason_id(form.block.data or "", form.start.data, form.choice.data)
    with reading() as session:
        opened = open_consolidation(session, key, Action.SEE_PRIVATE, form.paragraph.data)
    return page(opened, settling=form)
