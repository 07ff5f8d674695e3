"""What an item said before it was changed."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflow.models.item import PastWording
from workflow.queries.items.items import ItemShown
from workflow.queries.shared.values import values_of


@dataclass(frozen=True)
class Wording:
    """One earlier wording of an item, and until when it stood."""

    quote: str
    after: str | None
    proposal: str
    body: str
    language: str
    until: datetime

    def like(self, item: ItemShown) -> ItemShown:
        """The item as it was with this wording."""
        words = {"quote": self.quote, "after": self.after, "proposal": self.proposal}
        return replace(item, body=self.body, language=self.language, **words)  # type: ignore[arg-type]


def wordings(session: Session, item: ItemShown) -> tuple[Wording, ...]:
    """The earlier wordings of an item that the reader may see, the newest first."""
    past = select(PastWording).where(PastWording.item_id == item.id).order_by(PastWording.wording.desc())
    return values_of(Wording, session.scalars(past))
