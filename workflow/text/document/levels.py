"""The numbers that decide how a text is read into paragraphs and which of them is which, with what was measured.

Measured on the development corpus: ids for the 4,663 paragraphs of 64 later versions, of which 4,145 are found; 2,828
paragraphs of it broken to 45, 60, 72 and 90 signs a line, of which 2,624 are read as one; 1,447 line ends inside such
paragraphs, of which 1,316 are told when each line stands as a paragraph.
"""

# Likeness: the share of words in common (Dice).
ALIKE = 0.5  # makes two paragraphs the same one; 0.4: 16 more ids; 0.6: 18 fewer and 4 others
ALIKE_IN_PLACE = 0.25  # the same, where nothing else stands between the neighbours; 0.2: no other; 0.35: 3 fewer
COMMON = 200  # a word in more paragraphs than this tells none of them apart; for speed: 50 and 1,000 change none
TRIED = 5  # paragraphs that share most words, which are compared; 2: 11 other ids; 8: 6

# Lines of plain text that are one paragraph, which was broken to a width.
WIDEST = 100  # signs: lines of a mail or of a PDF are shorter, paragraphs on one line are longer; 80: 1,958 read as one
NARROWEST = 40  # 60: 1,699
FULL = 0.6  # of the widest line, which every one but the last fills; 0.45: 2,706; 0.75: 2,428

# A file that is not UTF-8.
ODDEST = 0.25  # of its words, as many may be such that no language writes them so
WHOLLY_ODD = 1.0
PREVIEWED, PREVIEWED_SIGNS = 4, 160  # lines that are shown in each encoding, and signs of one

# A text copied out of pages.
LONGEST_LINE = 130  # signs of a line of a page
FILLING = 3  # lines from which the width of a column can be told
FILLED = 0.9  # of the lines inside paragraphs, as many are no longer than a full one
CLUSTERED = 0.85  # of the width, within which full lines are alike: letters differ in width
MANY, SET, SET_OF_FEW = 10, 0.25, 0.5  # lines inside paragraphs: of so many, and of fewer, the share that is full
STOPPED = 0.2  # of the short lines, as many may lack a stop where paragraphs end in stops: headings do
LONGEST_HEAD = 100  # signs of a running head
PAGE_EDGE = 2  # lines with words at the beginning and the end of a page, where heads stand
SHORTEST_PAGE = 8  # lines

OFTEN = 3  # times that a line comes again, where nothing else tells that it is one of the page

# Footnote marks glued to words.
SHORTEST_STOPPED = 3  # letters of a word to which a mark behind a stop belongs; "v.2" and "No.2" are no such words
SHORTEST_GLUED = 4  # of one to which the digits themselves are glued: "mp3" looks the same
NEAREST_NOTES = 3  # marks before one, among which the number before it is sought

# The text's own numbers.
SHORTEST_NUMBERING = 3  # paragraphs in a row
SHORTEST_NUMBERED = 12  # words of such a paragraph, on average: fewer are a list

# Paragraphs that are torn in two.
END = 400  # code points at either end of a paragraph that are looked at
SHORTEST = 8  # words: a shorter line without a stop is a heading that nobody marked; 6: 18 more joins of 122 proposed
SHORTEST_BEFORE_CAPITAL = 12  # the same before a capital; 8: 1 line end more; 16: 12 fewer
SHORT = 45  # code points: so few to so many such lines in a row may be verse or an address, more are a narrow column
SHORTEST_VERSE = 3  # 2: 32 fewer; 4: 12 more
LONGEST_VERSE = 20
ROOMY = 3  # of so many of them one at least left room for the next word; of 1,535 joins proposed 2: 6 more; 4: 9 fewer
SHORTEST_SENTENCE = 3  # words: "Tel. 31 70" and "II. Victims" are no sentences; 2: 6 more
CLAUSES = 3  # so many paragraphs in a row that end in a comma are the clauses of a resolution

# Lines that greet.
LONGEST_GREETING = 25  # words: a longer line is a paragraph, whatever it begins with
LONGEST_THANKS = 60  # signs of what they are for
LONGEST_LEAVE = 90  # signs of what a French letter begs to accept
MOST_NAMES = 4  # words in it that are in no list

# Marks of style, and of blocks.
LONGEST_RUN = 3  # stars or underscores in a row: both kinds of emphasis together
LONGEST_LABEL = 32  # signs of a footnote's label
LONGEST_LINK = 2000  # signs of an address
LONGEST_MARKED = 100_000  # code points: a paragraph of more is no prose, and its marks are shown as typed
DEEPEST_HEADING = 6
DEEPEST_ITEM = 5
INDENT = 4  # columns

LARGEST = 1_000_000  # bytes of a text that is read
