"""Object: which words, what instead, and why; the browser sends words, never offsets."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Self

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from markupsafe import Markup
from wtforms import Field, HiddenField, SelectField, StringField, TextAreaField

from workflow.database import reading
from workflow.machine import running
from workflow.queries.decision.decision import Decision, decisions
from workflow.queries.decision.table_text import text_on_the_table
from workflow.queries.shared.standing import Standing
from workflow.rules.decision.decision import Stance
from workflow.rules.decision.objections import MOST_TOGETHER, AskedObjection
from workflow.rules.decision.refusals import WhyNeeded
from workflow.rules.shared.permissions import Action, Role
from workflow.rules.shared.refusals import NotAllowed, NotFound, Refusal
from workflow.services.decision import deciding
from workflow.services.decision.objections import WHY_LIMIT
from workflow.services.items.placing import WORDS_LIMIT, find_place
from workflow.services.shared import clocks
from workflow.text.document import numbers
from workflow.text.document import plain as plain_words
from workflow.text.edits import rewritten
from workflow.text.values import Block, Edit
from workflow.web.room.notes import brief, change_since_redline
from workflow.web.shared import access
from workflow.web.shared.forms import Form, options, plain, tidy_input, up_to
from workflow.web.shared.numbers import parse_count
from workflow.web.shared.refusals import sentence_of
from workflow.web.statements.seen import require_standing

blueprint = Blueprint("objecting", __name__)
WHOLE = ""
"""Stands for the whole text in the place of a paragraph."""
_BRIEF = 40


class ObjectionForm(Form):
    """Objections of one position, as many as `count` says; `objection_form` makes their fields.

    mandate, seen: what the page of the position showed.
    """

    mandate = HiddenField()
    seen = HiddenField()
    count = HiddenField()

    @property
    def places(self) -> range:
        """The places of the objections in it, from 1."""
        return range(1, (parse_count(self.count.data) or 1) + 1)

    @property
    def has_room(self) -> bool:
        """Whether another objection may be added."""
        return len(self.places) < MOST_TOGETHER

    def of(self, at: int, name: str) -> Field:
        """A field of the objection in that place."""
        return self._fields[f"{name}{at}"]

    def asked(self, at: int) -> AskedObjection:
        """The objection in that place, as it was written."""
        block, words, instead, why = (
            str(self.of(at, name).data or "") for name in ("block", "words", "instead", "why")
        )
        return AskedObjection(block=block or None, words=words, instead=instead, why=why)

    @property
    def written(self) -> list[int]:
        """The places in which something is written; the first one always."""
        return [at for at in self.places if at == 1 or self._is_begun(at)]

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether each objection says why."""
        whole = bool(super().validate(extra_validators))
        bare = [at for at in self.written if not self.of(at, "why").data]
        for at in bare:
            self.of(at, "why").errors = [*self.of(at, "why").errors, sentence_of(WhyNeeded())]
        return whole and not bare

    def refused(self, refusal: Refusal) -> Self:
        """The refusal's sentence at the objection that it is about, else over the whole; what was typed stays."""
        at = parse_count(refusal.refs[0]) if refusal.refs else None
        if at is None or at >= len(self.written):
            return super().refused(refusal)
        name = refusal.field if refusal.field in ("words", "instead", "why") else "block"
        self.of(self.written[at], str(name)).errors = [sentence_of(refusal)]
        return self

    def _is_begun(self, at: int) -> bool:
        return any(self.of(at, name).data for name in ("words", "instead", "why"))


@dataclass(frozen=True)
class ObjectionPage:
    """What the page shows: the ballot and the text on the table."""

    standing: Standing
    ballot: Decision
    blocks: Sequence[Block]

    def block(self, form: ObjectionForm, at: int) -> Block | None:
        """The paragraph that the objection is about; None for the whole text, and for one that is gone."""
        chosen = form.of(at, "block").data
        return next((each for each in self.blocks if each.id == chosen), None)

    def change(self, form: ObjectionForm, at: int) -> Markup | None:
        """What the objection would change in its paragraph; None where it names no change, or words that are not
        there.
        """
        block, asked = self.block(form, at), form.asked(at)
        if block is None or not (asked.words or asked.instead):
            return None
        try:
            place = find_place(self.blocks, block.id, asked.words)
        except Refusal:
            return None
        end = len(block.text) if place.whole else place.end
        after = rewritten(block.text, [Edit(place.start, end, asked.instead)])[0]
        return change_since_redline(plain_words(block.text), plain_words(after))


@blueprint.route("/statements/<key>/object", methods=["GET", "POST"])
def show(key: str) -> ResponseReturnValue:
    """The page on which a member of the Committee objects; Show and Add other words keep what was typed."""
    if request.method == "POST":
        return _send(key)
    with reading() as session:
        require_standing(session, key, Action.TAKE_POSITION)
    found = _read_page(key)
    return _page(found, _first_form(found, request.args.get("paragraph", WHOLE)))


def page_from_position(key: str, mandate: str, seen: str, why: str) -> str:
    """The page for whoever chose to object: with the reason that was typed, and what its form showed."""
    found = _read_page(key)
    form = _first_form(found, WHOLE)
    form.mandate.data, form.seen.data = mandate, seen
    form.of(1, "why").data = why or form.of(1, "why").data
    return _page(found, form)


def _send(key: str) -> ResponseReturnValue:
    with reading() as session:
        if not {Role.ELECTOR, Role.NEWCOMER} & require_standing(session, key, Action.SEE_HISTORY).roles:
            raise NotAllowed
    found = _read_page(key)
    count = min(parse_count(request.form.get("count")) or 1, MOST_TOGETHER)
    is_longer = "more" in request.form and count < MOST_TOGETHER
    form = objection_form(found.blocks, count + is_longer, sent=True)
    if is_longer:
        form.of(form.places[-1], "block").data = form.of(form.places[-2], "block").data
    if "show" in request.form or "more" in request.form:
        return _page(found, form)
    if not form.validate():
        return _page(found, form), 422
    try:
        with access.acting() as (session, person):
            clocks.require_clock(session, running())
            deciding.take_position(
                session,
                person,
                key,
                mandate=form.mandate.data or "",
                stance=Stance.OBJECT,
                seen=form.seen.data or "",
                objections=[form.asked(at) for at in form.written],
            )
    except Refusal as refusal:  # settled meanwhile, other words on the table, words that are not there
        anew = _read_page(key)
        return _page(anew, _showing_now(form.refused(refusal), anew)), refusal.status
    flash(gettext("The objection of your organisation is recorded."), "good")
    return redirect(url_for("decision.show", key=key), 303)


def _read_page(key: str) -> ObjectionPage:
    with reading() as session:
        stand = require_standing(session, key, Action.SEE_HISTORY)
        ballots = decisions(session, stand)
        if not ballots:
            raise NotFound
        return ObjectionPage(stand, ballots[0], text_on_the_table(session, stand, ballots[0].number))


def _page(found: ObjectionPage, form: ObjectionForm) -> str:
    return render_template("decision/object.html", standing=found.standing, ballot=found.ballot, form=form, shown=found)


def _first_form(found: ObjectionPage, paragraph: str) -> ObjectionForm:
    """The form as it is shown first: with what the organisation objects to now, if it does."""
    own = found.ballot.own
    held = own.objections if own else ()
    form = objection_form(found.blocks, max(len(held), 1))
    for at, each in enumerate(held, 1):
        said = {"block": each.block or WHOLE, "instead": each.instead, "why": each.why}
        for name, value in {**said, "words": "" if each.whole else each.quote}.items():
            form.of(at, name).data = value
    if not held:
        form.of(1, "block").data = paragraph if any(each.id == paragraph for each in found.blocks) else WHOLE
    return _showing_now(form, found)


def _showing_now(form: ObjectionForm, found: ObjectionPage) -> ObjectionForm:
    """The form, which carries what the page shows: sent once more, it is meant."""
    own = found.ballot.own
    form.mandate.data = found.ballot.mandate_digest
    form.seen.data = own.at.isoformat() if own and own.at else ""
    return form


def objection_form(blocks: Sequence[Block], count: int, *, sent: bool = False) -> ObjectionForm:
    """The form of so many objections to a text: as it was sent, or empty."""
    fields = {f"{name}{at}": field for at in range(1, count + 1) for name, field in _fields_of(blocks)}
    kind: Any = type("Objections", (ObjectionForm,), fields)
    made: ObjectionForm = kind(**({} if sent else {"formdata": None}))
    made.count.data = str(count)
    return made


def _fields_of(blocks: Sequence[Block]) -> Iterator[tuple[str, Any]]:
    """The fields of one objection by their names."""
    yield "block", SelectField(_l("Paragraph"), choices=options(_paragraphs(blocks)), validate_choice=False)
    typed: dict[str, Any] = {"filters": [tidy_input], "validators": [plain, up_to(WORDS_LIMIT)]}
    yield "words", StringField(_l("Which words?"), **typed)
    yield "instead", StringField(_l("What instead?"), **typed)
    yield "why", TextAreaField(_l("Why?"), filters=[tidy_input], validators=[plain, up_to(WHY_LIMIT)])


def _paragraphs(blocks: Sequence[Block]) -> Iterator[tuple[str, str]]:
    there = numbers(blocks)
    for block in blocks:
        words = brief(plain_words(block.text), _BRIEF)[0]
        yield block.id, f"{there[block.id]}. {words}" if block.id in there else words
    yield WHOLE, gettext("The whole text")
