"""Charts: from figures to pictures that a page may show as they are."""

from __future__ import annotations

from poolbook_web.base import charts
from poolbook_web.base.charts import Bars, Lines, Waterfall


def test_the_same_figures_give_the_same_picture_and_it_is_drawn_once() -> None:
    spec = Bars(("Homes", "Care"), (("Budget", (1_000_00, -500_00)),))
    first, again = charts.drawn(spec, "Bars."), charts.drawn(Bars(*(spec.labels, spec.series)), "Bars.")
    assert first.wide is again.wide
    assert charts.as_svg(spec, charts.WIDE) == charts.as_svg(spec, charts.WIDE)
    assert (first.wide.width, first.narrow.width) == (charts.WIDE, charts.NARROW)


def test_a_name_is_text_in_a_picture_whatever_it_holds() -> None:
    name = '</text><script>alert("x")</script>'
    svg = charts.as_svg(Bars((name,), ((name, (1_00,)), ("Other", (None,)))), charts.WIDE)
    assert "<script" not in svg
    assert "&lt;script" in svg


def test_lines_and_waterfalls_are_drawn_at_both_widths() -> None:
    lines = Lines(("Apr", "May"), (("Budget", (100, 200)), ("Spent", (90, None))), broken=("Budget",))
    falls = Waterfall("To settle", (("A", 150, "Borne"), ("B", -50, "Undecided")), ("To settle", "Borne", "Undecided"))
    for spec in (lines, falls):
        for width in (charts.WIDE, charts.NARROW):
            assert f'width="{width}"' in charts.as_svg(spec, width)
    assert "−£0.50" in charts.as_svg(falls, charts.WIDE)


def test_a_chart_of_nothing_is_drawn_without_fault() -> None:
    assert charts.as_svg(Bars(("A",), (("Budget", (0,)),)), charts.NARROW).startswith("<svg")
