"""Issued reports as rows: kept, found, made again, and in and out of packs."""
