"""What is asked of whoever puts rules in force by hand."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from poolbook.findings import Finding
from poolbook_web.base.forms import Form

#: The largest file of rules that is taken on screen: ten thousand rules are 700 kB.
MOST_BYTES = 1_000_000


class PutRules(Form):
    """A file of rules, and why."""

    file = forms.FileField(
        label="The file rules.yaml",
        allow_empty_file=False,
        error_messages={"required": "Choose a file.", "empty": "The file is empty."},
        help_text="As it is written by hand, 1 MB at most. With a single error in it, nothing is stored.",
        widget=forms.FileInput(attrs={"accept": ".yaml,.yml"}),
    )
    why = forms.CharField(
        label="What changes, and why",
        max_length=2000,
        error_messages={"required": "Say what changes, and why."},
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def clean_file(self) -> bytes:
        """What the file holds."""
        file: Any = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise ValidationError(f"The file is over {MOST_BYTES // 1_000_000} million bytes.", code="large")
        held: bytes = file.read()
        return held

    def add_findings(self, findings: Iterable[Finding]) -> None:
        """That there are faults; the table beneath has each of them with its line."""
        many = len(list(findings))
        faults = "1 fault" if many == 1 else f"{many} faults"
        self.add_error("file", f"The file has {faults}, listed below.")
