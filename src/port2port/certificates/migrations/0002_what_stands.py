from django.db import migrations

from port2port.base.standing import operation
from port2port.certificates.triggers import STANDING


class Migration(migrations.Migration):
    dependencies = [("certificates", "0001_initial")]

    operations = [operation(*STANDING)]
