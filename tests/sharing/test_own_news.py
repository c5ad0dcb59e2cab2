"""The name by which a notification calls a table fits its column: SQLite takes a longer one, PostgreSQL does not."""

import pytest
from django.apps import apps

from port2port.sharing.models import Notification
from port2port.sharing.models.own_news import OwnNews
from port2port.sharing.models.shareable import shareables

NAMED = {one: one.news_type for one in apps.get_models() if issubclass(one, OwnNews)}
NAMED |= {one: one.record_type for one in shareables()}


@pytest.mark.anywhere
@pytest.mark.parametrize("model", NAMED, ids=lambda one: one.__name__)
def test_the_name_of_what_is_told_fits_its_column(model):
    room = Notification._meta.get_field("record_type").max_length

    assert room is not None
    assert len(NAMED[model]) <= room


@pytest.mark.anywhere
def test_no_two_tables_are_called_alike():
    assert len(set(NAMED.values())) == len(NAMED)
