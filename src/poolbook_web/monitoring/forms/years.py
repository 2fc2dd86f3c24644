"""What is asked of whoever closes a period, or begins the next year."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from poolbook.dates.years import PERIODS, month_name, parse_year
from poolbook.importing import Upload
from poolbook_web.agreements.forms.versions import MOST_BYTES as TERMS_MOST_BYTES
from poolbook_web.base.forms import Form
from poolbook_web.monitoring.forms.base import text

#: The largest trial balance that is taken: a line for each code of a large ledger is 2 MB.
MOST_BYTES = 20_000_000


class ChoosePeriod(Form):
    """Which period to close: one after the last that is closed."""

    period = forms.TypedChoiceField(
        label="Close to the end of", coerce=int, error_messages={"required": "Choose a period."}
    )

    def __init__(self, *args: Any, year: str, closed: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        period = self.fields["period"]
        assert isinstance(period, forms.ChoiceField)
        named = parse_year(year)
        period.choices = [(str(each), month_name(named, each).capitalize()) for each in PERIODS if each > closed]


class ClosePeriod(ChoosePeriod):
    """What the books agree with, and that it is known what closing does. The period was chosen on the page before."""

    balance = forms.FileField(
        label="The host's trial balance",
        required=False,
        help_text="CSV or XLSX, 20 MB at most. It is compared with the books, account by account and scheme by scheme, "
        "by the rules for reading extracts. A difference stops the close.",
    )
    source = text(
        "What else the books were agreed with",
        hint="Needed where there is no trial balance: for example, balances agreed by email, 8 July 2025.",
        rows=2,
        most=400,
    )
    confirm = forms.BooleanField(
        label="Close all that is listed above. I know that none of it can be opened again.",
        error_messages={"required": "Confirm that what is listed is to be closed for good."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["period"].widget = forms.HiddenInput()

    def clean_balance(self) -> Upload | None:
        """The file as it came."""
        file: UploadedFile[bytes] | None = self.cleaned_data.get("balance")
        if file is None:
            return None
        _not_over(file, MOST_BYTES, "a trial balance has one line for each code: is this a listing?")
        return Upload(file.name or "", data=file.read())

    def clean(self) -> dict[str, Any]:
        """What the books agree with, in one way or the other: said together with what else is missing."""
        given = super().clean() or {}
        if not self.errors.keys() & {"balance", "source"} and not given.get("balance") and not given.get("source"):
            self.add_error("balance", "Choose the host's trial balance, or say what the books were agreed with.")
        return given


class BeginYear(Form):
    """The terms of the next year."""

    file = forms.FileField(
        label="The terms of the year",
        required=False,
        allow_empty_file=False,
        help_text="1 MB at most. Leave empty to begin with this year's terms as they are; new ones can follow later.",
        widget=forms.FileInput(attrs={"accept": ".yaml,.yml"}),
    )

    def clean_file(self) -> bytes | None:
        """What the file holds."""
        file: UploadedFile[bytes] | None = self.cleaned_data.get("file")
        if not file:
            return None
        _not_over(file, TERMS_MOST_BYTES, "choose terms as they are written by hand.")
        held: bytes = file.read()
        return held


def _not_over(file: UploadedFile[bytes], most: int, what_else: str) -> None:
    """Refuse a file that is too large before any of it is read."""
    if file.size is not None and file.size > most:
        raise ValidationError(f"{file.name} is larger than {most // 1_000_000} MB: {what_else}", code="large")
