"""What two texts have in common, and how far that can be trusted: behind every difference, anchor and merge."""
