"""What a penholder decides on one item, complete and fit for it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from workflow.models.item import Item
from workflow.rules.consolidation.dispositions import DispositionKind, Lack, lacking_in_part, missing
from workflow.rules.consolidation.refusals import NothingInCommon, OtherNeeded, WordsNeeded
from workflow.rules.items.refusals import NothingChanged
from workflow.rules.shared.refusals import ReasonNeeded, Refusal, TextRefused, UnknownChoice
from workflow.services.shared.checking import check_words
from workflow.text.document import one_line


@dataclass(frozen=True)
class Answer:
    """What a penholder decides on one item.

    item: its reference or id. serial: of the disposition that the form showed, 0 where there was none. other: the
    reference of the amendment that overtook it. wording: the number of the wording that the form showed; None: whatever
    it is now.
    """

    item: str | int
    kind: DispositionKind
    taken: str = ""
    reason: str = ""
    serial: int = 0
    other: str = ""
    wording: int | None = None


def check_answer(item: Item, answer: Answer) -> Answer:
    """The answer in its kept form.

    Raises UnknownChoice, WordsNeeded, OtherNeeded or ReasonNeeded for what it lacks, TextRefused, OverLength,
    NothingChanged or NothingInCommon for what it says. All the words may be a part: that is asked of the text.
    """
    taken = check_words(answer.taken, field="taken") if answer.kind is DispositionKind.PART else ""
    if "\n\n" in taken:
        raise TextRefused(field="taken", reason="two_paragraphs", refs=[item.reference])
    kept = replace(
        answer,
        taken=one_line(taken),
        reason=check_words(answer.reason, field="reason"),
        other=answer.other.strip().upper() if answer.kind is DispositionKind.OVERTAKEN else "",
    )
    if lacking := missing(kept.kind, item.kind, taken=kept.taken, reason=kept.reason, other=kept.other):
        raise _LACKING[lacking[0]](field=lacking[0], refs=[item.reference])
    if wrong := lacking_in_part(item.kind, item.quote, item.proposal, kept.taken, is_said_in_part=True):
        raise _WRONG[wrong](field="taken", refs=[item.reference])
    return kept


_LACKING: Mapping[str, type[Refusal]] = {
    "kind": UnknownChoice,
    "taken": WordsNeeded,
    "other": OtherNeeded,
    "reason": ReasonNeeded,
}
_WRONG: Mapping[Lack, type[Refusal]] = {
    Lack.UNCHANGED: NothingChanged,
    Lack.FOREIGN: NothingInCommon,
}
