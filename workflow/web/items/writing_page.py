"""What the pages have in common on which comments and amendments are written: about what, and what may be sent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Self

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale, gettext

from workflow.database import reading
from workflow.queries.items.drafts import draft_ids
from workflow.queries.items.items import ItemShown, one
from workflow.queries.items.target import AmendmentsThere, Target, amendments_there, target
from workflow.queries.shared.standing import Standing
from workflow.rules.items.kinds import ADD, COMMENT, KINDS, REPLACE, ItemKind, Kind, Subject, offered_about
from workflow.rules.items.proposals import Late, Proposal
from workflow.rules.shared.lifecycle import Stage
from workflow.rules.shared.permissions import Action, may
from workflow.rules.shared.refusals import NotFound
from workflow.services.items import posting
from workflow.services.items.sending import reference_conditions
from workflow.text.values import Block
from workflow.web.items import kinds
from workflow.web.items.outcomes import came_from_points, flash_late, redirect_after_form
from workflow.web.room.notes import change_redline
from workflow.web.room.room import is_writing
from workflow.web.shared import access, locale
from workflow.web.shared.arrivals import tell_arrival
from workflow.web.statements.seen import require_standing


@dataclass(frozen=True, kw_only=True)
class WritingPage:
    """A form with all that its page shows. item: the one that is edited, None where a new one is written.

    block: the paragraph that it is about, None for the whole text. theirs: what a colleague wrote meanwhile.
    """

    key: str
    standing: Standing
    target: Target
    block: Block | None
    form: Any
    item: ItemShown | None = None
    theirs: ItemShown | None = None

    @property
    def kind(self) -> Kind:
        """Of what is written on it."""
        return COMMENT

    @property
    def is_about_title(self) -> bool:
        """Whether a title is proposed on it."""
        return self.kind.is_about_title

    @cached_property
    def others(self) -> AmendmentsThere:
        """What others propose there already; read for the page alone, not for a form that is taken."""
        if self.item is not None or (self.block is None and not self.is_about_title):
            return AmendmentsThere()
        with reading() as session:
            return amendments_there(session, self.standing, self.block.id if self.block else None, self.chosen)

    @property
    def chosen(self) -> tuple[int, int] | None:
        """Where the words begin and end in the paragraph at which the page was opened."""
        return None

    @cached_property
    def kept(self) -> int:
        """How many drafts its reader's organisation has in the statement."""
        with reading() as session:
            return len(draft_ids(session, self.standing.id, self.standing.viewer.organisation_id))

    @property
    def takes_late(self) -> bool:
        """Whether what is in the form can be sent as a late comment."""
        return self.standing.may(Action.POST_LATE) and not is_writing(self.standing, self.target)

    @property
    def is_written(self) -> bool:
        """Whether there are words of its reader to show: those just sent, or those of the item."""
        return bool(self.form.is_submitted()) or self.item is not None

    @property
    def fields_written(self) -> list[Any]:
        """The fields of the form that hold words of its writer."""
        names = ("words", "edited", "proposal", "body", "reason")
        return [self.form[name] for name in names if name in self.form]

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
    def heading(self) -> str:
        """What is done on the page."""
        if not self.has_form:
            return gettext("You can no longer comment")
        if self.item is not None and self.item.reference:
            return gettext("Edit %(reference)s", reference=self.item.reference)
        return kinds.heading(self.kind, self.block, self.number)

    @property
    def send_words(self) -> str:
        """What the button says."""
        if self.item is not None and self.item.reference:
            return gettext("Save the change")
        return str(kinds.WORDS[self.kind].own.send)

    @property
    def facts(self) -> dict[str, Any]:
        """What every page of a form is drawn from; difference: what another version made of the paragraph."""
        id_ = self.block.id if self.block else None
        before, now = self.target.before(id_), self.target.block(id_)
        return {
            "item_page": self,
            "standing": self.standing,
            "form": self.form,
            "block": self.block,
            "number": self.number,
            "difference": change_redline(before.text, now.text if now else "") if before else None,
            "translation": self.target.translation(id_),
            "writing": is_writing(self.standing, self.target),
        }

    def read_again(self) -> tuple[Self, ItemShown | None]:
        """This page with the statement and the text as they are now, and the item as it is now."""
        block, item = self.block.id if self.block else None, self.item.address if self.item else None
        stand, on, _, shown = read_target(self.key, block, self.form.seen_version, item)
        return replace(self, standing=stand, target=on), shown

    def send_late(self, asked: Proposal) -> ResponseReturnValue:
        """The answer to a form that was sent late: a comment with all that it asks for, which may raise Refusal."""
        said, token = _as_late_comment(self.item, asked, self.target.blocks), self.form.form_token.data
        late = Late(self.item.id, self.form.seen.data or "") if self.item else Late()
        with access.acting() as (session, person):
            item = posting.post_item(session, person, self.key, said, form_token=token, late=late)
        flash_late(self.item, token, item)
        tell_arrival(token)
        return redirect_after_form(self.key, item)

    @property
    def is_title_closed(self) -> bool:
        """Whether no title can be proposed, where one was asked for."""
        return False

    @property
    def number(self) -> int | None:
        """The number of the paragraph for reading."""
        return self.target.number(self.block.id) if self.block else None

    @property
    def back(self) -> str:
        """The address of the paragraph in the room."""
        at = self.block.id if self.block else None
        return url_for("room.show", key=self.key, at=at, _anchor=at)

    @property
    def is_saved(self) -> bool:
        """Whether it was to be saved, for colleagues or in the place of what was sent, rather than sent."""
        return "draft" in request.form or (self.item is not None and self.item.is_sent)

    @property
    def is_of_gone_paragraph(self) -> bool:
        """Whether the paragraph that it was opened on is not in the text on the table."""
        return self.block is not None and self.target.block(self.block.id) is None

    @property
    def _there(self) -> str | None:
        """The id of the paragraph, where the text on the table has it."""
        return self.block.id if self.block and not self.is_of_gone_paragraph else None

    @property
    def is_from_points(self) -> bool:
        """Whether it was opened on the page of its organisation's drafts, to which it leads back."""
        return came_from_points(self.key)

    @property
    def ways(self) -> list[tuple[str, str]]:
        """What else can be written about the same, each with the address of its form."""
        if self.item is not None or not is_writing(self.standing, self.target):
            return []
        block = self._there
        about = {"key": self.key, "paragraph": block, "version": self.target.version}
        about["language"] = request.args.get("language")
        subjects = (Subject.ANYTHING, Subject.WORDS, Subject.PARAGRAPH)
        subjects = subjects if block else (Subject.ANYTHING, Subject.NEW, Subject.TITLE)
        return [
            (str(kinds.WORDS[kind].way), _address_of(kind, about))
            for kind in offered_about(*subjects)
            if (kind is not self.kind or self.is_of_gone_paragraph) and self._takes(kind)
        ]

    def _takes(self, kind: Kind) -> bool:
        if not kind.amends:
            return True
        return self.target.is_open_to(kind.code, self._there)

    @property
    def late_sentence(self) -> str:
        """That a late comment is taken."""
        if self.is_written:
            return gettext(
                "You can still send this as a late comment, which is marked as late and answered like the "
                "others. An amendment is sent as a comment with the words that you propose."
            )
        return late_sentence()

    @property
    def refusal_of_comments(self) -> str:
        """Why no comment is taken any more."""
        return refusal_of_comments(self.standing.stage)

    @property
    def readers_sentence(self) -> str:
        """Who will see what is written."""
        if self.item and self.item.private and "private" not in self.form:
            return gettext("Only your organisation and the penholder see this.")
        return gettext("The penholder and everyone who takes part see this. Write one or two sentences.")


def refusal_of_comments(stage: Stage) -> str:
    """Why no comment is taken any more in a stage."""
    sentences = {
        Stage.DECISION: gettext("A ballot on this text is open. You can comment again if the text is not adopted."),
        Stage.ADOPTED: gettext("The statement is adopted, so it is closed to comments."),
        Stage.PUBLISHED: gettext("The statement is published, so it is closed to comments."),
        Stage.ABANDONED: gettext("The draft was abandoned, so it is closed to comments."),
    }
    otherwise = gettext("Only organisations that take part in the consultation can send late comments.")
    return sentences.get(stage, otherwise)


def late_sentence() -> str:
    """That a late comment is taken."""
    return gettext(
        "You can still send a late comment, which is marked as late and answered like the others. An "
        "amendment is sent as a comment with the words that you propose."
    )


def _address_of(kind: Kind, about: Mapping[str, Any]) -> str:
    if kind is REPLACE:
        return url_for("amending.new", **about)
    return url_for("item_page.new", kind="addition" if kind is ADD else kind.code, **about)


def read_target(
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


def words_in_address() -> tuple[str, str, str]:
    """The words that were selected in a paragraph, and what stands before and behind them."""
    words, prefix, suffix = (request.args.get(name, "")[:2000] for name in ("words", "prefix", "suffix"))
    return words, prefix, suffix


def _as_late_comment(opened: ItemShown | None, asked: Proposal, blocks: Sequence[Block]) -> Proposal:
    """What a form asks for, said in words: a comment, also for an amendment. opened: the draft of the form."""
    with force_locale(asked.language):  # one text in one language: that of its writer, not of the page
        body = "\n\n".join(filter(None, (asked.body, kinds.in_words(asked, blocks))))
    if asked.words is None:  # those that the item was about
        asked = replace(asked, words="" if opened is None or opened.whole else opened.quote)
    return replace(asked, body=body, private=asked.private or (opened is not None and opened.private))
