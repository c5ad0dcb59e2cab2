"""A course, its versions, their files, and how their questions are answered."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import get_language

from port2port.courses.access import CourseFiles, Courses, CourseVersions, ItemCounts
from port2port.courses.models.wording import VersionState
from port2port.members.models import Organisation, Person, Seat

ORDER = ("en", "nl", "fr", "de")


class Course(models.Model):
    """One course, whatever its version.

    code         its id in the files
    current      the version that is taken now; None until one is released
    asks_from    number of the newest version after which holders of older ones take it again
    """

    code = models.SlugField(max_length=60, unique=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    current = models.ForeignKey("CourseVersion", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    asks_from = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)
    retired_by = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = Courses.as_manager()

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Its page, for who takes it."""
        return reverse("courses:course", args=[self.code])

    @property
    def title(self) -> str:
        """In the reader's language, as far as it has one."""
        return self.current.title if self.current is not None else self.code


class CourseVersion(models.Model):
    """One version. Released, everything of it stands but the day of its next review.

    titles, languages, summaries   by language; languages: those written out, in which the questions are asked
    audiences, covers              as the files say; audiences with a space around each
    faults                         of the draft, as {file, line, rule, about}
    is_substantial                 whether holders of earlier versions take it again
    is_starting                    whether it came with the software and was not yet gone over
    writers                        who wrote any of its words: none of them releases it
    """

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="versions")
    n = models.PositiveIntegerField()
    titles = models.JSONField(default=dict, blank=True)
    languages = models.JSONField(default=list, blank=True)
    summaries = models.JSONField(default=list, blank=True)
    audiences = models.CharField(max_length=200, blank=True)
    covers = models.JSONField(default=list, blank=True)
    minutes = models.PositiveIntegerField(default=0)
    lessons = models.PositiveIntegerField(default=0)
    questions = models.PositiveIntegerField(default=0)
    pass_mark = models.PositiveSmallIntegerField(default=80)
    valid_months = models.PositiveIntegerField(default=0)
    review_by_on = models.DateField(null=True, blank=True)
    faults = models.JSONField(default=list, blank=True)
    is_substantial = models.BooleanField(default=True)
    is_starting = models.BooleanField(default=False)
    made_by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    writers = models.ManyToManyField(Person, blank=True, related_name="+")
    revision = models.PositiveIntegerField(default=1)
    offered_at = models.DateTimeField(null=True, blank=True)
    offered_by = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    released_at = models.DateTimeField(null=True, blank=True)
    released_by = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = CourseVersions.as_manager()

    class Meta:
        ordering = ["course", "n"]
        constraints = [
            models.UniqueConstraint(fields=["course", "n"], name="one_course_version_a_number"),
            models.CheckConstraint(
                condition=Q(released_at=None) | (Q(released_by__isnull=False, offered_at__isnull=False)),
                name="a_released_course_was_offered",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.n}"

    def get_absolute_url(self) -> str:
        """Its page, for who writes and releases it."""
        return reverse("courses:version", args=[self.course.code, self.n])

    @property
    def title(self) -> str:
        """In the reader's language, else in the first that it has."""
        wanted = (get_language() or "en")[:2]
        return next((self.titles[one] for one in (wanted, *ORDER) if one in self.titles), "")

    @property
    def title_language(self) -> str:
        """The language of `title`."""
        wanted = (get_language() or "en")[:2]
        return next((one for one in (wanted, *ORDER) if one in self.titles), "")

    @property
    def language(self) -> str:
        """In which to open it: the reader's where it is written out, else the first one that is."""
        wanted = (get_language() or "en")[:2]
        return next((one for one in (wanted, *ORDER) if one in self.languages), "en")

    @property
    def audience(self) -> list[str]:
        """The codes of whom it is for."""
        return self.audiences.split()

    def state(self, today: date) -> VersionState:
        """Where it stands."""
        if self.released_at is None:
            return VersionState.DRAFT if self.offered_at is None else VersionState.OFFERED
        if self.course.retired_at is not None or self.course.current_id != self.pk:
            return VersionState.RETIRED
        is_due = self.review_by_on is not None and self.review_by_on < today
        return VersionState.DUE if is_due else VersionState.RELEASED


class CourseFile(models.Model):
    """One language of a version, byte for byte. stands_at: when it was released, and from when on it stands."""

    version = models.ForeignKey(CourseVersion, on_delete=models.CASCADE, related_name="files")
    language = models.CharField(max_length=2)
    content = models.TextField()
    sha256 = models.CharField(max_length=64)
    stands_at = models.DateTimeField(null=True, blank=True)

    objects = CourseFiles.as_manager()

    class Meta:
        ordering = ["version", "language"]
        constraints = [models.UniqueConstraint(fields=["version", "language"], name="one_file_a_course_language")]

    def __str__(self) -> str:
        return f"{self.version_id} {self.language}"


class ItemCount(models.Model):
    """How often a question was asked, answered rightly, and each choice taken: over everybody, without names.

    asked     one person once, by its first attempt, and nobody who writes for the course's organisation
    shown_*   the same when the number of people was last a whole multiple of ten, of five operators at least; only
              these are shown, so that nobody learns one person's answer from the difference of two looks
    """

    version = models.ForeignKey(CourseVersion, on_delete=models.CASCADE, related_name="item_counts")
    quiz = models.CharField(max_length=40)
    asked = models.PositiveIntegerField(default=0)
    right = models.PositiveIntegerField(default=0)
    chosen = models.JSONField(default=list)
    shown_asked = models.PositiveIntegerField(default=0)
    shown_right = models.PositiveIntegerField(default=0)
    shown_chosen = models.JSONField(default=list)

    objects = ItemCounts.as_manager()

    class Meta:
        ordering = ["version", "quiz"]
        constraints = [
            models.UniqueConstraint(fields=["version", "quiz"], name="one_count_a_question"),
            models.CheckConstraint(condition=Q(right__lte=F("asked")), name="no_more_right_than_asked"),
        ]

    def __str__(self) -> str:
        return f"{self.version_id} {self.quiz}"
