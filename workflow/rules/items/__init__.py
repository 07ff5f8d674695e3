"""Comments and amendments, replies and support: what is refused about them."""
