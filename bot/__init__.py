"""Everything a person or a clock triggers."""
