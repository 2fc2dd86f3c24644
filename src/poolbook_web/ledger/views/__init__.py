"""Pages of the books: reading them, correcting them, posting to them."""
