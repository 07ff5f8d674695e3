"""Words that are hard on a layout, put into the town: long names, an address and a word that nobody can break."""

from dataclasses import replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tests import calls
from tests.machines.town import Place, Town
from workflow import database
from workflow.models.item import Disposition, Item, ItemState, Reply, Submission
from workflow.models.organisation import Organisation
from workflow.models.person import Person
from workflow.models.statement import Statement
from workflow.models.version import Draft, Edition, Version
from workflow.rules.items.kinds import ItemKind
from workflow.rules.shared.lifecycle import Stage

WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
ADDRESS = (
    "https://rivers.example/archive/2026/the-minutes-of-the-forty-first-resumed-session/annexes/IV/" + "a1b2c3" * 12
)
NAME = f"Confederation of the Riparian Communities of the Upper and the Lower Basin and their Friends {WORD}"
TITLE = "Wasserstraßenüberwachungszusammenarbeit"


def weigh(town: Town) -> list[tuple[str, str]]:
    """Give every third of everything that somebody wrote its weight, and have the penholder accept a comment.

    What comes back: endpoints and addresses of pages that only the penholder of such a comment has.
    """
    with database.transaction() as session:
        for each in _thirds(session, Organisation):
            each.name = f"{NAME} {each.id}"
        for each in _thirds(session, Person):
            each.name = f"{each.name} {WORD}"
        for each in _thirds(session, Item):
            each.body = f"{each.body} {ADDRESS} {WORD}"
            each.proposal = f"{each.proposal} {WORD} {ADDRESS}" if each.proposal else ""
        for each in _thirds(session, Reply):
            each.body = f"{each.body} {ADDRESS}"
        for each in session.scalars(select(Submission)):
            each.note = f"{each.note} {ADDRESS}"
        for given in session.scalars(select(Disposition).order_by(Disposition.item_id)).all()[::3]:
            given.reason = f"{given.reason or ''} {ADDRESS}"
        for each in session.scalars(select(Statement).where(Statement.stage.in_([Stage.DRAFT, Stage.CONSULTATION]))):
            each.title, each.occasion = f"{each.title} {TITLE}", f"{each.occasion} {ADDRESS}"
        _texts(session)
    return _accept(town.places[Stage.CONSOLIDATION], town.people["penholder"])


def _thirds(session: Session, model: Any) -> list[Any]:
    return [each for each in session.scalars(select(model).order_by(model.id)) if each.id % 3 == 0]


def _texts(session: Session) -> None:
    """Each text's last paragraph ends with the address; what stands before it keeps its place."""
    # What is adopted is not to be changed: it would be shown to nobody.
    going_on = select(Statement.id).where(Statement.stage.not_in([Stage.ADOPTED, Stage.PUBLISHED]))
    of_version = select(Version.id).where(Version.statement_id.in_(going_on))
    drafts = session.scalars(select(Draft).where(Draft.statement_id.in_(going_on)))
    for texts in (drafts, session.scalars(select(Edition).where(Edition.version_id.in_(of_version)))):
        for text in texts:
            *before, last = text.blocks
            text.blocks = (*before, replace(last, text=f"{last.text} {ADDRESS}"))


def _accept(place: Place, penholder: str) -> list[tuple[str, str]]:
    """A comment is accepted whose words the penholder has still to write, or to show."""
    with database.transaction() as session:
        person = session.scalars(select(Person).where(Person.key == penholder)).one()
        found = (
            select(Item)
            .join(Statement, Statement.id == Item.statement_id)
            .outerjoin(Disposition, Disposition.item_id == Item.id)
            .where(Statement.key == place.key, Item.kind == ItemKind.COMMENT, Item.state == ItemState.SENT)
            .where(Disposition.item_id.is_(None), Item.number < 90)
            .order_by(Item.id)
        )
        item = session.scalars(found).first()
        assert item is not None
        calls.dispose(session, person, place.key, item=item.reference, kind="accepted", serial=0)
        there = f"/statements/{place.key}/consolidation"
        ends = {"comment_words.show": f"/words/{item.reference}", "showing_where.show": f"/where/{item.reference}"}
        return [(endpoint, there + end) for endpoint, end in ends.items()]
