"""What every page may ask about whoever looks at it."""

from __future__ import annotations

from typing import Any

from django import template

from poolbook_web.partners.models import Fund
from poolbook_web.people import access
from poolbook_web.people.permissions import Permission

register = template.Library()


@register.simple_tag(takes_context=True)
def may(context: dict[str, Any], permission: str, fund: Fund) -> bool:
    """Whether to show a way to what asks for a permission in a fund."""
    request = context["request"]
    return access.may(request.user, Permission(permission), fund, at=request.at)
