"""Where people talk: one module a surface, thin listeners, pure blocks."""
