"""Words of the sign-in library whose own translations speak another tone than ours, or say something else.

They are only marked here; the library's pages show them, in the translations of this context, which come last.
"""

from django.utils.translation import gettext_noop as _

WORDS = [
    _("Account Connections"),
    _("Activate"),
    _("Add Email Address"),
    _("Are you sure you want to remove this security key?"),
    _("Are you sure you want to sign out?"),
    _("Authenticator App"),
    _("Do you really want to remove the selected email address?"),
    _("Enter an authenticator code:"),
    _("Enter your password:"),
    _("Forgotten your password? Enter your email address below, and we'll send you an email allowing you to reset it."),
    _("Make Primary"),
    _("Please contact us if you have any trouble resetting your password."),
    _("Please reauthenticate to safeguard your account."),
    _("Please type your current password."),
    _("Recovery Codes"),
    _("Reset My Password"),
    _("Security Keys"),
    _("Sign in with a passkey"),
    _("The following email addresses are associated with your account:"),
    _("The username and/or password you specified are not correct."),
    _("Two-Factor Authentication"),
    _(
        "We have sent you an email. If you have not received it please check your spam folder. Otherwise contact us if"
        " you do not receive it in a few minutes."
    ),
    _("You cannot remove your primary email address."),
    _("You can store this secret and use it to reinstall your authenticator app at a later time."),
    _("You must type the same password each time."),
    _("Your account is protected by two-factor authentication. Please enter an authenticator code:"),
    _("Your password is now changed."),
]
