"""A study is on no record as delivered to who came to its circle later than what it tells, and never opened it."""

from django.db import migrations
from django.db.models import Q

GREEN = 1


def forget(apps, schema_editor):
    delivery = apps.get_model("sharing", "Delivery").objects
    studies = apps.get_model("studies", "Study").objects.exclude(frozen_at=None)
    hiding = studies.filter(circle__shows_history=False).select_related("intervention", "comparison")
    for study in hiding.iterator():
        rows = delivery.filter(record_type="study", record_id=study.pk, opened_at=None)
        for row in rows.exclude(organisation__in=_agreed(apps, study)):
            if not _was_told(apps, study, row):
                row.delete()


def _agreed(apps, study):
    """Whom the lenders let read a result."""
    widenings = apps.get_model("studies", "Widening").objects.filter(result__study=study).exclude(done_at=None)
    if widenings.filter(tlp__lte=GREEN).exists():
        return apps.get_model("members", "Organisation").objects.values("pk")
    return widenings.exclude(organisations=None).values("organisations")


def _was_told(apps, study, row):
    """As studies/access.py: of the registration, in the stay in which it was delivered."""
    organisation = row.organisation_id
    stays = apps.get_model("members", "CircleMembership").objects.filter(circle=study.circle_id)
    stays = stays.filter(organisation=organisation, joined_at__lte=row.delivered_at)
    stay = stays.order_by("-joined_at").first()
    if stay is None or stay.joined_at > study.frozen_at:
        return False
    declared = [one for one in (study.intervention, study.comparison) if one and one.organisation_id != organisation]
    if any(one.at < stay.joined_at for one in declared):
        return False
    read = Q(taken_back_at=None) | Q(taken_back_at__gte=study.frozen_at)
    loans = apps.get_model("counts", "Loan").objects.filter(read, circle=study.circle_id, series__in=study.series.all())
    return not loans.filter(given_at__lt=stay.joined_at, given_at__lte=study.frozen_at).exists()


class Migration(migrations.Migration):
    dependencies = [
        ("studies", "0002_approval_news"),
        ("sharing", "0007_stretches_of_words"),
        ("counts", "0003_comparison_files"),
        ("members", "0006_token_purposes"),
    ]

    operations = [migrations.RunPython(forget, migrations.RunPython.noop)]
