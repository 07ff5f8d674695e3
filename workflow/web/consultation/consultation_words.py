"""What is open in a consultation, in a sentence."""

from collections.abc import Collection
from datetime import datetime

from flask import Blueprint
from flask_babel import gettext, ngettext

_TITLE = "title"


def init(blueprint: Blueprint) -> None:
    """Give the templates this word."""
    blueprint.add_app_template_global(openness_sentence)


def openness_sentence(opened: Collection[str], closed_at: datetime | None) -> str:
    """What may be amended where not all may, or what might be. opened: ids, and the word for the title."""
    paragraphs = sum(each != _TITLE for each in opened)
    if closed_at:
        return _past_sentence(paragraphs, _TITLE in opened)
    if _TITLE not in opened:
        return ngettext(
            "%(num)s paragraph is open to amendments; you can comment on the others.",
            "%(num)s paragraphs are open to amendments; you can comment on the others.",
            paragraphs,
        )
    if paragraphs:
        return ngettext(
            "The title and %(num)s paragraph are open to amendments; you can comment on the rest.",
            "The title and %(num)s paragraphs are open to amendments; you can comment on the rest.",
            paragraphs,
        )
    return gettext("The title is open to amendments; you can comment on the text.")


def _past_sentence(paragraphs: int, with_title: bool) -> str:
    if not with_title:
        return ngettext(
            "%(num)s paragraph was open to amendments; members could comment on the others.",
            "%(num)s paragraphs were open to amendments; members could comment on the others.",
            paragraphs,
        )
    if paragraphs:
        return ngettext(
            "The title and %(num)s paragraph were open to amendments; members could comment on the rest.",
            "The title and %(num)s paragraphs were open to amendments; members could comment on the rest.",
            paragraphs,
        )
    return gettext("The title was open to amendments; members could comment on the text.")
