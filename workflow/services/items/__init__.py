"""Comments and amendments: written, sent, replied to, supported, changed, withdrawn, placed, and listed."""
