"""The numbers that decide what a merge joins; weights are those of `alignment.trust.weight`."""

LOST = 0.5  # share of a passage that moved up to which edits leave it that passage; 0.35 and 0.65 change no merge
TWINS_APART = 4  # lengths of a sentence between two places of it that are read: two texts may have thousands, far apart
