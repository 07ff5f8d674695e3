"""A file that a browser keeps instead of showing it."""

from flask import Response, make_response


def attachment(data: bytes, kind: str, name: str) -> Response:
    """The answer. kind: its media type. name: in letters that any disk takes."""
    answer = make_response(data)
    answer.content_type = kind
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
