"""Errors that machines read: problem details (RFC 9457), in the reader's language, with words that say what to do.

A problem says nothing of what the asker may not see: for a hidden thing it is that of a missing one, byte for byte.
"""

import json
import re
from collections.abc import Iterable, Mapping

from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from port2port.base.refusal import Refusal

TYPE = "application/problem+json"
MACHINES = ("/api/", "/feeds/")
TITLES: dict[int, str | Promise] = {
    400: _("The request cannot be read"),
    401: _("A token is needed"),
    403: _("Not allowed"),
    404: _("Nothing here"),
    405: _("No such method here"),
    409: _("It does not fit what stands now"),
    413: _("Too large"),
    415: _("Not a format that is taken here"),
    422: _("Something in it cannot be taken"),
    429: _("Too many tries"),
    500: _("A fault of ours"),
    503: _("Not possible for the moment"),
    507: _("The disk is full"),
}
WORDS: dict[int, str | Promise] = {
    400: _("The request cannot be understood. The document of this API says what fits."),
    401: _("Send a valid token: “Authorization: Bearer …”. Tokens are made on the account page."),
    404: _("There is nothing at this address that you may see. Check the address."),
    405: _("This address does not answer that method; the Allow header says which ones it does."),
    500: _("Something went wrong on our side; nothing was changed. Send it again later."),
}

type Error = Mapping[str, str]


def is_for_machines(request: HttpRequest) -> bool:
    """True at addresses whose answers no person reads as a page."""
    return request.path.startswith(MACHINES)


def problem(
    status: int, words: object = "", *, kind: str = "", errors: Iterable[Error] = (), **more: object
) -> HttpResponse:
    """The answer that says what is wrong.

    kind     a lasting name of this kind of problem     errors   one {field, words} for each thing to mend
    more     what a program needs to go on, such as the organisations to confirm
    """
    listed = [dict(one) for one in errors]
    body: dict[str, object] = {
        "type": f"urn:port2port:problem:{kind}" if kind else "about:blank",
        "title": str(TITLES.get(status, TITLES[422])),
        "status": status,
        "detail": str(words or WORDS.get(status, "")),
        **({"errors": listed} if listed else {}),
        **more,
    }
    content = json.dumps(body, ensure_ascii=False).encode("utf-8", "replace")
    return HttpResponse(content, status=status, content_type=TYPE)


def problem_of(refusal: Refusal, **more: object) -> HttpResponse:
    """A refusal as a problem; where it names a field, with that field."""
    name = getattr(refusal, "name", "")
    errors = [{"field": str(name), "words": str(refusal)}] if name else []
    return problem(refusal.status, refusal, kind=_kind(refusal), errors=errors, **more)


def unknown_machine() -> HttpResponse:
    """The answer to who shows no valid token."""
    response = problem(401)
    response.headers["WWW-Authenticate"] = "Bearer"
    return response


def _kind(refusal: Refusal) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", type(refusal).__name__).lower()
