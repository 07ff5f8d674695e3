"""What goes wrong becomes a page here: what is not there, what is refused, and what nobody foresaw."""

import logging
import secrets
import traceback

from flask import Flask, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from workflow.rules.shared.refusals import NotFound, Refusal
from workflow.web.shared import kept_words
from workflow.web.shared.refusals import sentence_of
from workflow.web.shared.statuses import of_status

log = logging.getLogger(__name__)


def init(app: Flask) -> None:
    """Answer what is not there, every refusal and every fault with a page that says what happened and what to do."""
    app.register_error_handler(NotFound, _answer_not_found)
    app.register_error_handler(Refusal, _answer_refusal)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, fault)


def _answer_not_found(_nothing: NotFound) -> ResponseReturnValue:
    return render_template("shared/missing.html", words=words_back()), 404


def _answer_refusal(refusal: Refusal) -> ResponseReturnValue:
    return render_template("shared/refused.html", sentence=sentence_of(refusal), words=words_back()), refusal.status


def words_back() -> list[str]:
    """What the refused form brought: a page that can take it no longer gives it back to its writer."""
    brought = kept_words.words_posted() if request.method == "POST" else None
    return brought.words if brought else []


def _http(error: HTTPException) -> ResponseReturnValue:
    if error.code is None or error.code < 400:
        return error
    if error.code == 404:
        return render_template("shared/missing.html"), 404
    return render_template("shared/refused.html", sentence=of_status(error.code)), error.code


def fault(error: Exception) -> ResponseReturnValue:
    """The page of what nobody foresaw, with a number that the log has too."""
    number = secrets.token_hex(3).upper()
    # Where and what kind, never the message or the path: they hold values, and a value may be somebody's name.
    trace = "".join(traceback.format_tb(error.__traceback__))
    log.error("fault %s: %s in %s\n%s", number, type(error).__name__, request.endpoint, trace)
    return render_template("shared/fault.html", number=number, words=words_back()), 500
