"""Every kind of page that somebody can reach by links, each once a fund: what it is called, and what it asks.

The tests hold every page of the demonstration to its number of queries by this, and the benches time the same pages.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urlsplit

from django.db import connection
from django.http import Http404
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import resolve

HTML = "text/html"


@dataclass(frozen=True)
class Page:
    """A page that answered: its address, its route, and the queries that it made."""

    path: str
    route: str
    queries: int


class Links(HTMLParser):
    """Where the links of a page lead, within the site."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a link."""
        parts = urlsplit(dict(attrs).get("href") or "")
        if tag == "a" and not parts.netloc and parts.path.startswith("/"):
            self.found.append(parts.path)


def pages(browser: Client, first: str = "/") -> Iterator[Page]:
    """The pages that a person who has signed in can go to from the first, in the order in which they come upon them."""
    browser.get(first)  # the session notes once in a while that it is in use; no page is blamed for that
    waiting, met = deque([first]), set[tuple[str, str]]()
    while waiting:
        path = waiting.popleft()
        try:
            found = resolve(path)
        except Http404:
            continue
        kind = (found.route, str(found.kwargs.get("slug", "")))
        if kind in met:
            continue
        met.add(kind)
        with CaptureQueriesContext(connection) as asked:
            response = browser.get(path)
        if response.status_code == 200 and response.headers["Content-Type"].startswith(HTML):
            yield Page(path, found.route, len(asked))
            waiting.extend(Links(response.content.decode()).found)
