"""What every address of the API has in common: strict bodies, problems for errors, an OpenAPI document that says so."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import wraps
from typing import Annotated, Any, Protocol, cast

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from ninja import NinjaAPI, Router
from ninja.errors import HttpError, ValidationError
from ninja.openapi.docs import DocsBase
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation
from ninja.parser import Parser
from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict

from port2port.base.bodies import FILES_MAX_BYTES, announced
from port2port.base.problems import TYPE, problem, problem_of
from port2port.base.refusal import Refusal
from port2port.pure.canonical import MAX_BYTES, Json, NotStrict, strict_json

type Run = Callable[..., HttpResponseBase]

JSON_TYPE, FILES_TYPE = "application/json", "multipart/form-data"
_READ_BODY = "_strict_body"


class Unreadable(Refusal):
    """A body that is not JSON as we read it."""

    status = 400


class TooLarge(Refusal):
    """A body over the limit."""

    status = 413


class WrongType(Refusal):
    """A body of another format."""

    status = 415


class UnknownFilter(Refusal):
    """A filter that there is not."""

    def __init__(self, name: str) -> None:
        super().__init__(_("There is no filter of this name. The document of this API says which there are."))
        self.name = name


class Said(BaseModel):
    """Base of what comes in: a name that we do not know is refused, never passed over."""

    model_config = ConfigDict(extra="forbid")


class Problem(BaseModel):
    """What went wrong (RFC 9457). `errors` names fields, `organisations` those to confirm."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[dict[str, str]] | None = None
    organisations: list[dict[str, str]] | None = None


def _in_our_time(moment: datetime) -> datetime:
    if not 1900 <= moment.year <= 2200:
        raise ValueError("between the years 1900 and 2200")
    return moment.astimezone(UTC)


def only_known(request: HttpRequest, filters: type[BaseModel]) -> None:
    """A filter that we do not know would be passed over and the answer be too wide. Raises UnknownFilter."""
    for name in request.GET:
        if name not in filters.model_fields:
            raise UnknownFilter(name[:100])


type Moment = Annotated[AwareDatetime, AfterValidator(_in_our_time)]


def answers(status: int = 200, model: object = None, *problems: int) -> Mapping[object, object]:
    """The statuses of an operation: its own, and the problems that it can end in; 401 and 404 always."""
    return {status: model, frozenset({401, 404, *problems}): Problem}


READS, WRITES = (422,), (400, 403, 409, 413, 415, 422)


class StrictBodies(Parser):
    """Hands over the body that the door has already read strictly."""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        """The body's value."""
        return cast("dict[str, Any]", getattr(request, _READ_BODY))


def json_body(run: Run) -> Run:
    """The body is JSON, said in exactly one way, of at most 10 MiB."""

    @wraps(run)
    def checked(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        try:
            setattr(request, _READ_BODY, _strictly_read(request))
        except Refusal as refusal:
            return problem_of(refusal)
        return run(request, *args, **kwargs)

    return checked


def files_body(run: Run) -> Run:
    """The body is a form with files."""

    @wraps(run)
    def checked(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if request.method == "POST" and request.content_type != FILES_TYPE:
            return problem_of(WrongType(_("Send the files as multipart/form-data.")))
        if announced(request) > FILES_MAX_BYTES:
            return problem_of(TooLarge(_("At most ten files of 25 MB each fit.")))
        return run(request, *args, **kwargs)

    return checked


def _strictly_read(request: HttpRequest) -> Json:
    if request.method not in {"POST", "PUT", "PATCH"}:
        return None
    too_large = TooLarge(_("The body is larger than 10 MB. Send less at once."))
    if announced(request) > MAX_BYTES:
        raise too_large
    try:
        body = request.body
    except RequestDataTooBig as error:
        raise too_large from error
    if not body:
        return None
    if request.content_type != JSON_TYPE:
        raise WrongType(_("Send the body as application/json."))
    try:
        return strict_json(body)
    except NotStrict as fault:
        raise Unreadable(_("The body is not JSON as we take it: %(reason)s.") % {"reason": fault.reason}) from fault


class Docs(DocsBase):
    """The document as a page that needs no other host and no inline script."""

    def render_page(self, request: HttpRequest, api: NinjaAPI, **kwargs: object) -> HttpResponse:
        """The page with Swagger UI."""
        return render(request, "ui/api_docs.html", {"address": self.get_openapi_url(api, dict(kwargs))})


class Api(NinjaAPI):
    """The house's API: its errors are problems, and its document says so."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(parser=StrictBodies(), docs=Docs(), **kwargs)
        self.add_exception_handler(Http404, lambda _request, _error: problem(404))
        self.add_exception_handler(Refusal, lambda _request, refusal: problem_of(cast("Refusal", refusal)))
        self.add_exception_handler(ValidationError, lambda _request, error: invalid(cast("ValidationError", error)))
        self.add_exception_handler(HttpError, lambda _request, error: problem(cast("HttpError", error).status_code))
        # Anything else is a bug: Django's own door for it writes it down and answers 500.
        self._exception_handlers.pop(Exception, None)

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """The name of the function, for the programs that are made from the document."""
        return operation.view_func.__name__

    def get_operation_url_name(self, operation: Operation, router: Router) -> str:
        """One name an address, whatever its methods: `reports/{uuid:key}/publish` is `reports-key-publish`."""
        del router
        return "-".join(re.findall(r"\w+(?=[/}]|$)", operation.path))

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        """The document; problems have a media type of their own."""
        document = super().get_openapi_schema(path_prefix=path_prefix, path_params=path_params)
        for path in document["paths"].values():
            for operation in path.values():
                for status, answer in operation["responses"].items():
                    if int(status) >= 400 and "content" in answer:
                        answer["content"] = {TYPE: answer["content"].pop(JSON_TYPE)}
        return document


class _Words(Protocol):
    def __call__(self) -> str: ...


FAULTS: dict[str, _Words] = {
    "missing": lambda: _("This is needed."),
    "extra_forbidden": lambda: _("There is no field of this name here. Take it out."),
    "string_too_long": lambda: _("This is too long."),
    "too_long": lambda: _("These are too many."),
    "string_type": lambda: _("Text is expected here."),
    "literal_error": lambda: _("Choose one of the values in the document of this API."),
    "uuid_parsing": lambda: _("A key is expected here."),
    "timezone_aware": lambda: _("A moment needs its offset, as in 2026-03-02T09:30:00Z."),
}


def invalid(error: ValidationError) -> HttpResponse:
    """What does not have the expected shape, field by field; what was sent is not repeated."""
    errors = [
        {"field": _field(fault["loc"]), "words": FAULTS.get(fault["type"], _default_fault)()} for fault in error.errors
    ]
    return problem(422, _("Mend the fields that are named and send it again."), kind="invalid", errors=errors[:50])


def _default_fault() -> str:
    return _("This value cannot be taken. The document of this API says what fits.")


def _field(loc: tuple[object, ...]) -> str:
    # First comes where it stood (body, query …), then for a body the name of our parameter; a filter is one word.
    place, *names = loc
    shown = names[1:] if place == "body" else [one for one in names if isinstance(one, str)][-1:]
    return ".".join(str(one) for one in shown)[:100] or str(place)
