"""Where words of one version stand in a later one, or that they are gone: comments, quotations, whole paragraphs."""

from workflow.text.anchors.anchors import reanchor, reanchor_all
from workflow.text.anchors.following import Followed, agreed_place, followed
from workflow.text.anchors.quotations import closest, find

__all__ = ["Followed", "agreed_place", "closest", "find", "followed", "reanchor", "reanchor_all"]
