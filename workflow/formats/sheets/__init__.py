"""Comment sheets as files: bytes of a workbook, a document or a delimited file -> rows, and rows -> bytes.

A file that is given is read by what it is, not by what it is called, within bounds of size and time; what cannot be
told of a cell is said of its row.
"""
