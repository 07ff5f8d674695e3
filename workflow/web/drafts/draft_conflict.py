"""For the second of two who wrote at once: both changes side by side, and no word of either lost."""

from flask import render_template

from workflow.database import reading
from workflow.queries.history.changes import comparison
from workflow.queries.statements.drafts import DraftPage
from workflow.queries.statements.head import head
from workflow.rules.shared.permissions import Action
from workflow.text.blocks import to_markdown
from workflow.text.merge import merge3
from workflow.web.drafts.draft_forms import ParagraphForm, SerialForm, TextForm
from workflow.web.drafts.draft_pages import draft_page_of, paragraph_now
from workflow.web.statements.redlines import inline, redline
from workflow.web.statements.seen import require_standing


def stale_page(key: str, form: SerialForm, block: str | None = None) -> str:
    """For the second of two: what the other saved, one's own words in a form that would be saved after it.

    Where both changes go together, a text that has them both is offered too.
    """
    with reading() as session:
        stand = require_standing(session, key, Action.SEE_DRAFT)
        draft_page = draft_page_of(session, stand)
        theirs = comparison(session, stand, draft_page.language, f"s{form.serial.data or 0}", f"s{draft_page.serial}")
        top = head(session, stand)
        shown = paragraph_now(session, stand, draft_page, block) if block else ""
    base = to_markdown(theirs.before.blocks) if theirs else ""
    both = _both(base, form, draft_page) if isinstance(form, TextForm) and theirs else None
    form.serial.data, form.serial.raw_data = draft_page.serial, None
    if isinstance(form, ParagraphForm):  # saved in the place of theirs, it changes what would be shown now
        form.shown.data = shown
    return render_template(
        "drafts/stale.html",
        standing=stand,
        head=top,
        tab="draft",
        draft_page=draft_page,
        theirs=theirs,
        form=form,
        block=block,
        both=both,
        inline=inline,
        redline=redline,
    )


def _both(base: str, form: TextForm, draft_page: DraftPage) -> str | None:
    theirs = to_markdown(draft_page.newest.blocks) if draft_page.newest else ""
    merged, conflicts = merge3(base, (form.text.data or "").replace("\r\n", "\n"), theirs)
    return None if conflicts else merged
