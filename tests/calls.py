"""Use cases as tests call them: what they take as values is given field by field."""

from typing import Any

from sqlalchemy.orm import Session

from workflow.models.ballot import Ballot
from workflow.models.consent import ConsentRequest
from workflow.models.consultation import Consultation
from workflow.models.item import Disposition
from workflow.models.person import Person
from workflow.models.statement import Statement
from workflow.models.version import Draft
from workflow.rules.consolidation.dispositions import DispositionKind
from workflow.services.consolidation import disposing
from workflow.services.consultation import consulting
from workflow.services.decision import consenting, deciding
from workflow.services.drafts import drafting
from workflow.services.statements import changing_settings, starting
from workflow.services.statements.changing_settings import Limits, StatementTerms
from workflow.services.statements.versions import DraftText

_LIMITS = ("word_limit", "minutes_limit", "words_a_minute")
_TERMS = ("voice", "named", "handling", "labelling", "paces", "count_notes", "occasion_time")


def create_statement(session: Session, person: Person, *, language: str, **facts: Any) -> Statement:
    """A statement begun with these words and terms."""
    around = {name: facts.pop(name) for name in ("prefix", "zone") if name in facts}
    text, terms = _text(facts), _terms(facts)
    wanted = starting.NewStatement(text, language, terms, **facts)
    return starting.create_statement(session, person, wanted, **around)


def change_settings(session: Session, person: Person, key: str, *, seen: str | None = None, **facts: Any) -> Statement:
    """The terms set; what is not given stays, but for the limits."""
    return changing_settings.change_settings(session, person, key, _terms(facts), seen=seen)


def save_draft(session: Session, person: Person, key: str, *, language: str, serial: int, **facts: Any) -> Draft:
    """The whole text saved."""
    how = {name: facts.pop(name) for name in ("opening", "by_itself") if name in facts}
    return drafting.save_draft(session, person, key, _text(facts), language=language, serial=serial, **how)


def save_paragraph(session: Session, person: Person, key: str, *, language: str, serial: int, **facts: Any) -> Draft:
    """One paragraph saved."""
    how = {name: facts.pop(name) for name in ("opening", "by_itself") if name in facts}
    typed = drafting.TypedParagraph(**facts)
    return drafting.save_paragraph(session, person, key, typed, language=language, serial=serial, **how)


def open_consultation(
    session: Session, person: Person, key: str, *, seen: str | None = None, **facts: Any
) -> Consultation:
    """A consultation opened on these terms."""
    terms = consulting.ConsultationTerms(**facts)
    return consulting.open_consultation(session, person, key, terms, seen=seen)


def open_ballot(session: Session, person: Person, key: str, **facts: Any) -> Ballot:
    """A ballot on these terms."""
    return deciding.open_ballot(session, person, key, deciding.BallotTerms(**facts))


def ask_consent(session: Session, person: Person, key: str, **facts: Any) -> ConsentRequest:
    """The named members asked on these terms."""
    return consenting.ask_consent(session, person, key, deciding.BallotTerms(**facts))


def dispose(session: Session, person: Person, key: str, *, item: str | int, kind: str, **facts: Any) -> Disposition:
    """One item answered."""
    answer = disposing.Answer(item, DispositionKind(kind), **facts)
    return disposing.dispose_all(session, person, key, answers=[answer])[0]


def _text(facts: dict[str, Any]) -> DraftText:
    return DraftText(*(facts.pop(name) for name in ("title", "occasion", "blocks")))


def _terms(facts: dict[str, Any]) -> StatementTerms:
    limits = Limits(**{name: facts.pop(name) for name in _LIMITS if name in facts})
    return StatementTerms(**{name: facts.pop(name) for name in _TERMS if name in facts}, limits=limits)
