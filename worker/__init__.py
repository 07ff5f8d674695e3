"""The worker: says when; the services say what."""
