"""Files every shared record anew in the search, as this version of the software does."""

from django.db import transaction
from django.db.models.functions import Coalesce

from port2port.sharing import search
from port2port.sharing.audience_index import tokens_of
from port2port.sharing.models.shareable import shareables


def index_all() -> int:
    """How many records were filed; one transaction each, so that a server may go on meanwhile. Safe to repeat."""
    done = 0
    for model in shareables():
        records = model._default_manager.filter(version__gt=0, withdrawn_at=None)
        # The oldest first: what is filed last stands on top.
        for pk in records.order_by(Coalesce("revised_at", "published_at"), "pk").values_list("pk", flat=True):
            with transaction.atomic():
                row = records.select_for_update(of=("self",)).filter(pk=pk).first()
                if row is not None:
                    search.index(row, tokens=tokens_of(row))
                    done += 1
    return done
