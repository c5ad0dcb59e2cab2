"""What a person reads in an answer: the text without the keys and codes that chance has made."""

import re

# The key of a row, the code of a form against forgery, and a hash: any of them may hold the digits a test looks for.
CHANCE = re.compile(
    r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b"
    r"|\b[0-9a-f]{32,}\b"
    r"|(?<=csrfmiddlewaretoken\" value=\")\w+"
)


def without_keys(text: str) -> str:
    """The text with an empty place for each key, hash and forgery code."""
    return CHANCE.sub("", text)
