"""The draft at which somebody writes: the statement under its lock, and what was saved last."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from workflow.models.person import Person
from workflow.models.statement import Statement
from workflow.models.version import Draft
from workflow.rules.drafts.refusals import StaleDraft
from workflow.rules.shared.lifecycle import Stage
from workflow.services.consolidation.next_text import text_to_issue
from workflow.services.statements import versions
from workflow.text.values import Block


@dataclass(frozen=True)
class OpenedDraft:
    """Who writes on what: the statement under its lock, and the newest save in the language at hand."""

    session: Session
    person: Person
    statement: Statement
    language: str
    newest: Draft | None
    is_stale: bool  # somebody saved since the form was opened
    opening: str = ""  # why agreed language is opened, where the save changes any
    by_itself: bool = False  # nobody pressed a button

    @property
    def is_original(self) -> bool:
        """Whether this is the edition that amendments are made to."""
        return self.language == self.statement.language

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The blocks of the newest save; none before the first."""
        return self.newest.blocks if self.newest else ()

    @property
    def original(self) -> tuple[Block, ...]:
        """The original's blocks that a translation is made from: in consolidation those that would be issued now."""
        in_consolidation = self.statement.stage is Stage.CONSOLIDATION
        if in_consolidation and versions.current(self.session, self.statement) is not None:
            return text_to_issue(self.session, self.statement).blocks
        return versions.original(self.session, self.statement).blocks

    def stale(self) -> StaleDraft:
        """The refusal of a form that was opened on an older save."""
        return StaleDraft(serial=self.newest.serial if self.newest else 0)
