"""What every query begins with: how a reader stands to a statement, and what exists for that reader."""
