"""One module a surface; each hands what it heard to the desk and returns."""
