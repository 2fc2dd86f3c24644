"""The checks of an agreement's terms, one small function each, grouped by what they look at."""
