"""An accepted comment leads to the words: the paragraph to write by hand, and whom the change is credited to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectMultipleField, TextAreaField
from wtforms.widgets import HiddenInput

from workflow.database import reading
from workflow.queries.consolidation import passages
from workflow.queries.consolidation.consolidation import Consolidation
from workflow.queries.consolidation.consolidation_item import ConsolidationItem
from workflow.queries.shared.standing import Standing
from workflow.queries.statements.agreed import Agreed, agreed_language_of
from workflow.rules.consolidation.dispositions import ENTERS_TEXT
from workflow.rules.drafts.refusals import StaleDraft
from workflow.rules.items.kinds import KINDS
from workflow.rules.shared.permissions import Action
from workflow.rules.shared.refusals import NotFound, Refusal
from workflow.services.consolidation import showing_where
from workflow.services.drafts.drafting import TypedParagraph
from workflow.services.drafts.writing_for_comments import write_for_comments
from workflow.services.shared.checking import REASON_LIMIT, TEXT_LIMIT
from workflow.text.document import numbers, to_markdown, without_bare_mark
from workflow.text.values import Block
from workflow.web.consolidation.consolidation import SHOWING, consolidation_of
from workflow.web.shared import access
from workflow.web.shared.forms import Form, options, plain, tidy_input, up_to
from workflow.web.shared.locale import join_words
from workflow.web.shared.numbers import WholeField, parse_count

blueprint = Blueprint("comment_words", __name__)
_MOST = 200
"""Comments of which one address can say that they come next."""


class CommentWordsForm(Form):
    """The paragraph, and the comments that what is written is credited to.

    serial: of the save that the page showed; shown: the paragraph as it was there.
    """

    serial = WholeField(widget=HiddenInput(), default=0)
    shown = HiddenField(validators=[up_to(TEXT_LIMIT)])
    text = TextAreaField(_l("The paragraph"), validators=[plain, up_to(TEXT_LIMIT)])
    credit = SelectMultipleField(_l("The change is credited to"), validate_choice=False)
    opening = TextAreaField(
        _l("Reason for opening agreed language"), filters=[tidy_input], validators=[plain, up_to(REASON_LIMIT)]
    )

    @property
    def seen(self) -> Mapping[str, int]:
        """Reference -> serial of the answer that the page showed."""
        shown = [each.rpartition(".") for each in request.form.getlist("seen")]
        return {reference: parse_count(serial) or 0 for reference, _, serial in shown}

    @property
    def credited(self) -> Mapping[str, int]:
        """The same, of those that were chosen."""
        return {ref: self.seen.get(ref, 0) for ref in self.credit.data or ()}


@dataclass(frozen=True)
class AcceptedComment:
    """A comment that is accepted, and the paragraph that is written for it. block None: it is still to be chosen.

    beside: the accepted comments of that paragraph, this one first. then: references of those that come next.
    """

    standing: Standing
    consolidation: Consolidation
    item: ConsolidationItem
    block: Block | None
    beside: Sequence[ConsolidationItem]
    agreed: Agreed
    then: Sequence[str]

    @property
    def draft_ids(self) -> frozenset[str]:
        """The paragraphs that a hand can write: those that only an amendment puts there are none of them."""
        return frozenset(block.id for block in self.consolidation.draft)

    @property
    def paragraphs(self) -> Sequence[Block]:
        """Those that can be chosen."""
        return [block for block in self.consolidation.consolidated.blocks if block.id in self.draft_ids]

    @property
    def home(self) -> str:
        """The paragraph's page of the consolidation on which the comment stands."""
        return next(each.key for each in passages.paragraphs(self.consolidation) if self.item in each.items)

    @property
    def on(self) -> str:
        """Where to go on: the next accepted comment's words, else back to this one."""
        key = self.standing.key
        if self.then:
            return url_for(".show", key=key, item=self.then[0], then=",".join(self.then[1:]) or None)
        return url_for("consolidation.show", key=key, paragraph=self.home, _anchor=self.item.anchor)


@blueprint.route("/statements/<key>/consolidation/words/<item>", methods=["GET", "POST"])
def show(key: str, item: str) -> ResponseReturnValue:
    """Ask for the words of an accepted comment, and keep them with its reference."""
    is_sent = request.method == "POST"
    asked = _read(key, item, Action.SEE_PRIVATE if is_sent else Action.DISPOSE)
    if not is_sent and asked.item.disposition not in ENTERS_TEXT:
        flash(gettext("Accept %(reference)s first. Then write its words.", reference=asked.item.reference), "care")
        return redirect(asked.on, 303)
    form = CommentWordsForm()
    form.credit.choices = options((each.reference, each.reference) for each in asked.beside)
    if is_sent and "none" in request.form:
        return _need_no_words(key, item, form, asked)
    if asked.block is None:
        return _page(asked, form)
    if not is_sent:
        _fill(form, asked)
        return _page(asked, form)
    if not form.validate():
        return _page(asked, form), 422
    typed = TypedParagraph(asked.block.id, without_bare_mark(form.text.data or ""), shown=form.shown.data or None)
    said: dict[str, Any] = {
        "serial": form.serial.data or 0,
        "credited": form.credited,
        "opening": form.opening.data or "",
    }
    try:
        with access.acting() as (session, person):
            write_for_comments(session, person, key, typed, **said)
    except Refusal as refusal:  # somebody saved or answered meanwhile, or nothing was written
        return _refused(key, item, form, refusal), refusal.status
    flash(_sentence(form.credited), "good")
    return redirect(asked.on, 303)


def _need_no_words(key: str, item: str, form: CommentWordsForm, asked: AcceptedComment) -> ResponseReturnValue:
    """Keep that no words need changing for the comment, and go on."""
    reference = asked.item.reference
    try:
        with access.acting() as (session, person):
            showing_where.need_no_words(session, person, key, item=reference, serial=form.seen.get(reference, 0))
    except Refusal as refusal:  # another penholder was quicker
        return _refused(key, item, form, refusal), refusal.status
    flash(gettext("Saved: no words need changing for %(reference)s.", reference=reference), "good")
    return redirect(asked.on, 303)


def _read(key: str, item: str, action: Action) -> AcceptedComment:
    """The comment and the text; raises NotFound, also for an amendment and where a version has told the answer."""
    with reading() as session:
        stand, found = consolidation_of(session, key, action)
        if not stand.may(Action.EDIT_DRAFT):
            raise NotFound
        comments = {each.reference: each for each in found.items if not KINDS[each.kind].amends}
        if (there := comments.get(item.upper())) is None:
            raise NotFound
        agreed = agreed_language_of(session, stand, found.draft[1:])
    then = [ref for ref in request.args.get("then", "").upper().split(",")[:_MOST] if ref in comments]
    at = request.args.get("paragraph") or there.shown_block or there.block
    ids = {block.id for block in found.draft}
    block = next((each for each in found.consolidated.blocks if each.id == at and each.id in ids), None)
    rest = [
        each
        for each in comments.values()
        if each is not there and block is not None and each.block == block.id and each.disposition in ENTERS_TEXT
    ]
    return AcceptedComment(stand, found, there, block, (there, *rest), agreed, then)


def _fill(form: CommentWordsForm, asked: AcceptedComment) -> None:
    form.serial.data = asked.consolidation.serial
    form.text.data = form.shown.data = _markdown(asked)
    form.credit.data = [asked.item.reference]


def _markdown(asked: AcceptedComment) -> str:
    return to_markdown([asked.block]).rstrip("\n") if asked.block else ""


def _refused(key: str, item: str, form: CommentWordsForm, refusal: Refusal) -> str:
    """The page as the record is now, with what was typed."""
    asked = _read(key, item, Action.SEE_PRIVATE)
    now = ""
    if isinstance(refusal, StaleDraft):
        form.serial.data, form.serial.raw_data = asked.consolidation.serial, None
        form.shown.data = now = _markdown(asked)
    return _page(asked, form.refused(refusal), now=now)


def _page(asked: AcceptedComment, form: CommentWordsForm, now: str = "") -> str:
    return render_template(
        "consolidation/words.html",
        standing=asked.standing,
        consolidation=asked.consolidation,
        asked=asked,
        item=asked.item,
        now=now,
        numbers=numbers(asked.consolidation.issued),  # as the consolidation calls them
        form=form,
        **SHOWING,
    )


def _sentence(credited: Mapping[str, Any]) -> str:
    if not credited:
        return gettext("Saved. The change is credited to no comment.")
    return gettext("Saved. The change is credited to %(references)s.", references=join_words(list(credited)))
