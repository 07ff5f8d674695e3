"""The page of an item's form: what it is about, what others propose there, and how a refused one comes back."""

from dataclasses import dataclass, replace
from typing import Any

from flask import render_template, request
from flask_babel import gettext

from workflow.database import reading, transaction
from workflow.models.item import Item
from workflow.queries.head import words_of
from workflow.queries.items import ItemShown, one
from workflow.queries.standing import Standing
from workflow.queries.target import Target, proposed, target
from workflow.rules.errors import NotFound, Refusal, StaleItem, StaleVersion
from workflow.rules.lifecycle import Stage
from workflow.rules.permissions import Action, may
from workflow.services import amending, commenting
from workflow.services.sending import named_so
from workflow.text.amendments import AmendmentKind
from workflow.text.blocks import Block
from workflow.web import access, locale
from workflow.web.item_forms import ADD, COMMENT, MOVE, PARAGRAPH, REMOVE, REPLACE, SAME, WORDS, ItemForm
from workflow.web.notes import changed
from workflow.web.room import is_writing, seen


@dataclass(frozen=True)
class Desk:
    """A form with all that its page shows. item: the one that is edited, None where a new one is written.

    addition: a new paragraph is proposed. theirs: what a colleague wrote meanwhile.
    """

    key: str
    standing: Standing
    target: Target
    block: Block | None
    addition: bool
    form: ItemForm
    others: list[ItemShown]
    item: ItemShown | None = None
    theirs: ItemShown | None = None

    def page(self) -> str:
        """The page, with the change of the paragraph where the form was written on another version."""
        before = self.target.before(self.block.id if self.block else None)
        now = self.target.block(self.block.id if self.block else None)
        difference = changed(before.text, now.text if now else "") if before else None
        return render_template(
            "items/form.html",
            desk=self,
            standing=self.standing,
            form=self.form,
            block=self.block,
            number=self.target.number(self.block.id if self.block else None),
            difference=difference,
            writing=is_writing(self.standing, self.target),
            words=words_of(self.target.blocks),
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
            self.form.body.errors = [_needed(self.form.is_comment)]
            ready = False
        return ready

    def _is_current(self) -> bool:
        return self.form.seen_version == self.target.version and is_writing(self.standing, self.target)

    def again(self, refusal: Refusal) -> "Desk":
        """This desk with the refusal said, read anew: the form now stands for what is on the table."""
        self.form.refused(refusal)
        block, item = self.block.id if self.block else None, self.item.address if self.item else None
        stand, on, _, shown = _read(self.key, block, self.form.seen_version, item)
        self.form.version.data = str(on.version)
        if isinstance(refusal, StaleItem) and shown is not None:
            self.form.seen.data = shown.seen
            return replace(self, standing=stand, target=on, theirs=shown)
        if not isinstance(refusal, StaleVersion):
            on = replace(on, seen=None)
        return replace(self, standing=stand, target=on)


def _needed(is_comment: bool) -> str:
    if is_comment:
        return gettext("Write what you want to say.")
    return gettext("Give a reason. The penholder can only weigh an amendment that has one.")


def new_desk(key: str) -> Desk:
    """The form for a new item, as the address asks for it; raises NotFound."""
    block, kind = request.args.get("paragraph"), request.args.get("kind", COMMENT)
    addition = kind == "addition"
    form = ItemForm()
    stand, on, found, _ = _read(key, None if addition else block, form.seen_version or None)
    if block and found is None and not addition:
        raise NotFound
    form.offer(_kinds(found, addition), on.blocks, found, same=None)
    if not form.is_submitted():
        form.version.data, form.language.data = str(on.version), locale.current()
        _prefill(form, kind, addition)
    return Desk(key, stand, on, found, addition, form, _others(stand, found))


def _prefill(form: ItemForm, kind: str, addition: bool) -> None:
    amends = kind == "amendment"
    form.kind.data = ADD if addition else REPLACE if amends else COMMENT
    if addition:
        form.after.data = request.args.get("paragraph", "")
    if "where" not in form:
        return
    for field in (form.words, form.prefix, form.suffix):
        field.data = request.args.get(field.name, "")[:2000]
    form.where.data = WORDS if form.words.data or amends else PARAGRAPH


def edit_desk(key: str, item: str) -> Desk:
    """The form for an item of the own organisation; raises NotFound for any other."""
    form = ItemForm()
    stand, found = shown_item(key, item)
    if not found.ours or found.state.value == "withdrawn":
        raise NotFound
    _, on, block, _ = _read(key, found.block, found.version)
    kind = found.change.value if found.change else COMMENT
    form.offer([kind], on.blocks, block, same=found.quote)
    if not form.is_submitted():
        form.kind.data, form.version.data, form.seen.data = kind, str(on.version), found.seen
        form.body.data, form.proposal.data, form.language.data = found.body, found.proposal, found.language
        if "after" in form:
            form.after.data = found.after or ""
        if "where" in form:
            form.where.data = SAME
    return Desk(key, stand, on, block, kind == ADD, form, [], item=found)


def _read(
    key: str, block: str | None, version: int | None, item: str | None = None
) -> tuple[Standing, Target, Block | None, ItemShown | None]:
    """What a form is about, for somebody who may write items whenever a round is open; raises NotFound."""
    with reading() as session:
        stand = seen(session, key)
        on = target(session, stand, version)
        shown = one(session, stand, *named_so(item)) if item else None
    if on is None or not may(Action.POST_ITEM, stand.roles, Stage.CONSULTATION):
        raise NotFound
    return stand, on, on.block(block) or on.before(block), shown


def _others(stand: Standing, block: Block | None) -> list[ItemShown]:
    if block is None:
        return []
    with reading() as session:
        return proposed(session, stand, block.id)


def _kinds(block: Block | None, addition: bool) -> list[str]:
    if block is None:
        return [ADD] if addition else [COMMENT]
    return [COMMENT, REPLACE, REMOVE, MOVE]


def shown_item(key: str, item: str, action: Action = Action.SEE_ITEMS) -> tuple[Standing, ItemShown]:
    """An item that the reader may see; raises NotFound."""
    with reading() as session:
        stand = seen(session, key, action)
        found = one(session, stand, *named_so(item))
    if found is None:
        raise NotFound
    return stand, found


def saved(desk: Desk, keep: bool) -> Item:
    """The item that the form makes or changes, through the use case that is its own."""
    form = desk.form
    chosen = form.chosen(desk.block)
    facts: dict[str, Any] = {"version": form.seen_version, "language": form.language.data, "keep": keep, **chosen}
    said, token = form.body.data or "", form.form_token.data
    proposal, after = form.proposal.data or "", form.after.data if "after" in form else None
    with transaction() as session:
        person = access.acting_person(session)
        if desk.item is not None:
            facts |= {"seen": form.seen.data or "", "proposal": proposal, "after": after}
            return commenting.edit_item(session, person, desk.key, item=desk.item.id, body=said, **facts)
        facts |= {"block": desk.block.id if desk.block else None, "form_token": token}
        if form.is_comment:
            return commenting.post_comment(session, person, desk.key, body=said, **facts)
        facts |= {"change": AmendmentKind(form.kind.data), "proposal": proposal, "after": after}
        return amending.propose_amendment(session, person, desk.key, reason=said, **facts)
