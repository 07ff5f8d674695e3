"""Real services for the tests: those that run on the standard ports, else our own from wheels and system packages."""
