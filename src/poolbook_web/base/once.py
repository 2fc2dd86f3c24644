"""A form that is sent twice has one effect: whoever presses twice, or whose browser sends again, sees what came of it.

The page holds a number that nobody else has (``{% once %}`` in its form). The first order with it writes down its mark,
with where the answer led, in the transaction of what it did; the second finds it there and is led to the same place. An
order that led nowhere, because the form is wrong, leaves nothing behind, so it can be put right and sent again; and one
that says something else, after Back, is another order.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect

from poolbook_web.base.models import Sent

#: The name of the hidden field, and the length of what it holds.
FIELD, _LENGTH = "once", 32
#: How long a number is remembered: nobody is signed in with a page that is older.
KEPT = timedelta(days=2)

View = Callable[..., HttpResponse]


def number() -> str:
    """A number for a form that is about to be shown."""
    return secrets.token_hex(_LENGTH // 2)


def _mark(request: HttpRequest) -> str:
    """The number of a form, all that was typed into it and the files chosen, as one: the same twice is one order."""
    said: list[Any] = sorted((name, values) for name, values in request.POST.lists() if name != "csrfmiddlewaretoken")
    said += sorted((name, [(each.name, _digest(each)) for each in files]) for name, files in request.FILES.lists())
    return hashlib.blake2s(repr(said).encode(), digest_size=_LENGTH // 2).hexdigest()


def _digest(file: UploadedFile[Any]) -> str:
    """What a file holds, told by its bytes: another of the same name and size is another order."""
    found = hashlib.blake2b()
    for part in file.chunks():
        found.update(part)
    file.seek(0)
    return found.hexdigest()


def once(view: View) -> View:
    """Let a view that changes something do so once for each form that was shown."""

    @wraps(view)
    def answer(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        given = request.POST.get(FIELD, "") if request.method == "POST" else ""
        if len(given) != _LENGTH or not given.isalnum():
            return view(request, *args, **kwargs)
        mark = _mark(request)
        with transaction.atomic():
            row, first = Sent.objects.get_or_create(person=request.user.pk, number=mark, defaults={"at": request.at})
            if not first:
                return redirect(row.address)
            response = view(request, *args, **kwargs)
            if isinstance(response, HttpResponseRedirect):
                Sent.objects.filter(pk=row.pk).update(address=response.url)
            else:
                transaction.set_rollback(True)
            return response

    return answer


def sweep(now: datetime) -> None:
    """Forget what nobody can send again."""
    Sent.objects.filter(at__lt=now - KEPT).delete()
