"""What is refused of rounds and assessments, and what to do instead."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from port2port.assessments.models import Answer, RiskScenario
from port2port.base.refusal import NotAllowed, Refusal


class NoSuchStep(Refusal):
    """Planned, open, closed, frozen; or cancelled before it opens."""

    status = 409
    words = _("From here the round cannot go there. Open the page anew to see how it stands.")


class RoundNotOpen(Refusal):
    """Answers are given while the round is open."""

    status = 409
    words = _("This round takes no answers now. What was saved is kept.")


class BegunAlready(Refusal):
    """One a facility and round."""

    status = 409
    words = _("This facility takes part in the round already. Open its assessment.")


class NotWritable(Refusal):
    """Only a draft is written."""

    status = 409
    words = _("It was submitted and is not changed now. Take the submission back, or wait until it is returned.")


class NotNow(Refusal):
    """The state table says no."""

    status = 409
    words = _("The assessment is not at that step. Open the page anew to see how it stands.")


class Withdrawn(Refusal):
    """It takes no part."""

    status = 409
    words = _("This assessment was withdrawn from the round. Take part again first.")


class NothingAnswered(Refusal):
    """An empty sheet says nothing."""

    words = _("Answer at least one control before you submit.")


class NeedsSecondPerson(Refusal):
    """Four eyes."""

    words = _("Your organisation has no second person for this facility. Name a buddy of another member who agrees.")


class HasSecondPerson(Refusal):
    """A buddy only where there is nobody."""

    words = _("Somebody else of your organisation can agree; a buddy is named only where there is nobody.")


class NoBuddy(Refusal):
    """A member, and another one."""

    words = _("Choose another organisation that is a member.")


class SamePerson(NotAllowed):
    """Who submitted does not agree."""

    words = _("Somebody else than who submitted it reads it and agrees.")


class PeersAgree(Refusal):
    """Two agree together."""

    status = 409
    words = _("A peer review is agreed by the facility and the lead reviewer together, on the page of the review.")


class NotOfTheRound(Refusal):
    """The catalogue is pinned."""

    words = _("This round does not ask for that control.")


class NobodyChosen(Refusal):
    """A part goes to somebody."""

    words = _("Choose a colleague or an organisation, and at least one control.")


class ChangedMeanwhile(Refusal):
    """Two at once: the second is told, and what it wrote is shown beside what is there.

    newer   the answers, or the scenario, that were saved meanwhile
    """

    status = 409
    words = _("Somebody saved this meanwhile. What you wrote is still here: compare, and save again what holds.")

    def __init__(self, newer: Sequence[Answer | RiskScenario]) -> None:
        self.newer = list(newer)
        super().__init__()


class ReadAgain(Refusal):
    """Whoever agrees has read what stands."""

    status = 409
    words = _("It has gone on since you read it. Read it again, then say your word.")
