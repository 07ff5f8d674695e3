"""Redlines in the reader's language: the labels for those who listen, and the mark where no reference stands behind."""

from collections.abc import Sequence

from flask_babel import gettext
from markupsafe import Markup

from workflow.queries.history.rows import Row
from workflow.text.diff import Change
from workflow.text.redline import after_html, before_html, label_html, redline_html, refs_html
from workflow.text.values import Source

Ops = Sequence[tuple[int, str]]
Labels = tuple[str, str]
"""What stands before words that were added, and before words that were removed, for those who listen."""


def labels() -> Labels:
    """The labels in the reader's language."""
    return _added_label(), _removed_label()


def label_change(ops: Ops, said: Labels) -> Markup:
    """A change in one column that nothing stands behind, with these labels."""
    return redline_html(ops, added=said[0], removed=said[1])


def redline(ops: Ops, sources: Sequence[Source] = (), penholder: str = "") -> Markup:
    """The change in one column."""
    return redline_html(ops, added=_added_label(), removed=_removed_label(), sources=sources, penholder=penholder)


def inline(row: Row, penholder: str = "") -> Markup:
    """One block's change in one column, with what stands behind it; why a block is gone stands above its words."""
    return redline(row.ops, row.sources, "" if row.change.kind is Change.REMOVED else penholder)


def before(row: Row) -> Markup:
    """The left of two columns."""
    return before_html(row.ops, removed=_removed_label(), sources=row.sources)


def after(row: Row, penholder: str = "") -> Markup:
    """The right of two columns."""
    return after_html(row.ops, added=_added_label(), sources=row.sources, penholder=penholder)


def behind(refs: Sequence[str], penholder: str = "") -> Markup:
    """The references behind a change as a whole (a paragraph moved, taken out), else the mark."""
    return refs_html(refs) or label_html(penholder)


def penholder_mark() -> str:
    """What stands where a change was written by hand."""
    return gettext("penholder")


def _added_label() -> str:
    return gettext("added: ")


def _removed_label() -> str:
    return gettext("removed: ")
