"""What is said of a request that Flask itself refuses."""

from flask_babel import gettext


def of_status(status: int) -> str:
    """What a bare HTTP status says."""
    if status == 405:
        return gettext("This address does not take what was sent to it.")
    if status == 413:
        return gettext("What was sent is larger than 2 MB. Nothing of it was kept.")
    if status == 429:
        return gettext("Too many tries in a short time. Wait a few minutes and try again.")
    return gettext("What was sent could not be read. Go back, load the page again and send it once more.")
