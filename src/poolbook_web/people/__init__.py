"""Who takes part, in which role, and what each may do."""
