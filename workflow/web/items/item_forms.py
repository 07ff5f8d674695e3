"""The form in which a member comments on words or proposes others; the browser sends words, never offsets."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import ValidationError

from workflow.config import LANGUAGES
from workflow.rules.items.kinds import BY_CODE
from workflow.rules.items.proposals import Proposal
from workflow.rules.items.refusals import WordsCut, WordsFoundTwice, WordsNotFound
from workflow.rules.shared.refusals import Refusal
from workflow.services.items.placing import WORDS_LIMIT, find_place, places, require_whole
from workflow.services.shared.checking import REASON_LIMIT
from workflow.text.blocks import Block
from workflow.text.inline import plain as plain_words
from workflow.text.normal import normalise
from workflow.text.words import sentences
from workflow.web.items.item_afters import NOWHERE, after_which, elsewhere
from workflow.web.shared.forms import Form, TokenField, plain, require_input, tidy_input, up_to
from workflow.web.shared.locale import language_name
from workflow.web.shared.numbers import parse_count

COMMENT, REPLACE, REMOVE, MOVE, ADD, TITLE = "comment", "replace", "remove", "move", "add", "title"
PARAGRAPH, WORDS, SAME = "paragraph", "words", "same"
_CONTEXT = 40
"""Characters beside a sentence that tell it from an equal one."""
_MOST = 12
"""Places to choose among: where a word stands more often, a few more words tell them apart sooner."""


class ItemForm(Form):
    """A comment or an amendment. where: the whole paragraph, the number of a sentence, or words that were copied."""

    version = HiddenField()
    seen = HiddenField()
    prefix = HiddenField()
    suffix = HiddenField()
    form_token = TokenField()
    kind = RadioField(_l("What do you want to do?"), validators=[require_input(_l("Choose one of these."))])
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
    kinds: Sequence[str] = ()
    closest: str | None = None
    """The nearest words of the paragraph, where those typed are not in it."""
    widened: str = ""
    """The whole words of the paragraph that are taken, where a part of one was selected or typed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.language.choices = [(code, language_name(code)) for code in LANGUAGES]

    @property
    def is_comment(self) -> bool:
        """Whether it comments rather than proposes."""
        return bool(self.kind.data == COMMENT)

    @property
    def seen_version(self) -> int:
        """The number of the version that the form was written on; 0 where it says none."""
        return parse_count(self.version.data) or 0

    def offer(self, kinds: Sequence[str], blocks: Sequence[Block], block: Block | None, *, same: str | None) -> None:
        """Offer those kinds of items, and leave out the fields that none of them has.

        block: what it is about, None for the whole text or an addition. same: the words that it is about already.
        """
        self.kinds = tuple(kinds)
        self.kind.choices = [(kind, "") for kind in kinds]
        self.offer_after(blocks, elsewhere(blocks, block))
        if not {MOVE, ADD}.intersection(kinds):
            del self.after
        if len(kinds) == 1:
            self.body.label.text = gettext("Your comment") if COMMENT in kinds else gettext("Reason")
        if block is not None and {COMMENT, REPLACE}.intersection(kinds):
            self.where.choices = _wheres(block, same)
            self.which.choices = _whiches(block, self.words.data or "")
        else:
            del self.where, self.words, self.which

    def offer_after(self, blocks: Sequence[Block], may: Callable[[str], bool] = lambda _: True) -> None:
        """Offer the places of a new or moved paragraph; may: whether it can follow that paragraph."""
        self.after.choices = after_which(blocks, may)

    def validate_after(self, field: SelectField) -> None:
        """Refuse a paragraph that goes nowhere: no place is chosen for its writer."""
        if field.data == NOWHERE and self.kind.data in (MOVE, ADD):
            raise ValidationError(_l("Choose where the paragraph should go."))

    def asked(self, block: Block | None) -> Proposal:
        """What the form asks for, as the services take it."""
        return Proposal(
            version=self.seen_version,
            language=self.language.data,
            body=self.body.data or "",
            change=BY_CODE[self.kind.data].change,
            block=block.id if block else None,
            proposal=self.proposal.data or "",
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
        found = _spots(block, self.words.data or "")
        number = parse_count(self.which.data) or 0
        return found[number - 1] if len(found) > 1 and 1 <= number <= len(found) else None

    def select(self, block: Block, words: str, prefix: str, suffix: str) -> None:
        """Fill in words that were selected in the paragraph, whole ones where the selection cut some."""
        try:
            place = find_place([block], block.id, words, prefix, suffix)
        except Refusal:  # what is wrong with them is said when the form is sent
            place = None
        if place is not None and place.widened:
            self.widened = words = plain_words(place.quote)
            prefix, suffix = block.text[: place.start][-_CONTEXT:], block.text[place.end :][:_CONTEXT]
        self.words.data, self.prefix.data, self.suffix.data = words, prefix, suffix

    def check_words(self, block: Block) -> bool:
        """Whether the words chosen stand in the paragraph, once; what does not is said at its field.

        Nothing is looked for where the form has not said which words it is about: `validate` tells that.
        """
        if "where" not in self or self.where.errors:
            return False
        if self.where.data == WORDS and not self.words.data:
            self.words.errors = [gettext("Copy the words from the paragraph above.")]
            return False
        try:
            place = find_place([block], block.id, **{**self.chosen(block), "words": self.chosen(block)["words"] or ""})
            self.widened = plain_words(place.quote) if place.widened else ""
            if self.kind.data == REPLACE:
                require_whole(place)
        except Refusal as refusal:
            self.refused(refusal)
            if isinstance(refusal, WordsNotFound):
                self.closest = refusal.closest
            if isinstance(refusal, WordsFoundTwice) and self.which.choices:
                self.words.errors, self.which.errors = (
                    [],
                    [gettext("These words occur there more than once. Copy a few more words.")],
                )
            if isinstance(refusal, WordsCut):
                self._widen(block, refusal)
            return False
        return True

    def _widen(self, block: Block, refusal: WordsCut) -> None:
        """Put the whole words into the form: for them the proposal may be sent, when its writer has looked at it."""
        self.words.data, self.where.data = refusal.words, WORDS
        self.which.choices = _whiches(block, self.words.data)
        starts = [start for start, _ in _spots(block, self.words.data)]
        self.which.data = str(starts.index(refusal.start) + 1) if refusal.start in starts else None


def _wheres(block: Block, same: str | None) -> list[tuple[str, str]]:
    """The whole paragraph, each of its sentences, words; first the words that the item is about already."""
    said = [plain_words(block.text[start:end]) for start, end in sentences(block.text)]
    numbered = {str(number): words for number, words in enumerate(said, 1)} if len(said) > 1 else {}
    kept = {} if same is None else {SAME: gettext("The same words as before")}
    offered = {**kept, PARAGRAPH: gettext("The whole paragraph"), **numbered, WORDS: ""}
    return list(offered.items())


def _spots(block: Block, words: str) -> list[tuple[int, int]]:
    wanted = normalise(words).strip()
    return places(block.text, wanted) if wanted else []


def _whiches(block: Block, words: str) -> list[tuple[str, str]]:
    """Each place where the words stand, with a few words around, where there are several."""
    found = _spots(block, words)
    around = [_around(block.text, *span) for span in found] if 1 < len(found) <= _MOST else []
    return [(str(number), said) for number, said in enumerate(around, 1)]


def _around(text: str, start: int, end: int) -> str:
    low, high = max(0, start - _CONTEXT), end + _CONTEXT
    before = text[low:start] if not low else "… " + text[low:start].partition(" ")[2]
    behind = text[end:high] if high >= len(text) else text[end:high].rpartition(" ")[0] + " …"
    return plain_words(before + text[start:end] + behind)
