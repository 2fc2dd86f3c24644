"""What is recorded beside the books: facts, forecasts, comments, measures; and the Book of them all."""
