"""The numbers that decide which wordings are one, with what was measured for them on the development corpus."""

# Two wordings that want the same. Of 622 wordings of whole paragraphs beside one in which a small word, a letter or a
# weightier word is another, none is taken for what it is not, and 75 spelling mistakes for another word; no value from
# 0.5 to 0.95, and none from 1 to 6 words, tells one of them otherwise: both speak of shorter quotations.
ALIKE = 0.8  # share of words in common of two wordings that hardly differ
SHORT = 3  # so few words have none in common when one of them is spelt differently
MOST = 120  # wordings of one paragraph that are compared with one another

# An alternative in brackets that is the earlier one still: share of pairs of letters. Of 728 passages of twelve words,
# one word of which was changed or all, 1 is told wrongly; 0.4: 11; 0.6: 2.
NEAR = 0.5
