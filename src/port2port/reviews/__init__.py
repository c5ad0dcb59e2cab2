"""Peer review: reviewers drawn from other ports, what they observed, the reply, and what comes of it."""
