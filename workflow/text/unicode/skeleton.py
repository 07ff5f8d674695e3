"""What is left of a name when all that a reader may overlook is taken away: two names with one skeleton look alike."""

import re
import unicodedata

# Letters that print like the Latin ones below them. Source: Unicode confusables (UTS 39), the part that names use.
_PAIRS = (
    ("аеосрхуіјѕһԁԛԝвкмнтгпльбзэ", "aeocpxyijshdqwbkmhtrnlb63e"),
    ("αβεζηικμνορτυχωγ", "abeznikmvoptuxwy"),
    ("ıɑɡℓ", "iagl"),
    ("ىیېکهةۀﻩ", "يييكهههه"),
)
_LIKE = {ord(each): like for signs, likes in _PAIRS for each, like in zip(signs, likes, strict=True)}
# Signs that pass for one another inside a word, and pairs that read as one letter.
_SHAPES = str.maketrans({"1": "l", "i": "l", "0": "o", "ـ": None})
_PAIRED = (("rn", "m"), ("vv", "w"))
_SILENT = re.compile("[\\W_\u115f\u1160]+")  # the fillers of Hangul are letters to Python, and nothing to see


def skeleton(name: str) -> str:
    """The shape of `name`: without case, accents, spaces and signs, look-alikes made one; empty where no letter is.

    It is compared, never shown. Arabic letters lose their marks and the variants of alif, ya, kaf and ha are one.
    """
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", name).casefold())
    bare = "".join(sign for sign in folded if not unicodedata.combining(sign))
    shape = _SILENT.sub("", bare.translate(_LIKE).translate(_SHAPES))
    for pair, one in _PAIRED:
        shape = shape.replace(pair, one)
    return shape
