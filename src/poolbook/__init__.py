"""Poolbook: the agreement, the books and the settlement of section 75 pooled funds.

The core library: no database, no network and no clock. A figure follows from one
:class:`poolbook.book.Book` and from nothing besides, so that anyone can re-perform it.
"""

__version__ = "0.1.0"
