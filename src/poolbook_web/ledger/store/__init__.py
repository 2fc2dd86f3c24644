"""Rows to core values and back, in bulk: the lock on the books, writing, reading, and the sums that prove them."""
