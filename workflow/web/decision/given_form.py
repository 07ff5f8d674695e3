"""The form by which the secretariat enters a position that a member gave by telephone, at the table or in writing."""

from collections.abc import Mapping
from typing import ClassVar

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField

from workflow.database import about_now
from workflow.queries.decision.decision import Decision
from workflow.rules.decision.decision import Stance
from workflow.rules.decision.proposals import Means
from workflow.rules.shared.names import Named
from workflow.services.decision.deciding import POSITION_REASON_LIMIT
from workflow.services.decision.proposing import GIVER_LIMIT, GivenPosition
from workflow.web.decision.stances import STANCES
from workflow.web.shared.forms import Form, MomentField, options, plain, require_input, tidy_input, up_to


class GivenForm(Form):
    """What a member said, how, when and by whom; nothing is chosen in advance."""

    homes: ClassVar[Mapping[str, str]] = {"stance": "given_stance", "reason": "given_reason"}
    mandate = HiddenField()
    newest = HiddenField()
    seat = SelectField(
        _l("For"), validate_choice=False, validators=[require_input(_l("Choose the organisation."))], choices=[]
    )
    given_stance = SelectField(
        _l("Position"),
        validators=[require_input(_l("Choose a position."))],
        choices=options([("", _l("Choose")), *STANCES]),
    )
    given_reason = TextAreaField(
        _l("Explanation or reason"), filters=[tidy_input], validators=[plain, up_to(POSITION_REASON_LIMIT)]
    )
    means = RadioField(
        _l("How the position was given"),
        validators=[require_input(_l("Choose how the position was given."))],
        choices=options(
            [
                (Means.TELEPHONE.value, _l("By telephone")),
                (Means.TABLE.value, _l("At the table")),
                (Means.WRITTEN.value, _l("By letter or email")),
            ]
        ),
    )
    given_at = MomentField(
        _l("When the position was given"), validators=[require_input(_l("Enter the date and time."))]
    )
    given_by = StringField(
        _l("Who gave the position"),
        filters=[tidy_input],
        validators=[require_input(_l("Name the person who gave the position.")), plain, up_to(GIVER_LIMIT)],
    )

    def offering(self, ballot: Decision) -> "GivenForm":
        """This form with the seats that may be chosen, and what the page shows of the ballot."""
        self.mandate.data, self.newest.data = ballot.mandate_digest, ballot.newest
        seats = ((each.key, _name(each.who)) for each in ballot.seats_to_enter)
        self.seat.choices = options([("", gettext("Choose")), *seats])
        return self

    def given(self) -> GivenPosition:
        """What was typed."""
        return GivenPosition(
            seat=self.seat.data or "",
            stance=Stance(self.given_stance.data),
            reason=self.given_reason.data or "",
            means=Means(self.means.data),
            given_at=self.given_at.data or about_now(),
            given_by=self.given_by.data or "",
        )


def _name(who: Named) -> str:
    return who.name or who.code
