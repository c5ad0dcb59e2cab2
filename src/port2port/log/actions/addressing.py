"""Where a facility sends its forms."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from port2port.log.access import sets_addresses
from port2port.log.actions.writing import NotYourLog
from port2port.log.formbook import formbook
from port2port.log.models import FormAddress
from port2port.members.actions.rights import record_act
from port2port.members.member import Member
from port2port.members.models import Facility
from port2port.pure.form_template import is_address, leads_nowhere
from port2port.pure.texts import Room
from port2port.reports.rules import BadField, cleaned

ADDRESSEE = Room(characters=200, byte_count=800, required=True)
EMAIL = Room(characters=254, byte_count=254)


@transaction.atomic
def set_form_address(
    *, member: Member, facility: Facility, form: str, addressee: str, email: str, now: datetime
) -> FormAddress:
    """The next address of a form, beside those it had; without an e-mail address the facility no longer sends it.

    Raises BadField, NotYourLog.
    """
    own = Facility.objects.in_scope_of(member).select_for_update().filter(pk=facility.pk).first()
    if own is None or not sets_addresses(member):
        raise NotYourLog
    if form not in formbook():
        raise BadField("form", _("Choose one of the values offered."))
    addressee, email = cleaned("addressee", addressee, ADDRESSEE), cleaned("email", email, EMAIL)
    # In the demonstration nothing leaves, and an address that reaches somebody has no place there.
    if email and (not is_address(email) or (leads_nowhere(email) and not settings.DEMO)):
        raise BadField("email", _("Give one e-mail address that reaches somebody."))
    before = FormAddress.objects.filter(facility=own, form=form).order_by("-number").first()
    if before is not None and (before.addressee, before.email) == (addressee, email):
        return before
    record_act(member=member, act="set_form_address", subject=f"{own.key} {form}", now=now)
    return FormAddress.objects.create(
        facility=own,
        form=form,
        number=before.number + 1 if before else 1,
        addressee=addressee,
        email=email,
        seat_id=member.seat_id,
        at=now,
    )
