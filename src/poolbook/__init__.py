"""Poolbook: the agreement, the books and the settlement of section 75 pooled funds.

The core library: no database, no network and no clock. Every figure is a pure function of one
:class:`poolbook.book.Book`, so that anyone can re-perform it.
"""

__version__ = "0.1.0"
