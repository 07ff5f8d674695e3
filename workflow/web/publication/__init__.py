"""What goes out after an adoption, when, and what everybody may read."""
