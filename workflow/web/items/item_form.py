"""The form of a comment, and of an amendment that edits no words; the browser sends words, never offsets."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import ValidationError

from workflow.rules.items.kinds import COMMENT, Kind
from workflow.rules.items.proposals import Proposal
from workflow.rules.items.refusals import WordsFoundTwice, WordsNotFound
from workflow.rules.shared.refusals import Refusal
from workflow.services.items.placing import WORDS_LIMIT, Place, find_place
from workflow.services.shared.checking import REASON_LIMIT
from workflow.text.anchors import find, suggest
from workflow.text.document import line, marked_slice, note_numbers, numbers, without_bare_mark
from workflow.text.document import plain as plain_words
from workflow.text.tokens import sentences
from workflow.text.unicode import normalise
from workflow.text.values import Block
from workflow.web.items.kinds import WORDS as SAID
from workflow.web.room.notes import brief, paragraph_name
from workflow.web.shared.forms import Form, TokenField, options, plain, require_input, tidy_input, up_to
from workflow.web.shared.locale import languages_to_write_in
from workflow.web.shared.numbers import parse_count

PARAGRAPH, WORDS, SAME = "paragraph", "words", "same"
NOWHERE = "-"
"""Stands for a place that is not chosen; "" is the beginning of the text."""
_CONTEXT = 40
"""Characters beside a sentence that tell it from an equal one."""
_MOST = 12
"""Places to choose among: where a word stands more often, a few more words tell them apart sooner."""


class ItemForm(Form):
    """A comment, or an amendment of a paragraph or the title as such.

    where: the whole paragraph, the number of a sentence, or words that were copied.
    """

    version = HiddenField()
    seen = HiddenField()
    prefix = HiddenField()
    suffix = HiddenField()
    selected = HiddenField()
    form_token = TokenField()
    kind = HiddenField()
    where = RadioField(_l("About which words?"), validators=[require_input(_l("Choose one of these."))])
    words = StringField(_l("The words"), filters=[tidy_input], validators=[plain, up_to(WORDS_LIMIT)])
    which = RadioField(_l("Which of these places?"), validate_choice=False)
    proposal = TextAreaField(_l("Words you propose"), filters=[tidy_input], validators=[plain, up_to(WORDS_LIMIT)])
    after = SelectField(_l("Where should the paragraph go?"))
    body = TextAreaField(
        _l("Your comment, or the reason"), filters=[tidy_input], validators=[plain, up_to(REASON_LIMIT)]
    )
    language = SelectField(_l("Language of your text"))
    private = BooleanField(_l("For the penholder only"))
    homes: ClassVar[Mapping[str, str]] = {"reason": "body"}  # a comment and a reason are written in the same one
    offered: Kind = COMMENT
    """What is written in it."""
    blocks: Sequence[Block] = ()
    """The text, whose footnotes have numbers."""
    afters: Sequence[str] = ()
    """Ids of the paragraphs that a new or moved one can follow."""
    closest: str | None = None
    """The words of the paragraph that may be meant, where those typed are not in it."""
    is_mended: bool = False
    """Whether they were taken into the form."""
    widened: str = ""
    """The whole words of the paragraph that are taken, where a part of one was selected or typed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.language.choices = options(languages_to_write_in())

    @property
    def is_about_words(self) -> bool:
        """Whether its writer says which words the item is about."""
        return "where" in self

    @property
    def seen_version(self) -> int:
        """The number of the version that the form was written on; 0 where it says none."""
        return parse_count(self.version.data) or 0

    def offer(self, kind: Kind, blocks: Sequence[Block], block: Block | None, *, same: str | None) -> None:
        """Offer that kind of item, and leave out the fields that it has not; `name_choices` says the choices.

        block: what it is about, None for the whole text or an addition. same: the words that it is about already.
        """
        self.offered, self.blocks = kind, blocks
        self.offer_after(blocks, _elsewhere(blocks, block))
        if not kind.is_placed:
            del self.after
        if not kind.proposes_words:
            del self.proposal
        self.body.label.text = SAID[kind].own.body
        if block is not None and kind.singles_out_words:
            self.where.choices = options((code, "") for code in _wheres(block, same, self.where.data))
        else:
            del self.where, self.words, self.which

    def offer_after(self, blocks: Sequence[Block], may: Callable[[str], bool] = lambda _: True) -> None:
        """Offer the places of a new or moved paragraph; may: whether it can follow that paragraph."""
        self.afters = (NOWHERE, *(code for code in ("", *(block.id for block in blocks)) if may(code)))
        self.after.choices = options((code, "") for code in self.afters)

    def name_choices(self, blocks: Sequence[Block], block: Block | None, *, same: str | None) -> None:
        """Say what each choice is, for the page."""
        if "after" in self:
            self.after.choices = options((code, _after_name(code, blocks)) for code in self.afters)
        if block is not None and "where" in self:
            said = [plain_words(marked_slice(block.text, start, end)) for start, end in sentences(block.text)]
            before = gettext("The same words as before") if same else gettext("The same place as before")
            names = {SAME: before, PARAGRAPH: gettext("The whole paragraph"), WORDS: ""}
            names |= {str(number): words for number, words in enumerate(said, 1)}
            self.where.choices = options((code, names[code]) for code in _wheres(block, same))
            self.which.choices = options(self._whiches(block) if self.is_submitted() else ())

    def validate_kind(self, field: HiddenField) -> None:
        """Refuse a form that says another kind than the one that is written in it: nobody sends what was not meant."""
        if field.data and field.data != self.offered.code:
            raise ValidationError(_l("Choose one of these."))

    def validate_after(self, field: SelectField) -> None:
        """Refuse a paragraph that goes nowhere: no place is chosen for its writer."""
        if field.data == NOWHERE and self.offered.is_placed:
            raise ValidationError(_l("Choose where the paragraph should go."))

    def asked(self, block: Block | None) -> Proposal:
        """What the form asks for, as the services take it."""
        return Proposal(
            version=self.seen_version,
            language=self.language.data,
            body=self.body.data or "",
            kind=self.offered.code,
            block=block.id if block else None,
            proposal=without_bare_mark(self.proposal.data or "") if "proposal" in self else "",
            after=self.after.data if "after" in self else None,
            private="private" in self and bool(self.private.data),
            **self.chosen(block),
        )

    def chosen(self, block: Block | None) -> dict[str, Any]:
        """The words that were chosen with a little context, as the services take them; words None: as they were."""
        if block is None or "where" not in self or self.where.data == PARAGRAPH:
            return {"words": ""}
        if self.where.data == SAME:
            return {"words": None}
        if self.where.data == WORDS and self._spot(block):
            start, end = self._spot(block) or (0, 0)
            return {"words": block.text[start:end], "prefix": block.text[:start], "suffix": block.text[end:]}
        if self.where.data == WORDS:
            context = {"prefix": self.prefix.data or "", "suffix": self.suffix.data or ""}
            return {"words": self.words.data or "", **context}
        start, end = sentences(block.text)[int(self.where.data) - 1]
        before, behind = block.text[max(0, start - _CONTEXT) : start], block.text[end : end + _CONTEXT]
        return {"words": block.text[start:end], "prefix": before, "suffix": behind}

    def _spot(self, block: Block) -> tuple[int, int] | None:
        """Which of the places was meant where the words stand more than once; None where nothing was chosen."""
        if not (number := parse_count(self.which.data) or 0):
            return None
        found = self._spots(block)
        return found[number - 1] if len(found) > 1 and 1 <= number <= len(found) else None

    def select(self, block: Block, words: str, prefix: str, suffix: str) -> None:
        """Fill in words that were selected in the paragraph, whole ones where the selection cut some."""
        try:
            place = self._find_place(block, words, prefix, suffix)
        except Refusal:  # what is wrong with them is said when the form is sent
            place = None
        if place is not None and place.widened:
            self.widened = words = place.shown
            prefix, suffix = block.text[: place.start][-_CONTEXT:], block.text[place.end :][:_CONTEXT]
        self.words.data, self.prefix.data, self.suffix.data = words, prefix, suffix
        self.selected.data = tidy_input(words)

    def use_nearest(self, block: Block, nearest: str) -> None:
        """Fill in the words that were offered for those typed, with what stands beside them; nothing is sent by it."""
        meant = suggest(block.text, normalise(self.words.data or ""))
        start, end = meant if meant and line(block.text).words(*meant) == nearest else (0, len(block.text))
        self.select(block, nearest, block.text[:start][-_CONTEXT:], block.text[end:][:_CONTEXT])
        self.where.data, self.is_mended = WORDS, True

    def forget_selection(self) -> None:
        """Drop what stood beside the words selected where others were typed: it says nothing of those."""
        if "words" in self and self.words.data != self.selected.data:
            self.prefix.data = self.suffix.data = ""

    def lacks_words(self) -> bool:
        """Whether words were chosen and none given, which is said at their field."""
        if not self.is_about_words or self.where.errors or self.where.data != WORDS or self.words.data:
            return False
        self.words.errors = [gettext("Copy the words into this field.")]
        return True

    def look_for_words(self, block: Block) -> None:
        """Say at their field where the words chosen do not stand in the paragraph, once.

        For a form that goes back anyway: of any other the use case finds out.
        """
        if self.where.errors or self.words.errors:
            return
        chosen = self.chosen(block)
        try:
            place = self._find_place(block, **{**chosen, "words": chosen["words"] or ""})
            self.widened = place.shown if place.widened else ""
        except Refusal as refusal:
            self.refuse_words(refusal, block)

    def refuse_words(self, refusal: Refusal, block: Block | None) -> None:
        """Say what is wrong with the words chosen, with what helps to mend them."""
        self.refused(refusal)
        if block is None or "words" not in self:
            return
        if isinstance(refusal, WordsNotFound):
            self.closest = refusal.closest
        if isinstance(refusal, WordsFoundTwice) and self._whiches(block):
            said = gettext("These words occur there more than once. Copy a few more words.")
            self.words.errors, self.which.errors = [], [said]

    def words_widened(self, block: Block | None, quote: str) -> str:
        """The whole words that the item made of it is about, where one of those given was cut; "" else.

        quote: of the item. They are looked for again only where it is not letter for letter what was given.
        """
        if block is None or not self.is_about_words or self.where.data != WORDS:
            return ""
        if _letters(quote) == _letters(self.words.data or ""):
            return ""
        place = self._find_place(block, **self.chosen(block))
        return place.shown if place.widened else ""

    def _find_place(self, block: Block, words: str, prefix: str = "", suffix: str = "") -> Place:
        return find_place(self.blocks if block in self.blocks else (block,), block.id, words, prefix, suffix)

    def _spots(self, block: Block) -> list[tuple[int, int]]:
        return find(block.text, normalise(self.words.data or ""), notes=note_numbers(self.blocks))

    def _whiches(self, block: Block) -> list[tuple[str, str]]:
        """Each place where the words stand, with a few words around, where there are several."""
        found = self._spots(block)
        around = [_around(block.text, *span) for span in found] if 1 < len(found) <= _MOST else []
        return [(str(number), said) for number, said in enumerate(around, 1)]


def _wheres(block: Block, same: str | None, sent: str | None = None) -> list[str]:
    """What an item may be about: the words that it is about already, the whole paragraph, a sentence of it, words.

    sent: what a form says, for which no sentence is looked for where it says none.
    """
    count = len(sentences(block.text)) if sent is None or sent.isdigit() else 0
    numbered = [str(number) for number in range(1, count + 1)] if count > 1 else []
    return [*([] if same is None else [SAME]), PARAGRAPH, *numbered, WORDS]


def _letters(words: str) -> str:
    return "".join(filter(str.isalnum, plain_words(words)))


def _around(text: str, start: int, end: int) -> str:
    low, high = max(0, start - _CONTEXT), end + _CONTEXT
    first = start - len(text[low:start].partition(" ")[2]) if low else 0
    last = end + len(text[end:high].rpartition(" ")[0]) if high < len(text) else len(text)
    return "… " * bool(low) + plain_words(marked_slice(text, first, last)) + " …" * (high < len(text))


def _after_name(code: str, blocks: Sequence[Block]) -> str:
    if code == NOWHERE:
        return gettext("Choose a place")
    if not code:
        return gettext("At the beginning")
    name, words = paragraph_name(code, blocks), next(plain_words(block.text) for block in blocks if block.id == code)
    if code not in numbers(blocks):
        return gettext("After %(place)s", place=name)
    return gettext("After %(place)s: %(words)s", place=name, words=brief(words, 60)[0])


def _elsewhere(blocks: Sequence[Block], block: Block | None) -> Callable[[str], bool]:
    """Whether a paragraph that follows the one with that id would stand elsewhere than `block` stands now."""
    ids = ["", *(each.id for each in blocks)]
    if block is None or block.id not in ids:
        return lambda _: True
    now = {block.id, ids[ids.index(block.id) - 1]}
    return lambda code: code not in now
