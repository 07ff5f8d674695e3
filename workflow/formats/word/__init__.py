"""A text of ours as a Word file and back: OOXML read into plain values, and written from them."""
