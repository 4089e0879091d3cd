"""What goes into the two graphs of the shipped model and comes out, by name."""

IDS, LOWER, NAMES, VECTOR, MOOD, STATES = "ids", "lower", "names", "vector", "mood", "states"
