"""Which of the marks of a footnote is the one that Word keeps the note by; all others name it."""

from collections import Counter
from collections.abc import Iterable

from workflow.formats.word.written import WrittenRun


class Mentions:
    """The marks of the footnotes of a text, in its order.

    One that stays keeps the note, else of those that go and of those that come the first, each with a note of its own.
    """

    def __init__(self, marks: Iterable[WrittenRun]) -> None:
        found = list(marks)
        self._staying = {_label(run) for run in found if not (run.put_in or run.taken_out)}
        self._times = Counter(map(self.called, found))
        self._first: dict[str, int] = {}  # what a note is called -> the identity of its mark
        for run in found:
            if _label(run) not in self._staying or not (run.put_in or run.taken_out):
                self._first.setdefault(self.called(run), id(run))

    def called(self, run: WrittenRun) -> str:
        """What the note of a mark is called, for itself."""
        label = _label(run)
        return label if label in self._staying else f"{label} {'goes' if run.taken_out else 'comes'}"

    def is_first(self, run: WrittenRun) -> bool:
        """Whether it is the mark that keeps the note."""
        return self._first[self.called(run)] == id(run)

    def has_others(self, run: WrittenRun) -> bool:
        """Whether other marks name the same note."""
        return self._times[self.called(run)] > 1


def _label(run: WrittenRun) -> str:
    return run.note.label if run.note else ""
