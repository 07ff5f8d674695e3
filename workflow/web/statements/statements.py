"""The list of statements, and how a new one comes in: a form, a review of what was read, the statement."""

import codecs
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import (
    FileField,
    HiddenField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Optional

from workflow.config import LANGUAGES
from workflow.database import reading
from workflow.procedures import procedures
from workflow.queries.home.bases import bases
from workflow.queries.home.statement_list import list_statements
from workflow.queries.statements import settings_choices
from workflow.queries.statements.head import words_of
from workflow.rules.shared.lifecycle import Stage
from workflow.rules.shared.refusals import Refusal, TextRefused
from workflow.services.shared.checking import TITLE_LIMIT, require_few
from workflow.services.statements import starting
from workflow.services.statements.basing import base_text
from workflow.services.statements.starting import NewStatement
from workflow.services.statements.versions import DraftText
from workflow.text.document import (
    Reading,
    Unreadable,
    headed,
    html,
    joined,
    numbers,
    read,
    read_text,
    to_markdown,
    with_ids,
)
from workflow.text.tokens import likely
from workflow.text.values import Block
from workflow.web.shared import access, locale
from workflow.web.shared.forms import (
    MomentField,
    TokenField,
    options,
    plain,
    settings,
    tidy_input,
    up_to,
)
from workflow.web.shared.frame import stage_tag
from workflow.web.shared.numbers import parse_bounded
from workflow.web.statements.statement_forms import CHOICE, LimitsForm

blueprint = Blueprint("statements", __name__)
_OF_REVIEW = frozenset({"title", "occasion"})


class NewForm(LimitsForm):
    """A statement that begins: its text, pasted or from a file, and its terms; the review carries all of it on.

    name: of the file that the text came from, for its ending tells Markdown from plain text. base: key of the adopted
    statement that it starts from. joins: the torn places to be joined, as indices of blocks. headings: which of the
    text's own headings stay in it.
    """

    form_token = TokenField()
    name = HiddenField()
    base = SelectField(_l("Start from an adopted text"), validate_choice=False, default="")
    file = FileField(_l("Or upload a file"))
    text = TextAreaField(_l("Text"))
    title = StringField(_l("Title"), filters=[tidy_input], validators=[plain, up_to(TITLE_LIMIT)])
    occasion = StringField(_l("Occasion"), filters=[tidy_input], validators=[plain, up_to(TITLE_LIMIT)])
    language = SelectField(_l("Language of the text"), **CHOICE)
    procedure = SelectField(_l("Procedure"), **CHOICE)
    penholders = SelectMultipleField(_l("Penholders"), validate_choice=False)
    embargo_at = MomentField(_l("Embargo until"), validators=[Optional()])
    joins = SelectMultipleField(validate_choice=False)
    headings = SelectMultipleField(validate_choice=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = locale.current()
        named = [(code, locale.language_name(code)) for code in LANGUAGES]
        self.language.choices = options([("", gettext("Recognise from the text")), *named])
        self.procedure.choices = options((key, each.title_in(language)) for key, each in procedures().items())

    def statement(self, blocks: Sequence[Block]) -> NewStatement:
        """The statement with that text, as the use case takes it."""
        return NewStatement(
            DraftText(self.title.data or "", self.occasion.data or "", blocks),
            self.language.data,
            self.terms(),
            base=self.base.data or "",
            procedure=self.procedure.data,
            penholders=self.penholders.data or (),
            embargo_at=self.embargo_at.data,
            form_token=self.form_token.data or None,
        )


@dataclass(frozen=True)
class Imported:
    """A text as it was read. spare: its headings that are not the title or the occasion that was typed, by name."""

    reading: Reading
    spare: dict[str, str]


@blueprint.get("/statements")
def index() -> ResponseReturnValue:
    """The statements that the viewer may see, by stage and words."""
    words, page = request.args.get("q", "").strip()[:200], request.args.get("page", 1, type=parse_bounded)
    stage = next((each for each in Stage if each.value == request.args.get("stage")), None)
    with reading() as session:
        found = list_statements(session, access.viewer(), words=words, stage=stage, page=max(1, page))
    stages, chosen = [(each.value, stage_tag(each)[2]) for each in Stage], stage.value if stage else ""
    return render_template("statements/index.html", listed=found, words=words, chosen=chosen, stages=stages)


@blueprint.route("/statements/new", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    """The form of a new statement; sent, it answers with the review of what was read."""
    form = NewForm()
    if not form.is_submitted():
        return _form_page(form)
    if "again" in request.form:  # from the review, to change the text
        return _form_page(form)
    if not form.validate():
        return _form_page(form), 422
    try:
        started = is_base_text(form)
        found = import_text(form)
    except Refusal as refusal:  # not a text, too large, nothing in it: what was typed stays
        form.refused(refusal)
        return _form_page(form), refusal.status
    form.joins.data = [] if started else [str(index) for index in found.reading.joins]
    form.headings.data = list(found.spare)
    return _review_page(form, found)


@blueprint.route("/statements/new/joins", methods=["GET", "POST"])
def create() -> ResponseReturnValue:
    """The review agreed to: the statement begins. Without one, back to the form."""
    if request.method != "POST":
        return redirect(url_for(".new"), 303)
    form = NewForm()
    is_valid = form.validate()
    try:
        found = import_text(form)
        if not is_valid:
            return _review_page(form, found), 422
        with access.acting() as (session, person):
            made = starting.create_statement(
                session,
                person,
                form.statement(blocks_of(form, found)),
                prefix=settings().reference_prefix,
                zone=settings().time_zone,
            )
    except Refusal as refusal:
        form.refused(refusal)
        is_text = refusal.field in _OF_REVIEW
        return (_review_page(form, found) if is_text else _form_page(form)), refusal.status
    flash(gettext("%(reference)s was started as a draft.", reference=made.reference), "good")
    return redirect(url_for("room.show", key=made.key), 303)


def _form_page(form: NewForm) -> str:
    with reading() as session:
        pens = settings_choices.pens(session, access.viewer())
        offered = bases(session, access.viewer())
    form.base.choices = options(
        [
            ("", gettext("No, with a new text")),
            *((each.key, f"{each.reference} {each.title}") for each in offered),
        ]
    )
    return render_template("statements/new.html", form=form, pens=pens)


def _review_page(form: NewForm, found: Imported) -> str:
    names = iter(range(len(found.reading.blocks)))
    blocks = with_ids(found.reading.blocks, lambda: f"b{next(names)}")
    return render_template(
        "statements/review.html",
        form=form,
        found=found,
        blocks=blocks,
        numbers=numbers(blocks),
        words=words_of(tuple(blocks), with_notes=True),  # as the terms begin
        html=html,
    )


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


_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def import_text(form: NewForm) -> Imported:
    """The text of the form; title and occasion are filled in where they were left blank.

    A file's words go into the form's text, which carries them on. Raises TextRefused or TooManyBlocks on the field
    that they came from.
    """
    upload = form.file.data
    data = upload.read() if upload else b""
    if data or (upload and upload.filename):
        if (form.text.data or "").strip():
            raise TextRefused(field="file", reason="two_texts")
        reading = _read_field("file", data, upload.filename or "")
        form.text.data, form.name.data = _words(data), upload.filename
    else:
        text = form.text.data or ""
        reading = _read_field(
            "text", text.encode("utf-8", "surrogatepass") if form.name.data else text, form.name.data or ""
        )
    field = "file" if upload and upload.filename else "text"
    require_few(len(reading.blocks), field=field)  # as the review shows them, whatever looks torn
    if not form.language.data:
        form.language.data = _tongue(reading)
    return Imported(reading, _fill_blanks(form, reading))


def blocks_of(form: NewForm, found: Imported) -> Sequence[Block]:
    """The blocks as the review left them: joined where it was agreed, with the headings that were to stay."""
    agreed = [index for index in found.reading.joins if str(index) in (form.joins.data or ())]
    kept = [name for name in ("occasion", "title") if name in (form.headings.data or ())]
    return headed([getattr(found.reading, name) for name in kept], joined(found.reading.blocks, agreed))


def _read_field(field: str, given: bytes | str, name: str) -> Reading:
    try:
        return read(given, name) if isinstance(given, bytes) else read_text(given)
    except Unreadable as unreadable:
        codes = unreadable.findings[0].codes if unreadable.findings else ""
        raise TextRefused(field=field, reason=unreadable.reason, codes=codes) from unreadable


def _tongue(reading: Reading) -> str:
    found = likely("\n".join(block.text for block in reading.blocks))
    if found is None:
        raise TextRefused(field="language", reason="which_language")
    return found


def _words(data: bytes) -> str:
    return data.decode("utf-16" if data.startswith(_WIDE) else "utf-8-sig")


def _fill_blanks(form: NewForm, reading: Reading) -> dict[str, str]:
    spare = {}
    for name in ("occasion", "title"):
        field, own = form[name], getattr(reading, name)
        if own and not field.data:
            field.data = own[:300]
        if own and field.data != own:
            spare[name] = own
    return spare
