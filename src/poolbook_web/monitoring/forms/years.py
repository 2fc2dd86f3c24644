"""What is asked of whoever closes a period, or begins the next year."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from poolbook.dates.years import PERIODS, month_name, parse_year
from poolbook_web.base.forms import Form
from poolbook_web.monitoring.forms.base import text


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
        help_text="CSV or XLSX. It is compared with the books, account by account and scheme by scheme, by the rules "
        "for reading extracts. A difference stops the close.",
    )
    source = text(
        "What else the books were agreed with",
        hint="Needed where there is no trial balance: for example, balances agreed by e-mail, 8 July 2025.",
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


class BeginYear(Form):
    """The terms of the next year."""

    file = forms.FileField(
        label="The terms of the year",
        required=False,
        allow_empty_file=False,
        help_text="Leave empty to begin with this year's terms as they are; new ones can be put in force later.",
        widget=forms.FileInput(attrs={"accept": ".yaml,.yml"}),
    )

    def clean_file(self) -> bytes | None:
        """What the file holds."""
        file: UploadedFile[bytes] | None = self.cleaned_data.get("file")
        return file.read() if file else None
