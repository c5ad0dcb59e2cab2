from django.db import migrations

from port2port.base.standing import operation
from port2port.registers.triggers import CELLS, MONTHS, STEPS


class Migration(migrations.Migration):
    dependencies = [("registers", "0003_pickup")]
    operations = [operation(STEPS, MONTHS, CELLS)]
