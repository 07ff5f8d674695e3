"""A statement that starts from an adopted one: its blocks keep their ids, its translations come along as drafts."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflow.models.person import Person
from workflow.models.publication import Publication
from workflow.models.statement import OpenedParagraph, Statement
from workflow.models.version import Edition
from workflow.queries.shared.standing import roles_of
from workflow.rules.shared.lifecycle import Stage
from workflow.rules.shared.permissions import Action, may
from workflow.rules.shared.refusals import UnknownChoice
from workflow.rules.statements.agreed import agreed_blocks
from workflow.rules.statements.refusals import NoBaseEdition
from workflow.rules.statements.translation import in_order, words_digest
from workflow.services.statements import versions
from workflow.text.document import keep_ids
from workflow.text.values import Block

_ADOPTED = (Stage.ADOPTED, Stage.PUBLISHED)


@dataclass(frozen=True)
class BaseText:
    """The adopted version that a statement starts from. original: its edition in the statement's language."""

    version_id: int
    original: Edition
    others: tuple[Edition, ...]


def base_text(session: Session, person: Person, key: str, language: str = "") -> BaseText:
    """The adopted text of the statement `key`; language "": that of its original.

    Raises UnknownChoice where the person may not see it or it is not adopted, NoBaseEdition without that language.
    """
    statement = session.scalar(select(Statement).where(Statement.key == key))
    if statement is None or statement.stage not in _ADOPTED:
        raise UnknownChoice(field="base")
    if not may(Action.SEE_STATEMENT, roles_of(session, person.id, statement.id), statement.stage):
        raise UnknownChoice(field="base")
    adopted = select(Publication.version_id).where(Publication.statement_id == statement.id)
    version_id = session.scalars(adopted).one()
    editions = versions.editions(session, version_id)
    original = editions.pop(language or statement.language, None)
    if original is None:
        raise NoBaseEdition
    return BaseText(version_id, original, tuple(editions.values()))


def with_ids_of_base(base: BaseText, blocks: Sequence[Block]) -> list[Block]:
    """The blocks of a text, those that the base has too with its ids."""
    return keep_ids(base.original.blocks, blocks)


def keep_translations(
    session: Session, person: Person, statement: Statement, base: BaseText, blocks: Sequence[Block]
) -> None:
    """The base's other languages as first saves; what the new text words otherwise is behind there from the start."""
    made_from = {block.id: words_digest(block) for block in base.original.blocks}
    same_title = statement.title == base.original.title
    for edition in base.others:
        if kept := in_order(blocks, edition.blocks):
            versions.keep(
                session,
                person,
                statement,
                versions.DraftText(edition.title if same_title else "", "", kept),
                language=edition.language,
                translated={block.id: made_from[block.id] for block in kept if block.id in made_from},
            )


def closed_agreed_blocks(session: Session, statement: Statement, blocks: Sequence[Block]) -> frozenset[str]:
    """The ids of those of `blocks` that are agreed language and were not opened; none without a base text."""
    if statement.base_version_id is None:
        return frozenset()
    wanted = select(Edition.blocks).where(
        Edition.version_id == statement.base_version_id, Edition.language == statement.language
    )
    base = session.scalar(wanted) or ()
    opened = select(OpenedParagraph.block).where(OpenedParagraph.statement_id == statement.id)
    return agreed_blocks(base, blocks) - set(session.scalars(opened))
