"""Opening a fund from a file of terms; and the last page of both ways: whether all of it is right."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.http import QueryDict

from poolbook_web.agreements.forms.funds import ManagerFields
from poolbook_web.agreements.forms.versions import TermsFileField
from poolbook_web.agreements.queries import Match
from poolbook_web.base.forms import AddressField, Form
from poolbook_web.partners.models import Partner


class TermsFile(ManagerFields, Form):
    """A file of terms, and who manages the fund."""

    file = TermsFileField()

    field_order = ("file",)


class Confirm(Form):
    """That all of it is right, and which partners the site knows already. Carries the terms and the manager."""

    carried = forms.CharField(widget=forms.HiddenInput)
    email = AddressField(widget=forms.HiddenInput, max_length=254)
    person = forms.CharField(widget=forms.HiddenInput, max_length=150)
    post = forms.CharField(widget=forms.HiddenInput, max_length=150)

    def __init__(self, data: QueryDict | None, *, matches: Sequence[Match] = (), **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self._matches = matches
        for place, each in enumerate(matches):
            if each.could_be:
                self.fields[f"body_{place}"] = self._body(each)

    @staticmethod
    def _body(each: Match) -> forms.ChoiceField:
        choices = [(str(known.pk), known.name) for known in each.could_be]
        new = [] if each.same else [("new", "A body that is not on this site yet")]
        hint = f"{each.alike} is on this site already. Is it the same body?" if each.alike else ""
        initial = str(each.same.pk) if each.same else "" if each.alike else "new"
        return forms.ChoiceField(
            label=f"{each.named.name} is", choices=[*([("", "Choose")] if each.alike else []), *new, *choices],
            initial=initial, help_text=hint, error_messages={"required": f"Say which body {each.named.name} is."},
        )  # fmt: skip

    @property
    def asked(self) -> list[BoundField]:
        """What is asked about partners."""
        return [self[name] for name in self.fields if name.startswith("body_")]

    @property
    def known(self) -> dict[str, Partner]:
        """Which partners of the terms are which of this site."""
        found = {}
        for place, each in enumerate(self._matches):
            chosen = self.cleaned_data.get(f"body_{place}", "new")
            if chosen != "new":
                found[each.named.code] = next(known for known in each.could_be if str(known.pk) == chosen)
        return found


def packed(data: bytes) -> str:
    """A file for a hidden box, in which line ends would otherwise not stay what they were."""
    return base64.b64encode(data).decode()


def unpacked(text: str) -> bytes:
    """The same, back; nothing where it is none."""
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""
