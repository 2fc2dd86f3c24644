"""What whoever runs the site does to it: back it up, restore it, move it to PostgreSQL, upgrade it, prove it."""
