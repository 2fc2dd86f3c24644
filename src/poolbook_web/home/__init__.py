"""Where people arrive: their funds, a fund at a glance, and its history."""
