"""What is asked of whoever brings in, reviews and undoes extracts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict

from poolbook.findings import sentence
from poolbook_web.base.forms import DayField, Form
from poolbook_web.imports import queries
from poolbook_web.imports.models import Batch, Unanswered
from poolbook_web.imports.queries import Choices, Wanted

#: The largest file that is taken: a million lines are 150 MB.
MOST_BYTES = 500_000_000
#: The most files at once: a year by months, from eight ledgers.
MOST_FILES = 96


class Files(forms.FileInput):
    """A box that takes several files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One or more files, each of them text or a workbook whatever its name says; what is in it, reading finds out."""

    widget = Files

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[bytes]]:
        """The files, or what is wrong with one of them."""
        given = [each for each in data or [] if each]
        if not given:
            raise ValidationError("Choose at least one file.", code="required")
        if len(given) > MOST_FILES:
            raise ValidationError(f"Choose {MOST_FILES} files at most; bring the others in afterwards.", code="many")
        for each in given:
            if not each.size:
                raise ValidationError(f"{each.name} is empty.", code="empty")
            if each.size > MOST_BYTES:
                raise ValidationError(f"{each.name} is larger than 500 MB: have it split by month.", code="large")
        if found := list(queries.not_tables(given)):
            said = [f"{each.where.file} cannot be read. {sentence(each.message)}" for each in found]
            raise ValidationError([ValidationError(words, code="unreadable") for words in said])
        return given


class Bring(Form):
    """The files, and whose they are where that could be unclear."""

    extracts = FilesField(
        label="Files",
        help_text="CSV or XLSX, as the finance system made them, each of 500 MB at most. You can choose several.",
    )
    source = forms.ChoiceField(
        label="Where they come from",
        required=False,
        help_text="Poolbook tells it by the headings. Choose only if it could not.",
    )

    def __init__(self, *args: Any, sources: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["source"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "Told by the headings"), *sources]


class Narrow(Form):
    """Some of the imports."""

    state = forms.ChoiceField(label="State", required=False, choices=[("", "Any"), *Batch.State.choices])
    by = forms.ChoiceField(label="Brought in by", required=False)
    text = forms.CharField(label="File", required=False, max_length=100, help_text="Part of a file's name")
    first = DayField(label="From", required=False)
    last = DayField(label="To", required=False)

    def __init__(self, *args: Any, people: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["by"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "Anybody"), *((str(key), name) for key, name in people)]

    def wanted(self) -> Wanted:
        """What was asked for; everything, where the question makes no sense."""
        if not self.is_valid():
            return Wanted()
        by = self.cleaned_data["by"]
        return Wanted(**{**self.cleaned_data, "by": int(by) if by else None})


class Accept(Form):
    """Into the books. ``seen`` is the digest of the figures on the page."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, data: QueryDict | None, *, batch: Batch) -> None:
        super().__init__(data, initial={"seen": batch.digest})
        if batch.rejected:
            rows = "1 faulty row" if batch.rejected == 1 else f"{batch.rejected:,} faulty rows"
            self.fields["rejected_too"] = forms.BooleanField(
                label=f"Leave the {rows} out, keep as received, and post the others",
                error_messages={"required": "Agree that the faulty rows are left out, or withdraw the import."},
            )


class Why(Form):
    """A reason, for those who ask later."""

    why = forms.CharField(
        label="Why",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="It stays in the fund's history.",
        error_messages={"required": "Say why."},
    )


#: What a combination of codes can be, beside one of the schemes.
LATER, NO_SCHEME, ELSEWHERE, IGNORE = "-later", "-no-scheme", "-elsewhere", "-ignore"


#: The account of what a partner pays in, by how the answer begins.
_PAID = {"paid": "contributions", "paid-once": "contributions_non_recurrent"}


def _paid_in(choices: Choices) -> list[tuple[str, str]]:
    """What each contributor pays in, year on year or once."""
    recurrent = [(f"paid {code}", f"{name}: contribution") for code, name in choices.partners]
    return [*recurrent, *((f"paid-once {code}", f"{name}: paid once") for code, name in choices.partners)]


def answered(data: QueryDict) -> set[str]:
    """The keys of the codes that answers were sent for, whether or not they wait by now."""
    return {name.split("-")[1] for name in data if name.startswith("code-")}


class Answer(Form):
    """What one combination of codes is."""

    goes = forms.ChoiceField(label="What these lines are")
    words = forms.CharField(
        label="Name of the other fund, or the reason",
        required=False,
        max_length=200,
        help_text="Only if you chose another fund, or to pass the lines over",
    )
    account = forms.ChoiceField(label="Account")
    partner = forms.ChoiceField(label="Partner", required=False, help_text="Whose contribution it is")
    contract = forms.CharField(label="Contract", required=False, max_length=100)
    when = forms.MultipleChoiceField(
        label="The rule is for lines with",
        widget=forms.CheckboxSelectMultiple,
        help_text="Take a code out, and the rule answers every line with the others.",
        error_messages={"required": "Leave at least one code in the rule."},
    )

    def __init__(self, data: QueryDict | None, *, asked: Unanswered, choices: Choices) -> None:
        codes = [(name, text) for name, text in asked.codes]
        named = [name for name, text in codes if text] or [name for name, _ in codes]
        initial = {"when": named, "account": "spend"}
        super().__init__(data, prefix=f"code-{asked.key}", initial=initial)
        self.asked = asked
        schemes = [(f"scheme {code}", name) for code, name in choices.schemes]
        offered: dict[str, Any] = {
            "goes": [
                (LATER, "Leave it for now"),
                ("A scheme of this fund", schemes),
                ("What a partner pays in", _paid_in(choices)),
                ("Something else", [
                    (NO_SCHEME, "This fund's, of no scheme"),
                    (ELSEWHERE, "Another fund's"),
                    (IGNORE, "To be passed over"),
                ]),
            ],
            "account": choices.accounts,
            "partner": [("", "None"), *choices.partners],
            "when": [(name, f"{name.replace('_', ' ')}: {text or 'empty'}") for name, text in codes],
        }  # fmt: skip
        for name, options in offered.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField | forms.MultipleChoiceField)
            field.choices = options

    @property
    def more_open(self) -> bool:
        """Whether what is seldom needed is shown from the start."""
        return bool({"account", "partner", "contract", "when"} & set(self.errors)) if self.is_bound else False

    def clean(self) -> dict[str, Any]:
        """The words that an answer needs."""
        given = super().clean() or {}
        if given.get("goes") in (ELSEWHERE, IGNORE) and not given.get("words"):
            asked = "Name the other fund." if given["goes"] == ELSEWHERE else "Say why these lines are passed over."
            self.add_error("words", asked)
        return given

    @property
    def given(self) -> Mapping[str, Any] | None:
        """The answer with the keys of a rule; None where it was left for now."""
        goes, codes = self.cleaned_data.get("goes", ""), dict(self.asked.codes)
        if goes in ("", LATER):
            return None
        answer: dict[str, Any] = {
            "when": {name: codes[name] for name in codes if name in self.cleaned_data["when"]},
            "source": self.asked.source,
        }
        if goes == ELSEWHERE:
            return answer | {"elsewhere": self.cleaned_data["words"]}
        if goes == IGNORE:
            return answer | {"ignore": self.cleaned_data["words"]}
        paid, _, partner = goes.partition(" ")
        if paid in _PAID:
            return answer | {"account": _PAID[paid], "partner": partner}
        account = self.cleaned_data["account"]
        return answer | {
            "scheme": goes.removeprefix("scheme ") if goes != NO_SCHEME else "",
            "account": account if account != "spend" or goes == NO_SCHEME else "",
            "partner": self.cleaned_data["partner"],
            "contract": self.cleaned_data["contract"],
        }
