"""What one sees before a statement is opened: the days of the plan, and what stands on which of them."""
