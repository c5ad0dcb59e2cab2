"""The end of a session: a lost phone is cut off."""

from allauth.usersessions.models import UserSession
from django.db import transaction


@transaction.atomic
def end_session(*, session: UserSession) -> None:
    """Whoever comes by this session is signed out from the next request on."""
    session.end()
