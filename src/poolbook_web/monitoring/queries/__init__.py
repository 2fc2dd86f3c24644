"""What is asked of a year: the pages of figures, and what is recorded beside the books."""
