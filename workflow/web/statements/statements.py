"""The list of statements, and how a new one comes in: a form, a review of what was read, the statement."""

import base64
import codecs
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    FileField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Optional

from workflow.database import reading
from workflow.formats.word.values import OFFICE_MARK, WordText
from workflow.procedures import procedures
from workflow.queries.home.bases import bases
from workflow.queries.home.statement_list import list_statements
from workflow.queries.statements import settings_choices
from workflow.queries.statements.head import words_of
from workflow.rules.drafts.import_notices import Noticed
from workflow.rules.shared.lifecycle import Stage
from workflow.rules.shared.refusals import Refusal, TextRefused
from workflow.services.shared.checking import TITLE_LIMIT, require_few
from workflow.services.statements import starting
from workflow.services.statements.basing import base_text
from workflow.services.statements.importing import ImportedText, Origin, imported_text
from workflow.services.statements.starting import NewStatement
from workflow.services.statements.versions import DraftText
from workflow.text.document import (
    ENCODINGS,
    LARGEST,
    QUOTES,
    Decoded,
    Reading,
    ReadingChoices,
    Unreadable,
    decoded_as,
    decodings,
    headed,
    html,
    numbers,
    read,
    read_text,
    to_markdown,
    with_ids,
)
from workflow.text.tokens import likely
from workflow.text.values import Reason
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
from workflow.web.statements.review_words import Ticked, marks_of, numbering_words, quotes_words, summary
from workflow.web.statements.statement_forms import CHOICE, LimitsForm
from workflow.web.statements.word_files import (
    FileChoiceNeeded,
    chosen_reading,
    comments_field,
    file_shown,
    tracked_field,
)

blueprint = Blueprint("statements", __name__)
_OF_REVIEW = frozenset({"title", "occasion"})
_OF_BASE = "base.md"  # Markdown, and nothing to be guessed


class NumberingChoice(StrEnum):
    """What becomes of the numbers that a text gives its own paragraphs."""

    KEPT = "kept"
    OURS = "ours"


class EncodingNeeded(Exception):
    """The file is not in UTF-8, and nobody has said yet in which encoding it is."""

    def __init__(self, decoded: Sequence[Decoded]) -> None:
        super().__init__()
        self.decoded = decoded


class NewForm(LimitsForm):
    """A statement that begins: its text, pasted or from a file, and its terms; the review carries all of it on.

    name: of the file that the text came from, for its ending tells Markdown from plain text. base: key of the adopted
    statement that it starts from. held: the bytes of a file whose encoding is to be chosen, in base64. joins, out: the
    torn places to be joined and the lines to be taken out, as indices of blocks; notes, words: the marks to be made
    footnotes and the words to lose their hyphen, as places in what was found. headings: which of the text's own
    headings stay in it.
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
    held = HiddenField()
    encoding = RadioField(_l("Which of these is right?"), validate_choice=False)
    tracked = tracked_field(_l("How are they taken?"))
    comments = comments_field(_l("What becomes of them?"))
    asked = HiddenField()
    joins = SelectMultipleField(validate_choice=False)
    out = SelectMultipleField(validate_choice=False)
    notes = SelectMultipleField(validate_choice=False)
    words = SelectMultipleField(validate_choice=False)
    numbering = RadioField(
        choices=options(
            [
                (NumberingChoice.KEPT.value, _l("Keep its numbers, as a numbered list")),
                (NumberingChoice.OURS.value, _l("Number its paragraphs as all statements here do")),
            ]
        ),
        default=NumberingChoice.KEPT.value,
        filters=[lambda chosen: chosen or NumberingChoice.KEPT.value],
        **CHOICE,
    )
    quotes = BooleanField()
    headings = SelectMultipleField(validate_choice=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = locale.current()
        named = locale.languages_to_write_in()
        self.language.choices = options([("", gettext("Recognise from the text")), *named])
        self.procedure.choices = options((key, each.title_in(language)) for key, each in procedures().items())

    @property
    def chosen(self) -> ReadingChoices:
        """What the review chose."""
        return ReadingChoices(
            joins=_numbers(self.joins.data),
            out=_numbers(self.out.data),
            notes=_numbers(self.notes.data),
            words=_numbers(self.words.data),
            our_numbers=self.numbering.data == NumberingChoice.OURS.value,
            quotes=self.language.data if self.quotes.data and self.language.data in QUOTES else "",
        )

    def statement(self, text: ImportedText) -> NewStatement:
        """The statement with that text, as the use case takes it."""
        return NewStatement(
            DraftText(self.title.data or "", self.occasion.data or "", text.blocks),
            self.language.data,
            self.terms(),
            base=self.base.data or "",
            procedure=self.procedure.data,
            penholders=self.penholders.data or (),
            embargo_at=self.embargo_at.data,
            form_token=self.form_token.data or None,
            noticed=() if self.base.data and self.name.data == _OF_BASE else text.noticed,
        )


@dataclass(frozen=True)
class Imported:
    """A text as it was read. spare: its headings that are not the title or the occasion that was typed, by name.

    noticed: what else is in a file of an office program, each with the index of its block in the reading.
    """

    reading: Reading
    spare: dict[str, str]
    noticed: Sequence[tuple[int, Noticed]] = ()


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
        return _form_page(_with_words(form))
    if not form.validate():
        return _form_page(form), 422
    try:
        started = is_base_text(form)
        found = import_text(form)
    except EncodingNeeded as needed:
        return _encoding_page(form, needed.decoded)
    except FileChoiceNeeded as needed:
        return _file_page(form, needed.text)
    except Refusal as refusal:  # not a text, too large, nothing in it: what was typed stays
        form.refused(refusal)
        return _form_page(form), refusal.status
    form.joins.data = [] if started else [str(index) for index in found.reading.sure]
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
        made_from = form.statement(text_of(form, found))
        with access.acting() as (session, person):
            made = starting.create_statement(
                session,
                person,
                made_from,
                prefix=settings().reference_prefix,
                zone=settings().time_zone,
            )
    except FileChoiceNeeded as needed:
        return _file_page(form, needed.text)
    except Refusal as refusal:
        form.refused(refusal)
        is_text = refusal.field in _OF_REVIEW
        return (_review_page(form, found) if is_text else _form_page(form)), refusal.status
    left = len(made_from.noticed)
    flash(gettext("%(reference)s was started as a draft.", reference=made.reference), "good")
    if left:
        said = ngettext(
            "%(num)s thing was noticed in the text and waits beside the draft.",
            "%(num)s things were noticed in the text and wait beside the draft.",
            left,
        )
        flash(said, "care")
    return redirect(url_for("room.show", key=made.key), 303)


def _with_words(form: NewForm) -> NewForm:
    """The form with the words of the file that it holds, to be changed by hand."""
    if not form.held.data or form.text.data:
        return form
    try:
        found = import_text(form)
    except (Refusal, EncodingNeeded, FileChoiceNeeded):  # the file is to be chosen anew
        return form
    heads = [found.reading.occasion, found.reading.title]
    form.text.data, form.name.data = to_markdown(headed(heads, found.reading.blocks)), "text.md"
    form.held.data = form.asked.data = ""
    return form


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
        marks=marks_of(found.reading, _ticked(form)),
        summary_lines=summary(found.reading),
        numbering_said=numbering_words(found.reading),
        quotes_said=quotes_words(found.reading, form.language.data or ""),
        numbers=numbers(blocks),
        words=words_of(tuple(blocks), with_notes=True),  # as the terms begin
        html=html,
    )


def _encoding_page(form: NewForm, decoded: Sequence[Decoded]) -> ResponseReturnValue:
    """The first lines of the file in each encoding that makes words of it, none of them chosen."""
    is_again = "held" in request.form and bool(request.form["held"])
    if is_again:
        form.encoding.errors = [gettext("Choose the one that reads as it should.")]
    page = render_template("statements/encoding.html", form=form, decoded=decoded, names=encoding_name)
    return page, 422 if is_again else 200


def _file_page(form: NewForm, text: WordText) -> ResponseReturnValue:
    """What the file has beside its words, and what is to become of it."""
    if is_again := bool(form.asked.data):
        form.tracked.errors = [gettext("Say how the tracked changes are taken.")]
    file = file_shown(text)
    page = render_template("statements/file_choices.html", form=form, file=file, comments=text.comments)
    return page, 422 if is_again else 200


def encoding_name(encoding: str) -> str:
    """An encoding as people know it."""
    return {
        "windows-1252": gettext("Windows-1252 (Western European)"),
        "windows-1256": gettext("Windows-1256 (Arabic)"),
        "windows-1251": gettext("Windows-1251 (Cyrillic)"),
        "windows-1250": gettext("Windows-1250 (Central European)"),
        "mac-roman": gettext("Mac OS Roman (Western European)"),
        "gb18030": gettext("GB 18030 (Chinese)"),
    }[encoding]


def _ticked(form: NewForm) -> Ticked:
    return {name: form[name].data or () for name in ("joins", "out", "notes", "words")}


def _numbers(values: Sequence[str] | None) -> frozenset[int]:
    """The numbers among what a form sent."""
    return frozenset(int(each) for each in values or () if each.isascii() and each.isdecimal() and len(each) < 6)


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
    form.text.data, form.name.data = to_markdown(blocks), _OF_BASE
    return True


_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def import_text(form: NewForm) -> Imported:
    """The text of the form; title and occasion are filled in where they were left blank.

    A file's words go into the form's text, which carries them on. Raises TextRefused or TooManyBlocks on the field
    that they came from, EncodingNeeded for a file that is not in UTF-8.
    """
    upload = form.file.data
    name = (upload.filename if upload else "") or form.name.data or ""
    data = upload.read() if upload else b""
    if data:
        form.encoding.data = None  # another file is chosen anew, whatever was chosen for the one before
    data = data or _held(form)
    if data or (upload and upload.filename):
        if (form.text.data or "").strip():
            raise TextRefused(field="file", reason="two_texts")
        if data.startswith(OFFICE_MARK):
            return _word_text(form, data, name)
        form.name.data = name
        words = _words(form, data)
        reading = _read_field("file", data if words is None else words.encode(), name)
        form.text.data, form.held.data = words or _decoded(data), ""
    else:
        text = form.text.data or ""
        reading = _read_field(
            "text", text.encode("utf-8", "surrogatepass") if form.name.data else text, form.name.data or ""
        )
    field = "file" if data else "text"
    require_few(len(reading.blocks), field=field)  # as the review shows them, whatever looks torn
    if not form.language.data:
        form.language.data = _tongue(reading)
    return Imported(reading, _fill_blanks(form, reading))


def _word_text(form: NewForm, data: bytes, name: str) -> Imported:
    """The text of a file of an office program; raises FileChoiceNeeded, TextRefused and TooManyBlocks."""
    from workflow.formats.word.reading import read_word  # what reads them takes 10 MB that no other page needs

    if len(data) > LARGEST:  # each page carries it on
        raise TextRefused(field="file", reason=Reason.TOO_LARGE)
    try:
        text = read_word(data)
        form.held.data, form.name.data = base64.b64encode(data).decode(), name
        found = chosen_reading(text, form)
    except Unreadable as unreadable:
        form.held.data = ""
        raise TextRefused(field="file", reason=unreadable.reason, codes=unreadable.codes) from unreadable
    require_few(len(found.reading.blocks), field="file")
    if not form.language.data:
        form.language.data = _tongue(found.reading)
    return Imported(found.reading, _fill_blanks(form, found.reading), found.noticed)


def text_of(form: NewForm, found: Imported) -> ImportedText:
    """The text as the review left it, with the headings that were to stay, and what it did not answer."""
    kept = [name for name in ("occasion", "title") if name in (form.headings.data or ())]
    headings = [getattr(found.reading, name) for name in kept]
    encoding = form.encoding.data if form.encoding.data in ENCODINGS else ""
    origin = Origin(form.language.data or "", encoding, headings, noticed=found.noticed)
    return imported_text(found.reading, form.chosen, origin)


def _read_field(field: str, given: bytes | str, name: str) -> Reading:
    try:
        return read(given, name) if isinstance(given, bytes) else read_text(given)
    except Unreadable as unreadable:
        raise TextRefused(field=field, reason=unreadable.reason, codes=unreadable.codes) from unreadable


def _tongue(reading: Reading) -> str:
    found = likely("\n".join(block.text for block in reading.blocks))
    if found is None:
        raise TextRefused(field="language", reason="which_language")
    return found


def _held(form: NewForm) -> bytes:
    """The file that the page of encodings sends back."""
    try:
        return base64.b64decode(form.held.data or "", validate=True)
    except ValueError:
        return b""


def _words(form: NewForm, data: bytes) -> str | None:
    """The words of a file in the encoding that was chosen; None for one that needs no choice.

    Raises EncodingNeeded, where it is to be chosen from several.
    """
    try:
        read(data)
    except Unreadable as unreadable:
        if unreadable.reason is not Reason.ENCODING:
            return None
        if (words := decoded_as(data, form.encoding.data or "")) is not None:
            return words
        if decoded := decodings(data):
            form.held.data, form.encoding.data = base64.b64encode(data).decode(), None
            raise EncodingNeeded(decoded) from unreadable
    return None


def _decoded(data: bytes) -> str:
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
