"""How the form of an item is opened: a new one as the address asks for it, an own one as it stands."""

from flask import request

from workflow.queries.items.target import Target
from workflow.rules.shared.refusals import NotFound
from workflow.text.amendments import AmendmentKind
from workflow.text.blocks import Block
from workflow.web.items.item_afters import NOWHERE
from workflow.web.items.item_forms import ADD, COMMENT, MOVE, PARAGRAPH, REMOVE, REPLACE, SAME, TITLE, WORDS, ItemForm
from workflow.web.items.item_pages import ItemPage
from workflow.web.items.item_reads import read_target, require_item, require_own
from workflow.web.shared import locale
from workflow.web.shared.forms import tidy_input


def page_of_new_item(key: str) -> ItemPage:
    """The form for a new item, as the address asks for it; raises NotFound."""
    block, kind = request.args.get("paragraph"), request.args.get("kind", COMMENT)
    addition = kind == "addition"
    form = ItemForm()
    stand, on, found, _ = read_target(key, None if addition else block, form.seen_version or None)
    if block and found is None and not addition:
        raise NotFound
    form.offer(_kinds(on, found, addition), on.blocks, found, same=None)
    if addition:
        form.offer_after(on.blocks, lambda after: on.is_open_to(AmendmentKind.ADD, None, after))
    if not form.is_submitted():
        form.version.data, form.language.data = str(on.version), locale.current()
        _prefill(form, kind, addition, found)
    elif "words" in form and form.words.data != _selected_words(found):
        form.prefix.data = form.suffix.data = ""  # what stood beside the words selected says nothing of those typed
    return ItemPage(key, stand, on, found, addition, form)


def _selected_words(block: Block | None) -> str | None:
    """The words that the form showed for those selected."""
    form = ItemForm(formdata=None)
    if block is None:
        return None
    form.select(block, *_words_in_address())
    shown: str | None = tidy_input(form.words.data)
    return shown


def _words_in_address() -> tuple[str, str, str]:
    words, prefix, suffix = (request.args.get(name, "")[:2000] for name in ("words", "prefix", "suffix"))
    return words, prefix, suffix


def _prefill(form: ItemForm, kind: str, addition: bool, block: Block | None) -> None:
    amends = kind == "amendment" and REPLACE in form.kinds
    titles = kind == TITLE and TITLE in form.kinds
    form.kind.data = ADD if addition else REPLACE if amends else TITLE if titles else COMMENT
    if addition:
        form.after.data = request.args.get("paragraph", NOWHERE)
    if "where" not in form:
        return
    if block is not None:
        form.select(block, *_words_in_address())
    form.where.data = WORDS if form.words.data or amends else PARAGRAPH


def page_of_item(key: str, item: str) -> ItemPage:
    """The form for an item of the own organisation; raises NotFound for any other."""
    form = ItemForm()
    stand, found = require_item(key, item)
    require_own(found)
    _, on, block, _ = read_target(key, found.block, found.version)
    kind = found.change.value if found.change else COMMENT
    form.offer([kind], on.blocks, block, same=found.quote)
    if found.reference:
        del form.private
    elif not form.is_submitted():
        form.private.data = found.private
    if not form.is_submitted():
        form.kind.data, form.version.data, form.seen.data = kind, str(on.version), found.seen
        form.body.data, form.proposal.data, form.language.data = found.body, found.proposal, found.language
        if "after" in form:
            form.after.data = found.after or ""
        if "where" in form:
            form.where.data = SAME
    return ItemPage(key, stand, on, block, kind == ADD, form, item=found)


def _kinds(on: Target, block: Block | None, addition: bool) -> list[str]:
    if block is None:
        titles = [TITLE] if on.is_open_to(AmendmentKind.TITLE, None) else []
        return [ADD] if addition else [COMMENT, *titles]
    # An older paragraph offers all: what was typed on it comes back, and is refused with the reason.
    is_closed = on.block(block.id) is not None and not on.is_open_to(AmendmentKind.REPLACE, block.id)
    return [COMMENT] if is_closed else [COMMENT, REPLACE, REMOVE, MOVE]
