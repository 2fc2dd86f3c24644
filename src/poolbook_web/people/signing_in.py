"""allauth's forms, in the words of this site and without its placeholders."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as allauth

from poolbook_web.base.forms import deliverable


def say(form: Any, **labels: str) -> None:
    """Give fields their labels, let what a placeholder says be said by the label alone, and have a field that was left
    empty asked for by its name."""
    for name, field in form.fields.items():
        field.widget.attrs.pop("placeholder", None)
        field.label = labels.get(name, field.label)
        field.error_messages["required"] = f"Enter {'the' if name == 'code' else 'your'} {field.label.lower()}."


class SignIn(allauth.LoginForm):
    """Address and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say(self, login="Email address", password="Password")  # noqa: S106 - a label
        self.fields["password"].help_text = ""


class ForgottenPassword(allauth.ResetPasswordForm):
    """The address that the link goes to."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say(self, email="Email address")
        self.fields["email"].validators.append(deliverable)


class NewPassword(allauth.ResetPasswordKeyForm):
    """A new password after the old one was forgotten."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say(self, password1="New password", password2="New password again")


class ChangePassword(allauth.ChangePasswordForm):
    """The old password, and a new one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say(self, oldpassword="Present password", password1="New password", password2="New password again")


class Confirm(allauth.ReauthenticateForm):
    """The password once more, before something that matters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say(self, password="Password")  # noqa: S106 - a label
        self.fields["password"].help_text = ""
