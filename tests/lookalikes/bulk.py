"""A host's ledger listing of any size: 145 bytes a line, and the pack and rules it is imported into.

python -m tests.lookalikes.bulk 1000000 big.csv        # the listing
python -m tests.lookalikes.bulk --pack big-pack        # an empty pack with terms and rules for it
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from pathlib import Path

SCHEMES = 40
CENTRES = 400
DETAILS = 30
SUPPLIERS = 5_000

HEADER = "Cost centre,Detail,Detail name,Date paid,Period,Transaction number,Net amount,VAT,Supplier name,Narrative\n"

_DETAIL_NAMES = ("Residential", "Nursing", "Home care", "Day care", "Supported living", "Direct payments")
_WORDS = ("placement", "weekly charge", "assessment", "transport", "four weekly invoice", "agency cover", "retainer")
_MONTHS = ("Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec", "Jan", "Feb", "Mar")


def rows(lines: int, *, seed: int = 75, first: int = 0) -> Iterator[str]:
    """Rows of the listing, header apart; ``first`` numbers go on from an earlier file. One in 500 is a genuine twin of
    the row before, one in 50 a credit."""
    rng = random.Random(seed)  # noqa: S311 - the same file each time is the point
    row = ""
    for at in range(first, first + lines):
        if row and rng.random() < 0.002:
            yield row
            continue
        period = rng.randrange(12)
        centre = rng.randrange(CENTRES)
        detail = rng.randrange(DETAILS)
        pounds, pence = rng.randrange(10, 9_000), rng.randrange(100)
        amount = f"{'-' if rng.random() < 0.02 else ''}{pounds}.{pence:02d}"
        if rng.random() < 0.05:
            amount = f'" {pounds:,}.{pence:02d} "'
        day = f"{rng.randrange(1, 29):02d}-{_MONTHS[period]}-{2012 if period < 9 else 2013}"
        name, word = _DETAIL_NAMES[detail % 6], _WORDS[rng.randrange(7)]
        supplier = rng.randrange(SUPPLIERS)
        row = (
            f"C{centre:05d},{50000 + detail},{name} {detail:02d},{day},{period + 1:03d},PI{at:010d},{amount},0.00,"
            f"Provider number {supplier:04d} Ltd,{word} ref {at % 9973:06d} week {at % 52:02d} of the year as agreed\n"
        )
        yield row


def write(path: Path, lines: int, *, seed: int = 75, first: int = 0) -> None:
    """The listing as a CSV file."""
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(HEADER)
        file.writelines(rows(lines, seed=seed, first=first))


def write_pack(folder: Path) -> None:
    """A new pack: terms with :data:`SCHEMES` schemes, and rules that answer every coding of the listing."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "terms.yaml").write_text(terms(), encoding="utf-8")
    (folder / "rules.yaml").write_text(rules(), encoding="utf-8")


def terms() -> str:
    """Terms of a made-up fund."""
    schemes = "".join(f"  - {{code: S{at:02d}, name: Scheme {at:02d}, side: joint}}\n" for at in range(SCHEMES))
    return (
        "poolbook: terms/1\nfund: {code: BULK, name: A large made-up fund}\nyear: 2012-13\n"
        "agreement: {title: A made-up agreement, status: in_force}\n"
        "partners:\n  - {code: COUNCIL, name: A council, kind: local_authority}\n"
        "  - {code: TRUST, name: A trust, kind: nhs_body}\n"
        f"host: {{partner: COUNCIL}}\nschemes:\n{schemes}"
    )


def rules() -> str:
    """Rules by cost centre, some of them narrower by detail: 480 in all."""
    start = (
        "poolbook: rules/1\nsources:\n  ledger:\n    columns:\n      cost_centre: Cost centre\n      detail: Detail\n"
        "      detail_name: Detail name\n      date: Date paid\n      period: Period\n"
        "      reference: Transaction number\n"
        "      amount: Net amount\n      vat: VAT\n      supplier: Supplier name\n      narrative: Narrative\n"
        "    codes: [cost_centre, detail, detail_name]\n    period: from column\nrules:\n"
    )
    text = [start]
    for group in range(CENTRES // 10):
        scheme, other = f"S{group % SCHEMES:02d}", f"S{(group + 1) % SCHEMES:02d}"
        text.append(f'  - {{when: {{cost_centre: "C{group:04d}*", detail: "5000*"}}, scheme: {scheme}}}\n')
        text.append(
            f'  - {{when: {{cost_centre: "C{group:04d}*", detail: "5001*"}}, scheme: {other}, contract: K{group}}}\n'
        )
        text += [f'  - {{when: {{cost_centre: "C{group:04d}{at}"}}, scheme: {other}}}\n' for at in range(10)]
    return "".join(text)


def main(arguments: list[str]) -> None:
    """The command line above."""
    if arguments[0] == "--pack":
        write_pack(Path(arguments[1]))
    else:
        write(Path(arguments[1]), int(arguments[0]))


if __name__ == "__main__":
    main(sys.argv[1:])
