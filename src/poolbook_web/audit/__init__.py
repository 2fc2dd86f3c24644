"""Who did what, and when: a history that nobody can change unseen."""
