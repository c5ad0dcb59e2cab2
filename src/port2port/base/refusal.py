"""What we expected to go wrong, in words fit for the person who did it."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Refusal(Exception):
    """A request we refuse on purpose; doors turn it into a form error, a 4xx answer or an exit code.

    words    shown to the person, in their language
    status   the HTTP status of a door that has no form to put the words in
    heading  of the page that has nothing but these words
    """

    status = 422
    heading: str | Promise = _("This was not done")
    words: str | Promise = _("This cannot be done.")

    def __init__(self, words: str | Promise | None = None) -> None:
        if words is not None:
            self.words = words
        super().__init__(words)

    def __str__(self) -> str:
        return str(self.words)


class NotAllowed(Refusal):
    """The person may know the thing, and may not do this to it."""

    status = 403
    words = _("Your seat does not allow this.")
