"""The numbers that decide whether words are there, with what was measured for them: the answers of `bench.uptake`
to the 195 hunks of 124 paragraphs.

Weights are those of `alignment.trust.weight`.
"""

SAYS = 4  # weight of a word that says something by itself; 3 and 5 tell these alike
HEAVY = 24  # weight of words that stand nowhere by chance; 17 and 31 tell these alike

# Words on either side of a gap that stand beside one another where it is closed; 1 and 3 tell these alike.
NEIGHBOURS = 2
# Share of words that are to give way above which they still stand there; 0.37 and 0.45 tell these alike, 0.5 takes one
# of 2,579 for made that is not, 0.25 misses one.
STANDS = 0.4

NOTES = 6400  # footnotes that are told apart by their labels: so many signs Unicode leaves to private use
