"""The page of a statement's text, with what members say about it beside the paragraphs."""
