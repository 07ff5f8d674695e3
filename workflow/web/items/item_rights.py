"""What the reader of a page may do with the items on it now: the links and buttons of a note."""

from dataclasses import dataclass

from flask import Blueprint

from workflow.queries.items.items import ItemShown
from workflow.queries.shared.standing import Standing
from workflow.rules.shared.permissions import Action


def init(blueprint: Blueprint) -> None:
    """Give the templates of all pages with items this word."""
    blueprint.add_app_template_global(item_rights)


@dataclass(frozen=True)
class ItemRights:
    """What holds for all items of a page: asked once, since a room has hundreds of notes.

    is_writing: the consultation `consultation_id` on version `version` is open to the reader.
    """

    can_reply: bool
    can_support: bool
    can_resolve: bool
    can_place: bool
    can_dispose: bool
    holds_pen: bool
    is_writing: bool
    consultation_id: int | None
    version: int | None

    def may_edit(self, item: ItemShown) -> bool:
        """Whether its own may change it or take it back: a draft, or what was sent in the consultation at hand."""
        if item.is_kept:
            return True
        is_theirs_alone = item.ours and not item.others
        return item.is_sent and is_theirs_alone and self.is_writing and item.consultation_id == self.consultation_id

    def may_send(self, item: ItemShown) -> bool:
        """Whether a draft can be sent as it is."""
        return item.is_kept and self.is_writing and item.version == self.version

    def may_support(self, item: ItemShown) -> bool:
        """Whether the reader's organisation may support it, or says so no longer."""
        return self.is_writing and self.can_support and item.can_be_supported

    def may_reply(self, item: ItemShown) -> bool:
        """Whether the reader may reply to it."""
        return self.can_reply and item.is_sent

    def may_end(self, item: ItemShown) -> bool:
        """Whether the reader may close its discussion, or open it again."""
        is_discussed = item.is_sent and bool(item.replies or item.resolved)
        return is_discussed and self.can_resolve and (item.ours or self.holds_pen)

    def may_anything(self, item: ItemShown) -> bool:
        """Whether there is a link or button to show."""
        return self.may_reply(item) or self.may_edit(item) or self.may_support(item) or self.may_end(item)

    def may_place(self, item: ItemShown) -> bool:
        """Whether the reader may say where its words are now."""
        return item.is_sent and self.can_place and (item.ours or self.can_dispose or self.holds_pen)


def item_rights(
    standing: Standing, writing: bool = False, consultation_id: int | None = None, version: int | None = None
) -> ItemRights:
    """The rights of `standing`'s viewer on a page about that version and consultation."""
    return ItemRights(
        can_reply=standing.may(Action.REPLY),
        can_support=standing.may(Action.SUPPORT),
        can_resolve=standing.may(Action.RESOLVE),
        can_place=standing.may(Action.PLACE_ITEM),
        can_dispose=standing.may(Action.DISPOSE),
        holds_pen=standing.holds_pen,
        is_writing=bool(writing),
        consultation_id=consultation_id,
        version=version,
    )
