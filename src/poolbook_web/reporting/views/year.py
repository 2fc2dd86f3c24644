"""A year as a whole: its evidence pack, and whether everything in it stands."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from poolbook.folder import names
from poolbook_web.monitoring import actions as monitoring
from poolbook_web.monitoring.views.base import with_terms
from poolbook_web.people.access import year_or_404
from poolbook_web.people.permissions import Permission
from poolbook_web.people.requests import Request
from poolbook_web.reporting import queries
from poolbook_web.reporting.documents import zipped


@require_http_methods(["GET", "POST"])
@with_terms("reports")
def pack(request: Request, slug: str, year: str) -> Any:
    """The evidence pack: what is in it; and, at the press of the button, the pack as a zip."""
    fund_year = year_or_404(request, slug, year, Permission.PACK_TAKE)
    if request.method != "POST":
        return render(request, "reporting/pack.html", {"fund_year": fund_year, "here": "reports"})
    name, out = f"{slug}-{year}", tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    with tempfile.TemporaryDirectory(prefix="poolbook-pack-") as place:
        folder = Path(place) / name
        monitoring.take_pack(fund_year=fund_year, path=folder, by=request.user, at=request.at)
        files = [path for path in folder.rglob("*") if path.is_file() and path.name != names.LOCK]
        zipped.write(out, [(f"{name}/{path.relative_to(folder).as_posix()}", path) for path in files])
    out.seek(0)
    return FileResponse(out, as_attachment=True, filename=f"{name}-pack.zip", content_type="application/zip")


@require_http_methods(["GET", "POST"])
@with_terms("reports")
def verify(request: Request, slug: str, year: str) -> HttpResponse:
    """Whether books, reports and history are as they were written: a button, and one line of answer."""
    fund_year = year_or_404(request, slug, year, Permission.HISTORY_SEE)
    answer = queries.verify(fund_year) if request.method == "POST" else None
    return render(request, "reporting/verify.html", {"fund_year": fund_year, "here": "reports", "answer": answer})
