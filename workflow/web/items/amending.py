"""The page on which a paragraph is amended by editing it: shown, compared, sent, and the amendment edited again.

Nothing is sent of which its writer was not told: where another asks for the same words, the page asks first.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Self

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from workflow.database import reading
from workflow.models.item import Item, ItemState
from workflow.queries.items.items import ItemShown
from workflow.queries.items.target import same_amendments
from workflow.queries.statements.head import words_of
from workflow.rules.items.kinds import KINDS, REPLACE, ItemKind, Kind
from workflow.rules.items.proposals import Proposal
from workflow.rules.items.refusals import NothingChanged, NothingWritten, ParagraphGone, StaleItem
from workflow.rules.shared.refusals import NotFound, Refusal, StaleVersion, TextRefused
from workflow.services.items import posting, revising, supporting
from workflow.services.items.placing import WORDS_LIMIT, find_place
from workflow.services.shared.checking import REASON_LIMIT
from workflow.text.document import line
from workflow.text.document import plain as plain_words
from workflow.text.edits import carried_over, rewritten
from workflow.text.values import Block, Edit
from workflow.web.items import kinds
from workflow.web.items.amend_form import (
    EACH,
    MOST_REASONS,
    TOGETHER,
    AmendForm,
    ChangeShown,
    EditedParagraph,
    OwnReason,
    has_several_paragraphs,
    own_reasons_in,
)
from workflow.web.items.item_reads import require_item, require_own
from workflow.web.items.mending import row_of_form, settle_row, words_in_box
from workflow.web.items.outcomes import flash_sent_before, flash_what_was_done, redirect_after_form
from workflow.web.items.writing_page import WritingPage, read_target, words_in_address
from workflow.web.room.room import is_writing
from workflow.web.shared import access, locale
from workflow.web.shared.arrivals import tell_arrival
from workflow.web.shared.scripted import answer_next, rebuild_field

blueprint = Blueprint("amending", __name__)
blueprint.after_request(answer_next)


@dataclass(frozen=True, kw_only=True)
class AmendPage(WritingPage):
    """The page of a paragraph that is edited. block: the paragraph as the form was written on it.

    lost: words of changes that found no place in the paragraph as it is now, with a minus where they go.
    unplaced: words that were brought and of which the paragraph does not say where they go.
    chosen: where the words begin and end in the paragraph at which it opens. reasons: those of single changes.
    """

    form: AmendForm
    block: Block
    lost: tuple[str, ...] = ()
    unplaced: tuple[str, ...] = ()
    chosen: tuple[int, int] | None = None
    reasons: tuple[OwnReason, ...] = ()

    @property
    def kind(self) -> Kind:
        """Of what is written on it."""
        return REPLACE

    @cached_property
    def edited(self) -> EditedParagraph:
        """What stands in the box, beside the paragraph."""
        is_one = self.item is not None or self.form.division.data == TOGETHER
        return EditedParagraph(self.block, self.form.edited.data or "", is_one)

    @property
    def selected(self) -> tuple[int, int] | None:
        """The chosen words in the box, in UTF-16 as a browser counts."""
        if self.chosen is None:
            return None
        shown, (start, end) = line(self.block.text), self.chosen
        before = shown.words(0, start)
        return _utf16(before), _utf16(before + shown.words(start, end))

    @cached_property
    def changes(self) -> list[ChangeShown]:
        """What was changed, with what others ask for in the same words."""
        edits = self.edited.edits
        same: list[ItemShown | None] = [None] * len(edits)
        if edits and self.item is None:
            with reading() as session:
                same = same_amendments(session, self.standing, self.target.consultation_id, self.block, edits)
        return [ChangeShown(edit, self.edited.reads_with(edit), other) for edit, other in zip(edits, same, strict=True)]

    @property
    def is_divisible(self) -> bool:
        """Whether its writer can say if the changes are one amendment or several."""
        if self.item is not None:
            return False
        apart = replace(self.edited, is_one=False) if self.edited.is_one else self.edited  # compared once, not twice
        return len(apart.edits) > 1

    @property
    def send_words(self) -> str:
        """What the button says."""
        count = len(self.edited.edits)
        if count > 1:  # of an item that is edited there is one
            return ngettext("Send %(num)s amendment", "Send %(num)s amendments", count)
        return super().send_words

    @property
    def hint(self) -> str:
        """In which language the words are written, where their reader has another before them."""
        if not self.target.read_in:
            return ""
        return gettext(
            "Write in %(language)s, the language of the original.",
            language=locale.language_name(self.standing.language),
        )

    def page(self) -> str:
        """The page, with the change of the paragraph where the form was written on another version."""
        self.form.known.data = self.known
        return render_template(
            "items/amend.html",
            **self.facts,
            **self.counts(),
            changes_address=self.changes_address,
            limits={"reason": REASON_LIMIT, "words": WORDS_LIMIT},
        )

    @property
    def changes_address(self) -> str:
        """Where a script asks for the changes while they are typed; "" for an amendment that is edited."""
        if self.item is not None or not is_writing(self.standing, self.target):
            return ""
        return url_for("amending.show_changes", key=self.key, paragraph=self.block.id)

    @property
    def known(self) -> str:
        """The amendments that ask for the same, of which the page tells."""
        return " ".join(each.same.reference for each in self.changes if each.same)

    def counts(self) -> dict[str, int]:
        """How many words come or go by the changes, and how many the whole text has with them."""
        made = replace(self.block, text=self.form.edited.data or "")
        old, new, all_ = (
            words_of(blocks, with_notes=self.standing.count_notes)
            for blocks in ((self.block,), (made,), self.target.blocks)
        )
        return {"words_more": max(new - old, 0), "words_fewer": max(old - new, 0), "words": all_ + new - old}

    def say_problems(self, *, keep: bool) -> bool:
        """Say at once all that is not in order and can be told without a use case; whether there is something."""
        if not self.form.edited.errors and (refusal := self._problem_of_words()):
            self.form.refused(refusal)
        if not keep and not self.form.reason.errors and not self.form.reason.data:
            self._say_missing_reasons()
        return bool(self.form.problems)

    def _say_missing_reasons(self) -> None:
        """Ask for the reasons of the changes that have none, where others have; else for the common one."""
        own = self.own_reasons
        if not any(own) or not all(own[MOST_REASONS:]):
            self.form.reason.errors = [str(kinds.WORDS[REPLACE].own.missing)]
        else:
            self.form.reasons_missing = [each for each in self.reasons_offered if not each.text]

    def _problem_of_words(self) -> Refusal | None:
        typed = self.form.edited.data or ""
        if has_several_paragraphs(typed):
            return TextRefused(field="edited", reason="two_paragraphs")
        if not typed.strip():
            return NothingWritten(field="edited", kind=ItemKind.REPLACE)
        return None if self.edited.edits else NothingChanged(field="edited")

    @property
    def says_reason_alone(self) -> bool:
        """Whether it says something and changes no words, which is a comment."""
        return bool(self.form.reason.data) and isinstance(self._problem_of_words(), NothingChanged)

    @property
    def own_reasons(self) -> list[str]:
        """The reasons of single changes, as many as there are changes; "" for one without."""
        return ["\n\n".join(self._reasons_of(edit)) for edit in self.edited.edits]

    def _reasons_of(self, edit: Edit) -> list[str]:
        return [reason.text for reason in self.reasons if self._edit_of(reason) == edit]

    def _edit_of(self, reason: OwnReason) -> Edit | None:
        """The change that it is the reason of; None where that was taken back."""
        near = [edit for edit in self.edited.edits if reason.is_of(edit)]
        same = [edit for edit in near if (edit.start, edit.end) == (reason.start, reason.end)]
        return next(iter([*same, *near]), None)

    @property
    def reasons_offered(self) -> list[OwnReason]:
        """Those for which the page has a field; further changes share the common reason."""
        given = enumerate(zip(self.edited.edits, self.own_reasons, strict=True), 1)
        return [OwnReason(edit.start, edit.end, text, number) for number, (edit, text) in given][:MOST_REASONS]

    def with_reasons_joined(self, *, all_: bool = False) -> Self:
        """This page with the reasons of changes that are no more (all_: of all) read behind the common one.

        Nobody's words go with their field.
        """
        if not self.reasons:
            return self
        all_ = all_ or len(self.edited.edits) < 2  # one change has one reason
        joined = [reason for reason in self.reasons if all_ or self._edit_of(reason) is None]
        said = [self.form.reason.data or "", *(reason.text for reason in joined)]
        self.form.reason.data = "\n\n".join(filter(None, said))
        return replace(self, reasons=tuple(reason for reason in self.reasons if reason not in joined))

    @property
    def asks_first(self) -> str:
        """What its writer must first be told of others who ask for the same; "" where nothing."""
        told = self.form.references_known
        untold = [each.same for each in self.changes if each.same and each.same.reference not in told]
        if any(not same.supported for same in untold):
            return gettext(
                "Another organisation asks for the same words. Support its amendment, or send yours as well."
            )
        if untold:
            return gettext(
                "Your organisation already supports an amendment that asks for the same words. You do not need to send "
                "yours."
            )
        return ""

    def again(self, refusal: Refusal) -> "AmendPage":
        """This page with the refusal said, read anew: what was typed goes to the words that are on the table now."""
        page, shown = self.read_again()
        is_stale, now = isinstance(refusal, StaleVersion), page.target.block(self.block.id)
        # Where the paragraph is gone, sending again would not help.
        self.form.refused(ParagraphGone() if is_stale and now is None else refusal)
        if isinstance(refusal, StaleItem) and shown is not None:
            self.form.seen.data = shown.seen
            return replace(page, theirs=shown)
        return page.carried() if is_stale else page

    def carried(self) -> "AmendPage":
        """This page for the paragraph as it is now: what found no place there is shown beside the box.

        The same page where the paragraph is gone.
        """
        now = self.target.block(self.block.id)
        if now is None:
            return self.with_reasons_joined(all_=True)
        self.form.version.data = str(self.target.version)
        if now.text == self.block.text:
            return self
        page = self.with_reasons_joined(all_=True)  # they are of words by their place, which is another now
        self.form.edited.data, lost = carried_over(self.block.text, self.form.edited.data or "", now.text)
        said = (plain_words(edit.words) or f"− {plain_words(self.block.text[edit.start : edit.end])}" for edit in lost)
        return replace(page, block=now, lost=(*self.lost, *said))


@blueprint.route("/statements/<key>/amendments/new", methods=["GET", "POST"])
def new(key: str) -> ResponseReturnValue:
    """The paragraph in a box, to be edited; what comes back refused has every word."""
    page = page_of_new(key)
    if page.is_closed and not page.form.is_submitted() and is_writing(page.standing, page.target):
        return redirect(url_for("item_page.new", key=key, paragraph=page.block.id, version=page.target.version), 303)
    return _answer(page)


@blueprint.route("/statements/<key>/amendments/<item>/edit", methods=["GET", "POST"])
def edit(key: str, item: str) -> ResponseReturnValue:
    """The same box for an amendment of one's own organisation, sent or kept as a draft."""
    return _answer(page_of_item(key, item))


@blueprint.post("/statements/<key>/amendments/changes")
def show_changes(key: str) -> ResponseReturnValue:
    """The changes in what was typed so far, for a script that shows them while they are typed; nothing is kept."""
    page = page_of_new(key)
    page.form.edited.validate(page.form)
    return render_template(
        "items/amend_drawn.html",
        item_page=page,
        standing=page.standing,
        form=page.form,
        **page.counts(),
    )


def _answer(page: AmendPage) -> ResponseReturnValue:
    form = page.form
    if not form.is_submitted():
        return page.page()
    if reference := request.form.get("support", "")[:10]:
        return _support_instead(page, reference)
    if "show" in request.form:
        form.edited.validate(form)
        page.say_problems(keep=True)
        return page.page()
    keep, late = "draft" in request.form, "late" in request.form
    form.validate()
    # Of a consultation that is over the use case says so, which says more than a reason that is missing.
    if is_writing(page.standing, page.target) or not (late or page.edited.edits):
        page.say_problems(keep=keep)
        if not late:
            form.form_errors = [*form.form_errors, *_questions(page, keep=keep)]
    if form.problems:
        return page.page(), 422
    try:
        return _send_late(page) if late else _save(page, keep)
    except Refusal as refusal:  # closed, another version, words gone, changed by a colleague: what was typed comes back
        return page.again(refusal).page(), refusal.status


def _questions(page: AmendPage, *, keep: bool) -> Iterator[str]:
    """What its writer is asked before anything is sent, all of it at once."""
    if "division" not in request.form and page.is_divisible:
        yield gettext("You changed several places. Choose whether they are several amendments or one, then send them.")
    if not keep and page.item is None and page.asks_first:
        yield page.asks_first


def _save(page: AmendPage, keep: bool) -> ResponseReturnValue:
    form, item = page.form, page.item
    with access.acting() as (session, person):
        asked = page.edited.proposals(form, page.own_reasons)
        if item is not None:
            seen = form.seen.data or ""
            made = [revising.edit_item(session, person, page.key, item.id, asked[0], seen=seen, keep=keep)]
        else:
            token = form.form_token.data
            made = posting.post_items(session, person, page.key, asked, keep=keep, form_token=token)
            settle_row(session, person, page.key, made[0])
    _flash(page, made)
    tell_arrival(form.form_token.data)
    return redirect_after_form(page.key, made[0])


def _flash(page: AmendPage, made: list[Item]) -> None:
    item = page.item
    before = [
        each
        for each in made
        if (item.id != each.id if item else not posting.is_made_by(each, page.form.form_token.data))
    ]
    for each in before:
        flash_sent_before(each)
    new_ones = [each for each in made if each not in before]
    if len(new_ones) == 1:
        flash_what_was_done(new_ones[0], edited=item is not None and item.reference != "")
    elif new_ones and new_ones[0].state is ItemState.KEPT:
        count = len(new_ones)
        said = ngettext(
            "%(num)s amendment was saved as a draft. Only your organisation sees it.",
            "%(num)s amendments were saved as drafts. Only your organisation sees them.",
            count,
        )
        flash(said, "good")
    elif new_ones:
        references = locale.join_words([each.reference for each in new_ones])
        said = gettext("Sent as %(references)s. You can change or withdraw each until the deadline.")
        flash(said % {"references": references}, "good")


def _send_late(page: AmendPage) -> ResponseReturnValue:
    """The answer to a form whose writer chose to send it late: one comment, which says in words what was asked for."""
    page = page.with_reasons_joined(all_=True)
    if not page.says_reason_alone and page.say_problems(keep=True):
        return page.page(), 422
    together = EditedParagraph(page.block, page.form.edited.data or "", is_one=True)
    asked = next(iter(together.proposals(page.form, [])), None) or together.comment(page.form)
    return page.send_late(asked)


def _support_instead(page: AmendPage, reference: str) -> ResponseReturnValue:
    """Support another's amendment that asks for the same, and take that change out of the box; the others stay."""
    at = next((at for at, each in enumerate(page.changes) if each.same and each.same.reference == reference), None)
    if at is None:
        page.form.form_errors = [gettext("This amendment does not ask for the same words any more.")]
        return page.page(), 409
    same = page.changes[at].same
    wording = same.wording if same else None
    try:
        with access.acting() as (session, person):
            supporting.support(session, person, page.key, item=reference, wording=wording)
    except Refusal as refusal:
        return page.again(refusal).page(), refusal.status
    said = gettext("Your organisation supports %(reference)s.", reference=reference)
    flash(said, "good")
    left = page.edited.reads_without(at)
    if left == plain_words(page.block.text):
        tell_arrival(page.form.form_token.data)  # the support stands for all that was typed
        return redirect(url_for("room.show", key=page.key, open=reference, _anchor=reference.lower()), 303)
    page.form.edited.data = left
    return replace(page).with_reasons_joined().page()  # another page: what it knows of the words before is not theirs


def page_of_new(key: str) -> AmendPage:
    """The form for a paragraph, as the address asks for it; raises NotFound."""
    form = AmendForm()
    stand, on, block, _ = read_target(key, request.args.get("paragraph", ""), form.seen_version or None)
    if block is None:
        raise NotFound
    brought = _brought()
    if not form.is_submitted():
        form.version.data, form.language.data = str(on.version), locale.current()
        form.edited.data = plain_words(block.text)
        form.division.data = EACH
        if row := row_of_form(stand):
            brought |= _fill(form, row.asked, block, on.blocks)
    written_on = on.before(block.id) or block
    rebuild_field(form.edited, plain_words(written_on.text))
    facts = {"standing": stand, "target": on, "block": written_on, "chosen": _chosen(block, on.blocks), **brought}
    return _drawn(AmendPage(key=key, form=form, **facts))


def _fill(form: AmendForm, asked: Proposal, block: Block, blocks: tuple[Block, ...]) -> dict[str, Any]:
    """Put what a row of a file asks for into the form; what of it has no place in the box stands beside it."""
    form.edited.data, left = words_in_box(asked, block, blocks)
    form.reason.data, form.language.data, form.division.data = asked.body, asked.language, TOGETHER
    return {"unplaced": (left,)} if left else {}


def _brought() -> dict[str, Any]:
    """What a form says of words that stand outside its box."""
    lost, unplaced = (tuple(request.form.getlist(name)[:MOST_REASONS]) for name in ("lost", "unplaced"))
    return {"lost": lost, "unplaced": unplaced, "reasons": own_reasons_in(request.form)}


def _drawn(page: AmendPage) -> AmendPage:
    """The page with every reason in a field that it has."""
    return page.with_reasons_joined(all_=not page.has_form or page.item is not None)


def _chosen(block: Block, blocks: Sequence[Block]) -> tuple[int, int] | None:
    """Where the words stand in the paragraph that the address names, as whole words; None where they are not found."""
    words, prefix, suffix = words_in_address()
    try:
        place = find_place(blocks, block.id, words, prefix, suffix) if words else None
    except Refusal:
        return None
    return None if place is None else (place.start, place.end)


def _utf16(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def page_of_item(key: str, item: str) -> AmendPage:
    """The form for an amendment of the own organisation; raises NotFound for any other."""
    form = AmendForm()
    stand, found = require_item(key, item)
    require_own(found)
    if not KINDS[found.kind].is_about_words or found.block is None:
        raise NotFound
    _, on, block, _ = read_target(key, found.block, form.seen_version or found.version)
    if block is None:
        raise NotFound
    written_on = on.before(block.id) or block
    if found.reference:
        del form.private
    elif not form.is_submitted():
        form.private.data = found.private
    page = AmendPage(key=key, standing=stand, target=on, block=written_on, form=form, item=found, **_brought())
    asked_for = plain_words(rewritten(written_on.text, [Edit(found.start, found.end, found.proposal)])[0])
    if form.is_submitted():
        rebuild_field(form.edited, asked_for)
        rebuild_field(form.reason, found.body)
        return _drawn(page)
    form.version.data, form.seen.data = str(found.version), found.seen
    form.reason.data, form.language.data, form.division.data = found.body, found.language, TOGETHER
    form.edited.data = asked_for
    return page.carried()
