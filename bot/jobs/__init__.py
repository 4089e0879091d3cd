"""Long work: what a clock or a command starts."""
