"""A new pack: a folder with templates to fill in.

Source: docs/reference/packs.md, "A new pack"; docs/reference/terms.md has every key.
"""

from __future__ import annotations

from pathlib import Path

from poolbook.findings import Refused, Where, error
from poolbook.folder import names
from poolbook.importing.template import rules_template

TERMS_TEMPLATE = """\
# What the agreement says, for one fund and one financial year. docs/reference/terms.md explains every key.
#
# Write what the papers say, each with its clause; leave out what they do not say: Poolbook reports it as not said, and
# never guesses. Money is in pounds with the sign (£1,234.50), a date is 2025-04-01, a year is 2025-26.
# `illustrative: true` marks a figure that the papers do not give; take it away as you put in the real ones.
poolbook: terms/1

fund:
  code: example-fund            # short, and never changed: the books are of this fund and this year
  name: Example pooled fund
  mode: live                    # shadow: the same books, no cash; aligned: reported together, not pooled
year: 2025-26

agreement:
  title: Section 75 agreement of the example fund
  status: in_force              # proposed, in_force, ended
  dated: 2025-03-28
  starts: 2025-04-01
  # ends: 2028-03-31

partners:                       # at least one local authority and one NHS body (SI 2000/617)
  - code: council
    name: Example County Council
    kind: local_authority
    # units:                    # contributors inside the partner that the papers name apart
    #   - {code: public-health, name: Public Health grant}
  - code: icb
    name: NHS Example Integrated Care Board
    kind: nhs_body

host:                           # who keeps the fund's accounts (reg 7(4)); leave it out where none is named
  partner: council
  clause: "4.1"
pool_manager:                   # the host's officer who manages the fund and reports quarterly
  post: Head of Joint Commissioning
  partner: council

schemes:                        # what the fund is spent on
  - code: home-care
    name: Home care
    side: health_related        # whose function it is: nhs, health_related, joint, not_stated
    # budget: £1,000,000.00     # where it is not the sum of the contributions to it
    lead: council
    officer: Commissioning Manager, Older People
  - code: reablement
    name: Reablement
    side: joint

contributions:                  # who pays what, for a scheme or (without `scheme`) for the whole fund
  - by: council
    scheme: home-care
    basis: gross                # before income from client charges; net: after it
    amount: £600,000.00
    clause: Schedule 2
    illustrative: true
  - by: icb
    scheme: home-care
    basis: gross
    amount: £400,000.00
    illustrative: true
  - by: icb
    scheme: reablement
    basis: gross
    kind: non_recurrent         # does not enter next year's base
    amount: £250,000.00
    illustrative: true

# income:                       # expected beside the contributions
#   - {scheme: home-care, kind: client_income, amount: "£50,000.00"}

opening_balance:
  policy: clean                 # brought_forward: with `amount`; not_stated

# settlement: # who bears an over- or underspend: docs/reference/settlement.md. Without it: not said. level:
# pool rules: - {share: {by: contributions}, when: over, clause: "12.3"}
"""


def new(path: Path) -> tuple[Path, ...]:
    """Write the templates of a new pack into a folder, made where it is not there, and hand back their
    paths. Raises :class:`Refused`, and writes nothing, where one of the files is there already or the
    folder is a pack."""
    templates = {names.TERMS: TERMS_TEMPLATE, names.RULES: rules_template()}
    taken = [name for name in (*templates, names.MANIFEST, names.ENTRIES) if (path / name).exists()]
    if taken:
        message = "is there already: Poolbook does not write over it; choose another folder"
        raise Refused(error("pack.exists", f"{name} {message}", Where(file=str(path / name))) for name in taken)
    try:
        path.mkdir(parents=True, exist_ok=True)
        for name, text in templates.items():
            with (path / name).open("x", encoding="utf-8", newline="\n") as file:
                file.write(text)
    except OSError as problem:
        message = f"{path} cannot be written to: {problem.strerror}"
        raise Refused([error("pack.not_writable", message, Where(file=str(path)))]) from None
    return tuple(path / name for name in templates)
