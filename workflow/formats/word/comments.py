"""Comments of a `.docx`: who said what, in answer to whom; where each stands is known to its places."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from workflow.formats.word.changes import author_of, moment_of
from workflow.formats.word.comment_places import CommentPlaces
from workflow.formats.word.markup import W14, W15, Element, W
from workflow.formats.word.story import NOWHERE
from workflow.formats.word.values import WordComment


@dataclass(frozen=True, slots=True)
class _Thread:
    """What a newer part of the file says of a comment. above: the paragraph id of the comment that it answers."""

    above: str
    is_resolved: bool


def read_comments(
    root: Element | None, extended: Element | None, places: CommentPlaces, words_of: Callable[[Element], str]
) -> tuple[WordComment, ...]:
    """All comments in the order of the file; words_of: the words of a comment's element."""
    if root is None:
        return ()
    found = list(root.iterchildren(f"{W}comment"))
    threads = _threads(extended)
    # A comment is known to the newer part by the id of its last paragraph.
    marks = {_key(each): _last_paragraph(each) for each in found}
    keys = {mark: key for key, mark in marks.items() if mark}
    made = []
    for each in found:
        key = _key(each)
        thread = threads.get(marks[key], _Thread("", is_resolved=False))
        answers = keys.get(thread.above, "")
        paragraph, start, end, words = _place(places, key, answers)
        said = words_of(each)
        made.append(
            WordComment(
                key,
                author_of(each),
                moment_of(each),
                said,
                NOWHERE if paragraph is None else paragraph,
                start,
                end,
                words,
                answers,
                thread.is_resolved,
            )
        )
    return tuple(made)


def _place(places: CommentPlaces, key: str, answers: str) -> tuple[int | None, int, int, str]:
    """Where a comment stands; a reply without a place of its own stands where its comment does."""
    place = places.place(key)
    return places.place(answers) if place[0] is None and answers else place


def _threads(extended: Element | None) -> Mapping[str, _Thread]:
    if extended is None:
        return {}
    return {
        str(each.get(f"{W15}paraId", "")): _Thread(
            str(each.get(f"{W15}paraIdParent", "")), each.get(f"{W15}done", "0") in ("1", "true", "on")
        )
        for each in extended.iterchildren(f"{W15}commentEx")
    }


def _last_paragraph(comment: Element) -> str:
    paragraphs = list(comment.iter(f"{W}p"))
    return str(paragraphs[-1].get(f"{W14}paraId", "")) if paragraphs else ""


def _key(comment: Element) -> str:
    return str(comment.get(f"{W}id", ""))
