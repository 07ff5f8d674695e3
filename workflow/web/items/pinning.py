"""The page on which a person says where an item's words stand now."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, StringField

from workflow.database import reading
from workflow.queries.items.item_places import Stands, stands
from workflow.queries.items.items import ItemShown, one
from workflow.queries.shared.standing import Standing
from workflow.rules.shared.permissions import Action, Role
from workflow.rules.shared.refusals import NotFound, Refusal
from workflow.services.items import pinning
from workflow.services.items.pinning import Pointed
from workflow.services.items.placing import WORDS_LIMIT, find_place
from workflow.services.items.sending import reference_conditions
from workflow.text.document import numbers
from workflow.text.values import Verdict
from workflow.web.shared import access
from workflow.web.shared.forms import Form, options, plain, require_input, tidy_input, up_to
from workflow.web.shared.numbers import parse_count
from workflow.web.statements.seen import require_standing

blueprint = Blueprint("pinning", __name__)
GONE = "gone"
"""Stands for no paragraph: the words are gone. No permanent id has a vowel."""


class PlaceForm(Form):
    """Where an item stands: a paragraph, and in it the words, or none for the whole of it."""

    version = HiddenField()
    seen = HiddenField()
    prefix = HiddenField()
    suffix = HiddenField()
    block = RadioField(_l("Where are its words now?"), validators=[require_input(_l("Choose one of these."))])
    words = StringField(_l("The words in that paragraph"), filters=[tidy_input], validators=[plain, up_to(WORDS_LIMIT)])

    def pointed(self) -> Pointed:
        """What the service takes."""
        if self.block.data == GONE:
            return Pointed()
        return Pointed(self.block.data, self.words.data or "", self.prefix.data or "", self.suffix.data or "")


@blueprint.route("/statements/<key>/items/<item>/place", methods=["GET", "POST"])
def show(key: str, item: str) -> ResponseReturnValue:
    """Ask where an item of an earlier version stands in the newest one, and keep the answer."""
    stand, shown, place = _read_place(key, item)
    if place is None or not (place.may_be_placed or request.method == "POST"):
        return _to_note(key, shown)  # it was made on the newest version, or its words are certain there
    form = PlaceForm()
    form.block.choices = options([*((block.id, block.text) for block in place.blocks), (GONE, "")])
    if not form.is_submitted():
        _fill(form, stand, place)
        return _page(stand, shown, place, form)
    if not form.validate():
        return _page(stand, shown, place, form), 422
    try:
        with access.acting() as (session, person):
            version, place_seen = parse_count(form.version.data) or 0, form.seen.data or ""
            kept = pinning.place_item(
                session, person, key, item=item, version=version, seen=place_seen, at=form.pointed()
            )
    except Refusal as refusal:  # words not found, found twice, placed by another, a version issued meanwhile
        return _again(key, item, form, refusal)
    if words := _words_widened(place, form.pointed()):
        flash(gettext("Your selection was widened to whole words: “%(words)s”.", words=words), "care")
    flash(_pin_sentence(shown, kept.verdict), "good")
    return _to_note(key, shown)


def _words_widened(place: Stands, at: Pointed) -> str:
    """The whole words that were taken where one of those given was cut; "" else."""
    there = find_place(place.blocks, at.block, at.words, at.prefix, at.suffix)
    return there.shown if there.widened else ""


def _to_note(key: str, shown: ItemShown) -> ResponseReturnValue:
    return redirect(url_for("room.show", key=key, open=shown.address, _anchor=shown.anchor), 303)


def _again(key: str, item: str, form: PlaceForm, refusal: Refusal) -> ResponseReturnValue:
    """The form with what was chosen, on what is on the table now."""
    stand, shown, place = _read_place(key, item)
    if place is None:  # its words are certain now
        return _to_note(key, shown)
    form.refused(refusal)
    form.version.data, form.seen.data = str(stand.version), place.seen
    return _page(stand, shown, place, form), refusal.status


def _read_place(key: str, item: str) -> tuple[Standing, ItemShown, Stands | None]:
    with reading() as session:
        stand = require_standing(session, key, Action.PLACE_ITEM)
        shown = one(session, stand, *reference_conditions(item))
        place = stands(session, stand, shown.id) if shown else None
    if shown is None or not (shown.ours or Role.PENHOLDER in stand.roles):
        raise NotFound
    return stand, shown, place


def _fill(form: PlaceForm, stand: Standing, place: Stands) -> None:
    form.version.data, form.seen.data = str(stand.version), place.seen
    if place.placed:  # else nothing is chosen: the engine's guess must not be kept as a person's word
        form.words.data = place.words
        form.block.data = GONE if place.verdict is Verdict.DELETED else place.block


def _page(stand: Standing, shown: ItemShown, place: Stands, form: PlaceForm) -> str:
    facts: dict[str, Any] = {"place": place, "numbers": numbers(place.blocks), "blocks": place.blocks}
    return render_template("items/pinning.html", standing=stand, item=shown, form=form, version=stand.version, **facts)


def _pin_sentence(shown: ItemShown, verdict: Verdict) -> str:
    if verdict is Verdict.DELETED:
        return gettext("Saved: the words of %(reference)s are no longer in the text.", reference=shown.reference)
    return gettext("Saved: %(reference)s is there now.", reference=shown.reference)
