"""Why a step is refused, in words that say what to do instead."""

from django.utils.translation import gettext_lazy as _

from port2port.base.refusal import Refusal


class UnknownKit(Refusal):
    words = _("Choose one of the kits offered.")


class ChooseOne(Refusal):
    words = _("Choose one of the values offered.")


class ChooseCircle(Refusal):
    words = _("Choose a circle that your organisation is in.")


class OnlyTheSecretariat(Refusal):
    status = 403
    words = _("A campaign for every member is started by the secretariat.")


class EndsBefore(Refusal):
    words = _("The last day comes after the first, and is not over yet.")


class TooLong(Refusal):
    words = _("A campaign lasts at most a year. Start the next one then.")


class IsOver(Refusal):
    status = 409
    words = _("This campaign is over.")


class TakesPart(Refusal):
    status = 409
    words = _("Join the campaign first.")


class NothingMore(Refusal):
    status = 409
    words = _("Nothing more is written down for this campaign: it ended more than two weeks ago.")


class OutsideTheCampaign(Refusal):
    words = _("Choose a day of the campaign that is not to come.")


class NotYours(Refusal):
    words = _("Choose one of the facilities of your own organisation that your seat covers.")


class MoreThanThere(Refusal):
    words = _("This cannot be more than the people who were there.")


class HandsMissing(Refusal):
    words = _("Count the right hands of all three questions, or leave all three empty.")


class HowMany(Refusal):
    words = _("Enter a whole number, at least 1 and at most 5,000.")
