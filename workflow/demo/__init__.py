"""The demo: a fictional coalition whose statements stand in every stage on the day of the first start."""
