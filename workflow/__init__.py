"""Communiqué: a coalition drafts, discusses, approves and publishes joint statements."""

import sys

if sys.version_info < (3, 11):  # noqa: UP036  (an older one would stop at a syntax error that explains nothing)
    sys.exit("Communiqué needs Python 3.11 or newer; this is Python {}.{}.".format(*sys.version_info[:2]))
