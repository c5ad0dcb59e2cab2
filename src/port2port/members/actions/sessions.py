"""The end of a session: a lost phone is cut off."""

from allauth.usersessions.models import UserSession
from django.db import transaction

from port2port.base.session_names import session_name
from port2port.members.models import Person


def own_session(*, person: Person, name: str) -> UserSession | None:
    """The person's session of that name."""
    own = UserSession.objects.filter(user=person)
    return next((one for one in own if session_name(one.session_key) == name), None)


@transaction.atomic
def end_session(*, session: UserSession) -> None:
    """Whoever comes by this session is signed out from the next request on."""
    session.end()
