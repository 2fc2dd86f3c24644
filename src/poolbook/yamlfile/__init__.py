"""Strict YAML 1.2 with line numbers, and typed records read from it.

:mod:`poolbook.yamlfile.document` makes a file into plain data with the line of every key;
:mod:`poolbook.yamlfile.records` makes that data into records. Both report all faults at once.
"""

from poolbook.yamlfile.document import Document, Path_, Written, key_of, parse, read
from poolbook.yamlfile.records import FAULTS_TO_SUGGEST, Strict, fault, nearest, part, tried, typed
from poolbook.yamlfile.values import Name, Number, Pence, Sum, Words, instead, read_pence, read_sum

__all__ = [
    "FAULTS_TO_SUGGEST",
    "Document",
    "Name",
    "Number",
    "Path_",
    "Pence",
    "Strict",
    "Sum",
    "Words",
    "Written",
    "fault",
    "instead",
    "key_of",
    "nearest",
    "parse",
    "part",
    "read",
    "read_pence",
    "read_sum",
    "tried",
    "typed",
]
