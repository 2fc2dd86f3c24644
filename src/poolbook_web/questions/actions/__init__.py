"""The verbs of questions and of commentary."""

from poolbook_web.questions.actions.leads import Asked, ask_leads, comment, remind, say_lead
from poolbook_web.questions.actions.threads import (
    against_answering,
    against_asking_again,
    against_closing,
    answer,
    ask,
    ask_again,
    close,
)

__all__ = [
    "Asked",
    "against_answering",
    "against_asking_again",
    "against_closing",
    "answer",
    "ask",
    "ask_again",
    "ask_leads",
    "close",
    "comment",
    "remind",
    "say_lead",
]
