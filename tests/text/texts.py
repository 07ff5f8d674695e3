"""Texts in all scripts for the property tests, and blocks made of them."""

from hypothesis import strategies as st

from workflow.text.values.block import Block, BlockKind

# Signs that meet in statements, and signs that break careless code.
SIGNS = (
    "aeiorst AEI 012 .,;:!?-–—'\"’“”«»()[]{}*_#>`~^\\/&<|=+ "
    "éèçñüÅ ßœ \u0301\u0327 ا ل م ن ة ى ي ک ی َ ُ ّ \u0640 ، ؛ ؟ ٣ ۴ "
    "שָׁ क ्ष ि \u200d\u200c ไทย\u200b 条約 。 カナ 한국 𐍈 👩🏽\u200d⚖️ 🇺🇳 \u00a0\u202f\u2009\ufeff\u00ad\u2060\t"
)
HOSTILE = SIGNS + "\n\r\x0b\x0c\x85\u2028\u2029\x00\x07\u202e\u2067\u200e\ud800"

lines = st.text(st.sampled_from(SIGNS), max_size=40)
raws = st.one_of(st.text(st.sampled_from(HOSTILE), max_size=80), st.text(max_size=40))
_WORDS = """
the court shall not المحكمة يجب l’homme états 1,000 条約 **firm** *more* [Rome](https://rome.example/a) [^1] 5*3 a_b —
"""
prose = st.lists(st.sampled_from(str.split(_WORDS)), min_size=1, max_size=14).map(" ".join)
texts = st.one_of(prose, lines.filter(str.strip))

blocks = st.builds(
    Block,
    id=st.just(""),
    kind=st.sampled_from(list(BlockKind)),
    text=texts,
    level=st.integers(0, 8),
    mark=st.sampled_from(["", "-", "1.", "12)", "a", "note-1"]),
)
