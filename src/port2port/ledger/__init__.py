"""Append-only envelopes, signatures and the Merkle log."""
