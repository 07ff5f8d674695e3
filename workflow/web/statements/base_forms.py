"""A new statement's form that starts from an adopted text: what it leaves blank comes from there."""

from workflow.database import reading
from workflow.services.statements.basing import base_text
from workflow.text.blocks import to_markdown
from workflow.web.shared import access
from workflow.web.statements.statement_forms import NewForm


def is_base_text(form: NewForm) -> bool:
    """Whether the form's text is now the base's own, filled in because the form had none.

    Title and language that were left blank are the base's too. Raises UnknownChoice, NoBaseEdition.
    """
    if not form.base.data:
        return False
    with reading() as session:
        found = base_text(session, access.acting_person(session), form.base.data, form.language.data or "").original
        blocks, title, language = found.blocks, found.title, found.language
    form.title.data = form.title.data or title
    form.language.data = form.language.data or language
    if (form.text.data or "").strip() or (form.file.data and form.file.data.filename):
        return False
    form.text.data, form.name.data = to_markdown(blocks), "base.md"  # Markdown, and nothing to be guessed
    return True
