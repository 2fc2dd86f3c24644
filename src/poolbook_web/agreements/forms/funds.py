"""What is asked of whoever opens a fund: its partners, then its schemes.

The second page carries the answers of the first as hidden boxes, so that nothing is kept before the end.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.text import slugify

from poolbook.dates.years import parse_year
from poolbook.terms.model import Side
from poolbook_web.agreements.forms.rows import Rows, words
from poolbook_web.agreements.store import FirstTerms, PartnerOf, SchemeOf
from poolbook_web.base.forms import AddressField, DayField, MoneyField

Choices = list[tuple[str, str]]

_KINDS: Choices = [("", "Choose"), ("local_authority", "Council (local authority)"), ("nhs_body", "NHS body")]
_SIDES: Choices = [
    ("", "Choose"), (Side.JOINT, "Both: a joint service"), (Side.HEALTH_RELATED, "The council's (health-related)"),
    (Side.NHS, "The NHS's"), (Side.NOT_STATED, "The agreement does not say"),
]  # fmt: skip
_BOTH = {kind for kind, _ in _KINDS if kind}
_NOT_BOTH = "Name at least one council and one NHS body: a fund under section 75 is of both."
#: How many rows a page begins with, and how many more it gives when asked.
PARTNERS, SCHEMES, MORE = 2, 3, 3


class ManagerFields(forms.Form):
    """Who manages the fund."""

    person = words("Pool manager's full name", "Enter the pool manager's full name.", most=150)
    post = words(
        "Pool manager's post", "Enter the pool manager's post.", most=150,
        help_text="An officer of the host, such as Head of Joint Commissioning.",
    )  # fmt: skip
    email = AddressField(
        label="Pool manager's email address", max_length=254,
        help_text="The invitation goes there when the fund is opened.",
        error_messages={"required": "Enter the pool manager's email address."},
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip


class BeginFund(ManagerFields, Rows):
    """The fund, its partners, its host and its pool manager."""

    counted = "partners"
    name = words("Name of the fund", "Enter the name of the fund.", help_text="As the agreement calls it.")
    year = words("Financial year", "Enter the financial year.", most=7, help_text="For example, 2025-26.")
    title = words("Title of the agreement", "Enter the title of the agreement.")
    starts = DayField(label="Day on which the agreement starts", required=False, help_text="For example, 1 4 2025.")
    host = forms.ChoiceField(
        label="Host", widget=forms.RadioSelect, error_messages={"required": "Choose the host."},
        help_text="The partner that keeps the fund's accounts, and whose officer manages it.",
    )  # fmt: skip

    def __init__(self, data: QueryDict | None, *, many: int, **kwargs: Any) -> None:
        super().__init__(data, many=many, **kwargs)
        of_rows = [bound.name for row in range(many) for bound in self.row(row)]
        self.order_fields(["name", "year", "title", "starts", *of_rows, "host"])  # as on the page
        host = self.fields["host"]
        assert isinstance(host, forms.ChoiceField)
        host.choices = [(str(row), f"Partner {row + 1}") for row in range(many)]

    def of_row(self, row: int) -> Iterator[tuple[str, forms.Field]]:
        """A partner."""
        name, kind = f"Enter the full name of partner {row + 1}.", f"Choose what partner {row + 1} is."
        needed = row < PARTNERS
        yield "partner", words("Full name", name if needed else "", help_text="The body in law.")
        yield (
            "kind",
            forms.ChoiceField(label="What it is", choices=_KINDS, required=needed, error_messages={"required": kind}),
        )

    def clean_year(self) -> str:
        """As the site writes years."""
        try:
            return str(parse_year(self.cleaned_data["year"].replace("/", "-")))
        except ValueError:
            raise ValidationError("Enter a financial year as 2025-26.", code="invalid") from None

    def clean(self) -> dict[str, Any]:
        """Two partners at least, each whole and named once, of both kinds, and the host one of them."""
        given = super().clean() or {}
        rows, seen = [row for row in range(self.many) if self.filled(row)], set[str]()
        for row in rows:
            name = slugify(given.get(f"partner_{row}", ""))
            if name and name in seen:
                self.add_error(f"partner_{row}", f"Partner {row + 1} has the name of another: name each body once.")
            seen.add(name)
            self.told_to_fill(row, {
                "partner": f"Enter the full name of partner {row + 1}.", "kind": f"Choose what partner {row + 1} is.",
            })  # fmt: skip
        if not self.errors and {given[f"kind_{row}"] for row in rows} != _BOTH:
            self.add_error(f"kind_{rows[-1]}", ValidationError(_NOT_BOTH, code="invalid"))
        host = given.get("host")
        if host and int(host) not in rows:
            self.add_error("host", ValidationError("Choose a partner that you have named.", code="invalid"))
        return given

    @property
    def named(self) -> list[PartnerOf]:
        """The partners."""
        rows = (row for row in range(self.many) if self.filled(row))
        return [PartnerOf(self.cleaned_data[f"partner_{row}"], self.cleaned_data[f"kind_{row}"]) for row in rows]

    @property
    def host_among(self) -> int:
        """The place of the host among the partners that were named."""
        return [row for row in range(self.many) if self.filled(row)].index(int(self.cleaned_data["host"]))


class Schemes(Rows):
    """What the fund is spent on, what each partner puts in, and who bears what is over or short."""

    counted = "schemes"
    basis = forms.ChoiceField(
        label="The sums that partners put in are", widget=forms.RadioSelect,
        choices=[
            ("gross", "Before income from charges to clients (gross)"), ("net", "After that income (net)"),
            ("not_stated", "The agreement does not say"),
        ],
        error_messages={"required": "Say whether the sums are before or after income from charges."},
    )  # fmt: skip
    over = forms.ChoiceField(
        label="If a scheme overspends, who bears it?", widget=forms.RadioSelect, required=False,
        choices=[
            ("share", "The partners, in proportion to what they put into the scheme"),
            ("", "Something else, or the agreement does not say: to be written into the terms later"),
        ],
    )  # fmt: skip
    under = forms.ChoiceField(
        label="If a scheme underspends, whose is it?", widget=forms.RadioSelect, required=False,
        choices=[
            ("share", "The partners', in proportion to what they put into the scheme"),
            ("carry", "It is carried forward to next year"),
            ("", "Something else, or the agreement does not say: to be written into the terms later"),
        ],
    )  # fmt: skip

    def __init__(self, data: QueryDict | None, *, many: int, partners: Sequence[PartnerOf], **kwargs: Any) -> None:
        self._partners = partners
        super().__init__(data, many=many, **kwargs)
        self.order_fields([*(name for name in self.fields if name not in self.base_fields), *self.base_fields])

    def of_row(self, row: int) -> Iterator[tuple[str, forms.Field]]:
        """A scheme: its name, whose function it is, who leads it, and a sum for each partner."""
        name, side = f"Enter the name of scheme {row + 1}.", f"Say whose function scheme {row + 1} is."
        yield "scheme", words("Name", name if row == 0 else "")
        yield (
            "side",
            forms.ChoiceField(
                label="Whose function is it?", choices=_SIDES, required=row == 0, error_messages={"required": side}
            ),
        )
        yield "officer", words("Post that leads it", help_text="It is asked to comment on the figures.")
        for place, each in enumerate(self._partners):
            label = f"{each.name} puts into scheme {row + 1} for the year"
            yield f"amount_{place}", MoneyField(label=label, required=False)

    def clean(self) -> dict[str, Any]:
        """One scheme at least, each whole and with money, and no two of one name."""
        given = super().clean() or {}
        rows, seen = [row for row in range(self.many) if self.filled(row)], set[str]()
        for row in rows or [0]:
            self.told_to_fill(row, {
                "scheme": f"Enter the name of scheme {row + 1}.",
                "side": f"Say whose function scheme {row + 1} is.",
            })  # fmt: skip
            amounts = self._amounts(row)
            if not any(amounts) and f"amount_0_{row}" not in self.errors:
                self.add_error(f"amount_0_{row}", f"Enter what is put into scheme {row + 1}.")
            for place, pence in enumerate(amounts):
                if pence is not None and pence < 0:
                    what = f"What {self._partners[place].name} puts into scheme {row + 1} is not negative."
                    self.add_error(f"amount_{place}_{row}", what)
            name = slugify(given.get(f"scheme_{row}", ""))
            if name and name in seen:
                self.add_error(f"scheme_{row}", f"Scheme {row + 1} has the name of another: name them apart.")
            seen.add(name)
        return given

    def _amounts(self, row: int) -> list[int | None]:
        return [self.cleaned_data.get(f"amount_{place}_{row}") for place in range(len(self._partners))]

    def terms(self, begun: BeginFund) -> FirstTerms:
        """All the answers together."""
        first, mine = begun.cleaned_data, self.cleaned_data
        rows = [row for row in range(self.many) if self.filled(row)]
        return FirstTerms(
            name=first["name"], year=first["year"], title=first["title"], starts=first["starts"],
            partners=begun.named, host=begun.host_among, post=first["post"], basis=mine["basis"], over=mine["over"],
            under=mine["under"],
            schemes=[
                SchemeOf(mine[f"scheme_{row}"], mine[f"side_{row}"], mine[f"officer_{row}"], self._amounts(row))
                for row in rows
            ],
        )  # fmt: skip
