"""How far signs are looked at: so that no text handed in to do harm takes long. No figure depends on them."""

LOOKS = 9  # at joiners that others left idle; no real text needs a third
BESIDE = 99  # signs before and behind a hidden one in which the words beside it are found
SHOWN = 20  # signs of these that are shown
LONGEST_HALF = 80  # signs of a word broken at a line's end
MOST_SOUGHT = 20  # words of one search
