"""The numbers that decide what two texts have in common, each with what was measured for it.

Measured on 14,427 anchors of texts that the engine was not made with: 22 in a wrong place, 118 lost that are there.
Weights are those of `trust.weight`: characters without white space, of scripts with short words twice.
"""

from dataclasses import dataclass

SENTENCE = 20  # weight of a sentence that stands at two places, or in two texts, by more than chance

# How far a stretch that was kept can be trusted.
WINDOW = 60  # characters beside a stretch that are asked whether they were kept too
UNKNOWN = 0.6  # what counts for a character beyond the beginning or the end of the text; 0.2: 22 wrong, 122 lost
ENOUGH = 0.55  # share of them and of the stretch that vouches for it; 0.4: 24 wrong, 103 lost; 0.7: 19 and 152
STRONG = 30  # weight of a stretch that vouches for itself; 15: 25 wrong, 112 lost
MOST_OF_LINE = 0.6  # share of a line that vouches for what is kept of it; 0.4: 22 wrong, 110 lost; 0.9: 21 and 141
LINE = 10  # weight of the shortest line that does

# Which pieces of a span are one passage.
FAR = 120  # characters between two pieces that are not; with 30 more anchors lose their end
FAR_LENGTHS = 3  # of the span, where that is more; 2 and 4 change none, 0: 7 of 1,086 edited ones more are lost
LONGER = 2  # times as long as the old words at a rim, up to which new ones stand for them; 3: 3 of 1,086 more lost
HALF = 0.5  # share of the words without which weak pieces prove nothing

STAYS = (
    0.5  # share of a sentence that is kept where it is, that makes it stay; 0.35: 11 more words of 31,094 lost; 0.65: 2
)
ROBBED = 0.5  # share of a sentence that another's words fill, so that whole sentences are kept first

# What proves that a passage moved.
CHANCE = 8  # characters of a kept stretch below which it may be chance
PHRASE = 7  # tokens in a row, blanks too, with which words that went into another sentence begin; 5 finds no more
LONGEST_MOVE = 20_000  # characters of a passage that is compared with others


@dataclass(frozen=True, slots=True)
class Demands:
    """What proves that a passage moved."""

    equal: int  # weight of one that reads the same
    alike: int  # weight of one that was edited on the way
    likeness: float  # of an edited one to what it was
    words: int  # words in a row that it must share with the other and with no third
    parts: bool  # whether of addresses and numbers that changed the parts count that are the same
    copies: bool  # whether those that read the same may be several, as many on either side
    numbers: bool  # whether one that changed in numbers alone is the same: it may as well be its neighbour in a list


# Of 282,432 intact, 10,561 edited, 9,245 moved and 8,705 deleted words of held-out texts 729, 408, 641 and 271 are told
# wrongly, 87 in a wrong place; when half of the longer and three quarters of the shorter were asked for 732, 409, 645,
# 268 and 88; likeness 0.5: one place more of 31,094 is wrong, 0.65 and 0.7: one that moved more is lost.
SURE = Demands(equal=SENTENCE, alike=24, likeness=0.6, words=3, parts=True, copies=False, numbers=False)
# Where a mistake costs a question to a person, not a wrong place; likeness from 0.5 to 0.67 asks the same.
LIKELY = Demands(equal=3, alike=6, likeness=0.5, words=2, parts=False, copies=False, numbers=True)
# Of two duties that differ by more, each is its own; 0.7 pairs sentences in 6 more of 364 revisions, some of them with
# another duty.
SAME_DUTY = Demands(equal=SENTENCE, alike=SENTENCE, likeness=0.8, words=2, parts=False, copies=True, numbers=True)


# Landmarks between which long texts are divided. With those that stand several times, as often on either side, 31 more
# of 22,477 intact anchors of held-out texts are lost or on a copy, and 3 more on other words.
UNIQUE = 16  # characters of a line or clause that may be one when it stands there once
GRAM = 16  # tokens in a row that may be one

# How an alignment is settled and looked at again.
BORDER = 6  # characters before a border that tell how good it is, a stop with what closes it; anything from 4 to 8 does
FARTHEST = 1000  # characters; repetitive texts could slide without end, and a text be one sentence
REST = 4  # characters of a run without which the end of a sentence is not looked at
NEAR = 16  # runs among which that end may lie
LARGEST_FINE = 4000  # characters of a change of which parts of words are looked for

# What the exact engine is asked for at once, in characters of one side times those of the other. Measured on the 64
# pairs of the development corpus, on neighbours of them that have little in common, and on all of them as one text.
SMALL = 1 << 20  # above this landmarks are looked for first; anything from 2 ** 18 to 2 ** 22 keeps the same
LARGEST = 1 << 28  # above this, 32 MB, a stretch without landmarks is cut in the middle; 2 ** 26: 0.04 % less is kept
HUGE = 1 << 36  # above this landmarks are not even looked for within the line: it would take too much room
HEAVIEST = 32  # characters after which a token weighs no more: long addresses would take long; 22 and 42 do as well
