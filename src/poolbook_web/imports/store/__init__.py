"""Rows of imports: the bytes of files, what a reading found, the leases of background work, the text of rules."""

from poolbook_web.imports.store.bytes import drop, drop_personal, keep_file, stream, uploads
from poolbook_web.imports.store.leases import LEASE, claim, due, end, heard, order_reading, release, silent, too_often
from poolbook_web.imports.store.locks import held
from poolbook_web.imports.store.reading import digest, drop_pieces, gathered, write_reading, write_refusal

__all__ = [
    "LEASE",
    "claim",
    "digest",
    "drop",
    "drop_personal",
    "drop_pieces",
    "due",
    "end",
    "gathered",
    "heard",
    "held",
    "keep_file",
    "order_reading",
    "release",
    "silent",
    "stream",
    "too_often",
    "uploads",
    "write_reading",
    "write_refusal",
]
