from typing import ClassVar

from django.db import migrations

from port2port.base.standing import operation
from port2port.norms.triggers import PUBLISHED


class Migration(migrations.Migration):
    dependencies: ClassVar = [("norms", "0001_initial")]

    operations: ClassVar = [operation(*PUBLISHED)]
