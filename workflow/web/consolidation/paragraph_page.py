"""The page of one paragraph on the consolidation: what it shows and the form that stands on it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import render_template
from sqlalchemy.orm import Session

from workflow.queries.consolidation import passages, previews
from workflow.queries.consolidation.brackets import BracketPassage as OpenPassage
from workflow.queries.consolidation.brackets import open_passages
from workflow.queries.consolidation.by_hand import Proposal, proposals
from workflow.queries.consolidation.conflicts import rivalries
from workflow.queries.consolidation.consolidation import Consolidation, consolidation
from workflow.queries.consolidation.consolidation_item import ConsolidationItem
from workflow.queries.consolidation.groups import WishGroup
from workflow.queries.consolidation.passages import ConsolidationParagraph, Passage
from workflow.queries.consolidation.proposed_answers import Answers
from workflow.queries.consolidation.proposed_answers import answers as responses
from workflow.queries.consolidation.standard_replies import SavedReply, list_standard_replies
from workflow.queries.items.around import Around, around
from workflow.queries.shared.standing import Standing
from workflow.queries.statements.agreed import Agreed, agreed_language_of
from workflow.queries.wording.joint_wording import JointWordingLine, joint_wordings
from workflow.rules.shared.permissions import Action
from workflow.rules.shared.refusals import NotFound
from workflow.text.blocks import numbers
from workflow.text.excerpt import shortened
from workflow.web.consolidation.answer_fields import FIRST
from workflow.web.consolidation.consolidation_forms import AnswersForm, paragraph_form
from workflow.web.shared.forms import Form
from workflow.web.statements.redlines import inline, penholder_mark
from workflow.web.statements.seen import require_standing

SHOWING: Mapping[str, Any] = {"inline": inline, "penholder_mark": penholder_mark, "shortened": shortened}
"""What every page of the consolidation needs to show changed words."""


@dataclass(frozen=True)
class Opened:
    """One part of one paragraph on the consolidation; chosen None: there is nothing to be answered. part: from 1."""

    standing: Standing
    consolidation: Consolidation
    paragraphs: Sequence[ConsolidationParagraph]
    chosen: ConsolidationParagraph | None
    part: int
    parts: Sequence[Sequence[Passage]]
    reasons: Sequence[SavedReply]
    around: Around
    brackets: Sequence[OpenPassage]
    responses: Answers
    joint_wordings: Sequence[JointWordingLine]
    agreed: Agreed

    @property
    def passages(self) -> Sequence[Passage]:
        """What stands on the page."""
        return self.parts[self.part - 1] if self.parts else ()

    @property
    def items(self) -> list[ConsolidationItem]:
        """The items of the page."""
        return [item for passage in self.passages for item in passage.items]

    @property
    def groups(self) -> list[WishGroup]:
        """Those of its items that want the same."""
        return [group for passage in self.passages for group in passage.groups]

    def joint_wording_of(self, refs: Collection[str]) -> JointWordingLine | None:
        """The newest joint_wording of some of these amendments that is open or was agreed on."""
        here = (line for line in self.joint_wordings if line.is_open or line.made)
        return next((line for line in here if set(refs) & set(line.refs)), None)

    def form(self, *, sent: bool) -> AnswersForm:
        """The form for the items of the page: as it was sent, or as the record is."""
        return paragraph_form(self.items, self.groups, self.reasons, sent=sent)


def consolidation_of(session: Session, key: str, action: Action) -> tuple[Standing, Consolidation]:
    """The statement and its consolidation; raises NotFound where there is no version yet."""
    found = require_standing(session, key, action)
    if found.version_id is None:
        raise NotFound
    return found, consolidation(session, found)


def open_consolidation(session: Session, key: str, action: Action, paragraph: str | None, part: int = 1) -> Opened:
    """The consolidation opened at a paragraph, at the first that has something left where none is named."""
    standing, found = consolidation_of(session, key, action)
    there = passages.paragraphs(found)
    chosen = passages.chosen(there, paragraph)
    parts = passages.parts(passages.passages(found, chosen, standing.language)) if chosen else ()
    here = min(max(part, 1), max(len(parts), 1))
    ids = [item.id for passage in (parts[here - 1] if parts else ()) for item in passage.items]
    return Opened(
        standing=standing,
        consolidation=found,
        paragraphs=there,
        chosen=chosen,
        part=here,
        parts=parts,
        reasons=list_standard_replies(session, standing.language),
        around=around(session, standing, ids),
        brackets=open_passages(session, standing, found),
        responses=responses(session, standing),
        joint_wordings=joint_wordings(session, standing),
        agreed=agreed_language_of(session, standing, found.issued),
    )


def page(
    it: Opened,
    form: AnswersForm | None = None,
    stale: Collection[str] = (),
    fill: str = "",
    settling: Form | None = None,
) -> str:
    """The page, with `form` where one was refused; stale: what another penholder answered meanwhile.

    fill: the reference of an amendment whose fitting answer is filled in, and not kept. settling: the refused form of a
    passage in square brackets.
    """
    shared = {
        "standing": it.standing,
        "consolidation": it.consolidation,
        "brackets": it.brackets,
        "settling": settling,
        **SHOWING,
    }
    if it.chosen is None:
        return render_template("consolidation/empty.html", **shared)
    offered = proposals(it.consolidation, it.items, it.standing.language)
    shown = form if form is not None else _fill_form(it.form(sent=False), offered, fill)
    return render_template(
        "consolidation/show.html",
        opened=it,
        paragraphs=it.paragraphs,
        chosen=it.chosen,
        passages=it.passages,
        rivalries=rivalries(it.consolidation, it.items),
        stale=stale,
        form=shown,
        effects=passages.effects(it.consolidation, it.items),
        rows=previews.around(it.consolidation, it.chosen.key),
        home_of=passages.homes(it.paragraphs),
        number_of=numbers(it.consolidation.issued),
        first_words={block.id: shortened(block.text, 40) for block in it.consolidation.issued},
        first_answers=FIRST,
        apart={reference for group in it.groups for reference in group.refs if shown.is_apart(reference)},
        by_hand=offered,
        translations=it.consolidation.translations,
        candidates=passages.candidates(it.consolidation, it.chosen),
        agreed=it.agreed,
        **shared,
    )


def _fill_form(form: AnswersForm, offered: Mapping[str, Proposal], reference: str) -> AnswersForm:
    """The form with the answer that fits a text written by hand, where one was asked for."""
    if (proposal := offered.get(reference)) and form.has(reference, "kind"):
        form.of(reference, "kind").data = proposal.kind.value
        if proposal.taken and form.has(reference, "taken"):
            form.of(reference, "taken").data = proposal.taken
    return form
