"""What we refuse on purpose, in words."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from port2port.base.caveats import MASS_IS_NO_CRIME
from port2port.base.refusal import Refusal


class NotRegistered(Refusal):
    status = 409
    words = _("The counts since the measure are read only after the study is registered. Register it first.")


class RegisteredAlready(Refusal):
    status = 409
    words = _("This study is registered and stays as it is. Change it in a new study that names this one.")


class NotReady(Refusal):
    words = _("Something is still missing. Each line says on which page.")


class NoComparisonNamed(Refusal):
    words = _(
        "Without a comparison from outside, nobody can tell whether crime moved: what spreads over all ports looks the "
        "same at each of them. Choose a series that it cannot reach, or save the study as a description only."
    )


class NotLentNow(Refusal):
    """A port of the study is not lent to its circle; `ports` are their names."""

    status = 409

    def __init__(self, ports: Sequence[str]) -> None:
        words = _("Nobody lends these counts to the circle now: %(ports)s. Ask whoever counts there.")
        super().__init__(str(words) % {"ports": ", ".join(ports)})
        self.ports = tuple(ports)


class NoWeeksThere(Refusal):
    status = 409
    words = _("There are no weeks to read: not enough was lent, or nothing has been counted since the measure began.")


class CountsRefused(Refusal):
    """The counts cannot be compared as they are; the words say which week of which port."""

    status = 409


class KilogramsRefused(Refusal):
    words = MASS_IS_NO_CRIME


class NothingNew(Refusal):
    status = 409
    words = _("Nothing has been counted since the last run, so it would find the same.")


class ReadAnew(Refusal):
    status = 409
    words = _("The result or its readers changed since you opened the page. Read it anew, then approve.")


class AlreadyApproved(Refusal):
    status = 409
    words = _("Your organisation has approved this already.")


class LendsNoMore(Refusal):
    status = 409
    words = _("Your organisation no longer lends what is in this result, so there is nothing to approve.")


class NotApprovedByAll(Refusal):
    words = _("Every organisation whose counts are in it approves this result and these readers first.")


class TooSmallToShow(Refusal):
    words = _(
        "A sum of this result is below five, or shares some but not all of its weeks, ports or categories with a sum "
        "that was let go further before, or differs from the same sum by less than five. It stays in the circle, so "
        "that nobody can work out a small number."
    )


class NotAlike(Refusal):
    words = _(
        "What is counted and what it is compared with are not the same. Read what that means, then choose another "
        "comparison, or say that you mean it."
    )


class InterimRun(Refusal):
    words = _(
        "This run does not cover all the weeks that were registered. Only a run of all of them goes beyond the circle, "
        "so that nobody stops at the answer that pleases. Run it again when they have been counted."
    )


class ComparisonGone(Refusal):
    status = 409
    words = _(
        "The comparison from outside was withdrawn or is not shared with the circle now, so nothing new is read. "
        "Register a new study with another comparison."
    )


class ChooseAnother(Refusal):
    status = 409
    words = _("The comparison was withdrawn or is not shared with the circle now. Choose another.")


class OtherSeries(Refusal):
    status = 409
    words = _(
        "Other counts are lent for a port than when this study was registered. It reads none but those: register a new "
        "study, which names this one."
    )


class RatesRefused(Refusal):
    words = _("A rate is no count. Choose the incidents that it comes from, such as seizures.")


class NotWider(Refusal):
    words = _("These readers have it already. Choose more, or leave it as it is.")
