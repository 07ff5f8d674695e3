"""The title of the next version: the draft's, or the one that was accepted."""

from collections.abc import Sequence
from dataclasses import replace

from workflow.text.amendments.carried import Accepted
from workflow.text.consolidation.consolidation import Consolidated
from workflow.text.consolidation.pointing import place_of
from workflow.text.document.brackets import TITLE
from workflow.text.edits.shared import places, whole_words
from workflow.text.edits.uptake import as_read
from workflow.text.values.amendment import AmendmentKind, Source


def with_title(made: Consolidated, issued: str, draft: str, accepted: Sequence[Accepted]) -> Consolidated:
    """The consolidated text with its title.

    Accepted titles that read alike are one. Where the penholder wrote another title by hand, or those accepted differ,
    the draft's stays and they are left to the hand. One taken in part gives way to one accepted in full, and is said
    where the words taken stand in it. Where the penholder showed the words in the draft's title that say it, it stays.
    """
    asked = [each for each in accepted if each.amendment.kind is AmendmentKind.TITLE]
    shown = {each.amendment.ref for each in asked if _is_shown(each, draft)}
    left = [each for each in asked if each.amendment.ref not in shown]
    weighed = [each for each in left if each.in_full] or left
    titles = {each.amendment.words for each in weighed}
    title = titles.pop() if len(titles) == 1 else draft
    if draft not in (issued, title):
        title = draft
    shown = {each.amendment.ref for each in asked if _is_shown(each, title)}
    refs = tuple(each.amendment.ref for each in asked if each.amendment.ref in shown or _is_said(each, title))
    unsaid = tuple(each.amendment.ref for each in asked if each.amendment.ref not in refs)
    named = (*made.sources, _source(title, issued, refs)) if refs else made.sources
    unapplied, pointed = (*made.unapplied, *unsaid), (*made.shown, *(ref for ref in refs if ref in shown))
    return replace(made, title=title, sources=named, unapplied=unapplied, shown=pointed)


def _is_shown(each: Accepted, title: str) -> bool:
    block, words = each.shown or (None, "")
    return block == TITLE and place_of(title, words) is not None


def _is_said(each: Accepted, title: str) -> bool:
    words = each.amendment.words
    return as_read(words) == as_read(title) or (
        not each.in_full and bool(places(whole_words(words), whole_words(title)))
    )


def title_refs(sources: Sequence[Source]) -> tuple[str, ...]:
    """The references behind a title."""
    return tuple(ref for source in sources if source.kind is AmendmentKind.TITLE for ref in source.refs)


def _source(title: str, issued: str, refs: tuple[str, ...]) -> Source:
    return Source("", 0, len(title), refs, AmendmentKind.TITLE, (0, len(issued)))
