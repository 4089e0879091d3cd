"""What goes into the two graphs of the shipped model and comes out, by name."""

IDS, LOWER, NAMES = "ids", "lower", "names"
WORTH, VECTOR, SUBJECT, MOOD, STATES = "worth", "vector", "subject", "mood", "states"
