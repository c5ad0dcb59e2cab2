from django.db import migrations

from port2port.base.standing import operation
from port2port.live.triggers import DELIVERED, FIRST_MOVES, OBSERVATIONS


class Migration(migrations.Migration):
    dependencies = [("live", "0001_initial")]

    operations = [operation(OBSERVATIONS, FIRST_MOVES, DELIVERED)]
