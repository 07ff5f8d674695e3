"""The numbers that decide where words stand; weights are those of `alignment.trust.weight`."""

# What became of words, measured on the anchors of `alignment.levels`.
FOUND = 0.4  # share of the words that must still be there; with 0.55 far more anchors are lost, hardly one saved
GONE = 0.1  # with less than this they are deleted, between the two nobody can tell

# What is offered for words that are not there, as `bench.quotations` measures it.
ALIKE = 0.5  # likeness below which nothing is offered
MISSING = 2  # what a letter counts that the text lacks: who copies leaves out; 1: 0.4 and 0.9 points fewer are exact
LONGER = 1.25  # times as many words as are asked for, among which most of them are looked for
PATTERN = 32  # letters that `match_main` looks for at once
LONGEST = 2_000  # characters of the words: a longer copy went wrong in more than a letter
LONGEST_TEXT = 20_000  # characters of a text in which letters are looked for

SAYS = 8  # weight of the tokens in a row that are a word beside a place, where no white space ends one
NEAR = 100  # characters beside a place that are read; a longer word is none that tells it
MOST_PLACES = 1000  # at which words that are copied may stand
