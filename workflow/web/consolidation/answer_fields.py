"""The fields of the consolidation's form: one answer to an item by itself, or to all of a group that want the same."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, RadioField, SelectField, StringField, TextAreaField

from workflow.queries.consolidation.consolidation_item import ConsolidationItem
from workflow.queries.consolidation.groups import WishGroup
from workflow.queries.consolidation.standard_replies import SavedReply
from workflow.rules.consolidation.dispositions import OFFERED, DispositionKind
from workflow.services.shared.checking import REASON_LIMIT
from workflow.text.amendments import AmendmentKind
from workflow.text.excerpt import shortened
from workflow.web.shared.forms import options, plain, tidy_input, up_to
from workflow.web.shared.locale import current, join_words, language_name

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
        "kind": _kind(item.change, legend, grouped),
        "seen": HiddenField(),
        **_answer_words(item.change, reasons, item.private),
    }


def of_group(group: WishGroup, reasons: Sequence[SavedReply]) -> dict[str, Any]:
    """The fields of a group by their names. items: whom the form answers; wording, rest: where the words differ."""
    legend = gettext("Answer to %(references)s", references=join_words(group.refs))
    made = {"kind": _kind(group.best.change, legend, False), **_answer_words(group.best.change, reasons)}
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


def _kind(change: AmendmentKind | None, legend: str, grouped: bool) -> RadioField:
    choices = [(kind.value, _WORDS[kind]) for kind in OFFERED[change]]
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


def _answer_words(change: AmendmentKind | None, reasons: Sequence[SavedReply], private: bool = False) -> dict[str, Any]:
    """The words of an answer: what is taken, the amendment that overtook, the reason and where it comes from.

    private: on an item for the penholder only, whose reason is for nobody else, and no statement after this one.
    """
    made: dict[str, Any] = {"reason": TextAreaField(_LABELS[change is None, private], **_TYPED)}
    if change not in (None, AmendmentKind.MOVE):
        made["taken"] = StringField(_l("Your wording, if you accept in part"), **_TYPED)
    made["other"] = StringField(_l("Overtaken by"), filters=[tidy_input], validators=[plain, up_to(12)])
    if reasons:
        said = [(str(each.id), _reason_label(each), {"lang": each.language, "dir": "auto"}) for each in reasons]
        offered = [("", _l("None chosen"), {}), *said]
        made["house"] = SelectField(_l("Standard reply"), choices=options(offered), validate_choice=False, default="")
    if not private:
        made["keep"] = BooleanField(_l("Save this reason as a standard reply"))
    return made
