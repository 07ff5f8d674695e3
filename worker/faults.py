"""What a log says of a fault: where it was, and never whose."""

import traceback


def fault_place(error: BaseException) -> str:
    """What went wrong and where. Never the message: a database's holds the values, and those may be somebody's name."""
    frames = traceback.extract_tb(error.__traceback__)
    where = next((frame for frame in reversed(frames) if _is_ours(frame.filename)), None)
    return f"{type(error).__name__} at {where.filename}:{where.lineno}" if where else type(error).__name__


def _is_ours(name: str) -> bool:
    return "site-packages" not in name and not name.startswith("<")
