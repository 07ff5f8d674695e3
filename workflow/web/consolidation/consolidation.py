"""The consolidation: the penholder answers each item, paragraph by paragraph, and issues the next version."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale, gettext, ngettext
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session
from wtforms import BooleanField, HiddenField

from workflow.database import about_now, reading
from workflow.models.item import Disposition
from workflow.queries.consolidation import passages, previews
from workflow.queries.consolidation.brackets import BracketPassage as OpenPassage
from workflow.queries.consolidation.brackets import open_passages
from workflow.queries.consolidation.by_hand import ProposedAnswer, proposals
from workflow.queries.consolidation.conflicts import Rivalry, rivalries
from workflow.queries.consolidation.consolidation import Consolidation, consolidation, is_told
from workflow.queries.consolidation.consolidation_item import ConsolidationItem
from workflow.queries.consolidation.groups import WishGroup
from workflow.queries.consolidation.objections import ObjectionShown, objections_to_answer
from workflow.queries.consolidation.passages import ConsolidationParagraph, Passage
from workflow.queries.consolidation.proposed_answers import Answers
from workflow.queries.consolidation.proposed_answers import answers as responses
from workflow.queries.consolidation.settlements import Settlement, are_own, settlements, settling
from workflow.queries.consolidation.standard_replies import SavedReply, list_standard_replies
from workflow.queries.consultation.newest_consultation import newest_consultation, reopener
from workflow.queries.items.around import Around, around
from workflow.queries.shared.standing import Standing
from workflow.queries.statements.agreed import Agreed, agreed_language_of
from workflow.queries.statements.drafts import is_saved_since
from workflow.queries.wording.joint_wording import JointWordingLine, joint_wordings
from workflow.rules.consolidation.dispositions import DispositionKind
from workflow.rules.consolidation.refusals import (
    NothingToIssue,
    StaleDisposition,
    StaleGroup,
)
from workflow.rules.items.kinds import KINDS
from workflow.rules.shared.lifecycle import Stage
from workflow.rules.shared.permissions import Action
from workflow.rules.shared.refusals import NotAllowed, NotFound, Refusal
from workflow.services.consolidation import issuing, standard_replies
from workflow.services.consolidation.issuing import Answer
from workflow.services.consolidation.undoing import take_back_answers
from workflow.text.diff import shortened
from workflow.text.document import digest, numbers
from workflow.web.consolidation.answers_form import FIRST, AnswersForm, paragraph_form
from workflow.web.consolidation.objection_answers_form import ObjectionAnswersForm, objection_answers_form
from workflow.web.shared import access
from workflow.web.shared.forms import Form
from workflow.web.shared.locale import join_words
from workflow.web.shared.marks import name_of_version
from workflow.web.shared.moments import deadline
from workflow.web.shared.numbers import parse_bounded, parse_count
from workflow.web.shared.plain_names import plain_name
from workflow.web.statements.redline_words import inline, penholder_mark, redline
from workflow.web.statements.seen import require_standing

blueprint = Blueprint("consolidation", __name__)
SHOWING: Mapping[str, Any] = {
    "inline": inline,
    "redline": redline,
    "penholder_mark": penholder_mark,
    "shortened": shortened,
}
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
    objections: Sequence[ObjectionShown]

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

    @cached_property
    def rivalries(self) -> Sequence[Rivalry]:
        """The conflicts of its items."""
        return rivalries(self.consolidation, self.items, self.standing.language)

    @cached_property
    def settlements(self) -> Mapping[str, Settlement]:
        """What one click may answer, by the reference that is accepted."""
        return settlements(self.rivalries, self.items, self.groups)

    @cached_property
    def settling(self) -> Mapping[Rivalry, Sequence[Settlement]]:
        """Conflict -> what one click may answer."""
        return settling(self.rivalries, self.settlements.values())

    def settling_words(self, passage: Passage) -> Sequence[Settlement]:
        """The same of the conflicts about the words of a passage."""
        found = (made for each, made in self.settling.items() if each.is_of_words and each.is_about(passage.rivals))
        return [settlement for made in found for settlement in made]

    def form(self, *, sent: bool) -> AnswersForm:
        """The form for the items of the page: as it was sent, or as the record is."""
        return paragraph_form(self.items, self.groups, self.reasons, sent=sent)


class VersionForm(Form):
    """The issue of a version. seen: the digest of the text that the page shows; last: the number issued before it."""

    seen = HiddenField()
    last = HiddenField()
    carry_over = BooleanField(_l("Carry over comments and amendments without an answer"))
    unchanged = BooleanField(_l("Issue the version although the text is the same"))
    over_limit = BooleanField(_l("Issue the version although it is over its limit"))


@blueprint.get("/statements/<key>/consolidation")
def show(key: str) -> ResponseReturnValue:
    """The items of one paragraph with their dispositions, beside the paragraph as it will read.

    Where nothing can be answered at the present stage its penholder reads when it can.
    """
    with reading() as session:
        stand = require_standing(session, key)
        if stand.holds_pen and not stand.may(Action.DISPOSE):
            return _shut_page(session, stand)
    return page(_open_page(key, Action.DISPOSE), fill=request.args.get("fill", ""))


@blueprint.post("/statements/<key>/consolidation")
def save(key: str) -> ResponseReturnValue:
    """Keep the answers of a paragraph's form; those that cannot stand together come back as they were typed."""
    opened = _open_page(key, Action.SEE_PRIVATE)  # moved on meanwhile: a penholder's words still come back
    form = opened.form(sent=True)
    form.require_known()
    if "settle" in request.form:
        return _settle(opened, form)
    if "undo" in request.form:
        return _undo(opened)
    if not form.validate():
        return page(opened, form.with_conflict(opened.consolidation, opened.standing.language)), 422
    try:
        with access.acting() as (session, person):
            answered = issuing.dispose_harmless(session, person, key, answers=form.answers)
            for body in form.kept_reasons:
                standard_replies.save_standard_reply(session, person, key, body=body, language=opened.standing.language)
    except Refusal as refusal:  # a conflict, another penholder was quicker, the stage is another: nothing was kept
        return _refusal_page(key, [refusal])
    count = len(answered.made)
    if answered.refusals:
        flash(_others_left(count), "care")
        return _refusal_page(key, answered.refusals)
    if count:
        flash(ngettext("%(num)s answer is saved.", "%(num)s answers are saved.", count), "good")
    else:
        flash(gettext("You changed no answer, so nothing was saved."))
    return redirect(_way_to_words(opened, form.answers) or _whereto(key, opened), 303)


def _settle(opened: Opened, form: AnswersForm) -> ResponseReturnValue:
    """Accept one amendment of a conflict and answer that it overtakes the others, and keep what else was typed.

    Where something else of the form cannot be kept, the button does what it says, and the rest comes back as it was
    typed. Where the conflict is another one meanwhile, so does all of it.
    """
    key, chosen = opened.standing.key, request.form["settle"]
    settlement = next((each for each in opened.settlements.values() if each.value == chosen), None)
    if settlement is None:
        return _answer_late(opened, form, chosen)
    waiting = settlement.waiting({item.reference: item for item in opened.items})
    reason = _overtaken_reason(opened.standing.language, settlement)
    form.settle(settlement, reason)
    is_whole = form.validate()
    if not is_whole and form.is_wrong(settlement.refs):
        return page(opened, form), 422
    own = [each for each in form.answers if each.item in settlement.refs]
    try:
        with access.acting() as (session, person):
            made = issuing.dispose_all(session, person, key, answers=form.answers if is_whole else own)
    except Refusal as refusal:
        if is_whole and refusal.refs and not set(refusal.refs) & set(settlement.refs):
            return _settle_alone(opened, settlement, form, refusal)
        return _settle_refused(key, refusal)
    if not is_whole:
        return _rest_page(key, settlement, form, _undo_value(own, made, waiting))
    flash(_settled_sentence(settlement), "good")
    if others := len(made) - len(waiting):
        flash(ngettext("%(num)s other answer is saved.", "%(num)s other answers are saved.", others), "good")
    undo = _undo_value(form.answers, made, waiting)
    return redirect(_way_to_words(opened, form.answers) or f"{_here(opened, undo)}#undo", 303)


def _undo_value(answers: Sequence[Answer], made: Sequence[Disposition], waiting: Sequence[str]) -> str:
    """What the button for the way back brings: each item that waited for an answer, with the serial of what it has."""
    serials = {answer.item: disposition.serial for answer, disposition in zip(answers, made, strict=True)}
    return ",".join(f"{ref}.{serials[ref]}" for ref in waiting)


def _here(opened: Opened, undo: str | None = None) -> str:
    """The address of the same page; undo: what its button for the way back would undo."""
    paragraph = opened.chosen.key if opened.chosen else None
    return url_for(".show", key=opened.standing.key, paragraph=paragraph, page=_part(opened), undo=undo)


def _answer_late(opened: Opened, form: AnswersForm, chosen: str) -> ResponseReturnValue:
    """Where no button says that any more: it was pressed before, somebody answered, or the conflict is another one."""
    accepted, overtaken = ([ref for ref in refs.split(",") if ref] for refs in f"{chosen}/".split("/")[:2])
    by_ref = {item.reference: item for item in opened.items}
    there = [by_ref[ref] for ref in (*accepted, *overtaken) if ref in by_ref]
    if moved := [item for item in there if not form.is_shown(item)]:
        kinds = [DispositionKind.ACCEPTED] * len(accepted) + [DispositionKind.OVERTAKEN] * len(overtaken)
        with reading() as session:
            is_own = are_own(session, opened.standing, moved)
        if is_own and [item.disposition for item in there] == kinds:  # the second of two presses
            undo = ",".join(f"{item.reference}.{item.serial}" for item in moved)
            return redirect(f"{_here(opened, undo)}#undo", 303)
        refs = [item.reference for item in moved]
        return _settle_refused(opened.standing.key, StaleDisposition(refs=refs, in_other_window=is_own))
    return _settle_refused(opened.standing.key, StaleGroup(refs=[*accepted, *overtaken]))


def _undo(opened: Opened) -> ResponseReturnValue:
    """Take back what one click answered; what was typed meanwhile for other items stays in the form."""
    key, parts = opened.standing.key, [part.partition(".") for part in request.form["undo"].split(",")]
    given = {ref: parse_count(serial) or 0 for ref, _, serial in parts}
    try:
        with access.acting() as (session, person):
            undone = take_back_answers(session, person, key, given=given)
    except Refusal as refusal:
        return _refusal_page(key, [refusal])
    said = gettext("Undone: no answer is given to %(references)s, as before.", references=join_words(list(given)))
    flash(said, "good")
    anew = _open_page(key, Action.DISPOSE)
    form, tried = anew.form(sent=True), anew.form(sent=True)
    for each in (form, tried):
        each.forget(undone)
    if tried.validate() and not tried.answers:
        return redirect(_here(opened), 303)
    form.see_anew()
    return page(anew, form)


def _undoable(it: Opened, asked: str) -> str:
    """What one click answered, while it stands so on the page; "" where nothing can be undone."""
    now = {f"{item.reference}.{item.serial}" for item in it.items if item.disposition is not None}
    return asked if asked and set(asked.split(",")) <= now else ""


def _settle_alone(opened: Opened, settlement: Settlement, form: AnswersForm, refusal: Refusal) -> ResponseReturnValue:
    """Keep the answer to the conflict alone, where something else of the form is refused."""
    key, answers = opened.standing.key, [each for each in form.answers if each.item in settlement.refs]
    waiting = settlement.waiting({item.reference: item for item in opened.items})
    try:
        with access.acting() as (session, person):
            made = issuing.dispose_all(session, person, key, answers=answers)
    except Refusal as own:
        return _settle_refused(key, own)
    return _rest_page(key, settlement, form, _undo_value(answers, made, waiting), refusal)


def _rest_page(
    key: str, settlement: Settlement, form: AnswersForm, undo: str, refusal: Refusal | None = None
) -> ResponseReturnValue:
    """The page after the conflict was answered, with the way back, what else was typed and why it is not kept."""
    opened = _open_page(key, Action.SEE_PRIVATE)
    anew = opened.form(sent=True)
    anew.require_known()
    anew.take_over(form, settlement)
    anew.validate()
    anew.see_anew()
    if refusal:
        anew.refused(refusal)
    stale = refusal if isinstance(refusal, StaleDisposition) else None
    return page(opened, anew, stale, undo=undo, settled=_settled_sentence(settlement)), 422


def _others_left(count: int) -> str:
    return ngettext(
        "%(num)s answer is saved. The others are not: they are below, as you entered them.",
        "%(num)s answers are saved. The others are not: they are below, as you entered them.",
        count,
    )


def _settle_refused(key: str, refusal: Refusal) -> ResponseReturnValue:
    """The page as the record is now: the button was right when it was shown, so what is wrong came since."""
    shown, status = _refusal_page(key, [refusal])
    return shown, 409 if status == 422 else status


def _overtaken_reason(language: str, settlement: Settlement) -> str:
    with force_locale(language):  # it stands with the reasons of the statement, whatever the page is read in
        return gettext(
            "%(reference)s is accepted instead: the text cannot have both.", reference=settlement.item.reference
        )


def _settlement_words(settlement: Settlement) -> str:
    """What the button says that answers it."""
    return ngettext(
        "Accept %(accepted)s, %(overtaken)s is overtaken",
        "Accept %(accepted)s, %(overtaken)s are overtaken",
        len(settlement.overtaken),
        accepted=join_words(settlement.accepted),
        overtaken=join_words(settlement.overtaken),
    )


def _settled_sentence(settlement: Settlement) -> str:
    return ngettext(
        "Accepted: %(accepted)s. Overtaken: %(overtaken)s. The organisation that proposed it reads why.",
        "Accepted: %(accepted)s. Overtaken: %(overtaken)s. The organisations that proposed them read why.",
        len(settlement.overtaken),
        accepted=join_words(settlement.accepted),
        overtaken=join_words(settlement.overtaken),
    )


@blueprint.post("/statements/<key>/consolidation/preview")
def preview(key: str) -> ResponseReturnValue:
    """The part of the page that shows the paragraph as it would read with the form's answers; none of them is kept."""
    opened = _open_page(key, Action.DISPOSE)
    form = opened.form(sent=True)
    form.require_known()
    with reading() as session:
        return _preview_part(opened, consolidation(session, opened.standing, form.supposed))


@blueprint.route("/statements/<key>/versions", methods=["GET", "POST"])
def version(key: str) -> ResponseReturnValue:
    """What the next version will change and what it leaves open; its issue."""
    form = VersionForm()
    if not form.is_submitted():
        return _version_page(key, form)
    if not form.validate():
        return _version_page(key, form), 422
    try:
        with access.acting() as (session, person):
            issued = issuing.issue_version(
                session,
                person,
                key,
                carry_over=form.carry_over.data,
                seen=form.seen.data or "",
                unchanged=form.unchanged.data,
                over_limit=form.over_limit.data,
            )
            number, told = issued.number, is_told(session, issued.id)
            name = name_of_version(require_standing(session, key), number)
    except Refusal as refusal:
        if isinstance(refusal, NothingToIssue) and (answer := _answer_if_issued(key, form)):
            return answer
        return _version_page(key, form.refused(refusal)), refusal.status
    said = gettext(
        "Version %(number)s is issued. Everyone who sent a comment or amendment is told how it was answered.",
        number=name,
    )
    flash(said if told else gettext("Version %(number)s is issued.", number=name), "good")
    return _to_changes(key, number)


def _answer_if_issued(key: str, form: VersionForm) -> ResponseReturnValue | None:
    """Where a second press comes after the first one, or two penholders pressed: the version that they wanted."""
    with reading() as session:
        stand = require_standing(session, key)
    if stand.version is None or form.last.data != str(stand.version - 1):
        return None
    flash(gettext("Version %(number)s is issued.", number=name_of_version(stand, stand.version)), "good")
    return _to_changes(key, stand.version)


def _to_changes(key: str, number: int) -> ResponseReturnValue:
    between: dict[str, Any] = {"from": number - 1, "to": number}
    return redirect(url_for("changes.show", key=key, **between), 303)


def _open_page(key: str, action: Action) -> Opened:
    """The consolidation at the paragraph and the page of it that the address names."""
    part = request.args.get("page", 1, type=parse_bounded) or 1
    with reading() as session:
        return open_consolidation(session, key, action, request.args.get("paragraph"), part)


def _way_to_words(at: Opened, answers: Sequence[Answer]) -> str | None:
    """Where the comments that were just accepted lead, one after another; None without one, and where nobody writes."""
    accepted = {each.item for each in answers if each.kind is DispositionKind.ACCEPTED}
    comments = [i.reference for i in at.items if i.reference in accepted and not KINDS[i.kind].amends]
    if not comments or not at.standing.may(Action.EDIT_DRAFT):
        return None
    then = ",".join(comments[1:]) or None
    return url_for("comment_words.show", key=at.standing.key, item=comments[0], then=then)


def _whereto(key: str, at: Opened) -> str:
    """The same page; where the next was asked for, the next with something left, and after the last the issue."""
    paragraph = at.chosen.key if at.chosen else None
    part = _part(at)
    if not request.form.get("next"):
        return url_for(".show", key=key, paragraph=paragraph, page=part)
    if part and part < len(at.parts):
        return url_for(".show", key=key, paragraph=paragraph, page=part + 1)
    with reading() as session:
        _, found = consolidation_of(session, key, Action.DISPOSE)
    following = passages.following(passages.paragraphs(found), paragraph or "")
    return url_for(".show", key=key, paragraph=following) if following else url_for(".version", key=key)


def _part(at: Opened) -> int | None:
    """The number of the page in an address; None where the paragraph has one alone."""
    return at.part if len(at.parts) > 1 else None


def _refusal_page(key: str, refusals: Sequence[Refusal]) -> tuple[str, int]:
    """The page as the record is now, with the form as it was sent."""
    opened = _open_page(key, Action.SEE_PRIVATE)
    anew = opened.form(sent=True)
    anew.require_known()  # its items have gone into a version: the page of refusals gives the words back
    anew.see_anew()
    refusal = refusals[0]
    if isinstance(refusal, NotAllowed) and not opened.standing.may(Action.DISPOSE):
        with reading() as session:
            anew.form_errors = [*anew.form_errors, _why_shut(session, opened.standing)]
        return page(opened, anew), refusal.status
    stale = refusal if isinstance(refusal, StaleDisposition) else None
    for each in refusals:
        anew.refused(each)
    return page(opened, anew, stale), refusal.status


def _version_page(key: str, form: Any) -> str:
    with reading() as session:
        stand, found = consolidation_of(session, key, Action.ISSUE_VERSION)
        left_open = open_passages(session, stand, found)
        made = found.consolidated
        words = made.words if stand.count_notes else made.words_without_notes
        rows = previews.changing_rows(found)
        sources = [*found.title_sources, *(source for row in rows for source in row.sources)]
        named = {ref for source in sources for ref in source.refs}
        behind = [item for item in found.items if item.reference in named]
        others = around(session, stand, [item.id for item in behind], stand.viewer).others
        is_saved = not found.has_news and is_saved_since(session, stand)
    there = passages.paragraphs(found)
    form.seen.data = digest(made.title, made.blocks)
    form.last.data = str(stand.version)
    return render_template(
        "consolidation/version.html",
        standing=stand,
        consolidation=found,
        brackets=left_open,
        form=form,
        rows=rows,
        behind=behind,
        others=others,
        over=stand.is_over_limit(words),
        is_saved=is_saved,
        can_issue=found.has_news or is_saved,
        home_of=passages.homes(there),
        translations=found.translations,
        waiting=[(p, [i for i in p.items if i.disposition is None]) for p in there if p.left],
        **SHOWING,
    )


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
        around=around(session, standing, ids, standing.viewer),
        brackets=open_passages(session, standing, found),
        responses=responses(session, standing),
        joint_wordings=joint_wordings(session, standing),
        agreed=agreed_language_of(session, standing, found.issued),
        objections=objections_to_answer(session, standing),
    )


def consolidation_of(session: Session, key: str, action: Action) -> tuple[Standing, Consolidation]:
    """The statement and its consolidation; raises NotFound where there is no version yet."""
    found = require_standing(session, key, action)
    if found.version_id is None:
        raise NotFound
    return found, consolidation(session, found)


def page(
    it: Opened,
    form: AnswersForm | None = None,
    stale: StaleDisposition | None = None,
    fill: str = "",
    settling: Form | None = None,
    undo: str = "",
    settled: str = "",
    objections: ObjectionAnswersForm | None = None,
) -> str:
    """The page, with `form` where one was refused; stale: what was answered meanwhile.

    fill: the reference of an amendment whose fitting answer is filled in, and not kept. settling: the refused form of a
    passage in square brackets; objections: that of the answers to objections. undo: what one click answered, where the
    address does not say so; settled: what is said of that above what of the form was not kept.
    """
    shared = {
        "standing": it.standing,
        "consolidation": it.consolidation,
        "brackets": it.brackets,
        "settling": settling,
        "objections": objections or objection_answers_form(it.objections),
        "written": {block.id for block in it.consolidation.draft},
        **SHOWING,
    }
    if it.chosen is None:
        return render_template("consolidation/empty.html", **shared)
    offered = proposals(it.consolidation, it.items, it.standing.language)
    shown = form if form is not None else _fill_form(it.form(sent=False), offered, fill)
    rows = previews.around(it.consolidation, it.chosen.key)
    undo = _undoable(it, undo or request.args.get("undo", ""))
    undone = [each.partition(".")[0] for each in undo.split(",")]
    return render_template(
        "consolidation/show.html",
        opened=it,
        paragraphs=it.paragraphs,
        chosen=it.chosen,
        passages=it.passages,
        rivalries=it.rivalries,
        settlement_words=_settlement_words,
        settled=settled,
        undo=undo,
        undo_refs=join_words(undone),
        undo_at=next((at for at, each in enumerate(it.passages, 1) if undone[0] in _refs(each)), 0),
        stale=stale.refs if stale else (),
        in_other_window=bool(stale and stale.in_other_window),
        form=shown,
        unsaved=form is not None,
        orders=passages.orders_of(it.consolidation, it.chosen),
        effects=passages.effects(it.consolidation, it.items),
        rows=rows,
        renumbered=next((row.now for row in rows if row.id == it.chosen.key and row.now != it.chosen.number), None),
        home_of=passages.homes(it.paragraphs),
        number_of=numbers(it.consolidation.issued),
        first_words={block.id: shortened(block.text, 40) for block in it.consolidation.issued},
        first_answers=FIRST,
        apart={reference for group in it.groups for reference in group.refs if shown.is_apart(reference)},
        by_hand=_offered_once(offered, it.groups),
        translations=it.consolidation.translations,
        candidates=passages.candidates(it.consolidation, it.chosen),
        agreed=it.agreed,
        **shared,
    )


def _refs(passage: Passage) -> set[str]:
    return {item.reference for item in passage.items}


def _fill_form(form: AnswersForm, offered: Mapping[str, ProposedAnswer], reference: str) -> AnswersForm:
    """The form with the answer that fits a text written by hand, where one was asked for; with equal ones, for all."""
    equal = next((group for group in form.groups if group.is_one and reference in group.refs), None)
    home = equal.key if equal else reference
    if (proposal := offered.get(reference)) and form.has(home, "kind"):
        form.of(home, "kind").data = proposal.kind.value
        if proposal.taken and form.has(home, "taken"):
            form.of(home, "taken").data = proposal.taken
    return form


def _offered_once(offered: Mapping[str, ProposedAnswer], groups: Sequence[WishGroup]) -> Mapping[str, ProposedAnswer]:
    """The answers offered, of those to equal amendments the first: it is filled in for all of them."""
    equal = [[ref for ref in group.refs if ref in offered] for group in groups if group.is_one]
    others = {ref for refs in equal for ref in refs[1:]}
    return {ref: answer for ref, answer in offered.items() if ref not in others}


def _preview_part(it: Opened, supposed: Consolidation) -> str:
    """The preview alone, of a consolidation with answers that nobody gave yet."""
    if it.chosen is None:
        raise NotFound
    return render_template(
        "consolidation/preview.html",
        standing=it.standing,
        consolidation=supposed,
        supposed=True,
        chosen=it.chosen,
        rows=previews.around(supposed, it.chosen.key),
        home_of=passages.homes(it.paragraphs),
        translations=supposed.translations,
        **SHOWING,
    )


def _shut_page(session: Session, stand: Standing) -> str:
    """The page that stands in the place of the consolidation."""
    return render_template("consolidation/shut.html", standing=stand, said=_why_shut(session, stand))


def _why_shut(session: Session, stand: Standing) -> str:
    """What keeps the consolidation shut, and when it opens; two SQL statements at most."""
    if stand.stage is Stage.CONSULTATION:
        return _in_consultation(session, stand)
    number = name_of_version(stand, stand.version) if stand.version else ""
    return _SAID[stand.stage](number)


def _in_consultation(session: Session, stand: Standing) -> str:
    last = newest_consultation(session, stand)
    if last is None or last.closes_at <= about_now():
        return gettext("The deadline of the consultation has passed. The consolidation opens within a minute.")
    until = deadline(last.closes_at)
    if who := reopener(session, stand, last.id):
        return gettext(
            "The consultation was reopened by %(who)s and is open until %(when)s. The consolidation opens when the "
            "consultation closes.",
            who=plain_name(who),
            when=until,
        )
    return gettext(
        "The consultation is open until %(when)s. The consolidation opens when the consultation closes.", when=until
    )


_SAID: Mapping[Stage, Callable[[str], str]] = {
    Stage.DRAFT: lambda _: gettext(
        "Nothing has been sent yet. The consolidation opens when the first consultation closes."
    ),
    Stage.CONSOLIDATION: lambda _: gettext("The consolidation is open now."),
    Stage.DECISION: lambda number: gettext(
        "Version %(number)s is before the Committee. The consolidation opens again if this version is not adopted.",
        number=number,
    ),
    Stage.ADOPTED: lambda _: gettext("The statement is adopted, so there is nothing left to answer."),
    Stage.PUBLISHED: lambda _: gettext("The statement is published, so there is nothing left to answer."),
    Stage.ABANDONED: lambda _: gettext("The draft was abandoned, so there is nothing left to answer."),
}
