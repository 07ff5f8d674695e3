"""What the record itself refuses: busy or out of reach for a moment, or a value that it cannot hold."""

import logging

from flask import Flask, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.exc import DataError, DBAPIError
from sqlalchemy.exc import TimeoutError as NoneFree

from workflow.database import is_passing
from workflow.web import access, errors
from workflow.web.statuses import of_status

log = logging.getLogger(__name__)

AGAIN_IN = 5  # seconds


def init(app: Flask) -> None:
    """Answer with the writer's words whatever the record does."""
    app.register_error_handler(DataError, _unheld)
    app.register_error_handler(DBAPIError, _refused)
    app.register_error_handler(NoneFree, _busy)


def _refused(error: DBAPIError) -> ResponseReturnValue:
    return _busy(error) if is_passing(error) else errors.fault(error)


def _busy(error: Exception) -> ResponseReturnValue:
    log.warning("the record was busy or out of reach: %s in %s", type(error).__name__, request.endpoint)
    access.without_record()
    said = gettext("The service cannot do this at the moment. Wait a few seconds and try again.")
    answer = make_response(render_template("errors/refused.html", sentence=said, words=errors.words_back()), 503)
    answer.headers["Retry-After"] = str(AGAIN_IN)
    return answer


def _unheld(_error: DataError) -> ResponseReturnValue:
    """NUL, or a number too large, where no page has one: somebody wrote the request by hand."""
    said = of_status(400)
    return render_template("errors/refused.html", sentence=said, words=errors.words_back()), 400
