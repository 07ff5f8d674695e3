"""The numbers that decide what the penholder's new paragraphs say, with what was measured for them."""

ALIKE = 0.7  # share of words in common that makes of a new paragraph the one proposed, with a word changed
MOST = 0.5  # share of a new paragraph's words that makes of an edited neighbour the place where a part of it is said
