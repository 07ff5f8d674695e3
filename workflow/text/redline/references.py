"""References beside marked words, as links to the notes that they name."""

from collections.abc import Iterable

from markupsafe import Markup

REFERENCE = "0ref0"
"""Stands for a reference in an address; none has a zero before a letter."""
_LINK = Markup('<a href="{}"><bdi>{}</bdi></a>')
# What stands behind a word has no space before it; who listens would hear one word. A plain space would be collapsed.
_SUP = Markup('<sup class="ref"><span class="vh">\u00a0</span>{}</sup>')
_END = Markup("</sup>")
_APART = Markup('<span class="vh">\u00a0</span></sup>')


def refs_html(refs: Iterable[str], elsewhere: Iterable[str] = (), address: str = REFERENCE) -> Markup:
    """References, each once, as links to `#a12` and their like, those elsewhere to their address; nothing for none."""
    links = [_LINK.format(f"#{ref.lower()}", ref) for ref in dict.fromkeys(refs)]
    links += [_LINK.format(address.replace(REFERENCE, ref.lower()), ref) for ref in dict.fromkeys(elsewhere)]
    return _SUP.format(Markup(" ").join(links)) if links else Markup()


def label_html(label: str) -> Markup:
    """A word in the place of references, such as the mark for the penholder; nothing for none."""
    return _SUP.format(Markup("<bdi>{}</bdi>").format(label)) if label else Markup()


def apart(html: Markup) -> Markup:
    """The same text with such a space also between a reference and the word right behind it."""
    first, *behind = html.split(_END)
    ended = ((_APART if each[:1].isalnum() else _END) + each for each in behind)
    return Markup().join((first, *ended)) if behind else html
