"""Pages that are about no fund: the glossary, the health of the site, what went wrong."""
