"""What is answered to a question, for the subscriber that tells its asker; a hidden one is told like any other."""

from collections.abc import Iterator, Sequence

from port2port.knowledge.models import Answer, Question
from port2port.sharing.models import Notification
from port2port.sharing.news import Echo


def echoes(positions: Sequence[int]) -> Iterator[Echo]:
    """Answers that lie at one of these places of the ledger."""
    for answer in Answer.objects.filter(position__in=positions).select_related("question__asker"):
        asker = answer.question.asker
        if asker.person_id is not None and answer.position is not None:
            yield Echo(
                position=answer.position,
                record_type=Question.record_type,
                record_id=answer.question_id,
                reason=Notification.Reason.ANSWERED,
                person=asker.person_id,
                organisation=asker.organisation_id,
                by=answer.author_id,
                at=answer.at,
            )
