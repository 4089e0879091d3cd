"""One module a tool: arguments in, evidence out; every figure comes from the store."""
