"""A conflict that is with its proposers: the common wordings that they try, agree with, or do without."""
