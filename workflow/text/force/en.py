"""English words of force."""

from workflow.text.force.table import Table, words

TABLE = Table(
    obligation=words(
        """
        shall, should, may, might, must, will, would, can, could, cannot, ought to, need to, needs to, need not,
        has to, have to, had to, is to, are to, not, no, never, without, none, nor, neither, nobody, nothing, n't,
        unless, except, except for, only, required, require, requires, requiring, requirement, requirements, obliged,
        obligation, obligations, obligatory, mandatory, compulsory, binding, bound to, bound by, duty, duties,
        prohibit, prohibits, prohibited, prohibition, forbid, forbids, forbidden, permitted, permissible, allowed,
        authorised, authorized, entitled, optional, voluntary, voluntarily, discretionary, where possible,
        where appropriate, as appropriate, if necessary, to the extent possible, as far as possible
        """
    ),
    numbers=words(
        """
        zero, one, two, three, four, five, six, seven, eight, nine, ten, eleven, twelve, thirteen, fourteen, fifteen,
        sixteen, seventeen, eighteen, nineteen, twenty, thirty, forty, fifty, sixty, seventy, eighty, ninety, hundred,
        hundreds, thousand, thousands, million, millions, billion, billions, trillion, dozen, dozens, first, second,
        third, fourth, fifth, sixth, seventh, eighth, ninth, tenth, half, quarter, thirds, quarters, twice, double,
        triple, per cent, percent, single, both, majority, unanimity, at least, at most, no more than, no fewer than,
        no less than, more than, fewer than, less than, up to
        """
    ),
    months=words(
        """
        january, february, march, april, may, june, july, august, september, october, november, december, jan, feb,
        mar, apr, jun, jul, aug, sep, sept, oct, nov, dec
        """
    ),
    weekdays=words("monday, tuesday, wednesday, thursday, friday, saturday, sunday"),
    dates=words(
        """
        today, tomorrow, yesterday, tonight, this week, next week, last week, this year, next year, last year
        """
    ),
    idioms=words(
        """
        for the first time, for the very first time, first of all, first and foremost, in the first place, at first,
        at first sight, at first glance, at first hand, one another, one by one, on the one hand, as one,
        no one, each one, this one, that one, one and the same, one and all, second to none, double standard,
        double standards
        """
    ),
    names=words(
        """
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
        """
    ),
    links=words("of, the, for, and, on, de, du, la, al, el, von, van, bin, in, to"),
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
