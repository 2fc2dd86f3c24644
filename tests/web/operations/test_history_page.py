"""The page on the history has a row for every event, in the words that people see, and gives the layout as it is."""

from __future__ import annotations

import hashlib
import json
import re

from poolbook_web.audit import chain
from poolbook_web.audit.events import PHRASES, Event
from tests.house.source import ROOT

PAGE = (ROOT / "docs" / "reference" / "history.md").read_text(encoding="utf-8")


def test_every_event_has_its_row_with_its_phrase() -> None:
    rows = re.findall(r"^\| `([a-z_.]+)` \| (.+) \|$", PAGE.partition("## The events")[2], re.MULTILINE)
    assert dict(rows) == {event.value: PHRASES[event].format(on="…") for event in Event}
    assert len(rows) == len(Event)


def test_the_layout_on_the_page_gives_the_hashes_of_the_site() -> None:
    """Whoever has only the page can work a hash out."""
    moment = re.search(r'to the microsecond: `"([^"]+)"`', PAGE)
    assert moment is not None
    assert chain.LAYOUT in PAGE
    array = ["poolbook-audit/1", "start", "fund:mental-health"]
    text = json.dumps(array, ensure_ascii=False, separators=(",", ":")) + "\n"
    assert hashlib.sha256(text.encode()).hexdigest() == chain.start("fund:mental-health")
    assert len(re.findall(r"^\| \d+ \|", PAGE, re.MULTILINE)) == 12
