"""What is refused, in words for the person who tried."""

from django.utils.translation import gettext_lazy as _

from port2port.base.refusal import Refusal


class RevokedBefore(Refusal):
    status = 409
    words = _("This certificate was revoked before. Nothing was changed.")


class NoSuchCertificate(Refusal):
    words = _("This is no certificate of this node. Paste the whole text of the certificate, or its check address.")


class ListFull(Refusal):
    status = 503
    words = _("The status list of this key is full. The secretariat must rotate the key.")


class NoSuchKey(Refusal):
    words = _("One of these is no key of the issuer, or it was named as stolen before. Nothing was changed.")


class NoWords(Refusal):
    words = _("An achievement has a name and a criterion in English at least.")
