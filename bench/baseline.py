"""The floor under an import: the same file read as texts and written as Parquet by polars, and nothing else.

``python -m bench.baseline LISTING PARQUET``. No amount is understood, no code mapped, no repeat found,
nothing proved.
"""

import sys

import polars as pl

if __name__ == "__main__":
    pl.scan_csv(sys.argv[1], infer_schema=False).collect().write_parquet(sys.argv[2])
