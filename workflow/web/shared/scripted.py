"""Forms that a script of ours sent: long texts as what changed in them, and an answer that it can read."""

from collections.abc import Iterable

from flask import Response, jsonify, request
from werkzeug.datastructures import MultiDict
from wtforms import Field

from workflow.rules.shared.refusals import WholeTextNeeded
from workflow.text.diff import line_ends, rebuilt, text_digest


def is_scripted() -> bool:
    """Whether a script of ours sent the form, which reads its answer."""
    return request.accept_mimetypes.best == "application/json"


def rebuild_field(field: Field, base: str) -> None:
    """Fill the field with what its delta makes of the text that stood in it; a form without a delta stays as it is.

    Raises WholeTextNeeded where that is not the text that was typed.
    """
    delta, before, digest = (request.form.get(f"{field.name}.{part}") for part in ("delta", "base", "digest"))
    if delta is not None:
        whole = rebuild_text([line_ends(base)], delta, before or "", digest or "")
        field.process(MultiDict({field.name: whole}))


def rebuild_text(bases: Iterable[str], delta: str, base: str, digest: str) -> str:
    """The text that the delta makes of the one of `bases` with the digest `base`; raises WholeTextNeeded where that is
    not the text with that other digest, or none of them is the base.
    """
    for text in bases:
        if text_digest(text) == base and (whole := rebuilt(text, delta, digest)) is not None:
            return whole
    raise WholeTextNeeded


def answer_next(response: Response) -> Response:
    """Where the script is to go, instead of a redirect that it could not read; any other answer as it is."""
    return jsonify(next=response.location) if is_scripted() and response.status_code == 303 else response
