"""Extracts into the books: files brought in, read in the background, reviewed, accepted, and undone if wrong."""
