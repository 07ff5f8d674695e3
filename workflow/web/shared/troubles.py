"""What the record itself refuses: busy or out of reach for a moment, closed for writing, or a value it cannot hold."""

import errno
import logging
from contextlib import suppress

from flask import Flask, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.exc import DataError, DBAPIError
from sqlalchemy.exc import TimeoutError as NoneFree

from workflow.database import is_closed, is_passing
from workflow.web.shared import access, errors, kept_words
from workflow.web.shared.statuses import of_status

log = logging.getLogger(__name__)

AGAIN_IN = 5  # seconds
MENDED_IN = 60  # a person has to make room
_CLOSED = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS})


def init(app: Flask) -> None:
    """Answer with the writer's words whatever the record does."""
    app.register_error_handler(DataError, _unheld)
    app.register_error_handler(DBAPIError, _answer_trouble)
    app.register_error_handler(NoneFree, _busy)
    app.register_error_handler(OSError, _full)


def closed_sentence() -> str:
    """What is said where nothing can be kept."""
    return gettext(
        "Nothing can be saved at the moment: the disk of the service is full, or closed "
        "for writing. You can still read all pages. Tell the people who run this "
        "service, and send this again later."
    )


def _answer_trouble(error: DBAPIError) -> ResponseReturnValue:
    if is_closed(error):
        return _not_taken(error)
    return _busy(error) if is_passing(error) else errors.fault(error)


def _full(error: OSError) -> ResponseReturnValue:
    """A file that found no room: a large form is put on the disk while it arrives."""
    return _not_taken(error) if error.errno in _CLOSED else errors.fault(error)


def _not_taken(error: Exception) -> ResponseReturnValue:
    log.error("nothing can be written, make room on the disk: %s in %s", type(error).__name__, request.endpoint)
    return _later(closed_sentence(), MENDED_IN)


def _busy(error: Exception) -> ResponseReturnValue:
    log.warning("the record was busy or out of reach: %s in %s", type(error).__name__, request.endpoint)
    return _later(gettext("The service cannot do this at the moment. Wait a few seconds and try again."), AGAIN_IN)


def _later(said: str, seconds: int) -> ResponseReturnValue:
    """503, with what was sent: to be read, and to be sent again by a button."""
    access.without_record()
    brought = None
    with suppress(OSError):  # a form that found no room on the disk cannot be read
        brought = kept_words.words_posted() if request.method == "POST" else None
    words = brought.words if brought else []
    again = None if brought and any(request.files.values()) else brought  # a file is not given back
    answer = make_response(render_template("shared/refused.html", sentence=said, words=words, again=again), 503)
    answer.headers["Retry-After"] = str(seconds)
    return answer


def _unheld(_error: DataError) -> ResponseReturnValue:
    """NUL, or a number too large, where no page has one: somebody wrote the request by hand."""
    said = of_status(400)
    return render_template("shared/refused.html", sentence=said, words=errors.words_back()), 400
