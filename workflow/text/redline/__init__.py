"""A difference as a page or a mail shows it: what went and came, with the references behind each change."""

from workflow.text.redline.marked_words import Marked, marked_html
from workflow.text.redline.redline import after_html, before_html, redline_html
from workflow.text.redline.references import REFERENCE, label_html, refs_html

__all__ = ["REFERENCE", "Marked", "after_html", "before_html", "label_html", "marked_html", "redline_html", "refs_html"]
