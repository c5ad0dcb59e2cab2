from django.db import migrations

from port2port.base.standing import operation
from port2port.drills.triggers import STANDING


class Migration(migrations.Migration):
    dependencies = [("drills", "0002_counted")]

    operations = [operation(*STANDING)]
