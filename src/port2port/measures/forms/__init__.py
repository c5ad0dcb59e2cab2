"""Forms of common measures: text in, values for the actions out."""
