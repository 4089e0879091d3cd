"""Text in, findings out: knows no customer and no storage."""
