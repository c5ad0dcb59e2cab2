from django.db import migrations

from port2port.base.standing import Standing, operation
from port2port.live.triggers import DELIVERED, OBSERVATIONS

# As the table was before a clock could be set back.
MOVES = Standing("live_clockmove", ("event_id", "move", "is_real", "by_id", "at"))


class Migration(migrations.Migration):
    dependencies = [("live", "0001_initial")]

    operations = [operation(OBSERVATIONS, MOVES, DELIVERED)]
