"""Lines seen before: a question of how many equal ones there are, not of whether there is one.

Two equal rows in one file are two lines. The n-th copy of some content in a file is a repeat only if the ledger holds n
already. The fingerprint is a hash of what is stored of a line, made afresh in each run (polars does not promise the
same hash in its next version), of 128 bits in two halves so that chance cannot drop a payment.

Source: docs/reference/imports.md, "Lines seen before".
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import polars as pl

from poolbook.importing.table import filled

#: What makes a line this line. Numbers of codings stand for the codes as received. Supplier and narrative are left out:
#: a host may redact them in a later extract, and it is the same line.
CONTENT = ("coding", "day", "period", "pence", "reference", "journal")


def fingerprints(lines: pl.DataFrame) -> pl.DataFrame:
    """Two 64-bit halves of each line's fingerprint and one of its key (transaction number and coding)."""
    content = lines.select(CONTENT)
    return pl.DataFrame(
        {
            "high": content.hash_rows(75),
            "low": content.hash_rows(2006),
            "key": lines.select("reference", "coding").hash_rows(7),
            "pence": lines["pence"],
            "period": lines["period"],
            "day": lines["day"],
            "keyed": lines["reference"] != "",
        }
    )


#: How far lines reach: their latest period, and their latest day (the first of all where none has one).
Reach = tuple[int, date]


def reach_of(lines: pl.DataFrame) -> Reach:
    """How far lines, or fingerprints, reach; before any year where there are none."""
    period, day = lines["period"].max(), lines["day"].max()
    return (period if isinstance(period, int) else 0, day if isinstance(day, date) else date.min)


_COUNTED = {"high": pl.UInt64, "low": pl.UInt64, "pence": pl.Int64, "copies": pl.UInt32}

#: How many lines of the same part, with the same content, stand before each.
_BEFORE = pl.int_range(pl.len(), dtype=pl.UInt32).over("at")


def _counted(prints: pl.DataFrame) -> pl.DataFrame:
    """Fingerprints in order, equal ones as one with the copies of all. Sorted, equals are neighbours, which is found
    in half the time that grouping them unsorted takes."""
    ordered = prints.sort("high", "low")
    changes = (pl.col("high") != pl.col("high").shift()) | (pl.col("low") != pl.col("low").shift())
    run = ordered.select(changes.fill_null(value=True).cum_sum().alias("run"))["run"].set_sorted()
    groups = ordered.with_columns(run=run).group_by("run", maintain_order=True)
    return groups.agg(pl.col("high", "low", "pence").first(), pl.col("copies").sum()).drop("run")


class Earlier:
    """The lines that one source has posted, from earlier runs and earlier files of this one."""

    def __init__(self, stored: Iterable[pl.DataFrame] = ()) -> None:
        prints = [fingerprints(frame) for frame in stored if len(frame)]
        self._pending = prints
        self._counts = pl.DataFrame(schema=_COUNTED)
        self._keys = pl.DataFrame(schema={"key": pl.UInt64, "pence": pl.Int64})
        self._used = pl.Series("used", [], dtype=pl.UInt32)
        self._reach: Reach = (0, date.min)

    @property
    def empty(self) -> bool:
        """Whether the source has posted nothing yet, so that nothing can be a repeat."""
        return not self._pending and not len(self._counts)

    @property
    def reached(self) -> int:
        """The latest period of the lines that other files brought; 0 where there are none."""
        return self._reach[0]

    def add(self, prints: pl.DataFrame) -> None:
        """Lines posted from the file now read; they count from the next file on."""
        if len(prints):
            self._pending.append(prints)

    def begin_file(self) -> None:
        """Start counting copies anew: a file is compared with what other files brought."""
        if self._pending:
            new = pl.concat(self._pending)
            self._reach = max(self._reach, reach_of(new))
            one_each = new.select("high", "low", "pence", copies=pl.lit(1, pl.UInt32))
            self._counts = _counted(pl.concat([self._counts, one_each]))
            keys = new.filter("keyed").select("key", "pence")
            self._keys = pl.concat([self._keys, keys]).sort("key")
            self._pending = []
        self._used = filled(0, len(self._counts), pl.UInt32)

    def repeats(self, prints: pl.DataFrame) -> pl.Series:
        """For each line of the next part of the file, in its order: whether it is a copy the ledger has already."""
        if not len(self._counts):
            return filled(False, len(prints), pl.Boolean)
        at = self._counts["high"].search_sorted(prints["high"]).clip(upper_bound=len(self._counts) - 1)
        same = (self._counts["high"].gather(at) == prints["high"]) & (self._counts["low"].gather(at) == prints["low"])
        hits = pl.DataFrame(
            {"at": at, "copies": self._counts["copies"].gather(at), "nth": self._used.gather(at) + 1}
        ).with_row_index("row")
        hits = hits.filter(same)
        # Hardly any content comes twice in one part, and counting within groups is dear: only those that do are.
        twins = hits.filter(pl.col("at").is_duplicated()).select("row", "copies", pl.col("nth") + _BEFORE)
        once = hits.filter(~pl.col("at").is_duplicated()).select(twins.columns)
        seen_rows = pl.concat([once, twins]).filter(pl.col("nth") <= pl.col("copies"))["row"]
        seen = filled(False, len(prints), pl.Boolean).scatter(seen_rows, values=True)
        taken = hits.group_by("at").agg(pl.len().cast(pl.UInt32).alias("n"))
        if len(taken):
            self._used = self._used.scatter(taken["at"], self._used.gather(taken["at"]) + taken["n"])
        return seen

    def gone(self, reach: Reach) -> tuple[int, int]:
        """The lines, and their money, that the ledger has and the file now read has not; nil where the ledger reaches
        further than the file, since then the file is the earlier one."""
        left = self._counts.with_columns(used=self._used).filter(pl.col("used") < pl.col("copies"))
        if not len(left) or self._reach > reach:
            return 0, 0
        missing = left["copies"].cast(pl.Int64) - left["used"].cast(pl.Int64)
        return int(missing.sum()), int((missing * left["pence"]).sum())

    def changed(self, prints: pl.DataFrame) -> pl.Series:
        """For each line that is no repeat: the pence that the same transaction number had before, null if unknown."""
        if not len(self._keys):
            return filled(None, len(prints), pl.Int64)
        at = self._keys["key"].search_sorted(prints["key"]).clip(upper_bound=len(self._keys) - 1)
        hit = (self._keys["key"].gather(at) == prints["key"]) & prints["keyed"]
        frame = pl.DataFrame({"hit": hit, "before": self._keys["pence"].gather(at)})
        return frame.select(pl.when("hit").then("before").alias("before"))["before"]
