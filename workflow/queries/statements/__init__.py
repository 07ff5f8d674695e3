"""A statement as a thing: how it begins, its settings and bases, its versions and languages, its history."""
