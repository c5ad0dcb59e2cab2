"""What an address that holds a token opens: each purpose its own files, brought by the context that serves them."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from port2port.base.refusal import Refusal

# A purpose is the stem of its files, so that an address itself says which token opens it: /feeds/<token>/reports.atom.
_purposes: dict[str, str | Promise] = {}


class NoSuchPurpose(Refusal):
    """A token for feeds opens exactly one; every other token opens none."""

    words = _("Say which feed the token opens, for a token that reads feeds and for no other.")


def bring_purpose(purpose: str, words: str | Promise) -> None:
    """Make known what `/feeds/<token>/<purpose>.…` is; called once, when its context starts.

    words   what a token of this purpose can, as the list of tokens says it
    """
    _purposes[purpose] = words


def purposes() -> dict[str, str | Promise]:
    """Every purpose with its words, by name."""
    return dict(sorted(_purposes.items()))


def purpose_words(purpose: str) -> str:
    """What a token of this purpose can, in the reader's language."""
    return str(_purposes.get(purpose) or _("Opens nothing: made before each feed had its own. Make a new address."))


def purpose_in(address: str) -> str:
    """The purpose of an address below /feeds/; empty when it is none that we know."""
    _secret, _sep, file = address.removeprefix("/feeds/").partition("/")
    purpose = file.partition(".")[0]
    return purpose if purpose in _purposes else ""
