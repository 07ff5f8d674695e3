"""Where words of one version stand in a later one, or that they are gone: comments, quotations, whole paragraphs.

`reanchor` and `reanchor_all` answer for two texts, `followed` for two versions in blocks, `agreed_place` where two ways
were gone. `find` is a TextQuoteSelector (W3C Web Annotation 4.2.4): it finds words that somebody copied, and `suggest`
says which may be meant. Whoever is not sure says so, and gives no place.
"""

from workflow.text.anchors.anchors import reanchor, reanchor_all
from workflow.text.anchors.following import Followed, agreed_place, followed
from workflow.text.anchors.quotations import find
from workflow.text.anchors.suggestions import suggest

__all__ = ["Followed", "agreed_place", "find", "followed", "reanchor", "reanchor_all", "suggest"]
