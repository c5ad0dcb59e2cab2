"""The newest version of a record as a STIX 2.1 bundle, with the very objects that were signed."""

from uuid import UUID

from port2port.ledger import store
from port2port.pure.canonical import Json, plain_json
from port2port.sharing.access import Publications

STIX_TYPE = "application/stix+json;version=2.1"


def newest_bundle(publications: Publications) -> bytes | None:
    """The bundle, canonical JSON; None where nothing was published or its bytes are gone.

    publications   of one record, as far as the reader may see them
    """
    newest = publications.order_by("-version").first()
    if newest is None:
        return None
    try:
        objects = store.read(newest.position).payload["objects"]
    except store.NotInLedger:
        return None
    # The id is that of the version, so that the same bundle has the same bytes each time.
    content_id = UUID(bytes=bytes.fromhex(newest.content_id)[:16], version=4)
    bundle: dict[str, Json] = {"type": "bundle", "id": f"bundle--{content_id}", "objects": objects}
    return plain_json(bundle)
