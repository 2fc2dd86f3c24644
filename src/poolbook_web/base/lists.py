"""Long lists: a page at a time, in an order that the reader chooses from what is offered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet
from django.http import QueryDict

M = TypeVar("M", bound=Model)

A_PAGE = 50


@dataclass(frozen=True)
class Listing(Generic[M]):
    """One page of a list, and the address of its neighbours."""

    page: Page[M]
    order: str
    query: str  #: what the address says beside the page's number, ending in "&" unless empty

    @property
    def numbers(self) -> Sequence[int | str]:
        """The numbers of the pages to offer, with an ellipsis where some are left out."""
        return list(self.page.paginator.get_elided_page_range(self.page.number, on_each_side=1, on_ends=1))


def listing(
    rows: QuerySet[M], asked: QueryDict, orders: Mapping[str, Sequence[str]], *, a_page: int = A_PAGE
) -> Listing[M]:
    """The page and the order that the address asks for; the first of each where it asks for what there is not."""
    order = asked.get("order", "")
    if order not in orders:
        order = next(iter(orders))
    page = Paginator(rows.order_by(*orders[order]), a_page).get_page(asked.get("page", "1")[:9])
    kept = asked.copy()
    kept.pop("page", None)
    query = kept.urlencode()
    return Listing(page, order, f"{query}&" if query else "")
