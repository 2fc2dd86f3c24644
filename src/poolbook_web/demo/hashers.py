"""How the demonstration keeps passwords that it prints for everybody to read."""

from __future__ import annotations

from django.contrib.auth.hashers import PBKDF2PasswordHasher


class Quick(PBKDF2PasswordHasher):
    """A thousandth of the usual work: thirty people join in a moment, and there is nothing to protect."""

    algorithm = "demonstration"
    iterations = 1_000
