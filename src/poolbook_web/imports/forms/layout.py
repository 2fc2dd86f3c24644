"""How a file is read, asked of somebody who knows the file and no format: which layout, or what each column is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.text import slugify

from poolbook.importing.rules import ROLES
from poolbook_web.base.forms import Form
from poolbook_web.imports.queries.layout import Head

#: The answer "none of these".
OWN = "own"

_ROLES = {
    "amount": ("Amount", "One column of amounts. Choose debit and credit instead where there are two."),
    "debit": ("Debit", ""),
    "credit": ("Credit", ""),
    "date": ("Date", "It decides the month. Leave it empty only where there is a period, or a month in the name."),
    "period": ("Period", "Used where there is no date."),
    "reference": ("Transaction number", "By it a line is known again in a later file."),
    "supplier": ("Supplier", ""),
    "narrative": ("Narrative", ""),
}


class LayOut(Form):
    """What the files of a sort are, and what their columns mean."""

    about = forms.CharField(
        label="What these files are", max_length=100, help_text="For example, the council's ledger listing, monthly.",
        error_messages={"required": "Say what these files are."},
    )  # fmt: skip
    layout = forms.ChoiceField(
        label="How they are laid out", widget=forms.RadioSelect,
        error_messages={"required": "Choose a layout, or say that it is none of these."},
    )  # fmt: skip
    repeats = forms.ChoiceField(
        label="What each file holds", widget=forms.RadioSelect,
        choices=[
            ("incremental", "New lines: the last month, say"), ("cumulative", "The whole year so far, every time"),
        ],
        error_messages={"required": "Say what each file holds."},
    )  # fmt: skip
    signs = forms.ChoiceField(
        label="How spending stands there", widget=forms.RadioSelect,
        choices=[
            ("debit_positive", "Spending is positive, income negative"),
            ("credit_positive", "Income is positive, spending negative"),
        ],
        error_messages={"required": "Say how spending stands there."},
    )  # fmt: skip
    incurred_by = forms.ChoiceField(
        label="Whose ledger it is", required=False,
        help_text="What is in another partner's ledger is owed to that partner.",
    )  # fmt: skip

    def __init__(self, data: QueryDict | None, *, head: Head, partners: Sequence[tuple[str, str]]) -> None:
        initial = {
            "layout": head.presets[0][0] if head.presets else OWN, "repeats": "incremental",
            "signs": "debit_positive", **head.guessed,
        }  # fmt: skip
        super().__init__(data, initial=initial)
        self.head = head
        self._choices("layout", [*head.presets, (OWN, "None of these: I say what the columns are")])
        self._choices("incurred_by", [("", "The host's"), *partners])
        if not head.presets:
            self.fields["layout"].widget = forms.HiddenInput()
        columns = [(str(place), f"{name} (column {letter})") for place, name, letter in head.columns]
        for role, (label, hint) in _ROLES.items():
            self.fields[role] = forms.ChoiceField(
                label=label, help_text=hint, required=False, choices=[("", "None"), *columns]
            )
        self.fields["by_name"] = forms.BooleanField(label="The month is in the file's name", required=False)
        self.fields["codes"] = forms.MultipleChoiceField(
            label="Codes", widget=forms.CheckboxSelectMultiple, required=False, choices=columns,
            help_text="The columns that tell what a line is for: cost centre, account, service. The rules go by them.",
        )  # fmt: skip

    def _choices(self, name: str, choices: Sequence[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    @property
    def general(self) -> list[Any]:
        """The questions that every layout has."""
        known = ["layout"] if self.head.presets else []
        return [self[name] for name in ("about", *known, "repeats", "signs", "incurred_by")]

    @property
    def own(self) -> list[Any]:
        """The questions of a layout of one's own. Whether each is answered, :meth:`clean` judges: until then the form
        must not call optional what such a layout cannot do without."""
        for name in ("amount", "date", "codes"):
            self.fields[name].required = True
        return [self[name] for name in (*_ROLES, "by_name", "codes")]

    def clean(self) -> dict[str, Any]:
        """A layout of one's own has an amount, a month and codes, and no column stands for two things."""
        given = super().clean() or {}
        if given.get("layout") != OWN:
            return given
        if not given.get("amount") and not (given.get("debit") and given.get("credit")):
            self.add_error("amount", ValidationError("Choose the amount, or debit and credit.", code="required"))
        if not (given.get("date") or given.get("period") or given.get("by_name")):
            missing = "Choose the date or the period, or say that the month is in the file's name."
            self.add_error("date", ValidationError(missing, code="required"))
        if not given.get("codes"):
            self.add_error("codes", ValidationError("Choose at least one column of codes.", code="required"))
        chosen = [given[role] for role in _ROLES if given.get(role)]
        for role in _ROLES:
            if given.get(role) and chosen.count(given[role]) > 1:
                self.add_error(role, ValidationError("This column stands for two things.", code="twice"))
        return given

    @property
    def source(self) -> Mapping[str, Any]:
        """The answers with the keys of a source of the rules; what is the usual is left out."""
        given = self.cleaned_data
        said: dict[str, Any] = {"about": given["about"]}
        said |= self._columns() if given["layout"] == OWN else {"layout": given["layout"]}
        usual = {"repeats": "incremental", "signs": "debit_positive", "incurred_by": ""}
        return said | {key: given[key] for key, each in usual.items() if given[key] != each}

    @property
    def name(self) -> str:
        """The name of the source in the rules: the first words of what it is."""
        return "_".join(slugify(self.cleaned_data["about"]).split("-")[:3])[:32].strip("_") or "source"

    def _columns(self) -> dict[str, Any]:
        given, names = self.cleaned_data, {str(place): name for place, name, _ in self.head.columns}
        columns = {role: names[given[role]] for role in _ROLES if given[role]}
        for place in given["codes"]:
            columns[self._code(names[place], columns)] = names[place]
        return {"columns": columns, **({"period": "from name"} if given["by_name"] and not given["date"] else {})}

    @staticmethod
    def _code(heading: str, taken: Mapping[str, str]) -> str:
        """What the rules call a column of codes: its heading in small letters, and a name that no role has."""
        name = slugify(heading).replace("-", "_") or "code"
        name = f"code_{name}" if name in ROLES or name[0].isdigit() else name
        return name if name not in taken else f"{name}_{len(taken)}"
