"""What is said of a request that Flask itself refuses."""

from flask import current_app
from flask_babel import gettext


def of_status(status: int) -> str:
    """What a bare HTTP status says."""
    if status == 405:
        return gettext("This address does not accept what you sent. Go back and try again.")
    if status == 413:
        return gettext(
            "What you sent is larger than %(size)s MB. Nothing was saved. Shorten your text, or choose a smaller file, "
            "and send it again.",
            size=(current_app.config["MAX_CONTENT_LENGTH"] or 0) // 1024**2,
        )
    if status == 429:
        return gettext("Too many tries in a short time. Wait a few minutes and try again.")
    return gettext("We could not read what you sent. Go back, load the page again and send once more.")
