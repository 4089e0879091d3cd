"""Rows of strings made into records: what a column is, and what a value means."""
