"""What the refusal of amendments that cannot stand together says: why, and what the penholder may do."""

from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import gettext

from workflow.web.shared.locale import join_words


def conflict_sentence(facts: Mapping[str, Any]) -> str:
    """The sentence: who keeps whom out, and what can be done."""
    why, first = str(facts.get("why")), facts.get("first", "")
    if facts.get("open"):
        beside = _BESIDE_OPEN if facts.get("may_be_open") else _BESIDE_OPEN_ALONE
        return beside[why](first, join_words(facts["open"]))
    if facts.get("against"):
        return _AGAINST[why](first, join_words(facts["against"]))
    return _AT_MOST_ONE[why](join_words(facts["refs"]))


_AT_MOST_ONE: Mapping[str, Callable[[str], str]] = {
    "same_words": lambda refs: gettext(
        "%(refs)s change the same words. Accept at most one of them in full.", refs=refs
    ),
    "title": lambda refs: gettext("%(refs)s propose different titles. Accept at most one of them in full.", refs=refs),
    "same_point": lambda refs: gettext(
        "%(refs)s add words in the same place. Accept at most one of them in full.", refs=refs
    ),
    "same_place": lambda refs: gettext(
        "%(refs)s add paragraphs in the same place. Accept at most one of them in full.", refs=refs
    ),
    "two_places": lambda refs: gettext(
        "%(refs)s move the same paragraph to different places. Accept at most one of them in full.", refs=refs
    ),
}
_AGAINST: Mapping[str, Callable[[str, str], str]] = {
    "delete_edit": lambda refs, others: gettext(
        "%(refs)s would remove the paragraph that %(others)s would change or move. Accept one or the other in full.",
        refs=refs,
        others=others,
    ),
    "moved_anchor": lambda refs, others: gettext(
        "%(refs)s would move the paragraph after which %(others)s would come. Accept one or the other in full.",
        refs=refs,
        others=others,
    ),
}


def _same_place(full: str, open_: str) -> str:
    return gettext(
        "%(full)s is accepted in full, but %(open)s is open in [square brackets] in the same place. Leave %(full)s "
        "open too, or change the answer to %(open)s.",
        full=full,
        open=open_,
    )


_BESIDE_OPEN: Mapping[str, Callable[[str, str], str]] = {
    "same_words": lambda full, open_: gettext(
        "%(full)s is accepted in full, but %(open)s, open in [square brackets], changes the same words. Leave "
        "%(full)s open too, or change the answer to %(open)s.",
        full=full,
        open=open_,
    ),
    "same_point": _same_place,
    "same_place": _same_place,
}
_BESIDE_OPEN_ALONE: Mapping[str, Callable[[str, str], str]] = {
    "same_place": lambda full, open_: gettext(
        "%(full)s is accepted in full and moves a paragraph to the place of %(open)s, which is open in [square "
        "brackets]. Change one of the two answers.",
        full=full,
        open=open_,
    ),
    "delete_edit": lambda full, open_: gettext(
        "%(full)s is accepted in full and removes the paragraph in which %(open)s would be open in [square "
        "brackets]. Change one of the two answers.",
        full=full,
        open=open_,
    ),
    "moved_anchor": lambda full, open_: gettext(
        "%(full)s is accepted in full and moves the paragraph after which %(open)s, open in [square brackets], "
        "would come. Change one of the two answers.",
        full=full,
        open=open_,
    ),
}
"""Where the one that is accepted cannot be left open: a removal, a move."""
