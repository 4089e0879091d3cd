"""Table rows as records and records as table rows."""
