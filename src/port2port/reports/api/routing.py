"""The router of what hangs from `reports`: an address has one router, whatever the methods."""

from ninja import Router

from port2port.base.api import json_body

router = Router(tags=["reports"])
router.add_decorator(json_body, mode="view")
