"""Text to text: words, differences, anchors, merges, amendments, redlines. Pure functions of every `str`."""
