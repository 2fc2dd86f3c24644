"""A chart as the text of an SVG. Whoever imports this loads what draws, and with it a whole browser's engine: the
process that :mod:`.pen` starts does, and nothing that serves a page.

Five colours that people can tell apart, with any eyes and in print (Government Analysis Function).
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import Any

import altair as alt
import vl_convert
from altair.utils import schemapi

from poolbook_web.base.charts import FONT, NARROW, WIDE, Bars, Lines, Spec, Waterfall

BLUE, TEAL, PURPLE, ORANGE, GREY = PALETTE = ("#12436D", "#28A197", "#801650", "#F46A25", "#3D3D3D")

Drawing = Any  #: one of the library's charts: its own types are too many to be of help


def as_svg(spec: Spec, width: int) -> str:
    """The picture of a chart as the text of an SVG."""
    with schemapi.debug_mode(False):  # what is described here is tried by the tests, and need not be checked each time
        if isinstance(spec, Bars):
            made = _bars(spec, width)
        elif isinstance(spec, Lines):
            made = _lines(spec, width)
        else:
            made = _waterfall(spec, width)
        described = _dressed(made, width).to_dict(validate=False)
    return str(vl_convert.vegalite_to_svg(described))


def _unit(sums: Sequence[int]) -> tuple[int, str, int]:
    """Pence in one unit of the axis, its sign, and how many decimals a label needs."""
    largest = max((abs(each) for each in sums), default=0)
    if largest >= 1_000_000_00:
        return 1_000_000_00, "m", 1 if largest >= 10_000_000_00 else 2
    if largest >= 1_000_00:
        return 1_000_00, "k", 0 if largest >= 100_000_00 else 1
    return 1_00, "", 0 if largest >= 100_00 else 2


def short(pence: int, unit: tuple[int, str, int]) -> str:
    """A sum as a label has room for.

    >>> short(-36_431_000_00, _unit([48_000_000_00])), short(8_158_17, _unit([364_000_00]))
    ('−£36.4m', '£8k')
    """
    size, sign, places = unit
    if not pence:
        return "£0"
    return f"{'−' if pence < 0 else ''}£{abs(pence) / size:,.{places}f}{sign}"


def _wrapped(label: str, width: int) -> str:
    """A label in lines short enough to stand beside the bars."""
    return "\n".join(textwrap.wrap(label, 30 if width > NARROW else 15)) or label


def _tallest(rows: Sequence[dict[str, Any]]) -> int:
    """The room that the tallest label needs, in pixels."""
    return 16 * max((row["label"].count("\n") + 1 for row in rows), default=1) + 14


def _room(sums: Sequence[float], width: int) -> alt.Scale:
    """A scale from nil, or below it, with room for the words at the end of each bar."""
    low, high = min([0.0, *sums]), max([0.0, *sums])
    room = (high - low or 1) * (0.1 if width > NARROW else 0.32)
    return alt.Scale(domain=[low - room if low < 0 else low, high + room], nice=False, zero=True)


def _axis(unit: tuple[int, str, int], width: int) -> alt.Axis:
    # d3's own short form would write 36M, and the dollar.
    words = f"(datum.value < 0 ? '−£' : '£') + format(abs(datum.value), ',.2~f') + (datum.value ? '{unit[1]}' : '')"
    return alt.Axis(title=None, labelExpr=words, tickCount=5 if width > NARROW else 3, grid=True)


def _names(width: int) -> alt.Axis:
    limit = 260 if width > NARROW else 120
    return alt.Axis(title=None, labelExpr="split(datum.label, '\\n')", labelLimit=limit, ticks=False, domain=False)


def _legend(width: int, symbol: str = "square") -> alt.Legend:
    return alt.Legend(title=None, orient="top", columns=0 if width > NARROW else 1, symbolType=symbol)


def _bars(spec: Bars, width: int) -> Drawing:
    unit = _unit([pence for _, sums in spec.series for pence in sums if pence is not None])
    rows: list[dict[str, Any]] = [
        {
            "label": _wrapped(label, width),
            "series": name,
            "sum": pence / unit[0],
            "says": short(pence, unit),
        }
        for name, sums in spec.series
        for label, pence in zip(spec.labels, sums, strict=True)
        if pence is not None
    ]
    names = [name for name, _ in spec.series]
    several = len(names) > 1
    colours = alt.Scale(domain=names, range=_colours(len(names)))
    base = alt.Chart(alt.InlineData(values=rows)).encode(
        y=alt.Y("label:N", sort=None, axis=_names(width), scale=alt.Scale(paddingInner=0.25, paddingOuter=0.1)),
        x=alt.X("sum:Q", axis=_axis(unit, width), scale=_room([row["sum"] for row in rows], width)),
    )
    if several:
        base = base.encode(yOffset=alt.YOffset("series:N", sort=names))
    legend = _legend(width) if several else None
    bars = base.mark_bar().encode(color=alt.Color("series:N", scale=colours, legend=legend, sort=names))
    text: dict[str, Any] = {"baseline": "middle", "fontSize": 13, "color": "#0b0c0c"}
    over = base.transform_filter("datum.sum >= 0").mark_text(align="left", dx=4, **text).encode(text="says:N")
    under = base.transform_filter("datum.sum < 0").mark_text(align="right", dx=-4, **text).encode(text="says:N")
    height = len(spec.labels) * max(len(names) * 20 + 18, _tallest(rows))
    return alt.layer(bars, over, under).properties(height=height)


def _lines(spec: Lines, width: int) -> Drawing:
    unit = _unit([pence for _, sums in spec.series for pence in sums if pence is not None])
    rows = [
        {"label": label, "series": name, "sum": pence / unit[0]}
        for name, sums in spec.series
        for label, pence in zip(spec.labels, sums, strict=True)
        if pence is not None
    ]
    names = [name for name, _ in spec.series]
    scale = alt.Scale(domain=names, range=[GREY, BLUE, ORANGE, TEAL, PURPLE][: len(names)])
    dashes = alt.Scale(domain=names, range=[[6, 4] if name in spec.broken else [1, 0] for name in names])
    words = "datum.label" if width > NARROW else "slice(datum.label, 0, 1)"
    x = alt.Axis(title=None, labelAngle=0, grid=False, labelExpr=words)
    base = alt.Chart(alt.InlineData(values=rows)).encode(
        x=alt.X("label:N", sort=list(spec.labels), axis=x, scale=alt.Scale(domain=list(spec.labels), padding=0.3)),
        y=alt.Y("sum:Q", axis=_axis(unit, WIDE), scale=alt.Scale(zero=True)),
        color=alt.Color("series:N", scale=scale, sort=names, legend=_legend(width, "stroke")),
    )
    lines = base.mark_line(strokeWidth=3).encode(strokeDash=alt.StrokeDash("series:N", scale=dashes, legend=None))
    return alt.layer(lines, base.mark_point(filled=True, size=45, opacity=1)).properties(height=300)


def _waterfall(spec: Waterfall, width: int) -> Drawing:
    whole = sum(pence for _, pence, _ in spec.steps)
    left, rows = whole, [(spec.start, 0, whole, whole, spec.kinds[0])]
    for label, pence, kind in spec.steps:
        rows.append((label, left, left - pence, pence, kind))
        left -= pence
    unit = _unit([end for _, begin, end, *_ in rows for end in (begin, end)])
    values: list[dict[str, Any]] = [
        {
            "label": _wrapped(label, width),
            "from": begin / unit[0],
            "to": end / unit[0],
            "right": max(begin, end) / unit[0],
            "kind": kind,
            "says": short(pence, unit),
        }
        for label, begin, end, pence, kind in rows
    ]
    values[0]["from"], values[0]["to"] = values[0]["to"], values[0]["from"]  # so that every "from" is an outer end
    base = alt.Chart(alt.InlineData(values=values)).encode(
        y=alt.Y("label:N", sort=None, axis=_names(width), scale=alt.Scale(paddingInner=0.3))
    )
    x = alt.X("from:Q", axis=_axis(unit, width), scale=_room([row["from"] for row in values], width))
    colours = alt.Scale(domain=list(spec.kinds), range=[BLUE, ORANGE, GREY, TEAL][: len(spec.kinds)])
    colour = alt.Color("kind:N", scale=colours, legend=_legend(width), sort=list(spec.kinds))
    bars = base.mark_bar().encode(x=x, x2="to:Q", color=colour)
    text = base.mark_text(align="left", dx=4, baseline="middle", fontSize=13, color="#0b0c0c").encode(
        x="right:Q", text="says:N"
    )
    nil = alt.Chart(alt.InlineData(values=[{"nil": 0}])).mark_rule(color="#0b0c0c").encode(x="nil:Q")
    return alt.layer(bars, text, nil).properties(height=len(values) * max(46, _tallest(values)))


def _colours(many: int) -> list[str]:
    """Two series are dark blue and orange; more go in the order of the palette."""
    return [BLUE, ORANGE] if many == 2 else list(PALETTE[:many])


def _dressed(chart: Drawing, width: int) -> Drawing:
    """The chart at its width, in the letters and lines of the site."""
    words: dict[str, Any] = {"labelFont": FONT, "labelFontSize": 14, "labelColor": "#0b0c0c"}
    fitted = chart.properties(width=width, autosize=alt.AutoSizeParams(type="fit-x", contains="padding"))
    return (
        fitted.configure(font=FONT, background="#ffffff", padding=4)
        .configure_axis(**words, labelLineHeight=16, gridColor="#cecece", domainColor="#cecece", tickColor="#cecece")
        .configure_legend(**words, symbolSize=160, columnPadding=24, labelLimit=300)
        .configure_view(stroke=None)
    )
