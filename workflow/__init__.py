"""Communiqué: a coalition drafts, discusses, approves and publishes joint statements."""
