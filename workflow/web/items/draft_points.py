"""The drafts of an organisation as its page of points shows them: the writer, the change, what was changed since."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup
from sqlalchemy.orm import Session

from workflow.queries.items.drafts import own_drafts, texts_before, writers_of
from workflow.queries.items.items import ItemShown
from workflow.queries.items.target import Target
from workflow.queries.shared.standing import Standing
from workflow.rules.items.kinds import KINDS
from workflow.rules.shared.refusals import Refusal
from workflow.services.items.placing import find_place
from workflow.text.edits import rewritten
from workflow.text.values import Block, Edit
from workflow.web.items.kinds import own_words
from workflow.web.room.notes import change_since_redline


@dataclass(frozen=True)
class DraftPoint:
    """A draft. writer: the name of the colleague who wrote it. before: its paragraph as it was when it was saved, now:
    as it is; None where it has none, or no longer.
    """

    item: ItemShown
    writer: str
    before: Block | None
    now: Block | None
    blocks: tuple[Block, ...]

    @property
    def lacks(self) -> str:
        """What to write before it can be sent; "" where that is there."""
        return "" if self.item.body else str(own_words(self.item).missing)

    @property
    def lacks_label(self) -> str:
        """What that is called, over its field."""
        return str(own_words(self.item).body)

    @property
    def is_about_words(self) -> bool:
        """Whether it changes words of a paragraph, and leaves others."""
        return KINDS[self.item.kind].is_about_words and self.before is not None

    @property
    def change(self) -> Markup:
        """The change of its words between those that stay."""
        text, item = self.before.text if self.before else "", self.item
        return change_since_redline(text, rewritten(text, [Edit(item.start, item.end, item.proposal)])[0])

    @property
    def is_changed_since(self) -> bool:
        """Whether a version has changed its paragraph since it was saved, or taken it out."""
        return self.before is not None and (self.now is None or self.now.text != self.before.text)

    @property
    def since(self) -> Markup:
        """What was changed there."""
        return change_since_redline(self.before.text if self.before else "", self.now.text if self.now else "")

    @property
    def is_lost(self) -> bool:
        """Whether it can be sent no more as it is: its words are not there."""
        try:
            find_place(self.blocks, self.item.block, "" if self.item.whole else self.item.quote)
        except Refusal:
            return True
        return False


def draft_points(session: Session, standing: Standing, on: Target) -> list[DraftPoint]:
    """The drafts of the viewer's organisation in its order."""
    items = own_drafts(session, standing)
    texts = texts_before(session, standing, items, on.version)
    writers = writers_of(session, [item.id for item in items])
    return [_point(item, writers[item.id], on, texts) for item in items]


def _point(item: ItemShown, writer: str, on: Target, texts: Mapping[int, Sequence[Block]]) -> DraftPoint:
    before = next((each for each in texts.get(item.version, on.blocks) if each.id == item.block), None)
    return DraftPoint(item, writer, before, on.block(item.block), on.blocks)
