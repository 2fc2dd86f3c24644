"""Pages of a year: its figures, and what is recorded beside the books."""
