"""English words of force."""

from workflow.text.force.levels import NOUN
from workflow.text.force.table import ForceTable

_VERB = "can|could|may|might|must|shall|should|will|would|is|are|was|were|has|have|had"
_NO = r"\bno\s+(?!(?:more|less|fewer|longer|later|sooner|one|doubt|matter|wonder)\b)"
_NOUN = rf"(?:(?!(?:that|which|who|whom|whose|when|where|if|but|and|or|to|not)\b)[^\W\d_][\w'-]*\s+){{1,{NOUN}}}?"

TABLE = ForceTable(
    obligation="""
        shall, should, may, might, must, will, would, can, could, shall not | shan't, should not | shouldn't, must not
        | mustn't, will not | won't, would not | wouldn't, cannot | can not | can't, could not | couldn't, need not |
        needn't, ought to, need to | needs to, has to | have to, had to, is to | are to, not | n't, no, never,
        without, none, nor, neither, no one | no-one | nobody, nothing, unless, except | except for | excepting | save
        for, excluding, only | solely, fail to | fails to | failed to | failing to, required, require | requires,
        requiring, requirement | requirements, is necessary | are necessary, imperative, obliged | obligated,
        obligation | obligations, obligatory | mandatory | compulsory, binding, bound to, bound by, duty | duties,
        undertake to | undertakes to, commit to | commits to, decides | decide, recommends | recommend, prohibit |
        prohibits | prohibiting, prohibited, prohibition | prohibitions, banned, forbid | forbids | forbidding,
        forbidden, permit | permits, permitted, permissible, impermissible, allow | allows, allowed, authorised |
        authorized, entitled, optional, voluntary, voluntarily, discretionary, where possible, where appropriate, as
        appropriate, if necessary, to the extent possible, as far as possible
    """,
    numbers="""
        #0 | zero, #1 | one, #2 | two, #3 | three, #4 | four, #5 | five, #6 | six, #7 | seven, #8 | eight, #9 | nine,
        #10 | ten, #11 | eleven, #12 | twelve, #13 | thirteen, #14 | fourteen, #15 | fifteen, #16 | sixteen, #17 |
        seventeen, #18 | eighteen, #19 | nineteen, #20 | twenty, #30 | thirty, #40 | forty, #50 | fifty, #60 | sixty,
        #70 | seventy, #80 | eighty, #90 | ninety, #1. | first, #2. | second, #3. | third, #4. | fourth, #5. | fifth,
        #6. | sixth, #7. | seventh, #8. | eighth, #9. | ninth, #10. | tenth, #11. | eleventh, #12. | twelfth, #13. |
        thirteenth, #14. | fourteenth, #15. | fifteenth, #16. | sixteenth, #17. | seventeenth, #18. | eighteenth, #19.
        | nineteenth, #20. | twentieth, hundred, hundreds, thousand, thousands, million | millions, billion |
        billions, trillion | trillions, dozen, dozens, tens, scores, half | halves, quarter, thirds, quarters, fifths,
        twice, thrice, double, triple, % | per cent | percent, single, both, majority, unanimity, at least | no fewer
        than | no less than | not less than | not fewer than, at most | no more than | not more than, more than, fewer
        than | less than, up to
    """,
    months="""
        #1 | january | jan, #2 | february | feb, #3 | march | mar, #4 | april | apr, #5 | may, #6 | june | jun, #7 |
        july | jul, #8 | august | aug, #9 | september | sep | sept, #10 | october | oct, #11 | november | nov, #12 |
        december | dec
    """,
    days="""
        monday, tuesday, wednesday, thursday, friday, saturday, sunday, today, tomorrow, yesterday, tonight, this week,
        next week, last week, this month, next month, last month, this year, next year, last year
    """,
    idioms="""
        for the first time, for the very first time, first of all, first and foremost, in the first place, at first,
        at first sight, at first glance, at first hand, one another, one by one, on the one hand, as one, no one, each
        one, this one, that one, one and the same, one and all, second to none, double standard, double standards,
        two-fold
    """,
    unbinding="""
        the will, a will, will of, political will, free will, good will, popular will, own will, their will, his will,
        her will, our will, sovereign will, at will, the might, military might, not only, no doubt, no matter, not
        least, nothing less than
    """,
    titles="mr, mrs, ms, dr, prof, mx, rev, st",
    labels="""
        resolution, resolutions, decision, article, articles, art, section, sections, chapter, chapters, part, title,
        annex, annexes, appendix, volume, book, paragraph, paragraphs, para, rule, principle, page, no, number, phase,
        protocol
    """,
    names="""
        afghanistan, albania, algeria, argentina, armenia, australia, austria, azerbaijan, bahrain, bangladesh,
        belarus, belgium, bolivia, bosnia, brazil, bulgaria, burkina, burundi, cambodia, cameroon, canada, chad,
        chile, china, colombia, congo, croatia, cuba, cyprus, darfur, denmark, ecuador, egypt, eritrea, estonia,
        ethiopia, finland, france, gabon, gambia, gaza, georgia, germany, ghana, greece, guatemala, guinea, haiti,
        honduras, hungary, india, indonesia, iran, iraq, ireland, israel, italy, jamaica, japan, jordan, kazakhstan,
        kenya, kosovo, kuwait, latvia, lebanon, liberia, libya, lithuania, luxembourg, madagascar, malawi, malaysia,
        mali, malta, mexico, mongolia, morocco, mozambique, myanmar, namibia, nepal, netherlands, nicaragua, niger,
        nigeria, norway, oman, pakistan, palestine, panama, paraguay, peru, philippines, poland, portugal, qatar,
        romania, russia, rwanda, senegal, serbia, singapore, slovakia, slovenia, somalia, spain, sudan, sweden,
        switzerland, syria, tajikistan, tanzania, thailand, tunisia, turkey, türkiye, uganda, ukraine, uruguay,
        uzbekistan, venezuela, vietnam, yemen, zambia, zimbabwe, rome, geneva, brussels, nairobi, amnesty, parliament
    """,
    negating="un, in, im, il, ir, dis, non",
    negations={
        rf"{_NO}({_NOUN})({_VERB})\b(?!\s+not\b|n't|not\b)": r"\1\2 not",
        rf"\b({_VERB})\s+((?!(?:not|to)\b)[a-z]+\s+)?{_NO}(?=[^\W\d_])": r"\1 not \2",
    },
    definite="all|every|each|both|the|this|these|that|those|most|many|much|some|few|several|other|only|even",
    capital_months=True,
    thousands=",",
    spellings={
        r"is(e|ed|es|ing|ation|ations|er|ers)\b": r"iz\1",
        r"ys(e|ed|es|ing)\b": r"yz\1",
        r"(?<=\w\w)our(s|ed|ing|able|ful|less|ite|hood|ably)?\b": r"or\1",
        r"(?<=\w\w)tre(s|d)?\b": r"ter\1",
        r"(?<=\w\w)ence\b": "ense",
        r"ll(ed|ing|er|ers)\b": r"l\1",
        r"(?<=\w)ogue(s)?\b": r"og\1",
        r"judgement": "judgment",
        r"programme": "program",
        r"fulfil\b": "fulfill",
        r"acknowledgement": "acknowledgment",
    },
)
