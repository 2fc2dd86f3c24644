"""Who the partners are, and which funds and years they share."""
