"""The form of the consolidation: an answer to each item of one paragraph, or one to all of a group."""

import hashlib
from collections.abc import Collection, Iterator, Sequence
from typing import Any, Self

from flask import request
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, HiddenField, RadioField, SelectField, StringField, TextAreaField

from workflow.queries.consolidation.conflicts import exclusion_among
from workflow.queries.consolidation.consolidation import Answers, Consolidation
from workflow.queries.consolidation.consolidation_item import ConsolidationItem
from workflow.queries.consolidation.groups import GivenAnswer, WishGroup, answer_of
from workflow.queries.consolidation.settlements import Settlement
from workflow.queries.consolidation.standard_replies import SavedReply
from workflow.rules.consolidation.conflicts import conflict_of
from workflow.rules.consolidation.dispositions import (
    IN_TEXT,
    NEEDS_REASON,
    OFFERED,
    DispositionKind,
    Lack,
    lacking_in_part,
    missing,
)
from workflow.rules.consolidation.refusals import NothingInCommon, StaleGroup
from workflow.rules.items.kinds import KINDS, ItemKind
from workflow.rules.items.refusals import NothingChanged
from workflow.rules.shared.refusals import AlreadyDone, Refusal
from workflow.services.consolidation.issuing import Answer
from workflow.services.shared.checking import REASON_LIMIT
from workflow.text.diff import shortened
from workflow.web.shared.forms import Form, options, plain, tidy_input, up_to
from workflow.web.shared.locale import current, join_words, language_name
from workflow.web.shared.numbers import parse_count
from workflow.web.shared.refusals import sentence_of

_OVERTAKEN = DispositionKind.OVERTAKEN


class AnswersForm(Form):
    """An answer to each item of a paragraph, or one to all of a group. `paragraph_form` makes one with their fields."""

    items: Sequence[ConsolidationItem] = ()
    groups: Sequence[WishGroup] = ()
    reasons: Sequence[SavedReply] = ()

    def of(self, it: ConsolidationItem | WishGroup | str, name: str) -> Field:
        """A field of an item or a group."""
        return self._fields[f"{_key(it)}_{name}"]

    def has(self, it: ConsolidationItem | WishGroup | str, name: str) -> bool:
        """Whether there is that field."""
        return f"{_key(it)}_{name}" in self._fields

    def is_explained(self, it: ConsolidationItem | WishGroup) -> bool:
        """Whether there is a reason or a wording to show, one is needed, or something is to be put right about them."""
        fields = [self.of(it, name) for name in ("reason", "taken") if self.has(it, name)]
        is_reworded = self.has(it, "taken") and self.of(it, "taken").data != it.to_take
        is_needed = self.of(it, "kind").data in NEEDS_REASON
        has_errors = bool(self.of(it, "kind").errors) or any(field.errors for field in fields)
        return bool(self.of(it, "reason").data) or is_reworded or is_needed or has_errors

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether every answer that was begun has what it needs."""
        self._fill_reasons()
        whole = super().validate(extra_validators)
        wrong = [*self._moved_groups(), *self._lacks(), *self._no_parts()]
        for key, name, said in wrong:
            self._say(key, name, said)
        self._show_groups()
        return bool(whole) and not wrong

    @property
    def keys(self) -> list[ConsolidationItem | WishGroup]:
        """What has fields for an answer: the groups, and each item by itself."""
        return [*self.groups, *self.items]

    @property
    def said(self) -> dict[str, GivenAnswer]:
        """Reference -> what the form says of the item, by itself or with its group."""
        given: dict[str, GivenAnswer] = {}
        for group in self.groups:
            if (all_ := self._said(group)) is not None:
                given |= group.spread(all_, *self._choice(group))
        return given | {item.reference: own for item in self.items if (own := self._said(item)) is not None}

    @property
    def answers(self) -> list[Answer]:
        """What the penholder decided, items left as the page showed them left out."""
        said = self.said
        return [
            _answer(item, said[item.reference], str(self.of(item, "seen").data))
            for item in self.items
            if item.reference in said and not self._is_untouched(item, said[item.reference])
        ]

    @property
    def supposed(self) -> Answers:
        """What a save would make of the text; a part of which no word is typed leaves it as it is."""
        given = ((ref, said.kind, said.taken) for ref, said in self.said.items())
        return {ref: (kind, taken) for ref, kind, taken in given if taken or kind is not DispositionKind.PART}

    @property
    def kept_reasons(self) -> list[str]:
        """The reasons that the penholder wants to have at hand in all statements."""
        return [
            why
            for key in self.keys
            if self.has(key, "keep") and self.of(key, "keep").data and (why := self._typed(key, "reason"))
        ]

    def settle(self, settlement: Settlement, reason: str) -> None:
        """Have the form answer a conflict; what else was typed stays, and so do the answers that say the same already.

        reason: of what is overtaken, where none was typed.
        """
        items = {item.reference: item for item in self.items}
        waiting = settlement.waiting(items)
        for reference in waiting:
            self._take_over_reason(reference, waiting)
            is_accepted = reference in settlement.accepted
            self.of(reference, "kind").data = (DispositionKind.ACCEPTED if is_accepted else _OVERTAKEN).value
            if not is_accepted:
                self.of(reference, "other").data = settlement.item.reference
                self.of(reference, "reason").data = self._typed(reference, "reason") or reason
        for group in self.groups:
            if set(group.refs) <= set(waiting):
                self._clear(group)

    def take_over(self, settled: Self, settlement: Settlement) -> None:
        """Have the form say of a conflict what another one, which answered it, says."""
        for reference in settlement.refs:
            for name in ("kind", "other", "reason"):
                self.of(reference, name).data = settled.of(reference, name).data
        for group in self.groups:
            if set(group.refs) <= set(settlement.refs):
                self._clear(group)

    def _take_over_reason(self, reference: str, waiting: Sequence[str]) -> None:
        """Have the reason that was typed for all of a group stand at the item, where all of the group is answered."""
        group = next((each for each in self.groups if reference in each.refs), None)
        if group and set(group.refs) <= set(waiting) and not self._typed(reference, "reason"):
            self.of(reference, "reason").data = self._typed(group, "reason")

    def is_shown(self, item: ConsolidationItem) -> bool:
        """Whether the answer that the item has now is the one that the form showed."""
        return str(self.of(item, "seen").data).partition(".")[0] == str(item.serial)

    def forget(self, references: Collection[str]) -> None:
        """Have the form say nothing of these items, by themselves or with their groups."""
        for item in self.items:
            if item.reference in references:
                self._clear(item)
        for group in self.groups:
            if set(group.refs) & set(references):
                self._clear(group)

    def _clear(self, it: ConsolidationItem | WishGroup) -> None:
        self.of(it, "kind").data = None
        _fill_words(self, it, None)

    def refused(self, refusal: Refusal) -> Self:
        """The refusal's sentence at the items that it is about, else over the whole; what was typed stays."""
        about = [ref for ref in refusal.refs if self.has(ref, "kind")]
        if not about:
            return super().refused(refusal)
        self._say(self._home(about[0]), str(refusal.field), sentence_of(refusal))
        return self

    def is_apart(self, reference: str) -> bool:
        """Whether an item of a group has an answer, or a problem, of its own."""
        own = (field for name, field in self._fields.items() if name.startswith(f"{reference}_"))
        return self._said(reference) is not None or any(field.errors for field in own)

    def is_wrong(self, references: Collection[str]) -> bool:
        """Whether something is to be put right about one of these items, or about the form as a whole."""
        keys = {*references, *(group.key for group in self.groups if not set(references).isdisjoint(group.refs))}
        wrong = (name for name, field in self._fields.items() if field.errors)
        return bool(self.form_errors) or any(name.rpartition("_")[0] in keys for name in wrong)

    def require_known(self) -> None:
        """Nothing where each answer sent has its field; raises AlreadyDone or StaleGroup, which give the words back."""
        sent = {name.removesuffix("_kind") for name, value in request.form.items() if name.endswith("_kind") and value}
        if unknown := sorted(key for key in sent if not self.has(key, "kind")):
            shown = request.form.get(f"{unknown[0]}_items", "")
            raise StaleGroup(refs=shown.split(",")) if shown else AlreadyDone(refs=unknown)

    def with_conflict(self, consolidation: Consolidation, language: str) -> Self:
        """This form with the sentence about a conflict among what it accepts, if there is one."""
        found = exclusion_among(
            consolidation, {reference: said.kind for reference, said in self.said.items()}, language
        )
        return (
            self.refused(conflict_of(found, {item.reference: item.kind for item in consolidation.items}))
            if found
            else self
        )

    def see_anew(self) -> None:
        """Have the form carry the dispositions and groups as they are now, beside the words that were typed."""
        for item in self.items:
            self.of(item, "seen").data = f"{item.serial}.{item.wording}.{_sign(answer_of(item))}"
        self._show_groups()

    def _show_groups(self) -> None:
        for group in self.groups:
            self.of(group, "items").data = ",".join(group.refs)

    def _say(self, key: str, name: str, said: str) -> None:
        field = self.of(key, name if self.has(key, name) else "kind")
        if said not in field.errors:
            field.errors = [*field.errors, said]

    def _home(self, reference: str) -> str:
        """Whose fields hold the answer to an item: its group's, else its own."""
        group = next((group for group in self.groups if reference in group.refs), None)
        return group.key if group and self._said(reference) is None and self._said(group) else reference

    def _typed(self, it: ConsolidationItem | WishGroup | str, name: str) -> str:
        return str(self.of(it, name).data or "") if self.has(it, name) else ""

    def _said(self, it: ConsolidationItem | WishGroup | str) -> GivenAnswer | None:
        chosen = self.of(it, "kind").data
        if chosen not in list(DispositionKind):
            return None
        kind = DispositionKind(chosen)
        taken = self._typed(it, "taken") if kind is DispositionKind.PART else ""
        other = self._typed(it, "other").upper() if kind is _OVERTAKEN else ""
        return GivenAnswer(kind, taken, "" if self._is_outworn(it, kind) else self._typed(it, "reason"), other)

    def _is_outworn(self, it: ConsolidationItem | WishGroup | str, kind: DispositionKind) -> bool:
        """Whether the reason is the one of the former answer, left in the field, and says nothing for this one."""
        if kind not in IN_TEXT or kind in NEEDS_REASON or isinstance(it, str):
            return False
        found = it.common_answer() if isinstance(it, WishGroup) else None
        before = found[0] if found else answer_of(it) if isinstance(it, ConsolidationItem) else None
        return before is not None and before.kind is not kind and before.reason == self._typed(it, "reason")

    def _choice(self, group: WishGroup) -> tuple[str, DispositionKind]:
        """The wording that is taken of a group, and what the others become."""
        wording = self._typed(group, "wording") or group.best.reference
        in_part = self._typed(group, "rest") == DispositionKind.PART.value
        return wording, DispositionKind.PART if in_part else _OVERTAKEN

    def _fill_reasons(self) -> None:
        """Have a reason of the house stand where none was written."""
        body_of = {str(reason.id): reason.body for reason in self.reasons}
        for key in self.keys:
            if self._typed(key, "house") in body_of and not self._typed(key, "reason"):
                self.of(key, "reason").data = body_of[self._typed(key, "house")]

    def _moved_groups(self) -> Iterator[tuple[str, str, str]]:
        for group in self.groups:
            if self._said(group) and self._typed(group, "items") != ",".join(group.refs):
                shown = self._typed(group, "items").split(",")
                yield group.key, "kind", sentence_of(StaleGroup(refs=shown))

    def _lacks(self) -> Iterator[tuple[str, str, str]]:
        said = self.said
        for item in self.items:
            if item.reference in said:
                given = vars(said[item.reference])
                for name in missing(of=item.kind, **given):
                    yield self._home(item.reference), name, _lack(name, item.reference)
        for key in self.keys:
            # Words without a choice would be dropped by a save that says "saved".
            if self._said(key) is None and self._has_words(key):
                yield (
                    _key(key),
                    "kind",
                    _lack("kind", key.reference if isinstance(key, ConsolidationItem) else key.refs[0]),
                )

    def _has_words(self, it: ConsolidationItem | WishGroup) -> bool:
        taken = self._typed(it, "taken")
        offered = {"", it.to_take, it.taken if isinstance(it, ConsolidationItem) else ""}
        return bool(taken not in offered or self._typed(it, "reason") or self._typed(it, "other"))

    def _no_parts(self) -> Iterator[tuple[str, str, str]]:
        for it in self.keys:
            item = it if isinstance(it, ConsolidationItem) else it.best
            said = self._said(it)
            # Whether all the words are a part the text alone tells: the service asks it.
            given = (item.kind, item.quote, item.proposal, said.taken) if said else None
            if given and (lack := lacking_in_part(*given, is_said_in_part=True)):
                yield _key(it), "taken", sentence_of(_WRONG[lack])

    def _is_untouched(self, item: ConsolidationItem, said: GivenAnswer) -> bool:
        return bool(str(self.of(item, "seen").data).rpartition(".")[2] == _sign(said))


def paragraph_form(
    items: Sequence[ConsolidationItem],
    groups: Sequence[WishGroup] = (),
    reasons: Sequence[SavedReply] = (),
    *,
    sent: bool,
) -> AnswersForm:
    """The form for these items: as it was sent, or with their dispositions as they are."""
    grouped = {reference for group in groups for reference in group.refs}
    fields: dict[str, Any] = {"items": tuple(items), "groups": tuple(groups), "reasons": tuple(reasons)}
    for group in groups:
        fields |= {f"{group.key}_{name}": field for name, field in of_group(group, reasons).items()}
    for item in items:
        own = of_item(item, reasons, grouped=item.reference in grouped)
        fields |= {f"{item.reference}_{name}": field for name, field in own.items()}
    made: AnswersForm = type("ParagraphForm", (AnswersForm,), fields)(**({} if sent else {"formdata": None}))
    if not sent:
        _fill(made)
    return made


_WRONG = {Lack.UNCHANGED: NothingChanged(), Lack.FOREIGN: NothingInCommon()}


def _key(it: ConsolidationItem | WishGroup | str) -> str:
    return it if isinstance(it, str) else it.key if isinstance(it, WishGroup) else it.reference


def _lack(name: str, reference: str) -> str:
    """What the answer to an item still lacks."""
    return {
        "kind": gettext("Choose an answer to %(reference)s.", reference=reference),
        "taken": gettext("Write the words that you accept from %(reference)s.", reference=reference),
        "other": gettext("Choose the amendment that overtook %(reference)s.", reference=reference),
        "reason": gettext("Give a reason for your answer to %(reference)s.", reference=reference),
    }[name]


def _fill(form: AnswersForm) -> None:
    as_one: set[str] = set()
    for group in form.groups:
        as_one |= _fill_group(form, group)
    for item in form.items:
        said = answer_of(item) if item.reference not in as_one else None
        form.of(item, "kind").data = (
            said.kind.value if said else ("" if item.reference in _refs_in_groups(form) else None)
        )
        _fill_words(form, item, said)
    form.see_anew()


def _fill_group(form: AnswersForm, group: WishGroup) -> set[str]:
    """Fill in the one answer that was given to all; returns their references, none where they differ."""
    found = group.common_answer()
    _fill_words(form, group, found[0] if found else None)
    form.of(group, "kind").data = found[0].kind.value if found else None
    if not group.is_one:
        form.of(group, "wording").data = found[1] if found else group.best.reference
        form.of(group, "rest").data = (found[2] if found else _OVERTAKEN).value
    return set(group.refs) if found else set()


def _fill_words(form: AnswersForm, it: ConsolidationItem | WishGroup, said: GivenAnswer | None) -> None:
    form.of(it, "reason").data = said.reason if said else ""
    form.of(it, "other").data = said.other if said else ""
    if form.has(it, "taken"):
        form.of(it, "taken").data = (said.taken if said else "") or it.to_take


def _refs_in_groups(form: AnswersForm) -> set[str]:
    return {reference for group in form.groups for reference in group.refs}


def _answer(item: ConsolidationItem, said: GivenAnswer, seen: str) -> Answer:
    serial, wording = (_number(part) for part in (*seen.split("."), "")[:2])
    return Answer(item.reference, said.kind, said.taken, said.reason, serial, said.other, wording)


def _number(typed: str) -> int:
    """The number that a form brought back; one that stands nowhere for what is none."""
    number = parse_count(typed)
    return -1 if number is None else number


def _sign(said: GivenAnswer | None) -> str:
    """A sign of what a disposition says."""
    words = "\n".join((said.kind, said.taken, said.reason, said.other)) if said else ""
    return hashlib.sha256(words.encode()).hexdigest()[:12]


AS_GROUP = ""
FIRST = (DispositionKind.ACCEPTED, DispositionKind.PART, DispositionKind.NOT_ACCEPTED, DispositionKind.NOTED)
"""The answers that a form shows at once; the others are one click away."""


_WORDS = {
    DispositionKind.ACCEPTED: _l("Accept"),
    DispositionKind.PART: _l("Accept in part"),
    DispositionKind.NOT_ACCEPTED: _l("Do not accept"),
    DispositionKind.NOTED: _l("Note, no change"),
    DispositionKind.OVERTAKEN: _l("Overtaken by another amendment"),
    DispositionKind.OUT_OF_SCOPE: _l("Out of scope"),
    DispositionKind.DEFERRED: _l("Defer to the next statement"),
    DispositionKind.BRACKETED: _l("Leave open in [square brackets]"),
}
_TYPED: dict[str, Any] = {"filters": [tidy_input], "validators": [plain, up_to(REASON_LIMIT)]}


def of_item(item: ConsolidationItem, reasons: Sequence[SavedReply], *, grouped: bool) -> dict[str, Any]:
    """The fields of one item by their names; in a group it may go with the others."""
    legend = gettext("Answer to %(reference)s", reference=item.reference)
    return {
        "kind": _kind(item.kind, legend, grouped),
        "seen": HiddenField(),
        **_answer_words(item.kind, reasons, item.private),
    }


def of_group(group: WishGroup, reasons: Sequence[SavedReply]) -> dict[str, Any]:
    """The fields of a group by their names. items: whom the form answers; wording, rest: where the words differ."""
    legend = gettext("Answer to %(references)s", references=join_words(group.refs))
    made = {"kind": _kind(group.best.kind, legend, False), **_answer_words(group.best.kind, reasons)}
    made["items"] = HiddenField()
    if not group.is_one:
        fit = [wording[0].reference for wording in group.wordings if not wording[0].private]
        made["wording"] = RadioField(
            _l("The wording to accept"), choices=options((ref, ref) for ref in fit), validate_choice=False
        )
        made["rest"] = RadioField(_l("The other amendments become"), choices=options(_REST), validate_choice=False)
    return made


_REST = [
    (DispositionKind.OVERTAKEN.value, _l("overtaken by the accepted wording")),
    (DispositionKind.PART.value, _l("accepted in part, with these words (reason required)")),
]


def _kind(of: ItemKind, legend: str, grouped: bool) -> RadioField:
    choices = [(kind.value, _WORDS[kind]) for kind in OFFERED[of]]
    return RadioField(legend, choices=options([*_AS_GROUP, *choices] if grouped else choices), validate_choice=False)


def _reason_label(reason: SavedReply) -> str:
    """A reason in a list; of one that is not in the reader's language its own is said."""
    said = shortened(reason.body, 70)
    return said if reason.language == current() else f"{said} ({language_name(reason.language)})"


_AS_GROUP = [(AS_GROUP, _l("Same answer as the others"))]
_LABELS = {
    (False, False): _l("Reason, shown to all members"),
    (True, False): _l("Answer, shown to all members"),
    (False, True): _l("Reason, told only to its organisation"),
    (True, True): _l("Answer, told only to its organisation"),
}


def _answer_words(of: ItemKind, reasons: Sequence[SavedReply], private: bool = False) -> dict[str, Any]:
    """The words of an answer: what is taken, the amendment that overtook, the reason and where it comes from.

    private: on an item for the penholder only, whose reason is for nobody else, and no statement after this one.
    """
    made: dict[str, Any] = {"reason": TextAreaField(_LABELS[not KINDS[of].amends, private], **_TYPED)}
    if DispositionKind.PART in OFFERED[of]:
        made["taken"] = StringField(_l("Your wording, if you accept in part"), **_TYPED)
    made["other"] = StringField(_l("Overtaken by"), filters=[tidy_input], validators=[plain, up_to(12)])
    if reasons:
        said = [(str(each.id), _reason_label(each), {"lang": each.language, "dir": "auto"}) for each in reasons]
        offered = [("", _l("None chosen"), {}), *said]
        made["house"] = SelectField(_l("Standard reply"), choices=options(offered), validate_choice=False, default="")
    if not private:
        made["keep"] = BooleanField(_l("Save this reason as a standard reply"))
    return made
