"""Pages of reports: the list and previews, issued reports, and the year as a whole."""
