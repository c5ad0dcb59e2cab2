"""What must not stand in a log: secrets that are part of an address."""

import logging
import re

# Who brings a concern, or reads one, leaves no path behind either.
_SECRETS = re.compile(r"(/(?:feeds|invitation)/)[^/\s?]+|(/concerns/)[^\s?]+")


def without_secrets(text: str) -> str:
    """The text with the secrets of addresses taken out."""
    return _SECRETS.sub(r"\1\2…", text)


class WithoutSecrets(logging.Filter):
    """Lets every line through, its secrets taken out."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always true."""
        record.msg, record.args = without_secrets(record.getMessage()), ()
        return True
