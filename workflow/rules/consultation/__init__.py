"""A consultation: opened, extended, closed, opened again; who has answered in it, and who is reminded."""
