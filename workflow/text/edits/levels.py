"""The numbers that decide whether words are there, with what was measured for them: the answers of `bench.uptake`
to the 195 hunks of 124 paragraphs.

Weights are those of `alignment.trust.weight`.
"""

SAYS = 4  # weight of a word that says something by itself; 3 and 5 tell these alike
HEAVY = 24  # weight of words that stand nowhere by chance; 17 and 31 tell these alike

# Anything from 1 to 3, from 0.07 to 0.3 and from 0.35 to 0.65 tells these alike.
NEIGHBOURS = 2  # words on either side among which words stand that are known again
GONE = 0.1  # share of the words that may still be there where they are gone
STANDS = 0.5  # share of words that are to give way above which they still stand there

NOTES = 6400  # footnotes that are told apart by their labels: so many signs Unicode leaves to private use
