"""From the items of a consultation to the next version: answers, conflicts, brackets, the table of responses."""
