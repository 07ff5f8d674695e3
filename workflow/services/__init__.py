"""What somebody does: one function, one transaction, opened and committed by the caller."""
