"""What an address calls a session."""

from django.utils.crypto import salted_hmac


def session_name(session_key: str) -> str:
    """A name that opens nothing, and in which no number counts the sessions of others."""
    return salted_hmac("port2port.session", session_key, algorithm="sha256").hexdigest()[:32]
