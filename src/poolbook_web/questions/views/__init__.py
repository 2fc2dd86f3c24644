"""The pages of questions and of commentary."""
