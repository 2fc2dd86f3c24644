"""Reports for people: previewed, issued and frozen, received by each partner, in the formats that offices use."""
