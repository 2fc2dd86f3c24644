"""Some of the transfers, lines or entries: the same question above each list, and in the address of each drill."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms
from django.http import QueryDict

from poolbook.dates.years import PERIODS
from poolbook.ledger.chart import CHART
from poolbook_web.base.forms import Form
from poolbook_web.ledger.models import KINDS, LAYERS
from poolbook_web.ledger.queries.names import Names, account
from poolbook_web.ledger.queries.wanted import NONE, Wanted, asked

_NO = {"scheme": "No scheme", "partner": "No partner"}


class Narrow(Form):
    """What is wanted. An answer that is none is passed over, with an error: the list then says what it is of."""

    layer = forms.ChoiceField(label="Book", required=False, choices=[("", "Any"), *LAYERS])
    account = forms.CharField(label="Account", required=False, max_length=80)
    scheme = forms.CharField(label="Scheme", required=False, max_length=80)
    partner = forms.CharField(label="Partner", required=False, max_length=80)
    to = forms.TypedChoiceField(label="To the end of", required=False, coerce=int)
    kind = forms.ChoiceField(label="Kind of entry", required=False, choices=[("", "Any"), *KINDS])
    text = forms.CharField(label="Words", required=False, max_length=100)
    entry = forms.IntegerField(required=False, min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)

    def __init__(self, asked_for: QueryDict, *, names: Names, looks_in: str) -> None:
        self.names = names
        super().__init__(asked_for)
        months = [(str(each), names.period(each)) for each in PERIODS]
        self.fields["from"] = forms.TypedChoiceField(label="From", required=False, coerce=int)
        self.order_fields(["layer", "account", "scheme", "partner", "from", "to", "kind", "text", "entry"])
        self._offer("account", [(code, each.name) for code, each in CHART.items()])
        self._offer("scheme", [*names.schemes.items(), (NONE, _NO["scheme"])])
        self._offer("partner", [*names.partners.items(), (NONE, _NO["partner"])])
        for name, words in (("from", "The start of the year"), ("to", "The end of the year")):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", words), *months]
        self.fields["text"].help_text = looks_in

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        """What the list offers; a code that only the books know, or a named reserve, is kept as it was asked for."""
        given = self.data.get(name, "")
        more = [] if given in {"", *dict(choices)} else [(given, given)]
        self.fields[name].widget = forms.Select(choices=[("", "Any"), *choices, *more])

    @property
    def wanted(self) -> Wanted:
        """The answers."""
        self.is_valid()
        given = {name: self.cleaned_data.get(name) for name in self.fields}
        return Wanted(
            layer=given["layer"] or "",
            account=given["account"] or "",
            scheme=_code(given["scheme"]),
            partner=_code(given["partner"]),
            first_period=given["from"] or PERIODS[0],
            last_period=given["to"] or PERIODS[-1],
            kind=given["kind"] or "",
            text=given["text"] or "",
            entry=given["entry"],
        )

    @property
    def said(self) -> list[tuple[str, str]]:
        """What the list is of, in words, each with the end of the address of the list without it."""
        wanted, names = self.wanted, self.names
        return [
            (words, asked(replace(wanted, **without)))
            for words, without in (
                (dict(LAYERS).get(wanted.layer, ""), {"layer": ""}),
                (_account(wanted.account), {"account": ""}),
                (_named(wanted.scheme, "scheme", names.schemes), {"scheme": None}),
                (_named(wanted.partner, "partner", names.partners), {"partner": None}),
                (self._when(wanted), {"first_period": 1, "last_period": 15}),
                (dict(KINDS).get(wanted.kind, ""), {"kind": ""}),
                (f"“{wanted.text}”" if wanted.text else "", {"text": ""}),
                (f"Entry {wanted.entry}" if wanted.entry else "", {"entry": None}),
            )
            if words
        ]

    def _when(self, wanted: Wanted) -> str:
        first, last, period = wanted.first_period, wanted.last_period, self.names.period
        if (first, last) == (PERIODS[0], PERIODS[-1]):
            return ""
        return period(first) if first == last else f"{period(first)} to {period(last)}"


def _code(given: Any) -> str | None:
    return "" if given == NONE else given or None


def _account(code: str) -> str:
    try:
        return account(code) if code else ""
    except ValueError:
        return code


def _named(code: str | None, what: str, named: Any) -> str:
    return "" if code is None else named.get(code, code) or _NO[what]
