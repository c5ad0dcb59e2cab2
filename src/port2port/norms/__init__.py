"""Norms: catalogues of what is asked, baselines made of them, and how sites stand to both."""
