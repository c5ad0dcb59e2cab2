from django.db import migrations

from port2port.base.standing import operation
from port2port.registers.triggers import MOVES


class Migration(migrations.Migration):
    dependencies = [("registers", "0001_ai_cameras")]
    operations = [operation(MOVES)]
