"""Organisations, the persons who act for them, and how a person gets in."""
