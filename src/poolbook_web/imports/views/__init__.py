"""Pages of extracts: each import from upload to the books, and the rules by which they are read."""
