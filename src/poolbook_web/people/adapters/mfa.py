"""Authenticator apps and passkeys."""

from __future__ import annotations

import base64
import hashlib

from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings

from poolbook_web.people.models import Person


class MFAAdapter(DefaultMFAAdapter):
    """The secrets of authenticator apps are kept encrypted, so that a copy of the database cannot sign in."""

    def encrypt(self, text: str) -> str:
        """The secret as it is stored."""
        return _cipher().encrypt(text.encode()).decode()

    def generate_authenticator_name(self, user: Person, type: str) -> str:  # noqa: A002 - as allauth calls it
        """What a new passkey is called until somebody says otherwise."""
        return "My passkey"

    def decrypt(self, encrypted_text: str) -> str:
        """The secret as the app holds it."""
        return _cipher().decrypt(encrypted_text.encode()).decode()


def _cipher() -> Fernet:
    key = hashlib.sha256(b"poolbook.mfa\0" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
