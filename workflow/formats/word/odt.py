"""placeholder"""

from workflow.formats.word.opening import OfficeFile
from workflow.formats.word.values import WordText


def read_open_document(file: OfficeFile) -> WordText:
    """x"""
    raise NotImplementedError
