"""The part of the consolidation's page that shows the paragraph as it will read, drawn alone while answers are
chosen.
"""

from flask import render_template

from workflow.queries.consolidation import passages, previews
from workflow.queries.consolidation.consolidation import Consolidation
from workflow.rules.shared.refusals import NotFound
from workflow.web.consolidation.paragraph_page import SHOWING, Opened


def part(it: Opened, supposed: Consolidation) -> str:
    """The preview alone, of a consolidation with answers that nobody gave yet."""
    if it.chosen is None:
        raise NotFound
    return render_template(
        "consolidation/preview.html",
        standing=it.standing,
        consolidation=supposed,
        supposed=True,
        chosen=it.chosen,
        rows=previews.around(supposed, it.chosen.key),
        home_of=passages.homes(it.paragraphs),
        translations=supposed.translations,
        **SHOWING,
    )
