"""Who there is to sign in as."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from poolbook_web.demo import load, worlds
from poolbook_web.partners.models import Party


@require_safe
@login_not_required
def cast(request: HttpRequest) -> HttpResponse:
    """The cast of both worlds, with their password; for whoever has not signed in, too."""
    named = dict(Party.objects.values_list("code", "partner__name"))
    places = [
        (
            world,
            [(player, named.get(player.partner, ""), world.address(player)) for player in world.players],
            world.address(world.stranger),
        )
        for world in worlds.WORLDS
    ]
    context = {
        "places": places,
        "password": worlds.PASSWORD,
        "administrator": worlds.ADMINISTRATOR,
        "administrators_address": worlds.ADMINISTRATORS_ADDRESS,
        "october": worlds.OCTOBER,
    }
    return render(request, "demo/cast.html", context)


@require_safe
@login_not_required
def october(request: HttpRequest) -> FileResponse:
    """The month that a visitor may bring in."""
    path = load.PACKS / "to_try" / worlds.OCTOBER.file
    return FileResponse(path.open("rb"), as_attachment=True, content_type="text/csv; charset=utf-8")
