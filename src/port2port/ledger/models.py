"""The ledger's tables. Private to this context: others call `ledger.store`, `ledger.keys` and `ledger.actions`.

Nothing here points upward: a record outlives the people in it, so names and ids are kept as text.

The places left for the log's second half: checkpoints and cosignatures get tables of their own beside `Log`; promises,
delivery notes, receipts and erasures are envelopes of the kinds already listed in `pure.envelope.Kind`, and so leaves
like all others; an erasure deletes one `Payload` row through a door that the triggers know (docs/adr/0003-ledger.md).
"""

from django.db import models

from port2port.ledger.access import KeyListings, Leaves, Logs, Payloads, TrailLines, Turns
from port2port.pure.merkle import Edge


class Turn(models.Model):
    """The one row that whoever appends holds until its commit, so that positions rise in the order of commits."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)

    objects = Turns.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_turn")]

    def __str__(self) -> str:
        return "the appender's turn"


class Log(models.Model):
    """How far one log has grown; `peaks` is all that the next append needs of the tree."""

    origin = models.CharField(max_length=200, primary_key=True)
    turn = models.ForeignKey(Turn, on_delete=models.PROTECT, default=1, related_name="+", db_constraint=False)
    size = models.BigIntegerField(default=0)
    root = models.BinaryField()
    peaks = models.BinaryField()

    objects = Logs.as_manager()

    def __str__(self) -> str:
        return f"{self.origin} at {self.size}"

    @property
    def edge(self) -> Edge:
        """The right edge of the tree."""
        return Edge.from_bytes(self.size, bytes(self.peaks))


class Leaf(models.Model):
    """What stays for ever: 33 bytes that say nothing by themselves, and the root after them."""

    position = models.BigAutoField(primary_key=True)
    origin = models.CharField(max_length=200)
    index = models.BigIntegerField()
    leaf = models.BinaryField()
    root = models.BinaryField()
    at = models.DateTimeField()

    objects = Leaves.as_manager()

    class Meta:
        verbose_name_plural = "leaves"
        constraints = [models.UniqueConstraint(fields=["origin", "index"], name="an_index_once_in_a_log")]

    def __str__(self) -> str:
        return f"{self.origin} {self.index}"


class Payload(models.Model):
    """The exact bytes behind a leaf, with what opens its two commitments.

    position   of the leaf; given, never generated, and no foreign key: the leaf outlives the payload
    salt       opens the leaf
    opening    opens the audience: 32 bytes of salt and the full handling
    """

    position = models.BigAutoField(primary_key=True)
    content_id = models.CharField(max_length=64, unique=True)
    envelope = models.BinaryField()
    salt = models.BinaryField()
    opening = models.BinaryField()
    kind = models.CharField(max_length=20)
    organisation = models.CharField(max_length=64)
    keyid = models.CharField(max_length=16)

    objects = Payloads.as_manager()

    def __str__(self) -> str:
        return self.content_id


class KeyListing(models.Model):
    """A public key and what it may be used for; the private key is never in the database.

    proof              the key's own signature over this listing
    revoked_position   signatures from this position on do not count; what was logged before stays valid
    """

    keyid = models.CharField(max_length=16, primary_key=True)
    organisation = models.CharField(max_length=64, db_index=True)
    algorithm = models.CharField(max_length=20)
    public = models.BinaryField()
    not_before = models.DateTimeField()
    not_after = models.DateTimeField()
    custody = models.CharField(max_length=10)
    proof = models.BinaryField()
    revoked_at = models.DateTimeField(null=True)
    revoked_position = models.BigIntegerField(null=True)

    objects = KeyListings.as_manager()

    def __str__(self) -> str:
        return f"{self.keyid} of {self.organisation}"


class TrailLine(models.Model):
    """Who did what to whom and how it ended, in words that outlive the people; never changed."""

    at = models.DateTimeField(db_index=True)
    actor = models.CharField(max_length=64)
    organisation = models.CharField(max_length=64)
    act = models.CharField(max_length=60)
    subject = models.CharField(max_length=200)
    outcome = models.CharField(max_length=200)

    objects = TrailLines.as_manager()

    class Meta:
        indexes = [models.Index(fields=["organisation", "id"], name="trail_of_an_organisation")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.act} {self.subject}"
