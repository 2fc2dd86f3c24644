"""Pictures of charts, kept in the database by the hash of their figures: the same figures are drawn once.

A page writes down what is to be drawn (:func:`shown`) and goes; whoever asks for a picture has it drawn, if nobody did
before (:func:`svg`). It is found again only under the fund whose page it was made for, by whoever has the permission
that the page asked for.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from django.urls import reverse

from poolbook_web.base import charts
from poolbook_web.base.charts import NARROW, WIDE, Chart
from poolbook_web.base.charts.pen import PEN, Broken
from poolbook_web.base.models import Drawing

log = logging.getLogger("poolbook.charts")

#: The pictures of a chart, by their names in addresses.
WIDTHS = {"wide": WIDE, "narrow": NARROW}

_HEIGHT = re.compile(r'<svg[^>]* height="([0-9.]+)"')


@dataclass(frozen=True)
class Picture:
    """Where a picture is, and its size in pixels; its height is known once it was drawn."""

    address: str
    width: int
    height: int | None


@dataclass(frozen=True)
class Shown:
    """A chart as a page shows it: what it says, and its two pictures."""

    says: str
    wide: Picture
    narrow: Picture


def shown(these: Mapping[str, Chart], fund: str, asks: str) -> dict[str, Shown]:
    """Charts as a page of a fund shows them, which asked for this permission. One question to the database, and one
    more where a chart is new."""
    specs = {name: charts.written(chart.spec) for name, chart in these.items()}
    names = {name: charts.digest(spec) for name, spec in specs.items()}
    kept = Drawing.objects.filter(fund=fund, asks=asks, digest__in=names.values()).defer("spec", *WIDTHS)
    known = {each.digest: each for each in kept}
    new = {
        digest: Drawing(fund=fund, asks=asks, digest=digest, spec=specs[name])
        for name, digest in names.items()
        if digest not in known
    }
    Drawing.objects.bulk_create(new.values(), ignore_conflicts=True)
    return {name: _shown(chart.says, (known | new)[names[name]]) for name, chart in these.items()}


def _shown(says: str, drawing: Drawing) -> Shown:
    wide, narrow = (
        Picture(reverse("chart", args=[drawing.fund, drawing.digest, name]), width, getattr(drawing, f"{name}_height"))
        for name, width in WIDTHS.items()
    )
    return Shown(says, wide, narrow)


@lru_cache(maxsize=64)
def drawn(chart: Chart, width: int = WIDE) -> str:
    """A chart as the text of an SVG, for a document that holds it. Raises :class:`Broken`."""
    return PEN.draw(charts.written(chart.spec), width)


def find(fund: str, digest: str) -> Drawing | None:
    """A chart that a page of the fund shows."""
    return Drawing.objects.filter(fund=fund, digest=digest).first()


def svg(drawing: Drawing, name: str) -> str | None:
    """A picture of a chart, drawn now if it was not before; None where it cannot be drawn."""
    if made := str(getattr(drawing, name)):
        return made
    try:
        made = PEN.draw(drawing.spec, WIDTHS[name])
    except Broken as fault:
        log.error("chart not drawn", extra={"said": {"chart": drawing.digest, "fault": str(fault)}})  # noqa: TRY400 - what broke is another process
        return None
    found = _HEIGHT.search(made)
    height = round(float(found[1])) if found else None
    Drawing.objects.filter(pk=drawing.pk).update(**{name: made, f"{name}_height": height})
    return made
