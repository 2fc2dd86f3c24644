"""A form for each kind of record."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from poolbook import money
from poolbook.forecast.model import OVERRIDE
from poolbook.settlement.model import CARRY_FORWARD, reserve
from poolbook.terms import ask
from poolbook_web.base.forms import DayField, MoneyField
from poolbook_web.monitoring.forms.base import KeepForm, choice, quarter, text, whole, words
from poolbook_web.monitoring.models import RECORD_KINDS, Closing, Decision, Kept
from poolbook_web.people.models import Person

_YES_NO = [("yes", "Yes"), ("no", "No")]
_TRUTH = {"yes": True, "no": False, "": None}


def _said(value: bool | None) -> str:
    return next(word for word, truth in _TRUTH.items() if truth is value)


def _sum(label: str, missing: str = "", hint: str = "") -> MoneyField:
    return MoneyField(label=label, required=bool(missing), error_messages={"required": missing}, help_text=hint)


class FactForm(KeepForm):
    """Whether something is so, or a sum."""

    keys, evidenced = ("name",), True
    name = choice("Fact", "Choose a fact.", help_text="Those that a rule of the agreement asks for.")
    truth = forms.ChoiceField(label="Is it so?", choices=_YES_NO, widget=forms.RadioSelect, required=False)
    pence = _sum("Or how much", hint="For a fact that is a sum.")

    def choose(self) -> None:
        """The facts that rules ask for."""
        self.kinds = {each.code: each.kind for each in (self.terms.settlement.facts if self.terms.settlement else ())}
        named = {each.code: each.name for each in (self.terms.settlement.facts if self.terms.settlement else ())}
        lacks = "The terms ask for no fact: no rule of the agreement rests on one. New terms ask for it by name first."
        self.options("name", list(named.items()), lacks)

    @classmethod
    def initial_of(cls, row: Kept) -> dict[str, Any]:
        """As the two questions have it."""
        initial = super().initial_of(row)
        return {**initial, "truth": _said(initial["truth"])}

    def clean(self) -> dict[str, Any]:
        """One answer, of the kind that the agreement asks for."""
        given = super().clean() or {}
        wanted, name = self.kinds.get(given.get("name", "")), ""
        if wanted == "pounds":
            name, missing, given["truth"] = "pence", "Enter the sum.", ""
        elif wanted == "yes_no":
            name, missing, given["pence"] = "truth", "Say whether it is so.", None
        if name and name not in self.errors and given.get(name) in (None, ""):
            self.add_error(name, ValidationError(missing, code="required"))
        return given

    def says(self, *, by: Person, at: datetime) -> dict[str, Any]:
        """As the record has it."""
        said = super().says(by=by, at=at)
        return {**said, "truth": _TRUTH[said["truth"]]}


class CauseForm(KeepForm):
    """How much of a variance a cause explains."""

    keys, evidenced = ("unit", "cause"), True
    unit = choice("Scheme", "Choose a scheme.")
    cause = choice("Cause", "Choose a cause.", help_text="The pressures and causes that the agreement names.")
    pence = _sum("How much of the variance it explains", "Enter the sum.")

    def choose(self) -> None:
        """Schemes, and the pressures and causes of the terms."""
        causes = {each.code: each.name for each in self.terms.pressures}
        causes |= {each.code: each.name for each in (self.terms.settlement.causes if self.terms.settlement else ())}
        self.options("unit", self.schemes(whole=True))
        lacks = (
            "The terms name no pressure and no cause, so there is none that a variance could be evidenced to. New "
            "terms name it first: as a pressure, or among the causes of the settlement."
        )
        self.options("cause", list(causes.items()), lacks)


class DecisionForm(KeepForm):
    """Who bears what, as a body decided."""

    keys, evidenced = ("body",), True
    body = choice("Body", "Choose a body.")

    def choose(self) -> None:
        """A sum for everybody who can bear something."""
        terms = self.terms
        lacks = (
            "The terms name no body that could decide. New terms name it first, and leave to it, by a rule of the "
            "settlement, what it decides."
        )
        self.options("body", [(each.code, each.name) for each in terms.bodies], lacks)
        self.sources = {each.code: each.name for each in ask.everyone(terms).values()}
        for name in terms.settlement.reserves if terms.settlement else ():
            self.sources[reserve(name)] = f"The reserve {name}"
        self.sources[CARRY_FORWARD] = "Carried forward to next year"
        before = dict(self.before.amounts) if isinstance(self.before, Decision) else {}
        for place, (code, name) in enumerate(self.sources.items()):
            hint = "Positive: it pays this in. Negative: it receives it." if not place else ""
            self.fields[f"amount_{place}"] = _sum(name, hint=hint)
            self.fields[f"amount_{place}"].initial = before.get(code)

    def _amounts(self) -> list[tuple[str, int]]:
        given = ((code, self.cleaned_data.get(f"amount_{place}")) for place, code in enumerate(self.sources))
        return [(code, int(pence)) for code, pence in given if pence is not None]

    def clean(self) -> dict[str, Any]:
        """At least one sum."""
        given = super().clean() or {}
        if not self._amounts() and not any(name.startswith("amount_") for name in self.errors):
            self.add_error("amount_0", ValidationError("Enter at least one sum.", code="required"))
        return given

    def says(self, *, by: Person, at: datetime) -> dict[str, Any]:
        """As the record has it: pairs, in order."""
        return {"body": self.cleaned_data["body"], "amounts": [list(pair) for pair in self._amounts()]}


class ForecastForm(KeepForm):
    """An officer's figure in place of the method's, with its reason."""

    keys = ("scheme", "period")
    scheme = choice("Scheme", "Choose a scheme.")
    period = whole("At the end of", "Choose a month.")
    pence = _sum("Outturn of the whole year", "Enter the outturn.", "What the scheme will have spent by 31 March.")
    reason = text("Reason", "Give the reason. The report prints it beside the figure.")

    def choose(self) -> None:
        """Schemes and months."""
        self.options("scheme", self.schemes())
        self.options("period", self.months())

    def says(self, *, by: Person, at: datetime) -> dict[str, Any]:
        """As the record has it: by whom, when, and that it is an override."""
        return {**super().says(by=by, at=at), "method": OVERRIDE, "by": _signed(by), "at": at}


class CommentForm(KeepForm):
    """A scheme lead's words on a month."""

    keys = ("scheme", "period")
    scheme = choice("Scheme", "Choose a scheme.")
    period = whole("Month", "Choose a month.")
    text = text("Commentary", "Write the commentary.", rows=6)

    def choose(self) -> None:
        """Schemes and months."""
        self.options("scheme", self.schemes())
        self.options("period", self.months())

    def says(self, *, by: Person, at: datetime) -> dict[str, Any]:
        """As the record has it: signed and dated."""
        return {**super().says(by=by, at=at), "by": _signed(by), "at": timezone.localdate(at)}


class ExplanationForm(KeepForm):
    """Why a scheme varies, and what is done."""

    scheme = choice("Scheme", "Choose a scheme.")
    quarter = quarter()
    cause = text("Why it varies", "Say why it varies.")
    recurrent = forms.ChoiceField(
        label="Does it come back next year?", choices=[*_YES_NO, ("", "Not known")], widget=forms.RadioSelect,
        required=False,
    )  # fmt: skip
    action = text("What is done about it", "Say what is done about it, or that nothing is.")
    owner = words("Who answers for that", "Name the post that answers for it.", hint="A post, such as project manager.")
    due = DayField(label="By when", required=False, help_text="For example, 31 3 2010.")
    effect = _sum("Effect on the year", hint="A saving is negative. Leave empty where it was not estimated.")

    def choose(self) -> None:
        """Schemes."""
        self.options("scheme", self.schemes())

    @classmethod
    def initial_of(cls, row: Kept) -> dict[str, Any]:
        """As the questions have it."""
        initial = super().initial_of(row)
        return {**initial, "recurrent": _said(initial["recurrent"])}

    def says(self, *, by: Person, at: datetime) -> dict[str, Any]:
        """As the record has it."""
        said = super().says(by=by, at=at)
        return {**said, "recurrent": _TRUTH[said["recurrent"]]}


class MeasureForm(KeepForm):
    """An outcome or indicator of a quarter."""

    keys = ("quarter", "code")
    quarter = quarter()
    code = forms.RegexField(
        label="Code", regex=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,39}$", help_text="A short name, the same in every quarter.",
        error_messages={"required": "Enter a code.", "invalid": "Letters, digits, - _ and . only, 40 at most."},
    )  # fmt: skip
    name = words("What is measured", "Say what is measured.", most=400)
    definition = text("How it is counted", rows=2)
    target = words("Target", hint="A plain number, sum or percentage, such as 80%. Words are printed, and not rated.")
    actual = words("Actual", hint="In the unit of the target.")
    better = forms.ChoiceField(
        label="What is better?", choices=[("higher", "Higher"), ("lower", "Lower")], widget=forms.RadioSelect,
        error_messages={"required": "Say what is better."},
    )  # fmt: skip
    comment = text("Comment", rows=2)
    source = words("Where the figures are from")
    illustrative = forms.BooleanField(label="The figures are illustrative", required=False)


class ActivityForm(KeepForm):
    """A count of a quarter."""

    scheme = choice("Scheme", "Choose a scheme.")
    quarter = quarter()
    name = words("What is counted", "Say what is counted.")
    count = forms.IntegerField(
        label="Count", min_value=0, max_value=10**12, error_messages={"required": "Enter the count."},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-10"}),
    )  # fmt: skip
    unit_cost = _sum("Cost of each")

    def choose(self) -> None:
        """Schemes."""
        self.options("scheme", self.schemes())


class SignOffForm(KeepForm):
    """Something recorded for a quarter in plain words."""

    quarter = quarter()
    kind = choice("What it is", "Choose what it is.", help_text="A report is acknowledged on its own page.")
    text = text("What it says", "Say it in a sentence or two.")
    by = words("By whom", "Name the post or body it is by.", hint="A post or a body, such as section 151 officer.")
    on = DayField(label="On", required=False, help_text="For example, 21 10 2009.")
    reference = words("Reference", hint="Such as minute 6.")

    def choose(self) -> None:
        """The kinds there are, but for receipts: a partner gives its own on the page of the report."""
        there = getattr(self.before, "kind", "") == "received"
        self.options("kind", [each for each in RECORD_KINDS if there or each[0] != "received"])


class DueForm(KeepForm):
    """An instalment."""

    by = choice("Contributor", "Choose a contributor.")
    on = DayField(label="By", help_text="For example, 1 4 2009.")
    pence = _sum("Amount", "Enter the amount.")

    def choose(self) -> None:
        """Contributors."""
        lacks = "The terms name nobody who contributes. New terms say first who pays what."
        self.options("by", [(each.code, each.name) for each in ask.contributors(self.terms)], lacks)

    def clean_pence(self) -> int:
        """Never negative."""
        pence: int = self.cleaned_data["pence"]
        if pence < 0:
            raise ValidationError(f"What is due is not negative: {money.show(pence)}.")
        return pence


class ClosingForm(KeepForm):
    """Last year's closing figures, as the partners agreed them."""

    evidenced = True

    def choose(self) -> None:
        """A sum for each contributor, and why they differ, where they do."""
        before = dict(self.before.balances) if isinstance(self.before, Closing) else self.initial
        self.owners = [each.code for each in ask.contributors(self.terms)]
        for place, each in enumerate(ask.contributors(self.terms)):
            hint = "In hand. Where it is overdrawn, a sum below nil." if not place else ""
            self.fields[f"amount_{place}"] = _sum(each.name, hint=hint)
            self.fields[f"amount_{place}"].initial = before.get(each.code)
        self.fields["why"] = text("Why they differ from last year's books", hint="Only if they do.", rows=2)

    def says(self, *, by: Person, at: datetime) -> dict[str, Any]:
        """As the record has it: the year before, and pairs, in order."""
        given = ((code, self.cleaned_data.get(f"amount_{place}")) for place, code in enumerate(self.owners))
        balances = [[code, int(pence)] for code, pence in given if pence is not None]
        return {"year": str(self.terms.year.previous), "balances": balances}


def _signed(by: Person) -> str:
    """Who said it, as a report prints it."""
    return f"{by.name}, {by.post}" if by.post else by.name


#: The form of each kind, by its name in an address.
FORMS: Mapping[str, type[KeepForm]] = {
    "facts": FactForm,
    "causes": CauseForm,
    "decisions": DecisionForm,
    "forecasts": ForecastForm,
    "comments": CommentForm,
    "explanations": ExplanationForm,
    "measures": MeasureForm,
    "activity": ActivityForm,
    "sign-offs": SignOffForm,
    "dues": DueForm,
    "closing": ClosingForm,
}
