"""What every app may use: money, forms, lists, letters, requests, and the rules of the database."""
