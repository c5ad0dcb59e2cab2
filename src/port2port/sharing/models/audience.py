"""The audience index: the one rule, written out beside each record in the same transaction."""

from django.db import models
from django.db.models import Q


class AudienceEntry(models.Model):
    """One (token, facet) under which a published record is filed; derived, never the source.

    facet      "" for the record itself, else a filter word; a page reads one facet of each of the reader's tokens
    at_us      moment of the newest version, the order of lists: microseconds since 1970, UTC
    first_us   moment of the first version, which a circle that hides its history compares; the same unit

    marks      facets of which a record has one at most, packed into bits (Shareable.marks), so that a second filter
               is answered by the index entry itself

    Whole numbers instead of moments: an index entry is a third smaller, and both engines compare them alike.
    """

    record_type = models.CharField(max_length=10)
    record_id = models.BigIntegerField()
    token = models.CharField(max_length=16)
    facet = models.CharField(max_length=60, default="")
    at_us = models.BigIntegerField()
    first_us = models.BigIntegerField()
    marks = models.BigIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(
                fields=["record_type", "token", "facet", "-at_us", "-record_id", "marks"], name="audience_newest"
            ),
            models.Index(
                fields=["record_type", "record_id", "token"], name="audience_of_record", condition=Q(facet="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.record_type} {self.record_id} {self.token} {self.facet}"
