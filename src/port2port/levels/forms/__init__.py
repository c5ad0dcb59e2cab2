"""Forms of declarations and checklists: text in, values for the actions out."""
