"""Home, a fund at a glance, histories, help."""
