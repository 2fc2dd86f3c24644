"""What is asked of whoever brings in, reviews and undoes extracts, and of whoever says how they are read."""

from poolbook_web.imports.forms.batches import Accept, Answer, Bring, Narrow, Why, answered
from poolbook_web.imports.forms.layout import LayOut
from poolbook_web.imports.forms.rules import PutRules

__all__ = ["Accept", "Answer", "Bring", "LayOut", "Narrow", "PutRules", "Why", "answered"]
