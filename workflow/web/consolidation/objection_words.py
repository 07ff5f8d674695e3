"""What pages, files and mails say of an objection: where it is, and what was answered."""

from flask_babel import gettext

from workflow.queries.consolidation.objections import ObjectionShown
from workflow.queries.notifications.notice_objections import ObjectionEnd
from workflow.queries.notifications.notices import About
from workflow.queries.shared.standing import Standing
from workflow.rules.decision.objections import ObjectionAnswer
from workflow.web.shared.marks import name_of_version


def objection_tag(answer: ObjectionAnswer | None) -> tuple[str, str, str]:
    """(class, glyph, word) of the tag of an answer; None is no answer yet."""
    return {
        None: ("", "○", gettext("No answer yet")),
        ObjectionAnswer.MET: ("ok", "✓", gettext("Met")),
        ObjectionAnswer.MET_IN_PART: ("warn", "◐", gettext("Met in part")),
        ObjectionAnswer.NOT_MET: ("no", "✕", gettext("Not met")),
        ObjectionAnswer.OVERRULED: ("no", "✕", gettext("Overruled")),
    }[answer]


def objection_place(objection: ObjectionShown | ObjectionEnd, of: Standing | About) -> str:
    """What it is about, and in which version."""
    version = name_of_version(of, objection.version)
    if objection.number is not None:
        return gettext("Paragraph %(number)s of version %(version)s", number=objection.number, version=version)
    if objection.quote:
        return gettext("A passage of version %(number)s", number=version)
    return gettext("The text of version %(number)s", number=version)


def objection_remark(objection: ObjectionShown) -> str:
    """In which ballot it was made."""
    return gettext("Ballot %(number)s", number=objection.ballot)
