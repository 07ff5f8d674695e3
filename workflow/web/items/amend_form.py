"""The form in which a paragraph is amended by editing it: what was changed is found by comparing, never typed twice."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, RadioField, SelectField, TextAreaField
from wtforms.validators import Optional

from workflow.queries.items.items import ItemShown
from workflow.rules.items.kinds import REPLACE, ItemKind
from workflow.rules.items.proposals import Proposal
from workflow.services.items.placing import WORDS_LIMIT
from workflow.services.shared.checking import REASON_LIMIT
from workflow.text.document import plain as plain_words
from workflow.text.edits import divided, rewritten
from workflow.text.values import Block, Edit
from workflow.web.shared.forms import Form, Problem, TokenField, options, plain, tidy_input, up_to
from workflow.web.shared.locale import languages_to_write_in
from workflow.web.shared.numbers import parse_count

EACH, TOGETHER = "each", "together"
"""Every change an amendment of its own, or all of them one."""
MOST_REASONS = 12
"""Changes that can have a reason of their own; more share the common one."""
_OWN_REASON = re.compile(r"reason-(\d{1,7})-(\d{1,7})")
_NEW_PARAGRAPH = re.compile(r"\n\s*\n")


class AmendForm(Form):
    """A paragraph as its writer wants it, and why."""

    version = HiddenField()
    seen = HiddenField()
    known = HiddenField()
    form_token = TokenField()
    edited = TextAreaField(
        _l("Change the words in the box"), filters=[tidy_input], validators=[plain, up_to(WORDS_LIMIT)]
    )
    division = RadioField(_l("Send the changes as"), default=EACH, validators=[Optional()])
    reason = TextAreaField(_l("Reason"), filters=[tidy_input], validators=[plain, up_to(REASON_LIMIT)])
    language = SelectField(_l("Language of your reason"))
    private = BooleanField(_l("For the penholder only"))
    reason_missing: ClassVar = _l("Give this change a reason, or write one above for all changes.")
    homes: ClassVar[Mapping[str, str]] = {"proposal": "edited", "words": "edited", "body": "reason"}

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.language.choices = options(languages_to_write_in())
        self.division.choices = options(
            [
                (EACH, gettext("Several amendments: each gets its own answer")),
                (TOGETHER, gettext("One amendment: all changes or none")),
            ]
        )
        self.reasons_missing: Sequence[OwnReason] = ()
        """Of changes that lack one while others have their own."""

    @property
    def problems(self) -> list[Problem]:
        """What is to be put right, also in the fields of single changes."""
        said = str(self.reason_missing)
        return [*super().problems, *(Problem(said, own.name, own.label) for own in self.reasons_missing)]

    @property
    def seen_version(self) -> int:
        """The number of the version that the form was written on; 0 where it says none."""
        return parse_count(self.version.data) or 0

    @property
    def is_private(self) -> bool:
        """Whether it is for the penholder only; never of what was sent, which stays as it was."""
        return "private" in self and bool(self.private.data)

    @property
    def references_known(self) -> frozenset[str]:
        """The amendments that ask for the same, of which its writer was told."""
        return frozenset((self.known.data or "").split())


@dataclass(frozen=True)
class ChangeShown:
    """One change of the paragraph. reads: the whole paragraph with it alone; same: what another asks for likewise."""

    edit: Edit
    reads: str
    same: ItemShown | None = None


@dataclass(frozen=True)
class OwnReason:
    """Why one change is wanted. start, end: the words of the paragraph that it changes. number: of the change."""

    start: int
    end: int
    text: str
    number: int = 0

    @property
    def name(self) -> str:
        """Of its field in the form."""
        return f"reason-{self.start}-{self.end}"

    @property
    def label(self) -> str:
        """What its field is called."""
        return gettext("Reason for change %(number)s alone", number=self.number)

    def is_of(self, edit: Edit) -> bool:
        """Whether that change is of the same words, or of some of them."""
        return self.start <= edit.end and edit.start <= self.end


def own_reasons_in(fields: Mapping[str, str]) -> tuple[OwnReason, ...]:
    """The reasons of single changes that a form brought, in the order of their words."""
    found = ((_OWN_REASON.fullmatch(name), tidy_input(text)) for name, text in fields.items())
    reasons = [OwnReason(int(match[1]), int(match[2]), text) for match, text in found if match and text]
    return tuple(sorted(reasons, key=lambda reason: (reason.start, reason.end)))


def has_several_paragraphs(typed: str) -> bool:
    """Whether a box that holds one paragraph was filled with more."""
    return bool(_NEW_PARAGRAPH.search(typed.strip()))


@dataclass(frozen=True)
class EditedParagraph:
    """A paragraph and what its writer made of it. is_one: there may be one amendment only."""

    block: Block
    typed: str
    is_one: bool = False

    @cached_property
    def edits(self) -> tuple[Edit, ...]:
        """What was changed; nothing where the words are the same, or all of them are gone, or too many to be sent."""
        if not self.typed.strip() or has_several_paragraphs(self.typed) or len(self.typed) > WORDS_LIMIT:
            return ()
        return divided(self.block.text, self.typed, together=self.is_one)

    def reads_with(self, edit: Edit) -> str:
        """The paragraph with one of the changes alone."""
        return rewritten(self.block.text, [edit])[0]

    def reads_without(self, dropped: int) -> str:
        """The words of the paragraph without the change of that number, as they stand in the box."""
        left = [edit for at, edit in enumerate(self.edits) if at != dropped]
        return plain_words(rewritten(self.block.text, left)[0] if left else self.block.text)

    def comment(self, form: AmendForm) -> Proposal:
        """What the form says where no word is changed: its reason alone, about the paragraph."""
        return Proposal(
            version=form.seen_version,
            language=form.language.data,
            body=form.reason.data or "",
            block=self.block.id,
            private=form.is_private,
        )

    def proposals(self, form: AmendForm, reasons: Sequence[str]) -> list[Proposal]:
        """What the form asks for, an amendment a change. reasons: of the changes in their order; "" where none."""
        text = self.block.text
        return [
            Proposal(
                version=form.seen_version,
                language=form.language.data,
                body="\n\n".join(filter(None, (form.reason.data or "", own))),
                kind=ItemKind(REPLACE.code),
                block=self.block.id,
                words=text[edit.start : edit.end],
                prefix=text[: edit.start],
                suffix=text[edit.end :],
                proposal=edit.words,
                private=form.is_private,
            )
            for edit, own in zip(self.edits, [*reasons, *[""] * len(self.edits)], strict=False)
        ]
