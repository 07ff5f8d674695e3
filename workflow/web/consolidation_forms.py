"""The forms of the consolidation desk: an answer to each item of one paragraph, and the issue of a version."""

import hashlib
from collections.abc import Sequence
from typing import Any, Self

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, HiddenField, RadioField, StringField, TextAreaField

from workflow.queries.consolidation import DeskItem
from workflow.rules.dispositions import OFFERED, DispositionKind, missing
from workflow.rules.errors import Refusal
from workflow.services.checking import REASON_LIMIT
from workflow.services.consolidating import Answer
from workflow.web.errors import sentence
from workflow.web.forms import Form, plain, tidied, up_to
from workflow.web.numbers import counted

_WORDS = {
    DispositionKind.ACCEPTED: _l("Accept"),
    DispositionKind.PART: _l("Accept in part"),
    DispositionKind.NOT_ACCEPTED: _l("Do not accept"),
    DispositionKind.NOTED: _l("Note"),
    DispositionKind.OVERTAKEN: _l("Overtaken by another amendment"),
    DispositionKind.OUT_OF_SCOPE: _l("Out of scope"),
    DispositionKind.DEFERRED: _l("Defer to the next statement"),
    DispositionKind.BRACKETED: _l("Leave open in [square brackets]"),
    DispositionKind.WITHDRAWN: _l("Withdrawn by its organisation"),
}


class ParagraphForm(Form):
    """An answer to each item of a paragraph. `paragraph_form` makes one with the fields of its items."""

    items: Sequence[DeskItem] = ()

    def of(self, item: DeskItem | str, name: str) -> Field:
        """An item's field: kind, taken, reason or seen."""
        return self._fields[f"{item if isinstance(item, str) else item.reference}_{name}"]

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether every answer that was begun has what it needs."""
        whole = super().validate(extra_validators)
        for item in self.items:
            for name in self._lacking(item):
                self.of(item, name).errors = [*self.of(item, name).errors, _lack(name, item.reference)]
                whole = False
        return bool(whole)

    @property
    def answers(self) -> list[Answer]:
        """What the penholder decided, items left as the page showed them left out."""
        return [self._answer(item) for item in self.items if self._kind(item) and not self._is_untouched(item)]

    def refused(self, refusal: Refusal) -> Self:
        """The refusal's sentence at the items that it is about, else over the whole; what was typed stays."""
        about = [ref for ref in refusal.facts.get("refs", ()) if f"{ref}_kind" in self._fields]
        if not about:
            return super().refused(refusal)
        name = refusal.field if refusal.field in ("taken", "reason") else "kind"
        self.of(about[0], name).errors = [sentence(refusal)]
        return self

    def see_anew(self) -> None:
        """Have the form carry the dispositions as they are now, beside the words that were typed."""
        for item in self.items:
            self.of(item, "seen").data = _seen(item)

    def _kind(self, item: DeskItem) -> DispositionKind | None:
        chosen = self.of(item, "kind").data
        return DispositionKind(chosen) if chosen in list(DispositionKind) else None

    def _words(self, item: DeskItem) -> tuple[str, str]:
        taken = self.of(item, "taken").data or "" if item.change is not None else ""
        return taken, self.of(item, "reason").data or ""

    def _lacking(self, item: DeskItem) -> tuple[str, ...]:
        kind, (taken, reason) = self._kind(item), self._words(item)
        if kind is not None:
            return missing(kind, item.change, taken=taken, reason=reason)
        # Words without a choice would be dropped by a save that says "saved".
        return ("kind",) if taken or reason else ()

    def _is_untouched(self, item: DeskItem) -> bool:
        sign = _sign(self.of(item, "kind").data, *self._words(item))
        return bool(str(self.of(item, "seen").data).partition(".")[2] == sign)

    def _answer(self, item: DeskItem) -> Answer:
        taken, reason = self._words(item)
        serial = counted(str(self.of(item, "seen").data).partition(".")[0])
        kind = self._kind(item) or DispositionKind.NOTED
        return Answer(item.reference, kind, taken, reason, -1 if serial is None else serial)


class VersionForm(Form):
    """The issue of a version. seen: the digest of the text that the page shows."""

    seen = HiddenField()
    carry_over = BooleanField(_l("Carry over what is not dealt with"))


def paragraph_form(items: Sequence[DeskItem], *, sent: bool) -> ParagraphForm:
    """The form for these items: as it was sent, or with their dispositions as they are."""
    fields: dict[str, Any] = {"items": tuple(items)}
    for item in items:
        fields |= {f"{item.reference}_{name}": field for name, field in _fields(item).items()}
    made: ParagraphForm = type("ParagraphForm", (ParagraphForm,), fields)(**({} if sent else {"formdata": None}))
    if not sent:
        _fill(made)
    return made


def _lack(name: str, reference: str) -> str:
    """What the answer to an item still lacks."""
    if name == "kind":
        return gettext("Choose what becomes of %(reference)s.", reference=reference)
    if name == "taken":
        return gettext("Write the words that are taken of %(reference)s.", reference=reference)
    return gettext("Give a reason for %(reference)s.", reference=reference)


def _fields(item: DeskItem) -> dict[str, Any]:
    choices = [(kind.value, _WORDS[kind]) for kind in OFFERED[item.change]]
    legend = gettext("Disposition of %(reference)s", reference=item.reference)
    made: dict[str, Any] = {"kind": RadioField(legend, choices=choices, validate_choice=False), "seen": HiddenField()}
    words: dict[str, Any] = {"filters": [tidied], "validators": [plain, up_to(REASON_LIMIT)]}
    if item.change is None:
        return {**made, "reason": TextAreaField(_l("Answer, shown to all members"), **words)}
    taken = StringField(_l("Words, if accepted in part"), **words)
    return {**made, "taken": taken, "reason": TextAreaField(_l("Reason, shown to all members"), **words)}


def _fill(form: ParagraphForm) -> None:
    for item in form.items:
        form.of(item, "kind").data = item.disposition.value if item.disposition else None
        form.of(item, "reason").data = item.because
        if item.change is not None:
            form.of(item, "taken").data = item.taken
    form.see_anew()


def _seen(item: DeskItem) -> str:
    """The serial of the disposition that the page shows, and a sign of what it says."""
    return f"{item.serial}.{_sign(item.disposition, item.taken, item.because)}"


def _sign(kind: str | None, taken: str, reason: str) -> str:
    said = "\n".join((kind or "", taken, reason))
    return hashlib.sha256(said.encode()).hexdigest()[:12]
