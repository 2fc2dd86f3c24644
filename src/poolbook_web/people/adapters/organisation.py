"""An organisation's own sign-in."""

from __future__ import annotations

from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.http import HttpRequest


class OrganisationAdapter(DefaultSocialAccountAdapter):
    """Whoever an organisation vouches for gets in only if somebody has invited that address."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: object) -> bool:
        """Never."""
        return False

    def can_authenticate_by_email(self, login: SocialLogin, email: str) -> bool:
        """Only by an address of its own: of another's it may say what it likes, even that it has verified it."""
        mine = super().can_authenticate_by_email(login, email) and self.is_email_verified(login.provider, email)
        return bool(mine)
