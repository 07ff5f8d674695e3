"""Where words of one version stand in a later one, or that they are gone: comments, quotations, whole paragraphs."""

from workflow.text.anchors.anchors import reanchor, reanchor_all
from workflow.text.anchors.following import Followed, followed
from workflow.text.anchors.quotations import find
from workflow.text.anchors.suggestions import suggest

__all__ = ["Followed", "find", "followed", "reanchor", "reanchor_all", "suggest"]
