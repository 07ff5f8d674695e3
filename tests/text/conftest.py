"""Property tests run without a deadline for one example: on a busy machine it says nothing about the code."""

from hypothesis import settings

settings.register_profile("text", deadline=None)
settings.load_profile("text")
