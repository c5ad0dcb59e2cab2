"""For the learning systems of firms: a course as SCORM 1.2, and what the own people passed as xAPI statements."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from port2port.base.clock import now
from port2port.base.downloads import download
from port2port.courses import scorm, statements
from port2port.courses.texts import text_of
from port2port.courses.views.shared import language_in, released_version, taken
from port2port.members.member import Act
from port2port.members.middleware import member_of
from port2port.members.views.shared import needs
from port2port.pure.sheets import CSV_TYPE, csv_file


@require_GET
@needs(Act.ASSIGN)
def package(request: HttpRequest, code: str) -> HttpResponse:
    """The released version in one language, for another learning system."""
    version = released_version(taken(request, code))
    text = text_of(version, language_in(request, version))
    if text is None:
        raise Http404
    return download(scorm.package_of(text), name=scorm.file_name(text), media_type=scorm.MEDIA_TYPE)


@require_GET
@needs(Act.ASSIGN)
def said(request: HttpRequest, ending: str) -> HttpResponse:
    """Who passed what, under random numbers; the act leaves a line in the audit trail."""
    at = now()
    found = statements.statements(member=member_of(request), now=at)
    name = f"statements {at:%Y-%m-%d}.{ending}"
    if ending == "csv":
        return download(csv_file(statements.columns(), statements.cells(found)), name=name, media_type=CSV_TYPE)
    return download(statements.json_lines(found), name=name, media_type=statements.MEDIA_TYPE)
