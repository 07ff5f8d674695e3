"""Texts of office programs: what a `.docx` or `.odt` says, with its tracked changes and comments, and back.

`values` is what is read, `opening` looks into the container before anything in it is believed, `reading` and `odt` make
a `WordText` of it, `taking` makes blocks of that, as if its changes were accepted or refused.
"""
