"""Home: the first page after signing in."""

from collections.abc import Sequence

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from workflow.database import about_now, reading
from workflow.queries.home.asked_again import support_to_confirm
from workflow.queries.home.became import became
from workflow.queries.home.home import Work, home
from workflow.queries.home.next_steps import next_steps
from workflow.queries.home.running import running
from workflow.queries.home.stuck import Stuck, stuck
from workflow.queries.home.waiting import waiting
from workflow.queries.notifications.deliveries import overdue
from workflow.queries.notifications.unreached import count
from workflow.queries.publication import printed
from workflow.queries.shared.clocks import worker_that_stopped
from workflow.rules.shared.lifecycle import Stage
from workflow.rules.shared.permissions import Action
from workflow.web.home import home_words
from workflow.web.shared import access

blueprint = Blueprint("home", __name__)
home_words.init(blueprint)


@blueprint.get("/home")
def show() -> ResponseReturnValue:
    """What needs this person now, by its deadline."""
    moment = about_now()
    with reading() as session:
        found, waits = home(session, access.viewer()), waiting(session, access.viewer())
        again, out = support_to_confirm(session, access.viewer()), became(session, access.viewer())
        steps = next_steps(session, [work.key for work in found.to_write if work.stage is Stage.CONSOLIDATION])
        runs = running(session, access.viewer())
        unreached = count(session) if access.may(Action.SEE_DELIVERIES) else 0
        late = overdue(session, moment) if access.may(Action.SEE_DELIVERIES) else None
        halt = worker_that_stopped(session, moment) if access.viewer().secretariat else None
        still = stuck(session, access.viewer())
        aside = printed.waiting(session) if access.viewer().secretariat else ()
    over = all(work.at is None or work.at <= moment for work in found.coming)
    facts = {"home": found, "waits": waits, "again": again, "became": out, "steps": steps, "running": runs}
    trouble = bool(unreached or late)
    things = found.count + len(waits) + len(again) + trouble + _count_beside(found.to_write, still)
    rests = not (found.answers or out or runs or found.closed or access.viewer().secretariat)
    facts |= {"count": things, "is_empty": rests and not things}
    notices = {"unreached": unreached, "overdue": late, "stopped": halt, "aside": aside, "stuck": still}
    return render_template("home/show.html", now=moment, over=over, **facts, **notices)


def _count_beside(to_write: Sequence[Work], still: Sequence[Stuck]) -> int:
    """How many statements do not go out that the person does not draft: those that they do are counted already."""
    held = {work.key for work in to_write}
    return sum(each.key not in held for each in still)
