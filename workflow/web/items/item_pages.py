"""The page of an item's form: what it is about, what others propose there, and how a refused one comes back."""

from dataclasses import dataclass, replace
from functools import cached_property

from flask import render_template, request
from flask_babel import gettext

from workflow.database import reading
from workflow.models.item import Item
from workflow.queries.items.items import ItemShown
from workflow.queries.items.target import Target, amendments_there
from workflow.queries.shared.standing import Standing
from workflow.queries.statements.head import words_of
from workflow.rules.items.refusals import StaleItem
from workflow.rules.shared.permissions import Action
from workflow.rules.shared.refusals import Refusal, StaleVersion
from workflow.services.items import posting, revising
from workflow.services.items.placing import WORDS_LIMIT
from workflow.services.shared.checking import REASON_LIMIT, TITLE_LIMIT
from workflow.text.amendments import AmendmentKind
from workflow.text.blocks import Block
from workflow.web.items.item_forms import COMMENT, REPLACE, TITLE, WORDS, ItemForm
from workflow.web.items.item_reads import read_target
from workflow.web.room.notes import change_redline
from workflow.web.room.room import is_writing
from workflow.web.shared import access


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
        if self.item is not None or (self.block is None and TITLE not in self.form.kinds):
            return []
        with reading() as session:
            return amendments_there(session, self.standing, self.block.id if self.block else None)

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
        return self.item is not None and self.item.support > 0 and self.item.change is not None

    @property
    def is_closed(self) -> bool:
        """Whether the paragraph can be commented on alone."""
        block = self.target.block(self.block.id) if self.block else None
        return block is not None and not self.target.is_open_to(AmendmentKind.REPLACE, block.id)

    @property
    def is_title_closed(self) -> bool:
        """Whether no title can be proposed, where one could be on this page."""
        if self.block is not None or self.addition:
            return False
        return not self.target.is_open_to(AmendmentKind.TITLE, None)

    def page(self) -> str:
        """The page, with the change of the paragraph where the form was written on another version."""
        before = self.target.before(self.block.id if self.block else None)
        now = self.target.block(self.block.id if self.block else None)
        difference = change_redline(before.text, now.text if now else "") if before else None
        return render_template(
            "items/form.html",
            item_page=self,
            standing=self.standing,
            form=self.form,
            block=self.block,
            number=self.target.number(self.block.id if self.block else None),
            difference=difference,
            translation=self.target.translation(self.block.id if self.block else None),
            writing=is_writing(self.standing, self.target),
            words=words_of(self.target.blocks, with_notes=self.standing.count_notes),
            limits={"reason": REASON_LIMIT, "words": WORDS_LIMIT, "title": TITLE_LIMIT},
        )

    def uses_nearest(self) -> bool:
        """Whether the member asked to take the nearest words instead; they stand in the form now."""
        if not (nearest := request.form.get("use", "")) or "words" not in self.form:
            return False
        self.form.words.data, self.form.where.data = nearest[:2000], WORDS
        return True

    def is_ready(self, keep: bool) -> bool:
        """Whether all that can be told without a use case is in order; everything that is not is said at once."""
        ready = self.form.validate()
        if self.block and self.form.kind.data in (COMMENT, REPLACE) and self._is_current():
            ready = self.form.check_words(self.block) and ready
        if not keep and not self.form.body.data:
            self.form.body.errors = [_missing_words_sentence(self.form.is_comment)]
            ready = False
        return ready

    def _is_current(self) -> bool:
        return self.form.seen_version == self.target.version and is_writing(self.standing, self.target)

    def again(self, refusal: Refusal) -> "ItemPage":
        """This page with the refusal said, read anew: the form now stands for what is on the table."""
        self.form.refused(refusal)
        block, item = self.block.id if self.block else None, self.item.address if self.item else None
        stand, on, _, shown = read_target(self.key, block, self.form.seen_version, item)
        self.form.version.data = str(on.version)
        if isinstance(refusal, StaleItem) and shown is not None:
            self.form.seen.data = shown.seen
            return replace(self, standing=stand, target=on, theirs=shown)
        if not isinstance(refusal, StaleVersion):
            on = replace(on, seen=None)
        return replace(self, standing=stand, target=on)


def _missing_words_sentence(is_comment: bool) -> str:
    if is_comment:
        return gettext("Write your comment.")
    return gettext("Give a reason. Without a reason the penholder cannot weigh an amendment.")


def save_item(item_page: ItemPage, keep: bool) -> Item:
    """The item that the form makes or changes, through the use case that is its own."""
    form, item, asked = item_page.form, item_page.item, item_page.form.asked(item_page.block)
    with access.acting() as (session, person):
        if item is not None:
            seen = form.seen.data or ""
            return revising.edit_item(session, person, item_page.key, item.id, asked, seen=seen, keep=keep)
        return posting.post_item(session, person, item_page.key, asked, keep=keep, form_token=form.form_token.data)
