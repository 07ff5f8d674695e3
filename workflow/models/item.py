"""Items (comments and amendments), replies to them, support for them and what became of them."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, validates

from workflow.models.base import Base, new_key
from workflow.rules.consolidation.dispositions import DispositionKind as DispositionKind  # used under this name too
from workflow.rules.items.kinds import AMENDMENT_LETTER, KINDS, ItemKind


class ItemState(StrEnum):
    """KEPT: a draft that only its organisation sees. SENT: before all who take part. WITHDRAWN: stays on the record."""

    KEPT = "kept"
    SENT = "sent"
    WITHDRAWN = "withdrawn"


def reference(kind: ItemKind, number: int | None) -> str:
    """C7 or A12; empty without a number."""
    return f"{KINDS[kind].letter}{number}" if number else ""


def amendment_reference(number: int | None) -> str:
    """A12; empty without a number."""
    return f"{AMENDMENT_LETTER}{number}" if number else ""


class Item(Base):
    """A comment or an amendment of one organisation (None: the secretariat) on one version.

    letter: that of its kind; those with one letter are numbered together, those with another apart, as C7 and A12.
    key: random, what a page names it by to a script: row numbers could be counted.
    block: permanent id of the paragraph, None for the whole text. start, end: code points of the block's text in the
    original edition, equal for the whole paragraph. quote: the words there when it was sent.
    number: None while it is kept as a draft; given when it is sent, never again. turn: its place among the drafts of
    its organisation, as they have put them, 0: after those; then among those with which it was sent. submission_id:
    with which others that was.
    private: for the penholder alone. late: sent after its consultation had closed. wording: counts the words it has
    had; a support is for one of them. touched_at: when something last happened to it that all who see it may know.
    """

    __tablename__ = "item"
    __table_args__ = (
        UniqueConstraint("statement_id", "letter", "number"),
        UniqueConstraint("form_token"),
        UniqueConstraint("key"),
        Index("ix_item_version_state", "version_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(10), default=new_key)
    statement_id: Mapped[int] = mapped_column(ForeignKey("statement.id"))
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"))
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"))
    kind: Mapped[ItemKind]
    letter: Mapped[str] = mapped_column(String(1))
    number: Mapped[int | None]
    state: Mapped[ItemState]
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    language: Mapped[str] = mapped_column(String(8))  # of what the member wrote
    block: Mapped[str | None] = mapped_column(String(16))
    start: Mapped[int] = mapped_column(default=0)
    end: Mapped[int] = mapped_column(default=0)
    quote: Mapped[str] = mapped_column(Text, default="")
    after: Mapped[str | None] = mapped_column(String(16))  # where a new or moved paragraph goes; "" = the beginning
    proposal: Mapped[str] = mapped_column(Text, default="")  # the words proposed
    body: Mapped[str] = mapped_column(Text, default="")  # the comment, or the amendment's reason
    private: Mapped[bool] = mapped_column(default=False)
    late: Mapped[bool] = mapped_column(default=False)
    wording: Mapped[int] = mapped_column(default=1)
    form_token: Mapped[str | None] = mapped_column(String(40))  # a form sent twice makes one item
    made_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    edited_at: Mapped[datetime | None]
    touched_at: Mapped[datetime | None]
    resolved_at: Mapped[datetime | None]  # its thread was talked out
    turn: Mapped[int] = mapped_column(default=0)
    submission_id: Mapped[int | None] = mapped_column(ForeignKey("submission.id"), index=True)

    @validates("kind")
    def _take_letter(self, _name: str, kind: ItemKind) -> ItemKind:
        self.letter = KINDS[kind].letter
        return kind

    @property
    def reference(self) -> str:
        """C7 or A12; empty while it is kept as a draft."""
        return reference(self.kind, self.number)


class Submission(Base):
    """Points of one organisation that were sent together. note: a word to the penholder above them; "": none."""

    __tablename__ = "submission"
    __table_args__ = (UniqueConstraint("form_token"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    statement_id: Mapped[int] = mapped_column(ForeignKey("statement.id"), index=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    note: Mapped[str] = mapped_column(Text, default="")
    language: Mapped[str] = mapped_column(String(8))
    form_token: Mapped[str | None] = mapped_column(String(40))
    sent_at: Mapped[datetime]


class PastWording(Base):
    """What an item said before its organisation changed it: every wording stays on the record."""

    __tablename__ = "past_wording"

    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"), primary_key=True)
    wording: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    quote: Mapped[str] = mapped_column(Text, default="")
    after: Mapped[str | None] = mapped_column(String(16))
    proposal: Mapped[str] = mapped_column(Text, default="")
    body: Mapped[str] = mapped_column(Text, default="")
    language: Mapped[str] = mapped_column(String(8))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))  # who had written it
    until: Mapped[datetime]


class CoProposer(Base):
    """A further organisation in whose name an item is made: a wording that several agreed on."""

    __tablename__ = "co_proposer"

    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"), primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True, index=True)


class Reply(Base):
    """An answer to an item, one level deep."""

    __tablename__ = "reply"
    __table_args__ = (UniqueConstraint("form_token"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    language: Mapped[str] = mapped_column(String(8))
    body: Mapped[str] = mapped_column(Text)
    form_token: Mapped[str | None] = mapped_column(String(40))
    sent_at: Mapped[datetime] = mapped_column(index=True)


class Support(Base):
    """An organisation that supports an item of another."""

    __tablename__ = "support"

    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"), primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True, index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    since: Mapped[datetime]
    wording: Mapped[int] = mapped_column(default=1)  # that it is for; one for an earlier wording is asked again


NO_WORDS = ("", "")
"""What stands in the place of a paragraph and its words where an accepted comment needs none."""


class Shown:
    """Where a text says what was asked.

    shown_block, shown_words: the paragraph ("": the title), and the words there, in which the penholder says that the
    text says it; None: nothing was shown; NO_WORDS: none need changing for a comment. said_anyway: the version issued
    with the answer says what was asked, though this answer does not put it there: for another amendment, or by hand.
    """

    shown_block: Mapped[str | None] = mapped_column(String(16))
    shown_words: Mapped[str] = mapped_column(Text, default="")
    said_anyway: Mapped[bool] = mapped_column(default=False)

    @hybrid_property
    def needs_no_words(self) -> bool:
        """Whether the penholder says that no words need changing; as a column NULL where nothing was shown."""
        block, words = NO_WORDS
        return (self.shown_block == block) & (self.shown_words == words)


class Disposition(Shown, Base):
    """What became of an item: one row, what it was before kept beside it.

    taken: the words taken, if in part. other_id: the amendment that overtook it. showing_id: since when it is shown as
    proposed; None while it is the penholder's alone. turn: of a new or moved paragraph among those that follow the same
    one, from 1; 0: as they come.
    """

    __tablename__ = "disposition"

    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"), primary_key=True)
    kind: Mapped[DispositionKind]
    taken: Mapped[str] = mapped_column(Text, default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    serial: Mapped[int] = mapped_column(default=1)  # a form carries the one it saw: two penholders at once
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    given_at: Mapped[datetime]
    version_id: Mapped[int | None] = mapped_column(ForeignKey("version.id"))  # the version issued with it
    other_id: Mapped[int | None] = mapped_column(ForeignKey("item.id"))
    showing_id: Mapped[int | None] = mapped_column(ForeignKey("showing.id"))
    turn: Mapped[int] = mapped_column(default=0)


class PastDisposition(Shown, Base):
    """A disposition before it was changed or taken back; what a version told (version_id) stays told."""

    __tablename__ = "past_disposition"

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"), index=True)
    kind: Mapped[DispositionKind]
    taken: Mapped[str] = mapped_column(Text, default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    given_at: Mapped[datetime]
    other_id: Mapped[int | None] = mapped_column(ForeignKey("item.id"))
    version_id: Mapped[int | None] = mapped_column(ForeignKey("version.id"))
