"""The page on which a comment or an amendment is written: opened as the address asks for it, shown, and answered.

A refused form comes back with every word. One that came too late can be sent as a late comment, an amendment with the
words that it proposes.
"""

from dataclasses import dataclass, replace
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from workflow.models.item import Item
from workflow.queries.items.target import Target
from workflow.queries.statements.head import words_of
from workflow.rules.items.kinds import ADD, COMMENT, KINDS, MOVE, REMOVE, TITLE, ItemKind, Kind
from workflow.rules.items.proposals import Proposal
from workflow.rules.items.refusals import ParagraphGone, StaleItem
from workflow.rules.shared.refusals import NotFound, Refusal, StaleVersion
from workflow.services.items import posting, revising
from workflow.services.items.placing import WORDS_LIMIT
from workflow.services.shared.checking import REASON_LIMIT, TITLE_LIMIT
from workflow.text.document import mark_behind
from workflow.text.values import Block
from workflow.web.items import kinds, older_form
from workflow.web.items.item_form import NOWHERE, PARAGRAPH, SAME, WORDS, ItemForm
from workflow.web.items.item_reads import require_item, require_own
from workflow.web.items.mending import row_of_form, settle_row
from workflow.web.items.outcomes import flash_sent_before, flash_what_was_done, redirect_after_form
from workflow.web.items.writing_page import WritingPage, read_target, words_in_address
from workflow.web.room.room import is_writing
from workflow.web.shared import access, locale
from workflow.web.shared.arrivals import tell_arrival
from workflow.web.shared.scripted import answer_next, rebuild_field

blueprint = Blueprint("item_page", __name__)
blueprint.after_request(answer_next)


@dataclass(frozen=True, kw_only=True)
class ItemPage(WritingPage):
    """The page of a comment, of an addition, or of an amendment of a paragraph or the title as such."""

    form: ItemForm

    @property
    def kind(self) -> Kind:
        """Of what is written on it."""
        return self.form.offered

    @property
    def is_title_closed(self) -> bool:
        """Whether no title can be proposed, where one was asked for."""
        return asked_kind() is TITLE and not self.is_about_title and self.item is None

    @property
    def hint(self) -> str:
        """What is written as the words proposed."""
        return str(kinds.WORDS[self.kind].hint)

    def page(self) -> str:
        """The page, with the change of the paragraph where the form was written on another version."""
        self.form.name_choices(self.target.blocks, self.block, same=self.item.quote if self.item else None)
        return render_template(
            "items/form.html",
            **self.facts,
            words=words_of(self.target.blocks, with_notes=self.standing.count_notes),
            limits={"reason": REASON_LIMIT, "words": TITLE_LIMIT if self.kind.proposes_line else WORDS_LIMIT},
        )

    def uses_nearest(self) -> bool:
        """Whether the member asked to take the nearest words instead; they stand in the form now."""
        nearest = request.form.get("use", "")[:2000]
        if not nearest or self.block is None or "words" not in self.form:
            return False
        self.form.use_nearest(self.block, nearest)
        return True

    def is_ready(self, keep: bool) -> bool:
        """Whether all that can be told without a use case is in order; of a form that goes back everything else that
        is not is said too.
        """
        ready = self.form.validate()
        if not keep and not self.form.body.data:
            self.form.body.errors = [str(kinds.WORDS[self.kind].own.missing)]
            ready = False
        if self._is_current() and self.form.lacks_words():
            ready = False
        if not ready and self.block and self._is_current() and self.form.is_about_words:
            self.form.look_for_words(self.block)
        return ready

    def _is_current(self) -> bool:
        return self.form.seen_version == self.target.version and is_writing(self.standing, self.target)

    def again(self, refusal: Refusal) -> "ItemPage":
        """This page with the refusal said, read anew: the form now stands for what is on the table."""
        if refusal.field == "words":
            self.form.refuse_words(refusal, self.block)
            return self
        page, shown = self.read_again()
        if isinstance(refusal, StaleVersion) and self.item is None and page.is_of_gone_paragraph:
            self.form.refused(ParagraphGone())  # sending again would not help; the form stays with the text it is on
            return page
        self.form.refused(refusal)
        self.form.version.data = str(page.target.version)
        if isinstance(refusal, StaleItem) and shown is not None:
            self.form.seen.data = shown.seen
            return replace(page, theirs=shown)
        return page if isinstance(refusal, StaleVersion) else replace(page, target=replace(page.target, seen=None))


@blueprint.route("/statements/<key>/items/new", methods=["GET", "POST"])
def new(key: str) -> ResponseReturnValue:
    """The form for a comment, or an amendment of a paragraph or the title as such; refused ones come back with every
    word. Words of a paragraph are amended by editing it.
    """
    if older_form.is_sent():
        return older_form.answer_new(key)
    if request.args.get("kind") == "amendment" and request.method == "GET":
        return redirect(amending_address(key), 303)
    item_page = _page_of_new_item(key)
    if not item_page.form.is_submitted():
        return item_page.page()
    return _answer_form(item_page)


@blueprint.route("/statements/<key>/items/<item>/edit", methods=["GET", "POST"])
def edit(key: str, item: str) -> ResponseReturnValue:
    """The same form for an item of one's own organisation, sent or kept as a draft."""
    _, shown = require_item(key, item)
    if KINDS[shown.kind].is_about_words:
        if request.method == "POST":
            return older_form.answer_edited(key, item)
        return redirect(url_for("amending.edit", key=key, item=item, next=request.args.get("next")), 303)
    item_page = _page_of_item(key, item)
    if not item_page.form.is_submitted():
        return item_page.page()
    return _answer_form(item_page)


def _answer_form(item_page: ItemPage) -> ResponseReturnValue:
    if "late" in request.form:
        return _send_late(item_page)
    keep = "draft" in request.form
    if item_page.uses_nearest():
        return item_page.page()
    if not item_page.is_ready(keep):
        return item_page.page(), 422
    try:
        item = _save_item(item_page, keep)
    except Refusal as refusal:  # closed, another version, words gone, changed by a colleague: what was typed comes back
        return item_page.again(refusal).page(), refusal.status
    if words := item_page.form.words_widened(item_page.block, item.quote):
        flash(gettext("Your selection was widened to whole words: “%(words)s”.", words=words), "care")
    if _is_repeat(item_page, item):
        flash_sent_before(item)
    else:
        flash_what_was_done(item, edited=item_page.item is not None and item_page.item.reference != "")
    tell_arrival(item_page.form.form_token.data)
    return redirect_after_form(item_page.key, item)


def _is_repeat(item_page: ItemPage, item: Item) -> bool:
    """Whether another form brought the same words before this one."""
    if item_page.item is not None:
        return item_page.item.id != item.id
    return not posting.is_made_by(item, item_page.form.form_token.data)


def _save_item(item_page: ItemPage, keep: bool) -> Item:
    """The item that the form makes or changes, through the use case that is its own."""
    form, item, asked = item_page.form, item_page.item, item_page.form.asked(item_page.block)
    with access.acting() as (session, person):
        if item is not None:
            seen = form.seen.data or ""
            return revising.edit_item(session, person, item_page.key, item.id, asked, seen=seen, keep=keep)
        made = posting.post_item(session, person, item_page.key, asked, keep=keep, form_token=form.form_token.data)
        settle_row(session, person, item_page.key, made)
        return made


def _send_late(item_page: ItemPage) -> ResponseReturnValue:
    """The answer to a form whose writer chose to send it late; a refused one comes back with every word."""
    if not item_page.form.validate() or item_page.form.lacks_words():
        return item_page.page(), 422
    try:
        return item_page.send_late(item_page.form.asked(item_page.block))
    except Refusal as refusal:
        return item_page.again(refusal).page(), refusal.status


def amending_address(key: str) -> str:
    """Where words of the paragraph are amended that the address of a request names."""
    asked: dict[str, Any] = {name: value for name, value in request.args.items() if name != "kind"}
    return url_for("amending.new", key=key, **asked)


def asked_kind() -> Kind:
    """What a request asks to write: what its form says, else its address; a comment where neither says anything else.

    A form of the kind in which one chose, and which is still open, is sent to the address of another kind.
    """
    by_address = {"addition": ADD, **{kind.code.value: kind for kind in (REMOVE, MOVE, TITLE)}}
    by_form = {kind.code.value: kind for kind in (COMMENT, ADD, REMOVE, MOVE, TITLE)}
    asked = by_address.get(request.args.get("kind", ""), COMMENT)
    return by_form.get(request.form.get("kind", ""), asked)


def _page_of_new_item(key: str) -> ItemPage:
    """The form for a new item, as the address asks for it; raises NotFound."""
    block, asked = request.args.get("paragraph"), asked_kind()
    form = ItemForm()
    stand, on, found, _ = read_target(key, None if asked is ADD else block, form.seen_version or None)
    if block and found is None and asked is not ADD:
        raise NotFound
    kind = asked if _is_offered(asked, on, found) else COMMENT
    form.offer(kind, on.blocks, found, same=None)
    if kind is ADD:
        form.offer_after(on.blocks, lambda after: on.is_open_to(ItemKind.ADD, None, after))
    if not form.is_submitted():
        form.version.data, form.language.data = str(on.version), locale.current()
        _prefill(form, kind, found, stand.original_title)
        if kind is ADD:
            form.proposal.data = next((mark_behind(each) for each in on.blocks if each.id == form.after.data), "")
        if row := row_of_form(stand):
            _fill(form, row.asked)
    else:
        form.forget_selection()
    return ItemPage(key=key, standing=stand, target=on, block=found, form=form)


def _is_offered(kind: Kind, on: Target, block: Block | None) -> bool:
    """Whether an item of that kind can be written about it; what was written is refused with the reason."""
    if request.method == "POST":
        return kind.needs_paragraph is (block is not None) or not kind.amends
    if kind is TITLE:
        return block is None and on.is_open_to(ItemKind.TITLE, None)
    if kind.needs_paragraph:
        # An older paragraph offers all: what was typed on it comes back, and is refused with the reason.
        return block is not None and (on.block(block.id) is None or on.is_open_to(ItemKind.REPLACE, block.id))
    return True


def _prefill(form: ItemForm, kind: Kind, block: Block | None, title: str) -> None:
    form.kind.data = kind.code
    if kind is ADD:
        form.after.data = request.args.get("paragraph", NOWHERE)
    if kind is TITLE:
        form.proposal.data = title
    if "where" in form and block is not None:
        form.select(block, *words_in_address())
        form.where.data = WORDS if form.words.data else PARAGRAPH


def _fill(form: ItemForm, asked: Proposal) -> None:
    """Put what a row of a file asks for into the form."""
    form.body.data, form.language.data = asked.body, asked.language
    if "proposal" in form:
        form.proposal.data = asked.proposal
    if "where" in form and asked.words:
        form.where.data, form.words.data = WORDS, asked.words


def _page_of_item(key: str, item: str) -> ItemPage:
    """The form for an item of the own organisation; raises NotFound for any other."""
    form = ItemForm()
    stand, found = require_item(key, item)
    require_own(found)
    _, on, block, _ = read_target(key, found.block, found.version)
    kind = KINDS[found.kind]
    form.offer(kind, on.blocks, block, same=found.quote)
    if found.reference:
        del form.private
    elif not form.is_submitted():
        form.private.data = found.private
    rebuild_field(form.body, found.body)
    if "proposal" in form:
        rebuild_field(form.proposal, found.proposal)
    if not form.is_submitted():
        form.kind.data, form.version.data, form.seen.data = kind.code, str(on.version), found.seen
        form.body.data, form.language.data = found.body, found.language
        if "proposal" in form:
            form.proposal.data = found.proposal
        if "after" in form:
            form.after.data = found.after or ""
        if "where" in form:
            form.where.data = SAME
    return ItemPage(key=key, standing=stand, target=on, block=block, form=form, item=found)
