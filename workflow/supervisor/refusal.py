"""Why a run cannot begin."""


class CannotStart(Exception):
    """Nothing was started, or all of it was ended again; the message is one sentence for the terminal."""
