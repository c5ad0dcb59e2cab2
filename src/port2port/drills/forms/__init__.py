"""Forms of drills and exercises: text in, values for the actions out."""
