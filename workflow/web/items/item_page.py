"""The page on which a comment or an amendment is written: opened as the address asks for it, shown, and answered.

A refused form comes back with every word. One that came too late can be sent as a late comment, an amendment with the
words that it proposes.
"""

from dataclasses import dataclass, replace
from functools import cached_property

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale, gettext

from workflow.database import reading
from workflow.models.item import Item, ItemState
from workflow.queries.items.items import ItemShown, one
from workflow.queries.items.target import Target, amendments_there, target
from workflow.queries.shared.standing import Standing
from workflow.queries.statements.head import words_of
from workflow.rules.items.kinds import ADD, COMMENT, KINDS, REPLACE, TITLE, ItemKind, Kind, Subject, offered_about
from workflow.rules.items.proposals import Late, Proposal
from workflow.rules.items.refusals import StaleItem
from workflow.rules.shared.lifecycle import Stage
from workflow.rules.shared.permissions import Action, may
from workflow.rules.shared.refusals import NotFound, Refusal, StaleVersion
from workflow.services.items import posting, revising
from workflow.services.items.placing import WORDS_LIMIT
from workflow.services.items.sending import reference_conditions
from workflow.services.shared.checking import REASON_LIMIT, TITLE_LIMIT
from workflow.text.document import mark_behind
from workflow.text.values import Block
from workflow.web.items import kinds
from workflow.web.items.item_form import NOWHERE, PARAGRAPH, SAME, WORDS, ItemForm
from workflow.web.items.item_reads import require_item, require_own
from workflow.web.room.notes import change_redline
from workflow.web.room.room import is_writing
from workflow.web.shared import access, locale
from workflow.web.statements.seen import require_standing

blueprint = Blueprint("item_page", __name__)


@dataclass(frozen=True)
class ItemPage:
    """A form with all that its page shows. item: the one that is edited, None where a new one is written.

    addition: a new paragraph is proposed. theirs: what a colleague wrote meanwhile.
    """

    key: str
    standing: Standing
    target: Target
    block: Block | None
    addition: bool
    form: ItemForm
    item: ItemShown | None = None
    theirs: ItemShown | None = None

    @cached_property
    def others(self) -> list[ItemShown]:
        """What others propose there already; read for the page alone, not for a form that is taken."""
        if self.item is not None or (self.block is None and not self.offers_title):
            return []
        with reading() as session:
            return amendments_there(session, self.standing, self.block.id if self.block else None)

    @property
    def offers_title(self) -> bool:
        """Whether a title can be proposed on it."""
        return TITLE in self.form.kinds

    @property
    def takes_late(self) -> bool:
        """Whether what is in the form can be sent as a late comment."""
        return self.standing.may(Action.POST_LATE) and not is_writing(self.standing, self.target)

    @property
    def is_written(self) -> bool:
        """Whether there are words of its reader to show: those just sent, or those of the item."""
        return bool(self.form.is_submitted()) or self.item is not None

    @property
    def has_form(self) -> bool:
        """Whether what is in the form can be sent in any way: no box is shown else."""
        return self.takes_late or is_writing(self.standing, self.target)

    @property
    def is_supported_amendment(self) -> bool:
        """Whether it changes an amendment that others support."""
        return self.item is not None and self.item.support > 0 and KINDS[self.item.kind].amends

    @property
    def is_closed(self) -> bool:
        """Whether the paragraph can be commented on alone."""
        block = self.target.block(self.block.id) if self.block else None
        return block is not None and not self.target.is_open_to(ItemKind.REPLACE, block.id)

    @property
    def is_title_closed(self) -> bool:
        """Whether no title can be proposed, where one could be on this page."""
        if self.block is not None or self.addition:
            return False
        return not self.target.is_open_to(ItemKind.TITLE, None)

    @property
    def heading(self) -> str:
        """What is done on the page."""
        number = self.target.number(self.block.id) if self.block else None
        if not self.has_form:
            return gettext("You can no longer comment")
        if self.item is not None and self.item.reference:
            return gettext("Edit %(reference)s", reference=self.item.reference)
        if self.addition:
            return gettext("Propose a new paragraph")
        if self.block is None and self.offers_title:
            return gettext("Comment on the whole text or propose a title")
        if self.block is None:
            return gettext("Comment on the whole text")
        if number:
            return gettext("Comment on or amend paragraph %(number)s", number=number)
        return gettext("Comment on or amend this passage")

    @property
    def proposes_words(self) -> bool:
        """Whether words can be proposed on it."""
        return any(kind.proposes_words for kind in self.form.kinds)

    @property
    def proposes_line(self) -> bool:
        """Whether the words that can be proposed on it stay on one short line."""
        return all(kind.proposes_line for kind in self.form.kinds if kind.proposes_words)

    def choice(self, kind: Kind) -> str:
        """What the form calls the kind."""
        return kinds.choice(kind, self.block)

    @property
    def hint(self) -> str:
        """What is written as the words proposed."""
        return " ".join(str(said) for kind in self.form.kinds if (said := kinds.WORDS[kind].hint))

    @property
    def hint_of_place(self) -> str:
        """When a place is chosen for a paragraph, where the form offers more than that."""
        if len(self.form.kinds) == 1:
            return ""
        return " ".join(str(said) for kind in self.form.kinds if (said := kinds.WORDS[kind].hint_of_place))

    @property
    def readers_sentence(self) -> str:
        """Who will see what is written."""
        if self.item and self.item.private and "private" not in self.form:
            return gettext("Only your organisation and the penholder see this.")
        return gettext("The penholder and everyone who takes part see this. Write one or two sentences.")

    @property
    def send_words(self) -> str:
        """What the button says."""
        if self.item is not None and self.item.reference:
            return gettext("Save the change")
        if self.form.takes_both:
            return gettext("Send the comment or amendment")
        return str(kinds.WORDS[self.form.kinds[0]].own.send)

    @property
    def late_sentence(self) -> str:
        """That a late comment is taken."""
        if self.is_written:
            return gettext(
                "You can still send this as a late comment, which is marked as late and answered like the "
                "others. An amendment is sent as a comment with the words that you propose."
            )
        return gettext(
            "You can still send a late comment, which is marked as late and answered like the others. An "
            "amendment is sent as a comment with the words that you propose."
        )

    @property
    def refusal_of_comments(self) -> str:
        """Why no comment is taken any more."""
        sentences = {
            Stage.DECISION: gettext("A ballot on this text is open. You can comment again if the text is not adopted."),
            Stage.ADOPTED: gettext("The statement is adopted, so it is closed to comments."),
            Stage.PUBLISHED: gettext("The statement is published, so it is closed to comments."),
            Stage.ABANDONED: gettext("The draft was abandoned, so it is closed to comments."),
        }
        otherwise = gettext("Only organisations that take part in the consultation can send late comments.")
        return sentences.get(self.standing.stage, otherwise)

    def page(self) -> str:
        """The page, with the change of the paragraph where the form was written on another version."""
        id_ = self.block.id if self.block else None
        before, now = self.target.before(id_), self.target.block(id_)
        self.form.name_choices(self.target.blocks, self.block, same=self.item.quote if self.item else None)
        return render_template(
            "items/form.html",
            item_page=self,
            standing=self.standing,
            form=self.form,
            block=self.block,
            number=self.target.number(id_),
            difference=change_redline(before.text, now.text if now else "") if before else None,
            translation=self.target.translation(id_),
            writing=is_writing(self.standing, self.target),
            words=words_of(self.target.blocks, with_notes=self.standing.count_notes),
            limits={"reason": REASON_LIMIT, "words": TITLE_LIMIT if self.proposes_line else WORDS_LIMIT},
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
            self.form.body.errors = [str(kinds.WORDS[self.form.chosen_kind].own.missing)]
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
        self.form.refused(refusal)
        block, item = self.block.id if self.block else None, self.item.address if self.item else None
        stand, on, _, shown = _read_target(self.key, block, self.form.seen_version, item)
        self.form.version.data = str(on.version)
        if isinstance(refusal, StaleItem) and shown is not None:
            self.form.seen.data = shown.seen
            return replace(self, standing=stand, target=on, theirs=shown)
        if not isinstance(refusal, StaleVersion):
            on = replace(on, seen=None)
        return replace(self, standing=stand, target=on)


@blueprint.route("/statements/<key>/items/new", methods=["GET", "POST"])
def new(key: str) -> ResponseReturnValue:
    """The form for a comment or an amendment; refused ones come back with every word."""
    item_page = _page_of_new_item(key)
    if not item_page.form.is_submitted():
        return item_page.page()
    return _answer_form(item_page)


@blueprint.route("/statements/<key>/items/<item>/edit", methods=["GET", "POST"])
def edit(key: str, item: str) -> ResponseReturnValue:
    """The same form for an item of one's own organisation, sent or kept as a draft."""
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
    return redirect_to_note(item_page.key, item)


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
        return posting.post_item(session, person, item_page.key, asked, keep=keep, form_token=form.form_token.data)


def _send_late(item_page: ItemPage) -> ResponseReturnValue:
    """The answer to a form whose writer chose to send it late; a refused one comes back with every word."""
    if not item_page.form.validate() or item_page.form.lacks_words():
        return item_page.page(), 422
    try:
        with access.acting() as (session, person):
            token, opened = item_page.form.form_token.data, item_page.item
            late = Late(opened.id, item_page.form.seen.data or "") if opened else Late()
            asked = _asked_late(item_page)
            item = posting.post_item(session, person, item_page.key, asked, form_token=token, late=late)
    except Refusal as refusal:
        return item_page.again(refusal).page(), refusal.status
    _flash_late(item_page, item)
    return redirect(url_for("room.show", key=item_page.key, open=item.reference, _anchor=item.reference.lower()), 303)


def _flash_late(item_page: ItemPage, item: Item) -> None:
    draft_is_it = item_page.item is not None and item_page.item.id == item.id
    if draft_is_it or posting.is_made_by(item, item_page.form.form_token.data):
        flash(gettext("Sent as %(reference)s, marked as late.", reference=item.reference), "good")
        return
    said = gettext(
        "You have already sent this as %(reference)s. Nothing was sent a second time.", reference=item.reference
    )
    flash(said, "care")


def _asked_late(item_page: ItemPage) -> Proposal:
    """What the form asks for, said in words: a comment, also for an amendment."""
    form, item = item_page.form, item_page.item
    asked = form.asked(item_page.block)
    with force_locale(form.language.data):  # one text in one language: that of its writer, not of the page
        body = "\n\n".join(filter(None, (asked.body, kinds.in_words(asked, item_page.target.blocks))))
    if asked.words is None:  # those that the item was about
        asked = replace(asked, words="" if item is None or item.whole else item.quote)
    return replace(asked, body=body, private=asked.private or (item is not None and item.private))


def flash_sent_before(item: Item) -> None:
    if item.state is ItemState.KEPT:
        flash(gettext("You have already saved this as a draft. Nothing was saved a second time."), "care")
        return
    said = gettext(
        "You have already sent this as %(reference)s. Nothing was sent a second time.", reference=item.reference
    )
    flash(said, "care")


def flash_what_was_done(item: Item, *, edited: bool) -> None:
    if item.state is ItemState.KEPT:
        flash(gettext("Saved as a draft. Only your organisation sees this draft."), "good")
    elif edited:
        flash(gettext("%(reference)s was changed.", reference=item.reference), "good")
    else:
        flash(
            gettext(
                "Sent as %(reference)s, which you can change or withdraw until the deadline.", reference=item.reference
            ),
            "good",
        )


def redirect_to_note(key: str, item: Item) -> ResponseReturnValue:
    name = item.reference or f"k{item.key}"
    return redirect(url_for("room.show", key=key, open=name, _anchor=name.lower()), 303)


def _page_of_new_item(key: str) -> ItemPage:
    """The form for a new item, as the address asks for it; raises NotFound."""
    block, kind = request.args.get("paragraph"), request.args.get("kind", COMMENT.code)
    addition = kind == "addition"
    form = ItemForm()
    stand, on, found, _ = _read_target(key, None if addition else block, form.seen_version or None)
    if block and found is None and not addition:
        raise NotFound
    form.offer(_kinds(on, found, addition), on.blocks, found, same=None)
    if addition:
        form.offer_after(on.blocks, lambda after: on.is_open_to(ItemKind.ADD, None, after))
    if not form.is_submitted():
        form.version.data, form.language.data = str(on.version), locale.current()
        _prefill(form, kind, addition, found)
        if addition:
            form.proposal.data = next((mark_behind(each) for each in on.blocks if each.id == form.after.data), "")
    else:
        form.forget_selection()
    return ItemPage(key, stand, on, found, addition, form)


def _words_in_address() -> tuple[str, str, str]:
    words, prefix, suffix = (request.args.get(name, "")[:2000] for name in ("words", "prefix", "suffix"))
    return words, prefix, suffix


def _prefill(form: ItemForm, kind: str, addition: bool, block: Block | None) -> None:
    amends = kind == "amendment" and REPLACE in form.kinds
    titles = kind == TITLE.code and TITLE in form.kinds
    form.kind.data = (ADD if addition else REPLACE if amends else TITLE if titles else COMMENT).code
    if addition:
        form.after.data = request.args.get("paragraph", NOWHERE)
    if "where" not in form:
        return
    if block is not None:
        form.select(block, *_words_in_address())
    form.where.data = WORDS if form.words.data or amends else PARAGRAPH


def _page_of_item(key: str, item: str) -> ItemPage:
    """The form for an item of the own organisation; raises NotFound for any other."""
    form = ItemForm()
    stand, found = require_item(key, item)
    require_own(found)
    _, on, block, _ = _read_target(key, found.block, found.version)
    kind = KINDS[found.kind]
    form.offer([kind], on.blocks, block, same=found.quote)
    if found.reference:
        del form.private
    elif not form.is_submitted():
        form.private.data = found.private
    if not form.is_submitted():
        form.kind.data, form.version.data, form.seen.data = kind.code, str(on.version), found.seen
        form.body.data, form.proposal.data, form.language.data = found.body, found.proposal, found.language
        if "after" in form:
            form.after.data = found.after or ""
        if "where" in form:
            form.where.data = SAME
    return ItemPage(key, stand, on, block, kind is ADD, form, item=found)


def _kinds(on: Target, block: Block | None, addition: bool) -> list[Kind]:
    if addition:
        return offered_about(Subject.NEW)
    if block is None:
        titles = (Subject.TITLE,) if on.is_open_to(ItemKind.TITLE, None) else ()
        return offered_about(Subject.ANYTHING, *titles)
    # An older paragraph offers all: what was typed on it comes back, and is refused with the reason.
    is_closed = on.block(block.id) is not None and not on.is_open_to(ItemKind.REPLACE, block.id)
    return offered_about(*([Subject.ANYTHING] if is_closed else [Subject.ANYTHING, Subject.WORDS, Subject.PARAGRAPH]))


def _read_target(
    key: str, block: str | None, version: int | None, item: str | None = None
) -> tuple[Standing, Target, Block | None, ItemShown | None]:
    """What a form is about, for somebody who may write items whenever a consultation is open; raises NotFound."""
    with reading() as session:
        stand = require_standing(session, key)
        # The link beside a paragraph says what its page was read in.
        on = target(session, stand, version, request.args.get("language") or locale.current())
        shown = one(session, stand, *reference_conditions(item)) if item else None
    if on is None or not may(Action.POST_ITEM, stand.roles, Stage.CONSULTATION):
        raise NotFound
    return stand, on, on.block(block) or on.before(block), shown
