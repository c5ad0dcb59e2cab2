"""Forms of working groups: text in, values for the actions out."""
