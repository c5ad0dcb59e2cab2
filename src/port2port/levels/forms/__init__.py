"""Forms of declarations and checklists: text in, values for the actions out."""

from uuid import uuid4


def fresh_key() -> str:
    """The name of a form that is opened now."""
    return str(uuid4())
