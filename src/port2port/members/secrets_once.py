"""Secrets that are shown once and kept as a digest."""

import hashlib
import secrets

TOKEN_MARK = "p2p_"  # noqa: S105 - lets secret scanners recognise a leaked token


def new_secret() -> str:
    """A fresh secret of 256 bits; doors make it, actions are told it."""
    return secrets.token_urlsafe(32)


def new_token_secret() -> str:
    """A fresh token for machines."""
    return TOKEN_MARK + new_secret()


def digest_of(secret: str) -> str:
    """What is kept of a secret: its SHA-256 in hex. Fit for 256 random bits only, never for a password."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
