"""Certificates: Open Badges 3.0, signed by the node, checked without it, revoked by a list."""
