"""What people ask of each other by a day: a question about a figure, and commentary of those who lead the schemes."""
