"""What is asked of imports: which there are, what one would do to the books, what to do about it."""

from poolbook_web.imports.queries.lists import (
    Wanted,
    as_table,
    batch_or_404,
    batches,
    file_or_404,
    findings,
    findings_table,
    known_files,
    later_that_saw,
    people_in,
    search,
    waiting,
    year_or_404,
)
from poolbook_web.imports.queries.reading import gathered
from poolbook_web.imports.queries.review import (
    Review,
    choices,
    next_step,
    others_who_accept,
    own,
    review,
    rules_moved_on,
    rules_number,
)

__all__ = [
    "Review",
    "Wanted",
    "as_table",
    "batch_or_404",
    "batches",
    "choices",
    "file_or_404",
    "findings",
    "findings_table",
    "gathered",
    "known_files",
    "later_that_saw",
    "next_step",
    "others_who_accept",
    "own",
    "people_in",
    "review",
    "rules_moved_on",
    "rules_number",
    "search",
    "waiting",
    "year_or_404",
]
