"""A pack: one fund-year as a folder, that anybody can read, write safely, prove and verify.

FIRST VERSION, signatures to code against; the bodies follow. The names below stay.

    pack = folder.read(path)                      # -> Pack; Refused with every fault at once
    book = pack.book()                            # -> Book; never reads the lines
    pack.terms, pack.entries, pack.imports, pack.transfers (lazy), pack.head (number, hash, closed), pack.last_line
    pack.lines(columns=None, entry=None, first=None, last=None)  -> polars.LazyFrame, LINES schema, ascending id
    pack.codings()                                -> polars.DataFrame, CODINGS schema
    pack.rules_path                               # path/rules.yaml, whether or not it exists

Writing, for the importer (streaming; memory is bounded by the frames handed over):

    with folder.draft(path) as draft:             # takes the writer's lock; finishes or discards a cut-off write
        draft.pack                                # the Pack as it is now, read under the lock
        first, last = draft.add_lines(frame)      # one Parquet part, on disk at once; ids are given here, ascending,
                                                  #   in the frame's order: sort by transfer before calling
        draft.add_codings(frame)                  # new codings of this entry (coding, source, fields)
        draft.add_rejected(frame)                 # rows kept raw (line_no, reason, raw)
        posted = draft.post(kind=EntryKind.IMPORT, on=date, period=3, description=..., source="2012-11.csv",
                            by=..., at=..., authority="", transfers=[Transfer(...), ...])
                                                  # checks, numbers and hashes the entry, its transfers (their `entry`
                                                  #   is filled in) and the digest of what was added since the last post
        draft.add_import(name=..., sha256=..., size=..., rows=..., posted=..., duplicates=..., rejected=...,
                         pence=..., source="host")   # a row of imports.csv for the entry just posted
        pack = draft.commit(by=..., at=...)       # all or nothing, durable; leaving the block without it changes nothing

    draft.next_entry, draft.next_line, draft.next_coding   # numbers that the next ones will get

Columns of a lines frame handed to ``add_lines`` (others are refused; ``id`` and ``entry`` are filled in):

    coding Int32       number of its coding
    line_no Int32      row in the source file, from 1 as a spreadsheet shows it
    day Date|null      the source's date of the line
    period Int8        1 to 15
    pence Int64        debit positive
    vat Int64|null     pence of VAT shown beside it, where the source gives it
    reference String   "" where there is none (texts are never null)
    narrative String
    supplier String
    journal String     the source's journal type
    incurred_by String partner code, or ""
    fingerprint Int64  optional (null allowed): the importer's own, kept in the part for finding repeats,
                       not part of the digest

A transfer over lines carries ``first_line``/``last_line``; its signed sum (debit account minus credit account as the
importer chose) must be the sum of its lines: ``amount == abs(sum(pence))``, and lines of a positive sum stand on
the debit side: ``debit`` is the account the lines are of when the sum is >= 0, ``credit`` when it is negative.

CODINGS: coding Int32 (from 1), entry Int32, source String (name of the rules' source), fields String: a JSON object of
the source's columns as received, in the order of the rules. ``add_codings`` takes it without ``entry``.
"""
