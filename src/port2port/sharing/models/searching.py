"""The row of a record in the search index; its words lie in a table of the engine's own kind."""

from django.db import models


class SearchEntry(models.Model):
    """Rises with each publication, so that the newest have the highest ids."""

    record_type = models.CharField(max_length=10)
    record_id = models.BigIntegerField()
    first_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "search entries"
        constraints = [models.UniqueConstraint(fields=["record_type", "record_id"], name="one_search_entry_a_record")]

    def __str__(self) -> str:
        return f"{self.record_type} {self.record_id}"
