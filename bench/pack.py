"""The pack that the listing belongs to: terms of 48 schemes and two partners, and rules for 1,680 codes."""

from __future__ import annotations

from pathlib import Path

from bench import lines

COUNCIL, TRUST = "council", "trust"


def budget(scheme: int) -> int:
    """Pounds that each partner pays for a scheme."""
    return 8_000_000 + 10_000 * scheme


def terms() -> str:
    """The agreement: two partners, a budget for every scheme paid half and half, a waterfall of two rules."""
    schemes = [f"S{number:02d}" for number in range(1, lines.SCHEMES + 1)]
    rows = "\n".join(
        f"  - {{code: {code}, name: Scheme {code[1:]}, side: joint, lead: {(COUNCIL, TRUST)[number % 2]}}}"
        for number, code in enumerate(schemes)
    )
    paid = "\n".join(
        f"  - {{by: {by}, scheme: {code}, kind: recurrent, basis: gross, amount: £{budget(number)}}}"
        for number, code in enumerate(schemes)
        for by in (COUNCIL, TRUST)
    )
    return f"""\
poolbook: terms/1
fund: {{code: bench, name: A fund that nobody ever had}}
year: {lines.YEAR}-{(lines.YEAR + 1) % 100:02d}
agreement: {{title: Made up for the benchmarks, status: in_force}}
partners:
  - {{code: {COUNCIL}, name: The Council, kind: local_authority}}
  - {{code: {TRUST}, name: The Trust, kind: nhs_body}}
host: {{partner: {COUNCIL}}}
schemes:
{rows}
contributions:
{paid}
settlement:
  level: pool
  basis: gross
  rules:
    - share: {{by: contributions}}
"""


def write(folder: Path) -> None:
    """Write the pack's two hand-written files."""
    folder.mkdir(parents=True)
    (folder / "terms.yaml").write_text(terms(), encoding="utf-8")
    (folder / "rules.yaml").write_text(rules(), encoding="utf-8")


def rules() -> str:
    """How the listing is read, and the scheme of each pair of cost centre and subjective."""
    mapped = "\n".join(
        f'  - {{when: {{cost_centre: "{lines.centre_code(centre)}", subjective: "{subjective}"}}, '
        f"scheme: {lines.scheme_of(centre)}}}"
        for centre in range(lines.CENTRES)
        for subjective in lines.SUBJECTIVE_CODES
    )
    return f"""\
poolbook: rules/1
sources:
  host_ledger:
    about: A listing made up for the benchmarks
    columns:
      period: Period
      type: Journal Type
      date: Posting Date
      cost_centre: Cost Centre
      subjective: Subjective
      supplier_no: Supplier No
      supplier: Supplier Name
      reference: Reference
      narrative: Narrative
      amount: Net Amount
    codes: [cost_centre, subjective, supplier_no]
    repeats: cumulative
    period: from column
    types: {{PI: payment, PC: payment, GL: journal, AC: accrual, RV: accrual}}
rules:
{mapped}
"""
