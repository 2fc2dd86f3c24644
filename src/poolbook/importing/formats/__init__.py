"""The layouts that Poolbook knows, one small file each; a new one is a file and a line here.

Order matters only to guessing: the most particular layouts stand first.
"""

from __future__ import annotations

from poolbook.importing.formats import (
    agresso,
    civica,
    council_spend,
    journal,
    nhs_spend,
    oracle_ebs,
    sap_ksb1,
    trial_balance,
)
from poolbook.importing.formats.base import Format, Heading, Kind, Shape

FORMATS: dict[str, Format] = {
    each.name: each
    for each in (
        journal.FORMAT,
        sap_ksb1.FORMAT,
        oracle_ebs.FORMAT,
        agresso.FORMAT,
        civica.FORMAT,
        nhs_spend.FORMAT,
        council_spend.FORMAT,
        trial_balance.FORMAT,
    )
}

__all__ = ["FORMATS", "Format", "Heading", "Kind", "Shape"]
