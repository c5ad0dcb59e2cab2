"""The words of an answer, in the reader's language."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from port2port.certificates.covering import Covered, covered
from port2port.pure.badge_check import Answer, Reason, Verdict

VERDICT_WORDS: dict[Verdict, str | Promise] = {
    Verdict.VALID: pgettext_lazy("what a check says", "Valid"),
    Verdict.EXPIRED: pgettext_lazy("what a check says", "Expired"),
    Verdict.REVOKED: pgettext_lazy("what a check says", "Revoked"),
    Verdict.CANNOT_TELL: pgettext_lazy("what a check says", "Cannot tell"),
    Verdict.REFUSED: pgettext_lazy("what a check says", "Refused"),
}
VERDICT_KINDS = {
    Verdict.VALID: "done",
    Verdict.EXPIRED: "medium",
    Verdict.REVOKED: "critical",
    Verdict.CANNOT_TELL: "medium",
    Verdict.REFUSED: "critical",
}
MEANING: dict[Verdict, str | Promise] = {
    Verdict.VALID: _("It is genuine, it was not revoked, and it has not run out."),
    Verdict.EXPIRED: _("It is genuine, but its last day is over."),
    Verdict.REVOKED: _("It is genuine, but it was revoked. It counts no more."),
    Verdict.CANNOT_TELL: _("It is genuine, but whether it was revoked cannot be told. Do not rely on it; check again."),
    Verdict.REFUSED: _("This is no certificate that you can rely on."),
}
REASON_WORDS: dict[Reason, str | Promise] = {
    Reason.NONE: "",
    Reason.NOTHING: _("No certificate was found in what you gave. Paste its whole text, or send the file."),
    Reason.ALTERED: _("It was altered, or somebody else signed it."),
    Reason.OTHER_ISSUER: _("Another issuer is named in it. Check it there."),
    Reason.UNKNOWN_KEY: _("We do not publish the key that signed it."),
    Reason.MALFORMED: _("It does not say what a certificate says."),
    Reason.NOT_YET: _("It begins later than now. Is the clock right?"),
    Reason.NO_LIST: _("The list of revoked certificates is missing."),
    Reason.LIST_TOO_OLD: _("The list of revoked certificates is older than seven days."),
    Reason.LIST_FOREIGN: _("The list of revoked certificates is not ours."),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """An answer as a page shows it. last_day   the last one on which it counts"""

    verdict: Verdict
    words: str | Promise
    kind: str
    meaning: str | Promise
    reason: str | Promise
    name: str
    language: str
    codes: list[Covered]
    issued_on: date | None
    last_day: date | None
    as_of: object


def shown(answer: Answer, *, name: str = "") -> Shown:
    """name   in the reader's language, where it is known"""
    until = answer.valid_until
    return Shown(
        verdict=answer.verdict,
        words=VERDICT_WORDS[answer.verdict],
        kind=VERDICT_KINDS[answer.verdict],
        meaning=MEANING[answer.verdict],
        reason=REASON_WORDS[answer.reason],
        name=name or answer.name,
        language="" if name else answer.language,
        codes=covered(answer.codes),
        issued_on=timezone.localdate(answer.issued_at) if answer.issued_at else None,
        last_day=timezone.localdate(until - timedelta(seconds=1)) if until else None,
        as_of=answer.as_of,
    )
