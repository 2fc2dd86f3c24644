"""A pack: one fund-year as a folder, that anybody can read, write safely, prove and verify.

Reading::

    pack = folder.read(path)       # every fault at once; never reads the lines
    book = pack.book()

Writing, alone and all or nothing; memory is bounded by the frames handed over::

    with folder.draft(path) as draft:
        first, last = draft.add_lines(frame)        # one part on disk; ids are given here
        draft.add_codings(new)
        draft.add_import(name=..., ...)
        draft.post([Transfer(...), ...], kind=EntryKind.IMPORT, ...)
        pack = draft.commit(by=..., at=...)

What is added before a post belongs to the entry that the post makes. A transfer over lines carries the ids of the first
and last line of its run; the lines' sum is its amount, and a positive sum debits the account the lines are of.

Source: docs/reference/packs.md.
"""

from poolbook.folder.acts import close, open_year, reverse, seal
from poolbook.folder.draft import Draft, draft
from poolbook.folder.issued import Issued, Perform
from poolbook.folder.lines import CODINGS, GIVEN, LINES, REJECTED
from poolbook.folder.new import new
from poolbook.folder.opening import Opening, opening
from poolbook.folder.pack import Pack, read
from poolbook.folder.prove import prove
from poolbook.folder.tables import Import, Sealed
from poolbook.folder.verify import verify
from poolbook.folder.zipped import unpacked

__all__ = [
    "CODINGS",
    "GIVEN",
    "LINES",
    "REJECTED",
    "Draft",
    "Import",
    "Issued",
    "Opening",
    "Pack",
    "Perform",
    "Sealed",
    "close",
    "draft",
    "new",
    "open_year",
    "opening",
    "prove",
    "read",
    "reverse",
    "seal",
    "unpacked",
    "verify",
]
