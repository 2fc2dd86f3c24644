"""Forms as the GOV.UK Design System has them, for every form of the site and of the packages it uses.

The renderer is named in the settings, so that a plain ``{{ form }}`` comes out with labels, hints and errors in their
places. The page shows the summary of errors at its top (``base/forms/errors.html``), each linked to its field.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest, QueryDict
from django.utils.text import capfirst

from poolbook import money
from poolbook.dates.years import MONTHS_BY_NAME
from poolbook.findings import Finding, Refused, Severity, sentence
from poolbook_web.base import personal
from poolbook_web.base.pence import Pence

# The kinds of widget, for the template of a field. A widget that is none of these is a box for words.
_KINDS: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.CheckboxSelectMultiple, "checkboxes"),
    (forms.RadioSelect, "radios"),
    (forms.CheckboxInput, "checkbox"),
    (forms.Select, "select"),
    (forms.Textarea, "textarea"),
    (forms.FileInput, "file-upload"),
    (forms.MultiWidget, "date"),
)


class Field(BoundField):
    """A field of a form as its template needs it."""

    @property
    def data(self) -> Any:
        """What was sent, with line breaks as everything here has them: browsers send two characters for each."""
        given = super().data
        return given.replace("\r\n", "\n").replace("\r", "\n") if isinstance(given, str) else given

    @property
    def kind(self) -> str:
        """Which component of the design system it is."""
        return next((kind for widget, kind in _KINDS if isinstance(self.field.widget, widget)), "input")

    @property
    def first_id(self) -> str:
        """Where a link to the field goes: its box, or the first of its boxes."""
        return f"{self.auto_id}_0" if self.kind in ("checkboxes", "radios", "date") else str(self.auto_id)

    @property
    def pounds(self) -> bool:
        """Whether a pound sign stands before the box."""
        return isinstance(self.field, MoneyField)

    @property
    def described_by(self) -> str:
        """The hint and the error, for the fieldset around several boxes."""
        return str(self.aria_describedby or "")

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        """Add the classes of the component; a box also says when it is in error."""
        attrs = super().build_widget_attrs(attrs, widget)
        mine = self.kind
        if mine in ("input", "select", "textarea", "file-upload"):
            classes = [f"govuk-{mine}", *str(attrs.get("class", self.field.widget.attrs.get("class", ""))).split()]
            if self.errors:
                classes.append(f"govuk-{mine}--error")
            attrs["class"] = " ".join(classes)
        attrs.pop("required", None) if self.errors else None
        return attrs


class Renderer(TemplatesSetting):
    """Every form of the site by the templates of ``base/forms``."""

    bound_field_class = Field
    form_template_name = "base/forms/form.html"
    field_template_name = "base/forms/field.html"


def _fit_to_keep(text: str, *, one_line: bool = False) -> None:
    """Refuse words that must not be kept (:func:`.personal.refused`)."""
    if found := list(personal.refused(text, personal.FIRST_YEAR, "", one_line=one_line)):
        raise ValidationError([ValidationError(sentence(each.message), code=each.code) for each in found])


_fit_to_keep_in_one_line = partial(_fit_to_keep, one_line=True)


#: What a box says of more or less than it takes, by Django's name for the limit.
_LIMITS = {
    "max_length": "{} must be {:,} characters or fewer.",
    "min_value": "{} must be {:,} or more.",
    "max_value": "{} must be {:,} or less.",
}


def _name_in_messages(field: forms.Field, named: str) -> None:
    """Have what a field refuses by itself said in the words of this site, with the name of the field."""
    if isinstance(field, forms.ChoiceField):
        field.error_messages["invalid_choice"] = f"{named}: choose one of those listed."
    if isinstance(field, forms.IntegerField):
        field.error_messages["invalid"] = f"{named} must be a whole number, such as 12."
    for code, words in _LIMITS.items():
        if (limit := getattr(field, code, None)) is not None:
            field.error_messages[code] = words.format(named, limit)


class Form(forms.Form):
    """A form that looks at all words typed into it, passwords apart, and can show what an action refused."""

    use_required_attribute = False  # the browser's own messages cannot be read by everyone; ours can

    def full_clean(self) -> None:
        """Clean every field; one for words takes none that must not be kept, and each says which it is."""
        for name, field in self.fields.items():
            _name_in_messages(field, str(field.label or name.capitalize()))
            if isinstance(field, forms.CharField) and not isinstance(field.widget, forms.PasswordInput):
                fit = _fit_to_keep if isinstance(field.widget, forms.Textarea) else _fit_to_keep_in_one_line
                if fit not in field.validators:
                    field.validators = [*field.validators, fit]
        super().full_clean()

    @contextmanager
    def shows_refusal(self) -> Iterator[None]:
        """Within this what is refused ends there, and is shown in the form."""
        try:
            yield
        except Refused as refusal:
            self.add_findings(refusal.findings)

    def add_findings(self, findings: Iterable[Finding]) -> None:
        """Show each error as a sentence, at the field that it names or above them all."""
        for found in findings:
            if found.severity is Severity.ERROR:
                field = found.where.key if found.where.key in self.fields else None
                self.add_error(field, ValidationError(sentence(found.message), code=found.code))


class OneOf(Form):
    """What a page is of, as its address asks: one of a few. What is none of them is said, and the page is of what it
    would be of had nothing been asked."""

    def __init__(
        self, asked: QueryDict, name: str, label: str, choices: Iterable[tuple[object, str]], unasked: object
    ) -> None:
        super().__init__({name: asked.get(name) or str(unasked)})
        offered = [(str(key), capfirst(words)) for key, words in choices]
        self.fields[name] = forms.ChoiceField(label=label, choices=offered)
        if not self.is_valid():
            self.data = {name: str(unasked)}  # the box says what the page is of
        self.chosen = str(self.data[name])


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent, even where every box was left empty; None where the page is only looked at."""
    return request.POST if request.method == "POST" else None


def deliverable(address: str) -> None:
    """Refuse an address whose site has a name that no mail server can be asked for."""
    try:
        address.rpartition("@")[2].encode("idna")
    except UnicodeError:
        message = "Enter an email address that letters reach, such as name@example.org."
        raise ValidationError(message, code="undeliverable") from None


class AddressField(forms.EmailField):
    """An email address that a letter can be sent to."""

    default_validators = [*forms.EmailField.default_validators, deliverable]


class MoneyField(forms.CharField):
    """Pounds and pence as people write them, read by the core's own rules."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"class": "govuk-input--width-10", "inputmode": "decimal"}))
        super().__init__(**kwargs)

    def clean(self, value: Any) -> Pence | None:
        """The amount, or why it is none."""
        words = super().clean(value)
        if not words:
            return None
        try:
            return Pence(money.parse(words))
        except ValueError as fault:
            raise ValidationError(f"{self.label or 'The amount'}: {fault}.", code="invalid") from None

    def prepare_value(self, value: Any) -> Any:
        """Pence as pounds in the box; what a person typed, as typed."""
        return money.plain(value) if isinstance(value, int) and not isinstance(value, bool) else value


class DayWidget(forms.MultiWidget):
    """Day, month and year in three boxes."""

    template_name = "base/forms/day.html"
    PARTS = (("Day", 2), ("Month", 2), ("Year", 4))

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        boxes = [
            forms.TextInput(attrs={"class": f"govuk-input govuk-date-input__input govuk-input--width-{width}"})
            for _, width in self.PARTS
        ]
        super().__init__(boxes, attrs)

    def decompress(self, value: dt.date | None) -> list[int | None]:
        """A date as its three parts."""
        return [value.day, value.month, value.year] if value else [None, None, None]

    def get_context(self, name: str, value: Any, attrs: Mapping[str, Any] | None) -> dict[str, Any]:
        """Each box with its label."""
        context = super().get_context(name, value, dict(attrs) if attrs is not None else None)
        for box, (label, _) in zip(context["widget"]["subwidgets"], self.PARTS, strict=True):
            box["label"] = label
            box["attrs"]["inputmode"] = "numeric"
        return context

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        """The legend stands for the whole; no label points to one box."""
        return ""


class DayField(forms.MultiValueField):
    """A date in three boxes, as the design system asks for it; the month may be written as a name."""

    widget = DayWidget

    def __init__(self, **kwargs: Any) -> None:
        parts = [forms.CharField(required=False, max_length=9, strip=True) for _ in DayWidget.PARTS]
        super().__init__(fields=parts, require_all_fields=False, **kwargs)

    def clean(self, value: Any) -> dt.date | None:
        """The date, or which part of it is wrong."""
        given = [str(part or "").strip() for part in (value or ["", "", ""])]
        about = self.label or "The date"
        if not any(given):
            if self.required:
                raise ValidationError(f"{about} must have a day, a month and a year.", code="required")
            return None
        missing = [name.lower() for (name, _), part in zip(DayWidget.PARTS, given, strict=True) if not part]
        if missing:
            raise ValidationError(f"{about} must include a {' and a '.join(missing)}.", code="incomplete")
        given[1] = str(MONTHS_BY_NAME.get(given[1].casefold(), given[1]))
        if not all(part.isascii() and part.isdigit() for part in given) or len(given[2]) != 4:
            raise ValidationError(f"{about} must be a real date, such as 31 3 2026.", code="invalid")
        try:
            return dt.date(int(given[2]), int(given[1]), int(given[0]))
        except ValueError:
            raise ValidationError(f"{about} must be a real date, such as 31 3 2026.", code="invalid") from None
