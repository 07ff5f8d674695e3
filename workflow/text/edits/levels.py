"""The numbers that decide whether words are there, with what was measured for them (`bench.uptake`, `bench.credit`).

Weights are those of `alignment.trust.weight`.
"""

SAYS = 4  # weight of a word that says something by itself
HEAVY = 24  # weight of words that stand nowhere by chance

NEIGHBOURS = 2  # words on either side among which words stand that are known again
GONE = 0.1  # share of the words that may still be there where they are gone
CHANCE = 0.25  # what a word counts that stands between new ones, and beside none that stood beside it
STANDS = 0.5  # share of words that are to give way above which they still stand there

NOTES = 6400  # footnotes that are told apart by their labels: so many signs Unicode leaves to private use
