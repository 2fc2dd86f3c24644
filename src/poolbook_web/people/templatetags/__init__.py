"""What every page may ask about the people of the site."""
