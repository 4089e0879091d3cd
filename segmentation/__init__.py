"""Records and a day in, judgements with reasons out."""
