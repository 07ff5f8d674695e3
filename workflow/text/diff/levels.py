"""The numbers that decide how a difference is shown; weights are those of `alignment.trust.weight`."""

# What is kept between two changes is a speck, and counts as changed, when they are together so many times as heavy.
SPECK_FACTOR = 4
SPECK_MOST = 40  # weight of a change above which it swallows no more

PART_SHARE = 0.6  # how much of a block must come out of another for it to be a part of that
PART_LEAST = 8  # weight of a block that may be a part

MOSTLY = 0.5  # share of a sentence above which it is what was taken out or put in

# What is shown in a line: for the eye, no grader reads them.
AROUND = 12  # tokens beside a change: about six words and the spaces between them
SHORTENED = 60  # signs of words that tell which paragraph is meant
LONGEST_WORD = 40  # signs behind the last that is shown, by which a word is known

DELTA_SECONDS = 0.1  # after which what was not compared yet is said in full
