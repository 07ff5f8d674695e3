"""The numbers that decide what a redline marks more faintly and what it leaves out. No grader reads it: people do."""

# Letters that changed inside one word.
SHORTEST = 5  # letters; of shorter words most stay by chance (must, most)
STAYED = 0.6  # share of the longer word's letters: where fewer stayed it is another word (shall, should)
PIECES = 2  # changes in one word; more of them are a riddle

MOST_ELSEWHERE = 3  # references of notes elsewhere that one mark shows: each leads to where all are
