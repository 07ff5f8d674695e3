"""The consolidation while nothing can be answered at it: its penholder reads why, and when it opens."""

from collections.abc import Callable, Mapping

from flask import render_template
from flask_babel import gettext
from sqlalchemy.orm import Session

from workflow.database import about_now
from workflow.queries.consultation.newest_consultation import newest_consultation, reopener
from workflow.queries.shared.standing import Standing
from workflow.rules.shared.lifecycle import Stage
from workflow.web.consolidation.response_table_words import name
from workflow.web.shared.marks import name_of_version
from workflow.web.shared.moments import deadline


def page(session: Session, stand: Standing) -> str:
    """The page that stands in the place of the consolidation."""
    return render_template("consolidation/shut.html", standing=stand, said=why(session, stand))


def why(session: Session, stand: Standing) -> str:
    """What keeps the consolidation shut, and when it opens; two SQL statements at most."""
    if stand.stage is Stage.CONSULTATION:
        return _in_consultation(session, stand)
    number = name_of_version(stand, stand.version) if stand.version else ""
    return _SAID[stand.stage](number)


def _in_consultation(session: Session, stand: Standing) -> str:
    last = newest_consultation(session, stand)
    if last is None or last.closes_at <= about_now():
        return gettext("The deadline of the consultation has passed. The consolidation opens within a minute.")
    until = deadline(last.closes_at)
    if who := reopener(session, stand, last.id):
        return gettext(
            "The consultation was reopened by %(who)s and is open until %(when)s. The consolidation opens when the "
            "consultation closes.",
            who=name(who),
            when=until,
        )
    return gettext(
        "The consultation is open until %(when)s. The consolidation opens when the consultation closes.", when=until
    )


_SAID: Mapping[Stage, Callable[[str], str]] = {
    Stage.DRAFT: lambda _: gettext(
        "Nothing has been sent yet. The consolidation opens when the first consultation closes."
    ),
    Stage.CONSOLIDATION: lambda _: gettext("The consolidation is open now."),
    Stage.DECISION: lambda number: gettext(
        "Version %(number)s is before the Committee. The consolidation opens again if this version is not adopted.",
        number=number,
    ),
    Stage.ADOPTED: lambda _: gettext("The statement is adopted, so there is nothing left to answer."),
    Stage.PUBLISHED: lambda _: gettext("The statement is published, so there is nothing left to answer."),
    Stage.ABANDONED: lambda _: gettext("The draft was abandoned, so there is nothing left to answer."),
}
