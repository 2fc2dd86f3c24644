"""The verbs of imports: what people order, and what the worker reports back."""

from poolbook_web.imports.actions.orders import (
    accept,
    answer,
    ask_undo,
    lay_out,
    put_rules,
    read_again,
    receive,
    withdraw,
)
from poolbook_web.imports.actions.work import give_up, note_reading, note_refusal, note_reversal, post, send_back

__all__ = [
    "accept",
    "answer",
    "ask_undo",
    "give_up",
    "lay_out",
    "note_reading",
    "note_refusal",
    "note_reversal",
    "post",
    "put_rules",
    "read_again",
    "receive",
    "send_back",
    "withdraw",
]
