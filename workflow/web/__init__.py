"""The pages: one blueprint, one resource; each parses, calls one use case or query, and answers."""
