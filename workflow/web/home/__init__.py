"""What one sees before a statement is opened: Home with what needs this person, the list of statements, the help."""
