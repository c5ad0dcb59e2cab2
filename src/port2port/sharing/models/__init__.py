"""The tables of sharing."""

from port2port.sharing.models.audience import AudienceEntry
from port2port.sharing.models.hearing import Hearing, Way
from port2port.sharing.models.notifying import Channel, Cursor, Notification, Outgoing, Rhythm, Subscription
from port2port.sharing.models.own_news import OwnNews
from port2port.sharing.models.publications import Delivery, Opening, Publication
from port2port.sharing.models.searching import SearchEntry
from port2port.sharing.models.shareable import Chosen, LegalRegime, Pap, Shareable, SourceClass, Tlp

__all__ = [
    "AudienceEntry",
    "Channel",
    "Chosen",
    "Cursor",
    "Delivery",
    "Hearing",
    "LegalRegime",
    "Notification",
    "Opening",
    "Outgoing",
    "OwnNews",
    "Pap",
    "Publication",
    "Rhythm",
    "SearchEntry",
    "Shareable",
    "SourceClass",
    "Subscription",
    "Tlp",
    "Way",
]
