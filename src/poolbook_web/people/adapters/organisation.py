"""An organisation's own sign-in."""

from __future__ import annotations

from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest


class OrganisationAdapter(DefaultSocialAccountAdapter):
    """Whoever an organisation vouches for gets in only if somebody has invited that address."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: object) -> bool:
        """Never."""
        return False
