"""The page on which a penholder shows which words of the text say what was accepted."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, StringField
from wtforms.widgets import HiddenInput

from workflow.database import reading
from workflow.models.statement import Statement
from workflow.queries.consolidation import passages
from workflow.queries.consolidation.consolidation import Consolidation
from workflow.queries.consolidation.consolidation_item import ConsolidationItem
from workflow.queries.consolidation.nearest import nearest
from workflow.queries.shared.standing import Standing
from workflow.rules.consolidation.dispositions import ENTERS_TEXT
from workflow.rules.items.kinds import KINDS
from workflow.rules.shared.permissions import Action
from workflow.rules.shared.refusals import NotFound, Refusal
from workflow.services.consolidation import showing_where
from workflow.services.consolidation.issuing import text_to_issue
from workflow.services.items.placing import WORDS_LIMIT
from workflow.text.anchors import find
from workflow.text.diff import shortened
from workflow.text.document import TITLE, numbers, titled
from workflow.text.values import Block
from workflow.web.consolidation.consolidation import SHOWING, consolidation_of
from workflow.web.shared import access
from workflow.web.shared.forms import Form, options, plain, require_input, tidy_input, up_to
from workflow.web.shared.numbers import WholeField

blueprint = Blueprint("showing_where", __name__)
NOWHERE = "nowhere"
"""Stands for no paragraph. No permanent id has a vowel."""


class WhereForm(Form):
    """In which paragraph the words are, and which they are."""

    serial = WholeField(widget=HiddenInput())
    seen = HiddenField()
    block = RadioField(_l("In which paragraph are the words?"), validators=[require_input(_l("Choose one of these."))])
    words = StringField(_l("The words in that paragraph"), filters=[tidy_input], validators=[plain, up_to(WORDS_LIMIT)])

    @property
    def place(self) -> str | None:
        """The id of the block, None for nowhere."""
        return None if self.block.data == NOWHERE else self.block.data

    def lacks_words(self) -> bool:
        """Whether a paragraph was chosen and no words of it, which is said at their field."""
        if self.block.data == NOWHERE or self.words.data:
            return False
        self.words.errors = [gettext("Copy the words from the paragraph above.")]
        return True

    @property
    def said(self) -> dict[str, Any]:
        """What the service takes."""
        seen = {"serial": self.serial.data or 0, "seen": self.seen.data or ""}
        return {"block": self.place, "words": self.words.data or "", **seen}


@dataclass(frozen=True)
class AskedWhere:
    """An item of the consolidation, and the text as it will read, its title as a block before it."""

    standing: Standing
    consolidation: Consolidation
    item: ConsolidationItem
    text: tuple[Block, ...]

    @property
    def blocks(self) -> Sequence[Block]:
        """The blocks in which its words may be."""
        of_title = KINDS[self.item.kind].is_about_title
        return [block for block in self.text if (block.id == TITLE) is of_title]

    @property
    def paragraph(self) -> passages.ConsolidationParagraph:
        """Where it stands on the consolidation."""
        return next(each for each in passages.paragraphs(self.consolidation) if self.item in each.items)

    def has_stood(self, place: str | None, words: str) -> bool:
        """Whether the words stood there when the amendment was made, as often as they do now."""
        texts = self.consolidation.issued, self.text
        old, new = ([find(block.text, words) for block in text if block.id == place] for text in texts)
        return self.item.verdict is None and bool(words and old and new) and len(old[0]) >= len(new[0]) > 0

    def show_in(self, form: WhereForm) -> None:
        """Have the form carry what is on the record now."""
        form.serial.data = self.item.serial
        form.seen.data = showing_where.sign(self.item.shown_block, self.item.shown_words)


@blueprint.route("/statements/<key>/consolidation/where/<item>", methods=["GET", "POST"])
def show(key: str, item: str) -> ResponseReturnValue:
    """Ask which words of the text say what was accepted, and keep the answer."""
    is_sent = request.method == "POST"
    asked = _read(key, item, Action.SEE_PRIVATE if is_sent else Action.DISPOSE)
    if asked.item.disposition not in ENTERS_TEXT and not is_sent:
        flash(_answer_first(asked.item), "care")
        return _to_item(asked)
    form = WhereForm()
    form.block.choices = options([(block.id, block.text) for block in asked.blocks] + [(NOWHERE, "")])
    if not is_sent:
        asked.show_in(form)
        _fill(form, asked)
        return _page(asked, form)
    if not form.validate() or form.lacks_words():
        return _page(asked, form), 422
    try:
        with access.acting() as (session, person):
            showing_where.show_where(session, person, key, item=asked.item.id, **form.said)
    except Refusal as refusal:  # the words are not there, or another penholder was quicker
        asked = _read(key, item, Action.SEE_PRIVATE)
        asked.show_in(form)
        return _page(asked, form.refused(refusal)), refusal.status
    flash(_sentence(asked.item, form.place), "good")
    if asked.has_stood(form.place, form.words.data or ""):
        flash(_doubt(asked.item), "care")
    return _to_item(asked)


def _read(key: str, item: str, action: Action) -> AskedWhere:
    """The item and the text; raises NotFound, also where a version has told the answer."""
    with reading() as session:
        stand, found = consolidation_of(session, key, action)
        there = next((i for i in found.items if item.upper() in (i.reference, str(i.id))), None)
        if there is None:
            raise NotFound
        text = text_to_issue(session, session.get_one(Statement, stand.id))
    return AskedWhere(stand, found, there, titled(text.title, text.blocks))


def _fill(form: WhereForm, asked: AskedWhere) -> None:
    meant = nearest(asked.consolidation, asked.item, asked.text)
    form.words.data = meant.words
    form.block.data = meant.block


def _page(asked: AskedWhere, form: WhereForm) -> str:
    return render_template(
        "consolidation/where.html",
        standing=asked.standing,
        consolidation=asked.consolidation,
        item=asked.item,
        chosen=asked.paragraph,
        effects=passages.effects(asked.consolidation, [asked.item]),
        number_of=numbers(asked.consolidation.issued),
        first_words={block.id: shortened(block.text, 40) for block in asked.consolidation.issued},
        numbers=numbers(asked.text),
        form=form,
        **SHOWING,
    )


def _to_item(asked: AskedWhere) -> ResponseReturnValue:
    at = url_for("consolidation.show", key=asked.standing.key, paragraph=asked.paragraph.key, _anchor=asked.item.anchor)
    return redirect(at, 303)


def _answer_first(item: ConsolidationItem) -> str:
    if not KINDS[item.kind].amends:
        return gettext("Accept %(reference)s first. Then write its words.", reference=item.reference)
    return gettext(
        "Accept %(reference)s, in full or in part, and save. Then show where its words are.", reference=item.reference
    )


def _doubt(item: ConsolidationItem) -> str:
    return gettext(
        "The words shown have not changed since %(reference)s was sent. Check that they say what it asks for.",
        reference=item.reference,
    )


def _sentence(item: ConsolidationItem, block: str | None) -> str:
    if block is None:
        return gettext("Saved: no words are shown for %(reference)s any more.", reference=item.reference)
    return gettext("Saved: you have shown where the text says %(reference)s.", reference=item.reference)
