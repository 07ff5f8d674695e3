"""Two texts and what they have in common, found when it is first asked for."""

from functools import cached_property

from workflow.text.alignment.fine import finer_runs
from workflow.text.alignment.moves import Moves, moves
from workflow.text.alignment.runs import Run, outside_moves
from workflow.text.alignment.steady import steady_runs
from workflow.text.alignment.trust import Neighbourhood


class Comparison:
    """The alignment of `before` and `after`: made once for a page or an issue, and handed down to all who ask."""

    def __init__(self, before: str, after: str) -> None:
        self.before, self.after = before, after

    @cached_property
    def runs(self) -> list[Run]:
        """What stays in its place."""
        return steady_runs(self.before, self.after)

    @cached_property
    def gone(self) -> list[Run]:
        """What certainly moved, in the order of `before`."""
        return self._moves.certain

    @cached_property
    def doubtful(self) -> Neighbourhood:
        """What seems to have moved, but for its numbers, which tell it from others."""
        return self._near(self._moves.doubtful)

    @cached_property
    def _moves(self) -> Moves:
        return moves(self.before, self.after, self.runs)

    @cached_property
    def here(self) -> Neighbourhood:
        """What stays, letter by letter, without words that are the same by chance where a passage left or came."""
        return self._near(outside_moves(finer_runs(self.before, self.after, self.runs), self.gone))

    @cached_property
    def there(self) -> Neighbourhood:
        """What moved."""
        return self._near(self.gone)

    def _near(self, runs: list[Run]) -> Neighbourhood:
        return Neighbourhood(self.before, self.after, runs)
