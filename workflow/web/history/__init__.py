"""What happened to a statement, line by line, and to its words between any two of its texts."""
