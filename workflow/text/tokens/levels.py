"""The numbers that decide what a sentence, a language and a keyword is.

Measured on the 128 texts of the development corpus: 16,051 sentences; 11,413 paragraphs, 3,704 of them with a language.
"""

HEAD = 24  # characters before a full stop that tell an abbreviation or the number of a list; 16 and 32 tell no other

ARABIC = 0.5  # share of the letters above which a text is Arabic; 0.35: 50 paragraphs more, 0.65: 63 fewer
ENOUGH = 3  # small words of a language that tell it: fewer say nothing; 2: 499 more paragraphs, 4: 425 fewer

# Keywords of a search.
LONGEST = 40  # signs of a word; the rest of a longer one is left out on both sides
LARGEST = 900_000  # bytes that are kept of one text: PostgreSQL takes one megabyte
SHORTEST = 3  # letters of an Arabic word behind its article
SHORTEST_BEHIND_LETTER = 4  # and behind one letter that may as well be its own
