"""The tables of the concerns desk."""

from port2port.concerns.models.concerns import Category, Concern, Holding, State, Step
from port2port.concerns.models.desks import Desk, Handler, HandlerKey, NodeSalt
from port2port.concerns.models.handing import DeskNews, Filing, HandOver, LateDesk
from port2port.concerns.models.sealed import Message, Note, Part, Picture, Wrap

__all__ = [
    "Category",
    "Concern",
    "Desk",
    "DeskNews",
    "Filing",
    "HandOver",
    "Handler",
    "HandlerKey",
    "Holding",
    "LateDesk",
    "Message",
    "NodeSalt",
    "Note",
    "Part",
    "Picture",
    "State",
    "Step",
    "Wrap",
]
