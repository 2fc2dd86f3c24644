"""A posted line that belongs elsewhere, or is not the fund's."""

from __future__ import annotations

from typing import Any

from django import forms

from poolbook_web.base.forms import Form
from poolbook_web.ledger.queries.correction import Place, accounts
from poolbook_web.ledger.queries.names import Names

RECODE, DISPUTE = "recode", "dispute"


class Correct(Form):
    """What is wrong, and what would be right."""

    lines = forms.CharField(required=False, widget=forms.HiddenInput)
    wrong = forms.ChoiceField(
        label="What is wrong",
        choices=[(RECODE, "It belongs elsewhere in this fund"), (DISPUTE, "It is not this fund’s")],
        widget=forms.RadioSelect,
        error_messages={"required": "Say what is wrong."},
    )
    scheme = forms.ChoiceField(label="Scheme it belongs to", required=False)
    account = forms.ChoiceField(label="Account it belongs to", required=False)
    partner = forms.ChoiceField(label="Partner it concerns", required=False)
    why = forms.CharField(
        label="Why",
        max_length=1000,
        help_text="It stands in the books with the correction. Name nobody who uses services.",
        error_messages={"required": "Say why."},
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    source = forms.CharField(
        label="Evidence", required=False, max_length=500, help_text="The paper it rests on: an invoice, an email."
    )

    def __init__(self, *args: Any, names: Names, here: Place, **kwargs: Any) -> None:
        kwargs["initial"] = {"scheme": here.scheme, "account": here.account, "partner": here.partner}
        super().__init__(*args, **kwargs)
        self.here = here
        self._offer("scheme", here.scheme, [("", "No scheme"), *names.schemes.items()])
        self._offer("account", here.account, accounts())
        self._offer("partner", here.partner, [("", "No partner"), *names.partners.items()])

    def _offer(self, name: str, now: str, choices: list[tuple[str, str]]) -> None:
        """The choices, and where it is now even if the terms no longer name it."""
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices if now in dict(choices) else [(now, now), *choices]

    @property
    def to(self) -> Place | None:
        """Where it belongs; None where it is not the fund's."""
        given = self.cleaned_data
        if given["wrong"] == DISPUTE:
            return None
        return Place(given["scheme"], given["account"] or self.here.account, given["partner"])
