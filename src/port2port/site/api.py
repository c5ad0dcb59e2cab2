"""The API: each context brings its own addresses."""

from django.http import HttpRequest
from ninja import NinjaAPI
from ninja.security import HttpBearer

from port2port.assessments.api import router as assessments
from port2port.base.api import Api
from port2port.groups.api import router as groups
from port2port.knowledge.api import router as practices
from port2port.knowledge.api_floor import router as floor
from port2port.knowledge.api_questions import router as questions
from port2port.knowledge.api_said import router as said
from port2port.levels.api import router as levels
from port2port.measures.api import router as measures
from port2port.members.api import router as community
from port2port.members.member import Member
from port2port.members.middleware import member_of
from port2port.norms.api import router as norms
from port2port.registers.api import router as registers
from port2port.reports.api import ROUTERS
from port2port.vocabulary.api import router as vocabulary


class Token(HttpBearer):
    """A token, or the session of the page that shows this document; who asks was found at the door."""

    def __call__(self, request: HttpRequest) -> Member | None:
        """The member, if there is one."""
        member = member_of(request)
        return member if member.is_known else None

    def authenticate(self, request: HttpRequest, token: str) -> Member | None:
        """Never asked: the door has done it."""
        raise NotImplementedError


def made() -> NinjaAPI:
    """The API with every context's addresses."""
    api = Api(
        title="Port2Port",
        version="1",
        description="Reports, practices, questions and working groups. "
        "Every answer holds what the token's seat may see, nothing else.",
        urls_namespace="api",
        auth=[Token()],
    )
    of_norms = (norms, levels, measures, registers, assessments)
    for router in (community, vocabulary, *ROUTERS, practices, questions, floor, said, groups, *of_norms):
        api.add_router("", router)
    return api


api = made()
