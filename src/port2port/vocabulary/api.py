"""The registers for machines, in all four languages."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Field, Router, Schema

from port2port.base.api import READS, answers, json_body
from port2port.pure.terms import UnknownCode
from port2port.vocabulary import downloads, lookup
from port2port.vocabulary.registers import NAMES

router = Router(tags=["vocabulary"])
router.add_decorator(json_body, mode="view")


class RegisterLine(Schema):
    """A register and its version."""

    name: str
    version: str
    released_on: str
    terms: int


class RegisterOut(Schema):
    """A whole register, in the shape of its file."""

    head: dict[str, Any] = Field(alias="register")
    groups: list[dict[str, Any]] = []
    entries: list[dict[str, Any]]


@router.get("vocabulary", response=answers(200, list[RegisterLine], *READS), summary="Registers")
def registers(request: HttpRequest) -> list[RegisterLine]:
    """The registers of codes, with their versions."""
    del request
    found = [lookup.register(name) for name in NAMES]
    return [
        RegisterLine(name=one.name, version=one.version, released_on=one.released_on.isoformat(), terms=len(one.terms))
        for one in found
    ]


@router.get("vocabulary/{slug:name}", response=answers(200, RegisterOut, *READS), by_alias=True, summary="One register")
def register(request: HttpRequest, name: str) -> HttpResponse:
    """Every term of a register with its labels in four languages; a code is never taken away, only deprecated."""
    del request
    try:
        found = lookup.register(name)
    except UnknownCode as unknown:
        raise Http404 from unknown
    return HttpResponse(downloads.json_of(found), content_type="application/json")
