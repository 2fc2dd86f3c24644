"""allauth's forms of passkeys, in the words of this site."""

from __future__ import annotations

from typing import Any

from allauth.mfa.webauthn import forms as allauth


class AddPasskey(allauth.AddWebAuthnForm):
    """A new passkey."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name(self)
        alone = self.fields["passwordless"]
        alone.label, alone.initial = "Sign in with it alone, without my password", True
        alone.help_text = "The device then asks for your finger, your face or its PIN each time."


class RenamePasskey(allauth.EditWebAuthnForm):
    """Another name for one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name(self)


def _name(form: Any) -> None:
    field = form.fields["name"]
    field.label, field.max_length = "What to call it", 100
    field.help_text = "For example, work laptop."
    field.error_messages["required"] = "Enter a name for it."
