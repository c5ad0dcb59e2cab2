"""A program with a token, as the tests of the API use it."""

import json
from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.test import Client

from port2port.base.clock import now
from port2port.members.actions.tokens import make_token
from tests.personas import Community

API = "/api/v1/"


class Machine:
    """Asks with the token of a persona; no cookie, no session."""

    def __init__(self, community: Community, name: str, scope: str = "write", secret: str = "") -> None:
        self.client = Client()
        self.secret = secret or f"p2p_{name}-{scope}"
        at = now()
        self.token = make_token(
            member=community.member(name),
            label="A program",
            scope=scope,
            purpose="reports" if scope == "feed" else "",
            secret=self.secret,
            now=at,
            expires_at=at + timedelta(days=2),
        )

    def get(self, address: str, **headers: str) -> HttpResponse:
        return self.client.get(API + address, headers=self._headers(headers))

    def send(self, method: str, address: str, body: Any = None, *, raw: bytes | None = None, **headers: str) -> Any:
        content_type = headers.pop("content_type", "application/json")
        data = raw if raw is not None else b"" if body is None else json.dumps(body).encode()
        return self.client.generic(
            method, API + address, data, content_type=content_type, headers=self._headers(headers)
        )

    def post(self, address: str, body: Any = None, **headers: str) -> Any:
        return self.send("POST", address, body, **headers)

    def put(self, address: str, body: Any = None, **headers: str) -> Any:
        return self.send("PUT", address, body, **headers)

    def _headers(self, more: dict[str, str]) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.secret}"} | {name.replace("_", "-"): one for name, one in more.items()}
