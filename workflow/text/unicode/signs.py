"""Signs and letters that are typed for one another, as tables for `str.translate`.

What a reader would take for the same must not differ when texts are compared. Two kinds of tables are elsewhere: of
letters that print alike, by which somebody may be deceived (`lookalikes`, `skeleton`), and of what ends a sentence.
"""

SINGLE_QUOTES = "‘’‚‛′ʼ‹›＇"
"""Apostrophes among them: nobody can tell the two apart."""

ONE_KIND: dict[int, str] = {
    **dict.fromkeys(map(ord, SINGLE_QUOTES), "'"),
    **dict.fromkeys(map(ord, "“”„‟″«»＂「」『』〝〞〟"), '"'),
    **dict.fromkeys(map(ord, "‐‑‒–—―−"), "-"),
    **dict.fromkeys(map(ord, "\u00a0\u2009\u202f"), " "),
    **dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"), ""),
    ord("…"): "...",
}
"""Quotation marks, apostrophes, dashes and spaces as a plain keyboard has them; what nobody sees is left out."""

ARABIC = str.maketrans("أإآٱىةکی", "اااايهكي")
"""Letters of Arabic and Persian that are typed for one another, one for one."""
