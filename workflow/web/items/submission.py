"""Our points: the drafts of an organisation, ordered, read by colleagues and sent together; and what was so sent."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask import session as browser
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, TextAreaField

from workflow.database import reading
from workflow.queries.items.drafts import DeletedDraft, deleted_drafts, own_sent
from workflow.queries.items.drafts import submission as submission_of
from workflow.queries.items.items import ItemShown
from workflow.queries.items.point_files import PointFileShown, newest_point_file, origins_of
from workflow.queries.items.target import target
from workflow.rules.items.file_points import FileUnit
from workflow.rules.items.kinds import KINDS
from workflow.rules.items.refusals import DraftsNotReady, SentTogether, StaleItem
from workflow.rules.shared.lifecycle import Stage
from workflow.rules.shared.permissions import Action, may
from workflow.rules.shared.refusals import NotFound, Refusal
from workflow.services.items import submitting
from workflow.services.items.submitting import GivenReason, ShownDraft
from workflow.services.shared.checking import REASON_LIMIT
from workflow.web.items.draft_points import DraftPoint, draft_points
from workflow.web.items.file_fates import FateTeller, note_sentences, origin_words
from workflow.web.items.returned_form import ReturnedTextForm
from workflow.web.items.sheet_form import SheetForm
from workflow.web.items.writing_page import late_sentence, refusal_of_comments
from workflow.web.room.room import is_writing
from workflow.web.shared import access, locale
from workflow.web.shared.arrivals import tell_arrival
from workflow.web.shared.forms import Form, TokenField, plain, tidy_input, up_to
from workflow.web.shared.numbers import parse_count
from workflow.web.shared.refusals import sentence_of
from workflow.web.statements.seen import require_standing

blueprint = Blueprint("submission", __name__)
_REASON = "reason-"
_CARRIED, _ROOM = "our_points", 2000  # bytes: a cookie has 4096 for all that stands in it, signed and encoded
_ACTS = {"up": submitting.move_up, "remove": submitting.delete_draft}


@dataclass(frozen=True)
class IncompletePoint:
    """A draft that lacks something. anchor: where it stands on the page."""

    anchor: str
    said: str


@dataclass(frozen=True)
class GoneDraft:
    """What was a draft when the page was opened, and what became of it."""

    item: ItemShown | DeletedDraft
    said: str


class SubmissionForm(Form):
    """Which drafts are sent, and a word to the penholder above them."""

    version = HiddenField()
    form_token = TokenField()
    note = TextAreaField(
        _l("A word to the penholder, above the points"), filters=[tidy_input], validators=[plain, up_to(REASON_LIMIT)]
    )


@blueprint.route("/statements/<key>/our-points", methods=["GET", "POST"])
def show(key: str) -> ResponseReturnValue:
    """The drafts of one's organisation with a box each; sent together with one press, or put into another order."""
    form = SubmissionForm()
    if not form.is_submitted():
        return _page(key, form, left_out=_left_out_before(key, form))
    act = next((name for name in _ACTS if request.form.get(name)), None)
    if act is None and not request.form.get("edit") and not form.validate():
        return _page(key, form, _chosen()), 422
    try:
        if request.form.get("edit"):
            return _go_to_form(key, form)
        return _do(key, form, act) if act else _send(key, form)
    except Refusal as refusal:
        return _page(key, form.refused(refusal), _chosen(), refusal), refusal.status


def _send(key: str, form: SubmissionForm) -> ResponseReturnValue:
    with access.acting() as (session, person):
        signs = submitting.give_reasons(session, person, key, _reasons())
        chosen = [ShownDraft(item, signs.get(item, _seen(item))) for item in _chosen()]
        made = submitting.send_together(
            session,
            person,
            key,
            chosen,
            version=_version(form),
            note=form.note.data or "",
            language=locale.current(),
            form_token=form.form_token.data or "",
        )
        sent = made.id
    tell_arrival(form.form_token.data)
    return redirect(url_for(".sent", key=key, submission=sent), 303)


def _do(key: str, form: SubmissionForm, act: str) -> ResponseReturnValue:
    """The page anew after something was done with one draft, with what is chosen and written in it.

    By a redirect, so that a reload asks for nothing; where its browser can hold what goes along.
    """
    item = request.form[act][:20]
    with access.acting() as (session, person):
        signs = submitting.give_reasons(
            session, person, key, [each for each in _reasons() if act != "remove" or each.item != item]
        )
        shown = [replace(each, seen=signs.get(each.item, each.seen)) for each in _shown()]
        _ACTS[act](session, person, key, item=item, shown=shown, version=_version(form))
    if act == "remove":
        flash(gettext("The draft was deleted."), "good")
    if not _is_carried(key, form):
        return _page(key, form, _chosen())
    return redirect(url_for(".show", key=key), 303)


def _go_to_form(key: str, form: SubmissionForm) -> ResponseReturnValue:
    """The way to the form of one draft, which comes back here with what is chosen and written now."""
    if not _is_carried(key, form):
        form.note.errors = [
            gettext("This is too long to be kept while you edit a point. Send the points first, or shorten it.")
        ]
        return _page(key, form, _chosen()), 422
    with access.acting() as (session, person):
        submitting.give_reasons(session, person, key, _reasons())
    here, item = url_for(".show", key=key), request.form["edit"][:20]
    return redirect(url_for("item_page.edit", key=key, item=item, next=here), 303)


def _is_carried(key: str, form: SubmissionForm) -> bool:
    """Whether what is chosen and written goes along to the next time that the page is opened: the browser can hold it.

    What is left out is noted rather than what is chosen: a draft that comes meanwhile is to be sent as well.
    """
    left_out = sorted({each.item for each in _shown()} - set(_chosen()))
    carried = {"key": key, "left_out": left_out, "note": form.note.data or ""}
    if len(json.dumps(carried)) > _ROOM:
        return False
    browser[_CARRIED] = carried
    tell_arrival(form.form_token.data)  # the note goes along from here
    return True


def _left_out_before(key: str, form: SubmissionForm) -> set[str]:
    """What was left out before one draft was edited, moved or deleted; its note is put into the form."""
    carried: Mapping[str, Any] = browser.pop(_CARRIED, {}) if _CARRIED in browser else {}
    if carried.get("key") != key:
        return set()
    form.note.data, form.is_brought = carried["note"], True
    return set(carried["left_out"])


def _version(form: SubmissionForm) -> int:
    return parse_count(form.version.data) or 0


def _seen(item: str) -> str:
    """The sign of a draft's text as the page showed it."""
    return request.form.get(f"seen-{item}", "")[:60]


def _reasons() -> list[GivenReason]:
    """What was written for drafts that lacked a reason, whatever is then done with them: it is not to be lost."""
    written = {name.removeprefix(_REASON)[:20]: text for name, text in request.form.items() if name.startswith(_REASON)}
    given = [GivenReason(item, _seen(item), tidy_input(text)) for item, text in written.items()]
    return [each for each in given if each.text][:500]


def _shown() -> list[ShownDraft]:
    """The drafts that the page showed, in its order."""
    marks = [name.removeprefix("seen-")[:20] for name in request.form if name.startswith("seen-")]
    return [ShownDraft(item, _seen(item)) for item in marks[:500]]


def _chosen() -> list[str]:
    return list(dict.fromkeys(item[:20] for item in request.form.getlist("send")[:500]))


def page_of_points(key: str, *, sheet_form: SheetForm | None = None, text_form: ReturnedTextForm | None = None) -> str:
    """The page beside which a filled sheet, or a text with changes, was brought that could not be taken."""
    return _page(key, SubmissionForm(formdata=None), sheet_form=sheet_form, text_form=text_form)


def _page(
    key: str,
    form: SubmissionForm,
    chosen: list[str] | None = None,
    refusal: Refusal | None = None,
    *,
    left_out: Collection[str] = (),
    sheet_form: SheetForm | None = None,
    text_form: ReturnedTextForm | None = None,
) -> str:
    """chosen: addresses of the drafts whose boxes are ticked; None: of all but those `left_out`."""
    why = refusal.by_item if isinstance(refusal, DraftsNotReady) else {}
    said = {item: _said_of(each) for item, each in why.items()}
    with reading() as session:
        stand = require_standing(session, key, Action.SEE_ITEMS)
        if not may(Action.POST_ITEM, stand.roles, Stage.CONSULTATION):
            raise NotFound
        on = target(session, stand)
        if on is None:
            raise NotFound
        points = draft_points(session, stand, on)
        sent, deleted = own_sent(session, stand, on.consultation_id), deleted_drafts(session, stand, list(said))
        file, origins = newest_point_file(session, stand), origins_of(session, [each.item.id for each in points])
    told = "" if points else _told(refusal)
    form.form_errors = [] if told else form.form_errors  # nothing is left to correct
    form.version.data = str(on.version)  # that another one is on the table was said with the refusal
    there_now = {each.item.address for each in points}
    left_out = there_now & set(left_out) if chosen is None else there_now - set(chosen)
    count = len(points) - len(left_out)
    there: list[ItemShown | DeletedDraft] = [*sent, *deleted]
    writing = is_writing(stand, on)
    teller = FateTeller(stand, on.blocks, [each.item for each in points], sent, writing)
    return render_template(
        "items/our_points.html",
        standing=stand,
        form=form,
        points=points,
        left_out=left_out,
        wrong=said,
        told=told,
        earlier=refusal.submission if isinstance(refusal, SentTogether) else None,
        gone=[GoneDraft(each, said[each.key]) for each in there if each.key in said],
        sent=sent,
        blocks=on.blocks,
        on=on,
        version=on.version,
        writing=writing,
        sheet_form=_with_version(sheet_form or SheetForm(formdata=None), on.version),
        text_form=_with_version(text_form or ReturnedTextForm(formdata=None), on.version),
        file=file,
        fates=teller.lines(file) if file else [],
        notes=note_sentences(file.notes) if file else [],
        file_sentence=_file_sentence(file) if file else "",
        incomplete=(incomplete := _incomplete(points)),
        to_mend=ngettext(
            "%(num)s point is to be put right before it can be sent.",
            "%(num)s points are to be put right before they can be sent.",
            len(incomplete),
        ),
        origins={item: origin_words(origin) for item, origin in origins.items()},
        reasons={each.item: each.text for each in _reasons()},
        late=stand.may(Action.POST_LATE),
        over=late_sentence() if stand.may(Action.POST_LATE) else refusal_of_comments(stand.stage),
        consultation_id=on.consultation_id,
        send_words=ngettext("Send the point", "Send %(num)s points together", count),
        limit=REASON_LIMIT,
    )


def _incomplete(points: Sequence[DraftPoint]) -> list[IncompletePoint]:
    return [
        IncompletePoint(each.item.anchor, _lacking(number, each)) for number, each in enumerate(points, 1) if each.lacks
    ]


def _lacking(number: int, point: DraftPoint) -> str:
    if KINDS[point.item.kind].amends:
        return gettext("Point %(number)s has no reason.", number=number)
    return gettext("Point %(number)s has no comment.", number=number)


def _file_sentence(file: PointFileShown) -> str:
    """How many of its points are among those of the organisation."""
    if not any(line.unit is FileUnit.ROW for line in file.lines):
        return ngettext(
            "Last text from Word: %(kept)s of %(num)s point kept",
            "Last text from Word: %(kept)s of %(num)s points kept",
            len(file.lines),
            kept=file.kept,
        )
    return ngettext(
        "Last sheet: %(kept)s of %(num)s row kept",
        "Last sheet: %(kept)s of %(num)s rows kept",
        len(file.lines),
        kept=file.kept,
    )


def _with_version(form: SheetForm | ReturnedTextForm, version: int) -> SheetForm | ReturnedTextForm:
    form.version.data = str(version)
    return form


def _told(refusal: Refusal | None) -> str:
    """What became of drafts of which none is left, where that is why they were not sent now."""
    if isinstance(refusal, SentTogether):
        return gettext("You have already sent these drafts together, and none is left. Nothing was sent a second time.")
    return sentence_of(refusal) if isinstance(refusal, DraftsNotReady) and not refusal.to_mend else ""


def _said_of(refusal: Refusal) -> str:
    """Why a draft cannot be sent, beside the draft; words that its colleague changed stand there already."""
    if isinstance(refusal, StaleItem):
        return gettext("A colleague has changed this in the meantime. Check the change first.")
    return sentence_of(refusal)


@blueprint.get("/statements/<key>/submissions/<submission>")
def sent(key: str, submission: str) -> ResponseReturnValue:
    """What was sent together, for the penholder and its own organisation."""
    number = parse_count(submission)
    with reading() as session:
        stand = require_standing(session, key, Action.SEE_ITEMS)
        on, found = target(session, stand), submission_of(session, stand, number) if number else None
    if found is None or on is None:
        raise NotFound
    facts = {"version": found.version or on.version, "writing": False, "consultation_id": on.consultation_id}
    return render_template("items/submission.html", standing=stand, found=found, blocks=found.blocks, **facts)
