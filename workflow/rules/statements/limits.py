"""How long a statement may be: in words, and in the minutes that it takes to say them."""


def words_too_many(words: int, word_limit: int | None) -> int:
    """How many of so many words are more than it may have; 0 without that limit."""
    return max(0, words - word_limit) if word_limit else 0


def is_too_long(words: int, minutes_limit: float | None, pace: int) -> bool:
    """Whether so many words take longer than it may take. pace: words a minute."""
    return minutes_limit is not None and words > minutes_limit * pace
