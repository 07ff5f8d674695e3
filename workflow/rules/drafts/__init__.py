"""The working text and its saves: what is refused about them."""
