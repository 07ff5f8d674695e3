"""The forms of a consultation: opened, extended, closed early, opened again."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, RadioField, SelectMultipleField, TextAreaField

from workflow.queries.consultation.participants import Invitable
from workflow.rules.consultation.openness import TITLE
from workflow.services.consultation.consulting import GUIDANCE_LIMIT
from workflow.text.blocks import Block
from workflow.web.shared.forms import DeadlineField, Form, options, plain, require_input, tidy_input, up_to
from workflow.web.shared.numbers import parse_count

ALL, SOME = "all", "some"
_DAY_AND_TIME = _l("Enter the date and time.")
_LONG = [plain, up_to(GUIDANCE_LIMIT)]


class ConsultationForm(Form):
    """A consultation to be opened. seen: digest of the text that the page shows."""

    seen = HiddenField()
    closes_at = DeadlineField(_l("Deadline for comments and amendments"), validators=[require_input(_DAY_AND_TIME)])
    guidance = TextAreaField(_l("Guidance for those who take part"), filters=[tidy_input], validators=_LONG)
    opened = RadioField(
        _l("What may be amended?"),
        choices=options([(ALL, _l("The whole text")), (SOME, _l("Only what is chosen below"))]),
        default=ALL,
    )
    open_blocks = SelectMultipleField(_l("Title and paragraphs"))
    blind = BooleanField(_l("Hide what others send until the consultation closes"))
    who = RadioField(
        _l("Who takes part?"),
        choices=options([(ALL, _l("All members")), (SOME, _l("Only the organisations chosen below"))]),
        default=ALL,
    )
    organisations = SelectMultipleField(_l("Organisations"))

    def offer(self, members: Sequence[Invitable], blocks: Sequence[Block]) -> None:
        """Offer these organisations and paragraphs."""
        self.organisations.choices = options((each.key, each.who.name) for each in members)
        self.open_blocks.choices = options((each, each) for each in (TITLE, *(block.id for block in blocks)))

    def facts(self, members: Sequence[Invitable]) -> dict[str, Any]:
        """What was chosen, as the use case takes it."""
        chosen = {each.id for each in members if each.key in (self.organisations.data or ())}
        return {
            "closes_at": self.closes_at.data,
            "guidance": self.guidance.data or "",
            "organisations": chosen if self.who.data == SOME else None,
            "blind": self.blind.data,
            "seen": self.seen.data or None,
            "open_blocks": set(self.open_blocks.data or ()) if self.opened.data == SOME else None,
        }


class ReasonForm(Form):
    """Why something is changed about a consultation. seen: how many changes the page showed."""

    seen = HiddenField()
    reason = TextAreaField(
        _l("Reason"),
        filters=[tidy_input],
        validators=[require_input(_l("Give a reason. Everyone who takes part reads the reason.")), *_LONG],
    )


class DeadlineForm(ReasonForm):
    """A new deadline, and why."""

    closes_at = DeadlineField(_l("New deadline"), validators=[require_input(_DAY_AND_TIME)])

    def facts(self) -> dict[str, Any]:
        """What was typed, as the use case takes it."""
        return {"closes_at": self.closes_at.data, "reason": self.reason.data or "", "seen": parse_count(self.seen.data)}


def change_words(kind: str, when: str) -> str:
    """What was changed about a consultation; when: the deadline from then on."""
    return {
        "extended": gettext("Extended until %(when)s", when=when),
        "closed": gettext("Closed before its deadline"),
        "reopened": gettext("Reopened until %(when)s", when=when),
    }[kind]
