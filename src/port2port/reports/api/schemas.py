"""What stands in a report for machines, coming in and going out; codes are codes, labels are in the vocabulary."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field, StrictBool, StrictInt, StringConstraints

from port2port.base.api import Moment, Said

type KindWord = Literal["incident", "alert", "sighting", "request", "bulletin"]
type TlpLabel = Literal["TLP:CLEAR", "TLP:GREEN", "TLP:AMBER", "TLP:AMBER+STRICT", "TLP:RED"]
type TlpWord = Literal["clear", "green", "amber", "amber+strict", "red"]
type SeverityWord = Literal["", "critical", "high", "medium", "low", "information"]
type PrecisionWord = Literal["", "minute", "hour", "day", "week", "month", "quarter", "year"]
type HeightWord = Literal["", "0-50", "50-120", "120+"]
type LanguageWord = Literal["nl", "fr", "de", "en"]
type PapWord = Literal["red", "amber", "green", "clear"]
type RegimeWord = Literal["gdpr", "led"]
type SourceWord = Literal["open", "partner", "police"]
type AnswerWord = Literal["nothing_found", "seen_here", "acted", "not_for_us"]
# Codes hold no character that a database or an index could take for something else.
type Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.-]{1,40}$")]
type CodeOrNone = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.-]{0,40}$")]
type Number = Annotated[float, Field(allow_inf_nan=False)]


class DroneSaid(Said):
    """A drone as it was seen; fields that compare between sightings."""

    bearing_deg: StrictInt | None = None
    heading_deg: StrictInt | None = None
    height_band: HeightWord = ""
    lights: str = Field("", max_length=60)
    sound: str = Field("", max_length=60)
    count: StrictInt | None = None
    duration_s: StrictInt | None = None
    remote_id: StrictBool | None = None


class ReadersSaid(Said):
    """Whom the author chooses.

    circles   keys, with TLP:AMBER and TLP:AMBER+STRICT     named   keys of people, with TLP:RED
    openly    also without a login, with TLP:CLEAR
    """

    tlp: TlpLabel = "TLP:AMBER+STRICT"
    circles: list[UUID] = Field(default=[], max_length=100)
    named: list[UUID] = Field(default=[], max_length=200)
    openly: StrictBool = False


class ReportSaid(ReadersSaid):
    """Everything an author may say in a report; what is left out is empty."""

    kind: KindWord
    title: str = Field("", max_length=200)
    facts: str = Field("", max_length=20_000)
    assessment: str = Field("", max_length=10_000)
    severity: SeverityWord = ""
    methods: list[Code] = Field(default=[], max_length=20)
    stage: CodeOrNone = ""
    medium: CodeOrNone = ""
    substance: CodeOrNone = ""
    outcome: CodeOrNone = ""
    detected_by: CodeOrNone = ""
    quantity: Number | None = None
    quantity_unit: str = Field("", max_length=20)
    quantity_is_estimated: StrictBool = False
    indicators: list[str] = Field(default=[], max_length=30)
    controls: list[Code] = Field(default=[], max_length=20)
    happened_from: Moment | None = None
    happened_to: Moment | None = None
    happened_precision: PrecisionWord = ""
    port: CodeOrNone = ""
    facility: UUID | None = None
    shows_facility: StrictBool = False
    place: str = Field("", max_length=200)
    lat: Number | None = None
    lon: Number | None = None
    precision_m: StrictInt | None = None
    valid_until: Moment | None = None
    what_to_do: str = Field("", max_length=2_000)
    answer_by: Moment | None = None
    drone: DroneSaid | None = None
    reliability: Literal["", "A", "B", "C", "D", "E", "F"] = ""
    credibility: Literal["", "1", "2", "3", "4", "5", "6"] = ""
    source_note: str = Field("", max_length=500)
    source_urls: list[str] = Field(default=[], max_length=30)
    for_floor: StrictBool = False
    language: LanguageWord = "en"
    pap: PapWord = "amber"
    legal_regime: RegimeWord = "gdpr"
    source_class: SourceWord = "partner"
    retain_until: date | None = None


class RevisionSaid(ReportSaid):
    """The next version, whole.

    version     the one that it is made from     confirmed   keys of the organisations that newly get it
    confirmed_openly   that people without a login newly get it
    confirmed_not_personal   as when publishing
    """

    version: StrictInt
    confirmed_not_personal: StrictBool = False
    confirmed: list[UUID] = Field(default=[], max_length=1_000)
    confirmed_openly: StrictBool = False


class PublicationSaid(Said):
    """`recipients`: the organisations of the preview; where it has changed since, nothing is published.

    confirmed_not_personal   that nothing which the share guard finds in the text is personal data; goes on record
    """

    confirmed_not_personal: StrictBool = False
    recipients: list[UUID] | None = Field(None, max_length=1_000)


class PreviewSaid(ReadersSaid):
    """`report`: the one that stands, when the next version is meant."""

    kind: KindWord
    for_floor: StrictBool = False
    report: UUID | None = None


class WithdrawalSaid(Said):
    """The reason is read by everyone who had the report."""

    reason: str = Field(max_length=500)


class ReplySaid(Said):
    """A line to all recipients, or to the author alone."""

    text: str = Field(max_length=4_000)
    language: LanguageWord
    to_author_only: StrictBool = False


class AnswerSaid(Said):
    """What the own organisation did with an alert or request."""

    state: AnswerWord
    note: str = Field("", max_length=2_000)
    language: LanguageWord = "en"


class OrganisationLine(Schema):
    """An organisation, in short."""

    key: UUID
    slug: str
    name: str


class ReportLine(Schema):
    """A report in a list. Of a withdrawn one only that it was withdrawn is left.

    state        draft, published or withdrawn
    changed_at   of the newest version; lists are in this order, newest first
    address      of the page for people
    """

    key: UUID
    number: str
    state: Literal["draft", "published", "withdrawn"]
    kind: str
    tlp: str
    version: int
    originator: OrganisationLine
    language: str
    title: str
    severity: str
    methods: list[str]
    port: str
    published_at: datetime | None
    changed_at: datetime
    withdrawn_at: datetime | None
    withdrawn_reason: str
    valid_until: datetime | None
    answer_by: datetime | None
    is_made_up: bool
    address: str


class ReportPage(Schema):
    """A page of reports.

    count    up to 1,000; more are told as 1,000 with `count_is_capped`; null when words and a period are asked together
    next     the cursor of the next page; a page may be short and still have one
    """

    items: list[ReportLine]
    count: int | None
    count_is_capped: bool
    next: str | None


class AttachmentOut(Schema):
    """A file of a report."""

    key: UUID
    name: str
    media_type: str
    size: int
    sha256: str


class DroneOut(Schema):
    """A drone as it was seen."""

    bearing_deg: int | None
    heading_deg: int | None
    height_band: str
    lights: str
    sound: str
    count: int | None
    duration_s: int | None
    remote_id: bool | None


class ChosenReaders(Schema):
    """Whom the author chose; told to the own organisation alone."""

    circles: list[UUID]
    named: list[UUID]
    openly: bool


class ReportOut(ReportLine):
    """A whole report. `readers` is there for the organisation that wrote it, `about` where the reader sees that too."""

    facts: str
    assessment: str
    stage: str
    medium: str
    substance: str
    outcome: str
    detected_by: str
    quantity: float | None
    quantity_unit: str
    quantity_is_estimated: bool
    indicators: list[str]
    controls: list[str]
    happened_from: datetime | None
    happened_to: datetime | None
    happened_precision: str
    place: str
    lat: float | None
    lon: float | None
    precision_m: int | None
    what_to_do: str
    drone: DroneOut | None
    reliability: str
    credibility: str
    source_class: str
    source_note: str
    source_urls: list[str]
    for_floor: bool
    pap: str
    legal_regime: str
    retain_until: date | None
    attachments: list[AttachmentOut]
    about: UUID | None
    derived_from: UUID | None
    came: list[str]
    readers: ChosenReaders | None


class RecipientOut(Schema):
    """An organisation that would receive it, and how many of its people."""

    key: UUID
    name: str
    people: int


class PreviewOut(Schema):
    """Who would receive it; exactly those who could then open it."""

    organisations: list[RecipientOut]
    people: int


class NameableOut(Schema):
    """Someone who can be named on TLP:RED."""

    key: UUID
    label: str


class ReplyOut(Schema):
    """A line of the thread. The replier is named in circles that show their members, else `who` says "a recipient"."""

    key: UUID
    who: str
    is_own: bool
    to_author_only: bool
    tlp: str
    text: str
    language: str
    at: datetime
    withdrawn_at: datetime | None


class AnswerOut(Schema):
    """What an organisation did. `sighting`: the draft that "seen here" made, for the own organisation."""

    organisation: OrganisationLine
    is_own: bool
    state: str
    note: str
    language: str
    at: datetime
    changed_at: datetime
    sighting: UUID | None


class ReceiptOut(Schema):
    """When an organisation got, opened and acknowledged it; for the author, without anyone's name."""

    organisation: OrganisationLine
    delivered_at: datetime
    opened_at: datetime | None
    acknowledged_at: datetime | None


class VersionOut(Schema):
    """One version and its name in the ledger."""

    version: int
    step: str
    tlp: str
    content_id: str
    at: datetime


class ProofOut(Schema):
    """That a version stands in the log. Bytes are in hex, the envelope in base64.

    leaf     0x01 ‖ SHA-256(0x00 ‖ salt ‖ SHA-256(envelope))
    hashes   from the leaf to the root (RFC 6962)
    """

    origin: str
    index: int
    size: int
    leaf: str
    salt: str
    envelope: str
    content_id: str
    hashes: list[str]
    root: str


class HeadOut(Schema):
    """How far a log has grown."""

    origin: str
    size: int
    root: str
