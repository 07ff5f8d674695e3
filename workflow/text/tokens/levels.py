"""The numbers that decide what a sentence, a language and a keyword is."""

HEAD = 24  # characters before a full stop that tell an abbreviation, an initial or the number of a list

ARABIC = 0.5  # share of the letters above which a text is Arabic
ENOUGH = 3  # small words of a language that tell it: fewer say nothing

# Keywords of a search.
LONGEST = 40  # signs of a word; the rest of a longer one is left out on both sides
LARGEST = 900_000  # bytes that are kept of one text: PostgreSQL takes one megabyte
SHORTEST = 3  # letters of an Arabic word behind its article
SHORTEST_BEHIND_LETTER = 4  # and behind one letter that may as well be its own
