"""The positions as forms offer them."""

from flask_babel import lazy_gettext as _l

from workflow.rules.decision.decision import Stance

STANCES = (
    (Stance.APPROVE.value, _l("Approve")),
    (Stance.EXPLANATION.value, _l("Approve with an explanation")),
    (Stance.OBJECT.value, _l("Object")),
    (Stance.ABSTAIN.value, _l("Abstain")),
    (Stance.RESERVE.value, _l("Reserve (checking at home)")),
    (Stance.NOT_PARTICIPATING.value, _l("Not participating")),
    (Stance.RECUSED.value, _l("Recused (conflict of interest)")),
)
