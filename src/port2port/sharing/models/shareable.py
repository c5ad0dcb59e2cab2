"""The handling columns that every shareable table has, and what a record must be able to say of itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, ClassVar
from uuid import UUID, uuid4

from django.apps import apps
from django.db import models
from django.db.models import Q, Value
from django.utils.translation import gettext_lazy as _

from port2port.base.prepared import Answer, Given, Prepared
from port2port.members.member import Act, Function, Member
from port2port.members.models import Circle, Organisation, Person
from port2port.pure.audience import Handling
from port2port.pure.audience import Tlp as TlpValue
from port2port.sharing.access import ALL, Reading


class Tlp(models.IntegerChoices):
    """Labels as FIRST writes them; never translated."""

    CLEAR = TlpValue.CLEAR.value, TlpValue.CLEAR.label
    GREEN = TlpValue.GREEN.value, TlpValue.GREEN.label
    AMBER = TlpValue.AMBER.value, TlpValue.AMBER.label
    AMBER_STRICT = TlpValue.AMBER_STRICT.value, TlpValue.AMBER_STRICT.label
    RED = TlpValue.RED.value, TlpValue.RED.label


class Pap(models.TextChoices):
    """Permissible Actions Protocol: what a reader may do with it (source: MISP taxonomy pap)."""

    RED = "red", "PAP:RED"
    AMBER = "amber", "PAP:AMBER"
    GREEN = "green", "PAP:GREEN"
    CLEAR = "clear", "PAP:CLEAR"


class LegalRegime(models.TextChoices):
    GDPR = "gdpr", _("GDPR")
    LED = "led", _("Police directive (LED)")


class SourceClass(models.TextChoices):
    OPEN = "open", _("Open source")
    PARTNER = "partner", _("Partner")
    POLICE = "police", _("Police")


@dataclass(frozen=True, slots=True)
class Chosen:
    """The circles and people whom an author chose: the key of each, by id."""

    circles: dict[int, UUID]
    named: dict[int, UUID]


class Shareable(models.Model):
    """One abstract base for everything that can be shared; `visible_to` is the queryset's (sharing/access.py).

    version   0 while a draft; the number of the newest published version after that
    """

    # Written into the audience index: short, unique over all tables, never changed.
    record_type: ClassVar[str]
    # Which functions read this kind of record, and how much of it.
    readers: ClassVar[Mapping[Function, Reading]] = {
        Function.OFFICER: ALL,
        Function.ANALYST: ALL,
        Function.COORDINATOR: ALL,
        Function.SECRETARIAT: ALL,
    }
    # Facets that a reader can filter by: `kind` stands for `?kind=alert` in an address and `kind:alert` in the index.
    filters: ClassVar[tuple[str, ...]] = ("kind", "severity", "code", "port", "org", "tlp", "substance", "lang")
    # Two of them, the first with several in one record, that a reader often asks for together: also filed as one word.
    paired: ClassVar[tuple[str, str] | None] = None
    # The groups of facets that a withdrawn record is still found by: what its tombstone shows.
    tombstone_facets: ClassVar[frozenset[str]] = frozenset({"kind", "org", "tlp", "lang", "floor"})
    # Its `visible_to` leaves out more than the index does: the tables beside the records ask it too.
    is_stricter: ClassVar[bool] = False
    # Few beside a million reports: the search finds it by its kind first.
    is_scarce: ClassVar[bool] = False
    # What a seat must be allowed to do to publish one. Whoever is, publishes it, a client or a guest too.
    signed_with: ClassVar[Act] = Act.PUBLISH
    # Records that carry one of these ask something of everyone they reach, who is told without a subscription.
    pressing: ClassVar[frozenset[str]] = frozenset({"kind:alert", "kind:request"})

    # A record that carries all of these may break into quiet hours, of who said so.
    urgent: ClassVar[frozenset[str]] = frozenset({"kind:alert", "severity:critical"})

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    tlp = models.PositiveSmallIntegerField(choices=Tlp, default=Tlp.AMBER_STRICT)
    circles = models.ManyToManyField(Circle, blank=True, related_name="+")
    named = models.ManyToManyField(Person, blank=True, related_name="+")
    is_open = models.BooleanField(default=False)
    originator = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    pap = models.CharField(max_length=5, choices=Pap, default=Pap.AMBER)
    language = models.CharField(max_length=2)
    legal_regime = models.CharField(max_length=4, choices=LegalRegime, default=LegalRegime.GDPR)
    source_class = models.CharField(max_length=7, choices=SourceClass, default=SourceClass.PARTNER)
    retain_until = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)
    revised_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.CharField(max_length=500, blank=True)
    derived_from = models.UUIDField(null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(is_open=False) | Q(tlp=Tlp.CLEAR), name="%(class)s_only_clear_is_published_openly"
            ),
            models.CheckConstraint(
                condition=Q(version=0, published_at=None, withdrawn_at=None)
                | Q(version__gt=0, published_at__isnull=False),
                name="%(class)s_is_a_draft_or_published",
            ),
            models.CheckConstraint(condition=~Q(originator=None), name="%(class)s_has_an_originator"),
        ]

    def get_absolute_url(self) -> str:
        """The page of the record."""
        raise NotImplementedError

    @property
    def is_draft(self) -> bool:
        """True until the first publication."""
        return self.version == 0

    @property
    def is_withdrawn(self) -> bool:
        """True once withdrawn; what is left is a tombstone."""
        return self.withdrawn_at is not None

    def ask_chosen(self) -> Answer[Chosen]:
        """Whom its author chose; one query."""
        answer = _chosen_in(type(self)).ask(record=self.pk)

        def chosen() -> Chosen:
            found = Chosen({}, {})
            for is_circle, pk, key in answer():
                (found.circles if is_circle else found.named)[pk] = key
            return found

        return chosen

    def handling(self, chosen: Chosen | None = None) -> Handling:
        """The handling as the one rule reads it; one query, none when `chosen` was asked before."""
        chosen = chosen or self.ask_chosen()()
        return Handling(
            tlp=TlpValue(self.tlp),
            originator=self.originator_id,
            author=self.author_id,
            circles=frozenset(chosen.circles),
            named=frozenset(chosen.named),
            openly=self.is_open,
        )

    def kept_for(self) -> frozenset[int]:
        """Ids of organisations that the record reaches besides those of its handling; nothing else names them."""
        return frozenset()

    def as_stix(self, *, modified: datetime, revoked: bool = False) -> list[dict[str, Any]]:
        """The record's STIX 2.1 objects; `revoked` gives the withdrawal of exchange.md E15."""
        raise NotImplementedError

    @staticmethod
    def versions_for(member: Member) -> Q | None:
        """Which versions a reader of the record sees in the ledger, as a condition on publications; None: all."""
        del member
        return None

    def facets(self) -> frozenset[str]:
        """Words under which the record can be filtered, such as `kind:alert` or `code:DRG-EXT-PIN`."""
        raise NotImplementedError

    def marks(self) -> int:
        """Those facets of which a record has one at most, packed into one whole number below 2^63."""
        return 0

    @classmethod
    def mark(cls, facet: str) -> tuple[int, int] | None:  # noqa: ARG003 - for records that have marks
        """The bits of `marks` that answer for a facet, and their value; None where only the index of facets does."""
        return None

    def search_texts(self) -> list[tuple[str, str]]:
        """All that a search may find, as pairs of a language and a text in it, labels in four languages included."""
        raise NotImplementedError

    def headline(self) -> str:
        """The kind of record in words that hold no content; used in notifications."""
        raise NotImplementedError

    def caption(self) -> str:
        """What a list shows of it to who may open it; nothing of a tombstone."""
        return "" if self.is_withdrawn else str(self)

    @property
    def stix_id(self) -> str:
        """The id of the wrapping STIX object."""
        return f"report--{self.key}"


@cache
def _chosen_in(model: type[Shareable]) -> Prepared:
    def links(field: models.ManyToManyField[Any, Any], *, is_circle: bool) -> models.QuerySet[Any, Any]:
        of_record = {f"{field.m2m_field_name()}_id": Given("record")}
        other = field.m2m_reverse_field_name()
        rows: models.QuerySet[Any, Any] = getattr(field.model, field.name).through._default_manager.filter(**of_record)
        return rows.values_list(Value(int(is_circle)), f"{other}_id", f"{other}__key")

    circles, named = model.circles.field, model.named.field
    return Prepared(lambda: links(circles, is_circle=True).union(links(named, is_circle=False), all=True))


def shareables() -> list[type[Shareable]]:
    """Every table of shareable records."""
    return [model for model in apps.get_models() if issubclass(model, Shareable)]


def shareable_of(record_type: str) -> type[Shareable]:
    """The table behind a record type. Raises KeyError."""
    return {model.record_type: model for model in shareables()}[record_type]
