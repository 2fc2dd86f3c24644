"""What people are asked about people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from poolbook_web.base.forms import AddressField, DayField, Form
from poolbook_web.partners.models import Partner
from poolbook_web.people.models import Notices, Role
from poolbook_web.people.permissions import DUTIES

ROLES_OF_A_FUND = [(role.value, f"{role.label}: {DUTIES[role]}") for role in Role if role is not Role.ADMINISTRATOR]


def _name() -> forms.CharField:
    return forms.CharField(label="Full name", max_length=150, error_messages={"required": "Enter the full name."})


class _RoleForm(Form):
    """A role, and for which partner."""

    role = forms.ChoiceField(
        choices=ROLES_OF_A_FUND, widget=forms.RadioSelect, error_messages={"required": "Choose a role."}
    )
    partner = forms.ChoiceField()

    def __init__(self, *args: Any, partners: Sequence[Partner], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._partners = {str(partner.pk): partner for partner in partners}
        named = [(key, partner.name) for key, partner in self._partners.items()]
        self.fields["partner"] = forms.ChoiceField(
            label="Acts for",
            choices=[("", "Choose"), *named, ("none", "No partner")],
            help_text="Only an advisory member may act for no partner.",
            error_messages={"required": "Choose whom this person acts for."},
        )

    def clean_role(self) -> Role:
        """The role as the site knows it."""
        return Role(self.cleaned_data["role"])

    def clean_partner(self) -> Partner | None:
        """The partner of this fund that was chosen."""
        return self._partners.get(self.cleaned_data["partner"])


class Invite(_RoleForm):
    """Who is invited, as what."""

    email = AddressField(
        label="Email address",
        max_length=254,
        help_text="The invitation goes there, and it is what they will sign in with.",
        error_messages={"required": "Enter an email address."},
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    name = _name()
    post = forms.CharField(label="Post", max_length=150, required=False, help_text="For example, group accountant.")

    field_order = ("email", "name", "post", "partner", "role")


class ChangeRole(_RoleForm):
    """Another role for the same person."""

    note = forms.CharField(
        label="Why",
        max_length=400,
        required=False,
        help_text="Everybody who may read the fund's history sees this.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    field_order = ("partner", "role", "note")


class EndRole(Form):
    """When a role ends, and why."""

    last_day = DayField(
        label="Last day", required=False, help_text="Leave empty to end it at once. For example, 31 3 2026."
    )
    note = forms.CharField(label="Why", max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, partner: Partner | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        readers = f"the people of {partner}" if partner else "those who may read the fund's history"
        self.fields["note"].help_text = f"Only {readers} see this."


class Join(Form):
    """What somebody says of themselves when they accept an invitation."""

    name = _name()
    post = forms.CharField(label="Post", max_length=150, required=False, help_text="For example, group accountant.")
    password = forms.CharField(
        label="Choose a password",
        max_length=200,
        strip=False,
        help_text="At least 12 characters. Three words that do not belong together make a good one.",
        error_messages={"required": "Choose a password."},
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


class Rename(Form):
    """One's own name and post."""

    name = _name()
    post = forms.CharField(label="Post", max_length=150, required=False)


class ChooseNotices(Form):
    """How often letters come."""

    notices = forms.ChoiceField(
        label="Letters about what waits for me",
        choices=Notices.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how often letters come."},
    )


class CloseAccount(Form):
    """Why an account is closed."""

    note = forms.CharField(
        label="Why",
        max_length=400,
        required=False,
        help_text="Administrators see this in the history of the site.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
