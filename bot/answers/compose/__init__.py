"""Evidence into sentences: one module a kind of answer; no figure is made up here."""
