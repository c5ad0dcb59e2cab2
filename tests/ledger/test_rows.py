"""What `port2port verify` reads stands still, whatever the server writes meanwhile."""

import pytest

from port2port.ledger import rows
from tests.ledger.test_verify import address

pytestmark = pytest.mark.django_db(transaction=True)


def test_what_is_added_while_it_walks_is_left_for_the_next_time(publish):
    [publish(number) for number in range(3)]
    with rows.opened(address()) as database:
        seen = rows.entries(database, 0, 100)
        publish()
        [head] = rows.heads(database)

    assert head.size == len(seen) == 3
