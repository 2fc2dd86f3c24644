"""What is asked of whoever asks, answers and closes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from poolbook_web.base.forms import DayField, Form
from poolbook_web.people.models import Membership, Person

_LONGEST = 4000


def words(label: str, missing: str = "", hint: str = "") -> forms.CharField:
    """Several lines of words; optional without what to say where they are missing."""
    return forms.CharField(
        label=label, required=bool(missing), max_length=_LONGEST, help_text=hint, error_messages={"required": missing},
        widget=forms.Textarea(attrs={"rows": 5}),
    )  # fmt: skip


class _Asking(Form):
    """A question, of whom, by when."""

    to = forms.ChoiceField(label="Ask", error_messages={"required": "Choose whom to ask."})
    text = words("Question", "Write the question.", "Name nobody who uses services.")
    reply_by = DayField(label="Reply by", help_text="For example, 31 3 2026.")

    def __init__(self, *args: Any, people: Mapping[Person, Sequence[Membership]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._people = {str(person.pk): person for person in people}
        field = self.fields["to"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "Choose"), *((str(person.pk), named(person, held)) for person, held in people.items())]

    def clean_to(self) -> Person:
        """The person."""
        return self._people[self.cleaned_data["to"]]


class Ask(_Asking):
    """A new question."""

    about = forms.CharField(
        label="What it is about", max_length=200, help_text="The figure, in a few words.",
        error_messages={"required": "Say in a few words what the question is about."},
    )  # fmt: skip
    page = forms.CharField(required=False, max_length=500, widget=forms.HiddenInput)

    field_order = ("about", "to", "text", "reply_by")


class AskAgain(_Asking):
    """The same question once more, or to somebody else."""


class Answer(Form):
    """An answer."""

    text = words("Answer", "Write the answer.", "Name nobody who uses services.")


class Close(Form):
    """The end of a question."""

    text = words("What came of it", hint="Leave empty if the answer says it all.")


def named(person: Person, held: Sequence[Membership]) -> str:
    """Somebody, and what they are in the fund."""
    roles = ", ".join(each.get_role_display().lower() for each in held)
    partners = sorted({each.partner.name for each in held if each.partner})
    return f"{person.name}: {roles}{f' for {partners[0]}' if partners else ''}"


class AskLeads(Form):
    """Commentary on a period, from whom, by when."""

    period = forms.TypedChoiceField(label="Month", coerce=int, error_messages={"required": "Choose a month."})
    due = DayField(label="Wanted by", help_text="For example, 14 10 2026. Leads are reminded two working days before.")
    schemes = forms.MultipleChoiceField(
        label="Schemes", required=False, help_text="Choose none to ask the leads of all.",
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    def __init__(
        self, *args: Any, months: Sequence[tuple[int, str]], schemes: Sequence[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("period", months), ("schemes", schemes)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [(str(key), words) for key, words in choices]


class SayLead(Form):
    """Who leads a scheme, from when."""

    person = forms.ChoiceField(label="Led by", required=False)
    since = DayField(label="From", help_text="For example, 1 4 2026.")

    def __init__(self, *args: Any, people: Mapping[Person, Sequence[Membership]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._people = {str(person.pk): person for person in people}
        field = self.fields["person"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "Nobody"), *((str(person.pk), named(person, held)) for person, held in people.items())]

    def clean_person(self) -> Person | None:
        """The person, or nobody."""
        return self._people.get(self.cleaned_data["person"])


class Comment(Form):
    """A lead's words on a month."""

    text = words(
        "Commentary", "Write the commentary.", "Why it varies, and what is done. Name nobody who uses services."
    )
