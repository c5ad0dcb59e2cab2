from django.db import migrations

from port2port.base.standing import operation
from port2port.reviews.triggers import AGREED


class Migration(migrations.Migration):
    dependencies = [("reviews", "0001_initial")]

    operations = [operation(*AGREED)]
