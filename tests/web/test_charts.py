"""Charts: from figures to pictures, drawn once, by a process of their own, for whoever may see the figures."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import pytest

from poolbook_web.base import charts
from poolbook_web.base.charts import Bars, Chart, Lines, Waterfall, pen, pictures
from poolbook_web.base.charts.drawing import as_svg
from poolbook_web.base.charts.pen import Broken, Pen
from poolbook_web.base.models import Drawing

BARS = Bars(("Homes", "Care"), (("Budget", (1_000_00, -500_00)),))
LINES = Lines(("Apr", "May"), (("Budget", (100, 200)), ("Spent", (90, None))), broken=("Budget",))
FALLS = Waterfall("To settle", (("A", 150, "Borne"), ("B", -50, "Undecided")), ("To settle", "Borne", "Undecided"))


@pytest.fixture(scope="module")
def a_pen() -> Iterator[Pen]:
    """A process that draws, of these tests' own."""
    made = Pen()
    yield made
    made.stop()


@pytest.mark.parametrize("spec", [BARS, LINES, FALLS])
def test_the_process_that_draws_gives_the_bytes_that_a_drawing_here_would(a_pen: Pen, spec: charts.Spec) -> None:
    assert a_pen.draw(charts.written(spec), charts.WIDE) == as_svg(spec, charts.WIDE)


def test_a_process_that_died_is_begun_again(a_pen: Pen) -> None:
    a_pen.warm()
    assert a_pen._process is not None
    a_pen._process.kill()
    a_pen._process.wait()
    assert a_pen.draw(charts.written(BARS), charts.NARROW).startswith("<svg")


def test_what_cannot_be_drawn_is_told_and_the_next_is_drawn(a_pen: Pen) -> None:
    with pytest.raises(Broken, match="JSONDecodeError"):
        a_pen.draw("nonsense", charts.WIDE)
    assert a_pen.draw(charts.written(BARS), charts.NARROW).startswith("<svg")


def test_a_drawing_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pen, "LONGEST", 0)
    with pytest.raises(Broken, match="ended"):
        Pen().draw(charts.written(BARS), charts.WIDE)


def test_whoever_serves_a_page_does_not_load_what_draws() -> None:
    asked = "import sys, django; django.setup(); import poolbook_web.urls; sys.exit('vl_convert' in sys.modules)"
    environment = {"DJANGO_SETTINGS_MODULE": "poolbook_web.settings.test"}
    made = subprocess.run([sys.executable, "-c", asked], env=environment, capture_output=True, text=True, check=False)
    assert (made.returncode, made.stderr) == (0, "")


@pytest.mark.django_db
def test_a_picture_is_drawn_once_and_its_height_is_known_from_then_on(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, int]] = []

    def draw(spec: str, width: int) -> str:
        asked.append((spec, width))
        return '<svg width="900" height="123.4">'

    monkeypatch.setattr(pen.PEN, "draw", draw)
    chart = {"By scheme": Chart("Bars.", BARS)}
    before = pictures.shown(chart, "a-fund", "position.see")["By scheme"]
    assert before.wide.height is None
    digest = before.wide.address.split("/")[-2]
    for _ in range(2):
        found = pictures.find("a-fund", digest)
        assert found is not None
        assert pictures.svg(found, "wide") == '<svg width="900" height="123.4">'
    assert asked == [(charts.written(BARS), charts.WIDE)]
    after = pictures.shown(chart, "a-fund", "position.see")["By scheme"]
    assert (after.wide.address, after.wide.height, after.narrow.height) == (before.wide.address, 123, None)
    assert pictures.find("another-fund", digest) is None


@pytest.mark.django_db
def test_a_picture_that_cannot_be_drawn_is_missing_and_the_log_says_why(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(spec: str, width: int) -> str:
        raise Broken("no ink")

    monkeypatch.setattr(pen.PEN, "draw", broken)
    assert pictures.svg(Drawing(fund="a-fund", digest="0" * 32, spec=charts.written(BARS)), "wide") is None
    assert [vars(each)["said"]["fault"] for each in caplog.records] == ["no ink"]


def test_a_name_is_text_in_a_picture_whatever_it_holds() -> None:
    name = '</text><script>alert("x")</script>'
    svg = as_svg(Bars((name,), ((name, (1_00,)), ("Other", (None,)))), charts.WIDE)
    assert "<script" not in svg
    assert "&lt;script" in svg


def test_lines_and_waterfalls_are_drawn_at_both_widths() -> None:
    lines = Lines(("Apr", "May"), (("Budget", (100, 200)), ("Spent", (90, None))), broken=("Budget",))
    falls = Waterfall("To settle", (("A", 150, "Borne"), ("B", -50, "Undecided")), ("To settle", "Borne", "Undecided"))
    for spec in (lines, falls):
        for width in (charts.WIDE, charts.NARROW):
            assert f'width="{width}"' in as_svg(spec, width)
    assert "−£0.50" in as_svg(falls, charts.WIDE)


def test_a_chart_of_nothing_is_drawn_without_fault() -> None:
    assert as_svg(Bars(("A",), (("Budget", (0,)),)), charts.NARROW).startswith("<svg")
