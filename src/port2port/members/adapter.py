"""How allauth is tied to our people: nobody signs up, nobody is created by another service."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.contrib import messages
from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.utils.translation import gettext as _


class AccountAdapter(DefaultAccountAdapter):
    """People come by invitation only."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Never."""
        return False


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """An OpenID Connect sign-in opens the login that has shown to own the same verified address, and makes none."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:  # noqa: ARG002
        """Never."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Tie the sign-in to its person, or send it back to the sign-in page with words that tell nothing."""
        if sociallogin.is_existing:
            return
        addresses = [address.email for address in sociallogin.email_addresses if address.verified]
        known = EmailAddress.objects.filter(
            verified=True, user__is_active=True, email__in=[a.lower() for a in addresses]
        )
        people = {address.user_id: address.user for address in known.select_related("user")}
        if len(people) != 1:
            messages.error(request, _("This sign-in is not known here. Ask your coordinator for an invitation."))
            raise ImmediateHttpResponse(HttpResponseRedirect(resolve_url("account_login")))
        (person,) = people.values()
        sociallogin.connect(request, person)
