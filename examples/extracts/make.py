"""Write the illustrative ledger listings of the examples: the same bytes on every machine.

    python3 examples/extracts/make.py [folder]      the folder is this one unless another is given

No paper gives a line of a ledger, so every line is invented, and says so: suppliers are numbered and called
illustrative, and no person is named. The sums are chosen so that the two papers' stories can be seen in them:
Birmingham's £9.8m and its tender of over £1m, and Oxfordshire's £364,000 with a little besides.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from listings import Event, Ledger, Stream, civica, m, oracle, quarterly, sap

YEAR = range(1, 13)
HALF = range(1, 7)

#: Birmingham, learning disability: the council hosts, on SAP. Complex placements run at £9.8m a year over £12m.
LD = Ledger(
    "birmingham-ld",
    [
        Stream("LD4100", "410100", "Residential placements", m("38.0"), 48, accrued=True),
        Stream("LD4100", "410200", "Nursing placements", m("8.4"), 12),
        Stream("LD4150", "410100", "Complex placements", m("21.8"), 22, accrued=True),
        Stream("LD4100", "910100", "Client contributions", -m("17.2"), 8, kind="income"),
        Stream("LD4200", "420100", "Supported living", m("21.5"), 34, accrued=True),
        Stream("LD4200", "420300", "Direct payments", m("3.0"), 10),
        Stream("LD4250", "420100", "Services transferred", m("1.04"), 3),
        Stream("LD4300", "430100", "Day opportunities", m("10.93"), 16),
        Stream("LD4300", "430200", "Short breaks", m("3.95"), 10),
        Stream("LD4400", "440100", "NHS contracts", m("38.0"), 4),
        Stream("LD4400", "440200", "Continuing health care", m("2.35"), 10),
        Stream("LD4500", "450100", "Salaries", m("5.55"), 30, kind="payroll"),
        Stream("LD4500", "450200", "Running costs", m("0.98"), 6),
        Stream("LD4500", "490100", "Support services recharge", m("0.4"), 1, kind="recharge"),
    ],
    [
        *quarterly("journal", "LD4900", "920100", "Contribution, Adults and Communities", m("80.9"), (1, 2)),
        *quarterly("receipt", "LD4900", "920200", "Contribution, PCTs", m("57.4"), (1, 2)),
        *quarterly("receipt", "LD4900", "920300", "Contribution, Supporting People", m("7"), (1,)),
        Event(3, "journal", "LD4100", "410100", "Rounding difference", 1),
        Event(4, "journal", "LD4100", "410100", "Rounding difference", -1),
        Event(5, "journal", "LD4300", "430100", "Corrected coding, out", -1_284_550),
        Event(5, "journal", "LD4200", "420100", "Corrected coding, in", 1_284_550),
    ],
)

#: Birmingham, mental health: Birmingham East and North PCT hosts, on Oracle.
MH = Ledger(
    "birmingham-mh",
    [
        Stream("471100", "52110", "Inpatient contracts", m("64.0"), 3),
        Stream("471100", "52120", "Placements out of area", m("7.9"), 20, accrued=True),
        Stream("471100", "41110", "Recharge to other PCTs", -m("0.18"), 2, kind="income"),
        Stream("471200", "52110", "Community contracts", m("56.0"), 3),
        Stream("471200", "52130", "Crisis and home treatment", m("6.05"), 12),
        Stream("471300", "52140", "Talking therapies", m("7.86"), 14),
        Stream("471400", "53110", "Residential placements", m("21.6"), 36, accrued=True),
        Stream("471500", "53120", "Support in housing", m("11.9"), 22),
        Stream("471600", "53130", "Voluntary organisations", m("6.0"), 18),
        Stream("471700", "51110", "Commissioning team", m("1.1"), 16, kind="payroll"),
    ],
    [
        *quarterly("receipt", "479000", "20010", "Contribution, Adults and Communities", m("23.8"), (1, 2)),
        *quarterly("journal", "479000", "20020", "Contribution, PCTs", m("144.8"), (1, 2)),
        *quarterly("receipt", "479000", "20030", "Contribution, Supporting People", m("12"), (1, 2)),
        Event(4, "journal", "471500", "53120", "Rounding difference", -1),
        Event(5, "journal", "471500", "53120", "Rounding difference", 1),
    ],
)

#: Oxfordshire: what the county council pays in its own ledger and recharges. Residential care is where the pressure is.
OCC = Ledger(
    "oxfordshire-occ",
    [
        Stream("MH210", "4110", "Residential placements", m("3.2") + 37_184_237, 20, over=m("0.06"), accrued=True),
        Stream("MH210", "4120", "Nursing placements", m("0.7"), 6),
        Stream("MH220", "4210", "Supported accommodation", m("1.1"), 12),
        Stream("MH210", "9110", "Client contributions", -m("0.42"), 5, kind="income"),
        Stream("MH230", "1010", "Care managers", m("2.6"), 18, kind="payroll"),
        Stream("MH240", "4310", "Day and work services", m("0.9") + 1_290_514, 8),
    ],
)
OCC_CENTRES = ("MH210", "MH220", "MH230", "MH240")

#: Oxfordshire: the Primary Care Trust hosts, on Oracle, and pays the council back each quarter for the one before.
OPCT = Ledger(
    "oxfordshire-opct",
    [
        Stream("381100", "52110", "Mental health trust contract", m("30.0"), 1),
        Stream("381100", "52120", "Treatment case by case", m("3.92") - 1_328_945, 18, accrued=True),
        Stream("381200", "52140", "Talking therapies", m("2.0"), 9),
        Stream("381300", "53130", "Voluntary organisations", m("3.0") - 388_000, 26),
        Stream("381400", "53140", "Work and day services", m("0.5") + 341_120, 7),
        Stream("381700", "51110", "Commissioning team", m("0.32"), 6, kind="payroll"),
    ],
    [
        *quarterly("receipt", "389000", "20010", "Contribution, County Council", m("9.75"), (1, 2, 3, 4)),
        *quarterly("journal", "389000", "20020", "Contribution, PCT", m("38.25"), (1, 2, 3, 4)),
        *(
            Event(quarter * 3 + 1, "invoice", "389000", "21010", f"County Council recharge, quarter {quarter}",
                  OCC.total(range(quarter * 3 - 2, quarter * 3 + 1), *OCC_CENTRES), "Oxfordshire County Council")
            for quarter in (1, 2, 3)
        ),
        Event(13, "accrual", "381100", "52120", "Late invoices", 1_608_500),
        Event(13, "reversal", "381100", "52120", "Accrual found twice, taken out", -1_840_000),
    ],
)  # fmt: skip

#: Folder, the beginning of the files' names, the ledger, its layout and the periods.
EXTRACTS: tuple[tuple[str, str, Ledger, Callable[[Ledger, int], str], range], ...] = (
    ("birmingham-learning-disability-2009-10", "bcc", LD, sap, HALF),
    ("birmingham-mental-health-2009-10", "ben", MH, oracle("BEN"), HALF),
    ("oxfordshire-mental-health-2009-10", "occ", OCC, civica, YEAR),
    ("oxfordshire-mental-health-2009-10", "opct", OPCT, oracle("OPCT"), range(1, 14)),
)


def main(folder: Path) -> None:
    """Write every listing under ``folder``."""
    for fund, name, ledger, layout, periods in EXTRACTS:
        place = folder / fund
        place.mkdir(parents=True, exist_ok=True)
        for period in periods:
            file = place / f"{name}-2009-10-p{period:02d}.csv"
            file.write_bytes(layout(ledger, period).encode())


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent)
