"""One language of a course, as it was read: what the pages, the exports and the certificates build on."""

from dataclasses import dataclass

from port2port.pure.course_front import Front
from port2port.pure.course_quiz_block import Quiz


@dataclass(frozen=True, slots=True)
class Prose:
    """Markdown without questions."""

    text: str


@dataclass(frozen=True, slots=True)
class Lesson:
    """What stands under one second-level heading, in the order of the file. title: plain words."""

    title: str
    blocks: tuple[Prose | Quiz, ...]

    @property
    def quizzes(self) -> tuple[Quiz, ...]:
        """Its questions."""
        return tuple(block for block in self.blocks if isinstance(block, Quiz))


@dataclass(frozen=True, slots=True)
class CourseText:
    """A course in one language.

    intro      Markdown before the first lesson
    headings   the depth of each heading in order, which all languages share
    """

    front: Front
    intro: str
    lessons: tuple[Lesson, ...]
    headings: tuple[int, ...]

    @property
    def quizzes(self) -> tuple[Quiz, ...]:
        """All questions in their order."""
        return tuple(quiz for lesson in self.lessons for quiz in lesson.quizzes)

    def quiz(self, quiz_id: str) -> Quiz | None:
        """The question of that id."""
        return next((quiz for quiz in self.quizzes if quiz.id == quiz_id), None)
