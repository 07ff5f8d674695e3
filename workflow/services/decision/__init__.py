"""The Committee decides: the ballot, the positions taken in it, and what they come to."""
