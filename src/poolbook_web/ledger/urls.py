"""The books of one year of a fund."""

from __future__ import annotations

from django.urls import include, path

from poolbook_web.base.converters import OF_A_YEAR
from poolbook_web.ledger.views import books, one, posting

of_the_books = [
    path("", books.index, name="ledger"),
    path("balances.<str:kind>", books.download, {"what": "balances"}, name="ledger_balances_file"),
    path("transfers/", books.transfers, name="ledger_transfers"),
    path("transfers.<str:kind>", books.download, {"what": "transfers"}, name="ledger_transfers_file"),
    path("transfers/<int:number>/", one.transfer, name="ledger_transfer"),
    path("transfers/<int:number>/correct/", posting.correct, name="ledger_correct"),
    path("lines/", books.lines, name="ledger_lines"),
    path("lines.<str:kind>", books.download, {"what": "lines"}, name="ledger_lines_file"),
    path("lines/<int:number>/", one.line, name="ledger_line"),
    path("entries/", books.entries, name="ledger_entries"),
    path("entries.<str:kind>", books.download, {"what": "entries"}, name="ledger_entries_file"),
    path("entries/<int:number>/", one.entry, name="ledger_entry"),
    path("entries/<int:number>/not-posted.<str:kind>", one.rejected_file, name="ledger_rejected_file"),
    path("entries/<int:number>/reverse/", one.reverse_entry, name="ledger_reverse"),
    path("journal/", posting.journal, name="ledger_journal"),
    path("proposals/", posting.proposals, name="ledger_proposals"),
    path("proposals.<str:kind>", books.download, {"what": "proposals"}, name="ledger_proposals_file"),
    path("proposals/<int:number>/", posting.proposal, name="ledger_proposal"),
    path("proposals/<int:number>/post/", posting.agree, name="ledger_agree"),
    path("proposals/<int:number>/decline/", posting.decline, name="ledger_decline"),
    path("proposals/<int:number>/withdraw/", posting.withdraw, name="ledger_withdraw"),
]

urlpatterns = [path(f"{OF_A_YEAR}ledger/", include(of_the_books))]
