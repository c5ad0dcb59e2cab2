from django.db import migrations, models

from port2port.base.standing import operation
from port2port.reviews.triggers import AGREED_PARTS


class Migration(migrations.Migration):
    dependencies = [("reviews", "0003_one_offer_a_seat")]

    operations = [
        migrations.RemoveConstraint("revieweroffer", "one_offer_a_reviewer"),
        migrations.AddConstraint(
            "revieweroffer", models.UniqueConstraint(fields=["seat"], name="one_offer_a_reviewer")
        ),
        operation(*AGREED_PARTS),
    ]
