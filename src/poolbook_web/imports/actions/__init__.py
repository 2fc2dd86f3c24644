"""The verbs of imports: what people order, and what the worker reports back."""

from poolbook_web.imports.actions.orders import (
    accept,
    answer,
    lay_out,
    put_rules,
    read_again,
    receive,
    undo,
    withdraw,
)
from poolbook_web.imports.actions.work import give_up, note_reading, note_refusal, post, send_back

__all__ = [
    "accept",
    "answer",
    "give_up",
    "lay_out",
    "note_reading",
    "note_refusal",
    "post",
    "put_rules",
    "read_again",
    "receive",
    "send_back",
    "undo",
    "withdraw",
]
