"""Offsets that are refused."""

from workflow.text.unicode.graphemes import is_border


def require_span(text: str, start: int, end: int, of: str = "span") -> None:
    """Raises ValueError when the offsets lie outside the text, are reversed, or cut a character; of: whose they are."""
    if not 0 <= start <= len(text) or not 0 <= end <= len(text):
        raise ValueError(f"{of} {start}..{end} is outside the text of {len(text)} code points")
    if start > end:
        raise ValueError(f"{of} {start}..{end} is reversed")
    if not is_border(text, start) or not is_border(text, end):
        raise ValueError(f"{of} {start}..{end} cuts a character in two")
