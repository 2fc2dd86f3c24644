"""What is asked of whoever puts terms in force."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from poolbook.findings import Finding, Severity, Where
from poolbook_web.base.forms import DayField, Form

#: The largest file of terms that is taken on screen: a long agreement is 100 kB.
MOST_BYTES = 1_000_000
#: More faults than this are counted in the summary; the table beneath has them all.
NAMED = 20


class TermsFileField(forms.FileField):
    """A file of terms; what it holds."""

    def __init__(self) -> None:
        super().__init__(
            label="The file terms.yaml",
            allow_empty_file=False,
            error_messages={"required": "Choose a file.", "empty": "The file is empty."},
            help_text="As it is written by hand, 1 MB at most. With a single error in it, nothing is stored.",
            widget=forms.FileInput(attrs={"accept": ".yaml,.yml"}),
        )

    def clean(self, data: Any, initial: Any = None) -> bytes:
        """What the file holds."""
        file: Any = super().clean(data, initial)
        if file.size > MOST_BYTES:
            raise ValidationError(f"The file is over {MOST_BYTES // 1_000_000} million bytes.", code="large")
        held: bytes = file.read()
        return held


class PutTerms(Form):
    """A file of terms, from when, and why."""

    file = TermsFileField()
    since = DayField(
        label="In force from", required=False, help_text="Leave empty for 1 April of the year. For example, 1 10 2009."
    )
    why = forms.CharField(
        label="What changes, and why",
        max_length=2000,
        help_text="For example: variation 2, agreed on 4 September. Everybody who may read the history sees this.",
        error_messages={"required": "Say what changes, and why."},
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def add_findings(self, findings: Iterable[Finding]) -> None:
        """Each error at the file, with its line; one about the day, at the day."""
        errors = [found for found in findings if found.severity is Severity.ERROR]
        of_the_day = [found for found in errors if found.where.key == "since" and not found.where.file]
        of_the_file = [_at_the_file(found) for found in errors if found not in of_the_day]
        super().add_findings([*of_the_day, *of_the_file[:NAMED]])
        if len(of_the_file) > NAMED:
            self.add_error("file", ValidationError(f"There are {len(of_the_file) - NAMED} more, in the table below."))


def _at_the_file(found: Finding) -> Finding:
    line = f"line {found.where.line}: " if found.where.line else ""
    return replace(found, message=f"{line}{found.message}", where=Where(key="file"))
